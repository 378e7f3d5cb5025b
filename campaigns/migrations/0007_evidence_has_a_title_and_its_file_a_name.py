from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_what_was_done_and_published_stays"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="file_label",
            field=models.CharField(blank=True, editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name="evidence",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="what stands there"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="title_kk",
            field=models.CharField(blank=True, max_length=200, verbose_name="what stands there"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="title_ru",
            field=models.CharField(blank=True, max_length=200, verbose_name="what stands there"),
        ),
    ]
