from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('federation', '0003_people_in_the_order_of_their_alphabet'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='quietperiod',
            name='quiet_period_once_for_campaign_and_zone',
        ),
        migrations.AddField(
            model_name='quietperiod',
            name='information',
            field=models.TextField(blank=True, help_text='Neutral: when and where to vote. It names no candidate and no programme.', verbose_name='information for voters'),
        ),
        migrations.AddField(
            model_name='quietperiod',
            name='information_kk',
            field=models.TextField(blank=True, help_text='Neutral: when and where to vote. It names no candidate and no programme.', verbose_name='information for voters'),
        ),
        migrations.AddField(
            model_name='quietperiod',
            name='information_ru',
            field=models.TextField(blank=True, help_text='Neutral: when and where to vote. It names no candidate and no programme.', verbose_name='information for voters'),
        ),
        migrations.AddField(
            model_name='quietperiod',
            name='matter',
            field=models.CharField(choices=[('campaign', 'campaign material'), ('polls', 'results of opinion polls')], default='campaign', max_length=10, verbose_name='matter'),
        ),
        migrations.AddConstraint(
            model_name='quietperiod',
            constraint=models.UniqueConstraint(fields=('campaign', 'zone', 'matter', 'begins_at'), name='quiet_period_once_for_campaign_zone_and_matter', violation_error_message='The campaign already has this quiet period.'),
        ),
    ]
