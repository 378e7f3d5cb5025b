from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_promises_are_withdrawn_and_held_by_constraints")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="contact_hash",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
