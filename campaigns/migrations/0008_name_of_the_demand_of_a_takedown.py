import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_objections_of_candidates")]

    operations = [
        migrations.AlterField(
            model_name="takedown",
            name="demand",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="takedowns",
                to="campaigns.demand",
                verbose_name="demand",
            ),
        ),
    ]
