import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0005_day_of_the_document'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='imprint',
            field=models.JSONField(blank=True, default=dict, verbose_name='imprint'),
        ),
        migrations.AddField(
            model_name='publication',
            name='circulation',
            field=models.PositiveIntegerField(blank=True, help_text='Only for print: number of copies.', null=True, verbose_name='circulation'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_funds',
            field=models.CharField(blank=True, help_text='From which funds it is paid, for example: the election fund of the candidate.', max_length=300, verbose_name='paid from'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_funds_kk',
            field=models.CharField(blank=True, help_text='From which funds it is paid, for example: the election fund of the candidate.', max_length=300, verbose_name='paid from'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_funds_ru',
            field=models.CharField(blank=True, help_text='From which funds it is paid, for example: the election fund of the candidate.', max_length=300, verbose_name='paid from'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_orderer',
            field=models.CharField(blank=True, help_text='Who ordered the material.', max_length=300, verbose_name='ordered by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_orderer_kk',
            field=models.CharField(blank=True, help_text='Who ordered the material.', max_length=300, verbose_name='ordered by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_orderer_ru',
            field=models.CharField(blank=True, help_text='Who ordered the material.', max_length=300, verbose_name='ordered by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_place',
            field=models.CharField(blank=True, help_text='Only for print: without place and circulation the page does not print its text.', max_length=300, verbose_name='place of printing'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_place_kk',
            field=models.CharField(blank=True, help_text='Only for print: without place and circulation the page does not print its text.', max_length=300, verbose_name='place of printing'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_place_ru',
            field=models.CharField(blank=True, help_text='Only for print: without place and circulation the page does not print its text.', max_length=300, verbose_name='place of printing'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_producer',
            field=models.CharField(blank=True, help_text='Who made the material.', max_length=300, verbose_name='produced by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_producer_kk',
            field=models.CharField(blank=True, help_text='Who made the material.', max_length=300, verbose_name='produced by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='imprint_producer_ru',
            field=models.CharField(blank=True, help_text='Who made the material.', max_length=300, verbose_name='produced by'),
        ),
        migrations.AddField(
            model_name='publication',
            name='opinion_poll',
            field=models.BooleanField(default=False, help_text='From five days before the voting to its end such an item cannot be published and leaves the home page, lists and feeds.', verbose_name='reports results of an opinion poll'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='kind',
            field=models.CharField(choices=[('appeal', 'appeal'), ('statement', 'statement'), ('ruling', 'ruling'), ('news', 'news'), ('notice', 'notice'), ('page', 'page'), ('platform', 'election platform')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='historicalpublication',
            name='campaign_material',
            field=models.BooleanField(default=False, help_text='It calls for or against candidates, a party or a question of a referendum. It needs its imprint to be published; in a quiet period it leaves the home page, lists and feeds and cannot be published. The mark is not simply taken away: one person proposes it with a reason, another decides.', verbose_name='campaign material'),
        ),
        migrations.AlterField(
            model_name='historicalpublication',
            name='kind',
            field=models.CharField(choices=[('appeal', 'appeal'), ('statement', 'statement'), ('ruling', 'ruling'), ('news', 'news'), ('notice', 'notice'), ('page', 'page'), ('platform', 'election platform')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='moverecord',
            name='move',
            field=models.CharField(choices=[('create', 'created'), ('import', 'imported'), ('edit', 'edited'), ('place', 'changed address, marks, imprint or topics'), ('revert', 'reverted to an older text'), ('confirm', 'confirmed that the languages agree'), ('override', 'accepted a difference'), ('submit', 'submitted for review'), ('return', 'returned for revision'), ('approve', 'approved'), ('publish', 'published'), ('unschedule', 'took off the schedule'), ('withdraw', 'withdrawn'), ('restore', 'restored'), ('propose-neutral', 'proposed as no campaign material'), ('accept-neutral', 'decided: no campaign material'), ('decline-neutral', 'decided: stays campaign material')], max_length=20, verbose_name='move'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='campaign_material',
            field=models.BooleanField(default=False, help_text='It calls for or against candidates, a party or a question of a referendum. It needs its imprint to be published; in a quiet period it leaves the home page, lists and feeds and cannot be published. The mark is not simply taken away: one person proposes it with a reason, another decides.', verbose_name='campaign material'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='kind',
            field=models.CharField(choices=[('appeal', 'appeal'), ('statement', 'statement'), ('ruling', 'ruling'), ('news', 'news'), ('notice', 'notice'), ('page', 'page'), ('platform', 'election platform')], max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='NeutralityProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('accepted', models.BooleanField(null=True, verbose_name='accepted')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='neutrality_proposals', to='appeals.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'proposal to count as neutral',
                'verbose_name_plural': 'proposals to count as neutral',
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted', None)), fields=('publication',), name='neutrality_one_open_proposal', violation_error_message='A proposal is waiting already.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='neutrality_has_a_reason', violation_error_message='Say why it is no campaign material.'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='neutrality_by_two_persons', violation_error_message='Somebody else than the proposer has to decide.'), models.CheckConstraint(condition=models.Q(models.Q(('accepted', None), ('decided_at', None), ('decided_by', None)), models.Q(('accepted__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='neutrality_decided_by_somebody')],
            },
        ),
    ]
