
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import federation.identification
import federation.models.memberships
import federation.models.quiet
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_kk', models.CharField(max_length=300, verbose_name='name')),
                ('name_ru', models.CharField(max_length=300, verbose_name='name')),
                ('sort_key', models.TextField(default='', editable=False)),
                ('sort_key_kk', models.TextField(default='', editable=False)),
                ('sort_key_ru', models.TextField(default='', editable=False)),
                ('kind', models.CharField(choices=[('district', 'district'), ('city', 'city of regional significance')], default='district', max_length=10, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'district',
                'verbose_name_plural': 'districts',
                'ordering': ['sort_key'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Industry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_kk', models.CharField(max_length=300, verbose_name='name')),
                ('name_ru', models.CharField(max_length=300, verbose_name='name')),
                ('sort_key', models.TextField(default='', editable=False)),
                ('sort_key_kk', models.TextField(default='', editable=False)),
                ('sort_key_ru', models.TextField(default='', editable=False)),
                ('code', models.SlugField(help_text='Short Latin name used in addresses and data.', unique=True, verbose_name='code')),
            ],
            options={
                'verbose_name': 'industry',
                'verbose_name_plural': 'industries',
                'ordering': ['sort_key'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'This e-mail is already in use.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('full_name', models.CharField(help_text='Family name, given name, patronymic as in the passport.', max_length=200, verbose_name='full name')),
                ('full_name_kk', models.CharField(help_text='Family name, given name, patronymic as in the passport.', max_length=200, verbose_name='full name')),
                ('full_name_ru', models.CharField(help_text='Family name, given name, patronymic as in the passport.', max_length=200, verbose_name='full name')),
                ('language', models.CharField(choices=[('kk', 'Kazakh'), ('ru', 'Russian')], default='kk', max_length=2, verbose_name='preferred language')),
                ('is_active', models.BooleanField(default=True, help_text='An inactive person cannot log in and holds no role.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['full_name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='email_in_small_letters', violation_error_message='Write the e-mail in small letters.')],
            },
        ),
        migrations.CreateModel(
            name='QuietPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.SlugField(max_length=100, verbose_name='campaign')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_kk', models.CharField(max_length=200, verbose_name='name')),
                ('name_ru', models.CharField(max_length=200, verbose_name='name')),
                ('zone', models.CharField(default='Asia/Almaty', max_length=50, validators=[federation.models.quiet.validate_zone], verbose_name='time zone')),
                ('begins_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
            ],
            options={
                'verbose_name': 'quiet period',
                'verbose_name_plural': 'quiet periods',
                'ordering': ['begins_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='quiet_period_ends_after_it_begins', violation_error_message='The end is not after the beginning.'), models.UniqueConstraint(fields=('campaign', 'zone', 'begins_at'), name='quiet_period_once_for_campaign_and_zone', violation_error_message='The campaign already has this quiet period.')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_kk', models.CharField(max_length=300, verbose_name='name')),
                ('name_ru', models.CharField(max_length=300, verbose_name='name')),
                ('sort_key', models.TextField(default='', editable=False)),
                ('sort_key_kk', models.TextField(default='', editable=False)),
                ('sort_key_ru', models.TextField(default='', editable=False)),
                ('iso', models.CharField(max_length=6, unique=True, verbose_name='ISO 3166-2 code')),
                ('kato', models.CharField(max_length=9, unique=True, verbose_name='KATO code')),
                ('kind', models.CharField(choices=[('region', 'region'), ('city', 'city of republican significance')], default='region', max_length=10, verbose_name='kind')),
                ('aliases', models.TextField(blank=True, help_text='Other spellings met in the media, one a line: import and search know them.', verbose_name='other names')),
                ('tile_row', models.PositiveSmallIntegerField(verbose_name='row on the tile map')),
                ('tile_column', models.PositiveSmallIntegerField(verbose_name='column on the tile map')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['sort_key'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tile_row', 'tile_column'), name='region_has_its_own_tile', violation_error_message='Another region stands at this place of the map.')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_kk', models.CharField(max_length=300, verbose_name='name')),
                ('name_ru', models.CharField(max_length=300, verbose_name='name')),
                ('sort_key', models.TextField(default='', editable=False)),
                ('sort_key_kk', models.TextField(default='', editable=False)),
                ('sort_key_ru', models.TextField(default='', editable=False)),
                ('kind', models.CharField(choices=[('federation', 'federation'), ('industry-union', 'branch (industry) union'), ('territorial-association', 'territorial association'), ('local', 'local organisation'), ('primary', 'primary organisation')], max_length=30, verbose_name='kind')),
                ('short_name', models.CharField(blank=True, max_length=100, verbose_name='short name')),
                ('short_name_kk', models.CharField(blank=True, max_length=100, verbose_name='short name')),
                ('short_name_ru', models.CharField(blank=True, max_length=100, verbose_name='short name')),
                ('bin', models.CharField(blank=True, max_length=12, validators=[federation.identification.validate_bin], verbose_name='BIN')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='federation.district', verbose_name='district')),
                ('industry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='federation.industry', verbose_name='industry')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='federation.organisation', verbose_name='belongs to')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='federation.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['sort_key'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('editor', 'editor'), ('publisher', 'publisher'), ('branch', 'branch'), ('regional-headquarters', 'regional headquarters'), ('headquarters', 'headquarters'), ('data-protection', 'data protection officer'), ('administrator', 'administrator')], max_length=30, verbose_name='role')),
                ('from_date', models.DateField(default=federation.models.memberships.today, verbose_name='from')),
                ('until_date', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('stands_in_for', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='federation.membership', verbose_name='stands in for')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='federation.organisation', verbose_name='organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='federation.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['-from_date', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('editor', 'editor'), ('publisher', 'publisher'), ('branch', 'branch'), ('regional-headquarters', 'regional headquarters'), ('headquarters', 'headquarters'), ('data-protection', 'data protection officer'), ('administrator', 'administrator')], max_length=30, verbose_name='role')),
                ('from_date', models.DateField(default=federation.models.memberships.today, verbose_name='from')),
                ('until_date', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('full_name_kk', models.CharField(max_length=200, verbose_name='full name')),
                ('full_name_ru', models.CharField(max_length=200, verbose_name='full name')),
                ('language', models.CharField(choices=[('kk', 'Қазақша'), ('ru', 'Русский')], default='kk', max_length=2, verbose_name='language of the mail')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(editable=False, verbose_name='valid until')),
                ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='accepted')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='cancelled')),
                ('accepted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='federation.organisation', verbose_name='organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='federation.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='district',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='districts', to='federation.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('subject_id', models.CharField(max_length=40)),
                ('subject_text', models.CharField(max_length=300, verbose_name='subject')),
                ('details', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='details')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('subject_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='audit_of_one_subject'), models.Index(fields=['-at', '-id'], name='audit_newest_first')],
            },
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'federation'), ('parent', None)), models.Q(models.Q(('kind', 'federation'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='only_the_federation_is_a_root', violation_error_message='Only the federation stands at the root; say what the organisation belongs to.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'federation')), fields=('kind',), name='one_federation', violation_error_message='The tree already has its federation.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('bin', ''), _negated=True), fields=('bin',), name='bin_is_unique', violation_error_message='Another organisation has this BIN.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('bin', ''), ('bin__regex', '^[0-9]{12}$'), _connector='OR'), name='bin_has_twelve_digits', violation_error_message='A BIN has 12 digits.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('parent', 'name_kk'), name='organisation_is_named_once_under_its_parent', violation_error_message='An organisation of this name already stands there.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gte', models.F('from_date')), _connector='OR'), name='membership_ends_after_it_begins', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'branch'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='membership_of_a_branch_names_it', violation_error_message='Say which organisation the branch is.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'regional-headquarters'), _negated=True), ('region__isnull', False), _connector='OR'), name='membership_of_a_regional_headquarters_names_it', violation_error_message='Say which region the headquarters serves.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('until_date', None), ('until_date__gte', models.F('from_date')), _connector='OR'), name='invitation_ends_after_it_begins', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'branch'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='invitation_of_a_branch_names_it', violation_error_message='Say which organisation the branch is.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'regional-headquarters'), _negated=True), ('region__isnull', False), _connector='OR'), name='invitation_of_a_regional_headquarters_names_it', violation_error_message='Say which region the headquarters serves.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('cancelled_at', None)), fields=('email',), name='one_waiting_invitation_for_an_address', violation_error_message='This address already has an invitation that waits for an answer.'),
        ),
        migrations.AddConstraint(
            model_name='district',
            constraint=models.UniqueConstraint(fields=('region', 'kind', 'name_kk'), name='district_is_named_once_in_its_region', violation_error_message='This region already has a district of this name.'),
        ),
    ]
