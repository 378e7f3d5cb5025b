import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0010_published_records_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="officeholder",
            name="entered_in",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.headquarters",
                verbose_name="entered with a post in",
            ),
        ),
    ]
