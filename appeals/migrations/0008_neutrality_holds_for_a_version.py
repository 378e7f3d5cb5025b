from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0007_campaign_material_has_its_imprint"),
    ]

    operations = [
        migrations.AddField(
            model_name="neutralityproposal",
            name="version",
            field=models.PositiveIntegerField(
                help_text="The finding holds for this version alone.",
                null=True,
                verbose_name="version of the text",
            ),
        ),
        migrations.AlterField(
            model_name="historicalpublication",
            name="campaign_material",
            field=models.BooleanField(
                default=False,
                help_text="It calls for or against candidates, a party or a question of a referendum. It needs its imprint to be published; in a quiet period it leaves the home page, lists and feeds and cannot be published. The mark is not simply taken away: one person proposes it with a reason, another decides, and an edit of the text brings it back. A platform is always marked.",
                verbose_name="campaign material",
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="campaign_material",
            field=models.BooleanField(
                default=False,
                help_text="It calls for or against candidates, a party or a question of a referendum. It needs its imprint to be published; in a quiet period it leaves the home page, lists and feeds and cannot be published. The mark is not simply taken away: one person proposes it with a reason, another decides, and an edit of the text brings it back. A platform is always marked.",
                verbose_name="campaign material",
            ),
        ),
    ]
