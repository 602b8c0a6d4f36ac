import django.db.models.deletion
import django.db.models.functions.text
import rianru.kernel.ids
from django.conf import settings
from django.db import migrations, models


# The same role in the same scope never overlaps with itself. An exclusion constraint compares uuids and texts only with
# the btree_gist extension, which the embedded server does not carry; a range of one value compares with && as well.
NO_OVERLAP = """
CREATE TYPE people_text_range AS RANGE (subtype = text, collation = "C");
ALTER TABLE people_rolegrant ADD CONSTRAINT people_role_grant_no_overlap EXCLUDE USING gist (
    people_text_range(
        person_id::text || role || scope_kind || coalesce(scope_id::text, ''),
        person_id::text || role || scope_kind || coalesce(scope_id::text, ''), '[]'
    ) WITH &&,
    tstzrange(since, until) WITH &&
);
"""
OVERLAP_AGAIN = """
ALTER TABLE people_rolegrant DROP CONSTRAINT people_role_grant_no_overlap;
DROP TYPE people_text_range;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.CharField(max_length=254)),
                ('language', models.CharField(default='th', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('email',), name='people_account_email'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='people_account_email_lower'), models.CheckConstraint(condition=models.Q(('email__regex', '^[^\\s@]+@[^\\s@]+$')), name='people_account_email_form'), models.CheckConstraint(condition=models.Q(('language__in', ['th', 'en'])), name='people_account_language')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(max_length=200)),
                ('family_name', models.CharField(blank=True, default='', max_length=200)),
                ('display_name', models.CharField(blank=True, default='', max_length=200)),
                ('sort_key', models.TextField(db_collation='C', default='')),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('joined_at', models.DateTimeField()),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NameChange',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(max_length=20)),
                ('old', models.CharField(blank=True, max_length=200)),
                ('new', models.CharField(blank=True, max_length=200)),
                ('changed_by', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_changes', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=60)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('key', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pseudonyms', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('librarian', 'librarian'), ('caretaker', 'caretaker'), ('officer', 'officer'), ('analyst', 'analyst')], max_length=20)),
                ('scope_kind', models.CharField(choices=[('national', 'National'), ('network', 'Network'), ('city', 'City'), ('space', 'Space')], max_length=10)),
                ('scope_id', models.UUIDField(null=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('granted_by', models.UUIDField(null=True)),
                ('granted_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('ended_by', models.UUIDField(null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=500)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_links', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['sort_key', 'id'], name='people_person_order'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('given_name', ''), _negated=True), name='people_person_named'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1880, 2200)), _connector='OR'), name='people_person_birth_year'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('person', 'purpose'), name='people_consent_once'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='people_consent_period'),
        ),
        migrations.AddConstraint(
            model_name='pseudonym',
            constraint=models.UniqueConstraint(fields=('person',), name='people_pseudonym_one_live'),
        ),
        migrations.AddConstraint(
            model_name='pseudonym',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', True), ('person__isnull', False)), models.Q(('destroyed_at__isnull', False), ('person__isnull', True)), _connector='OR'), name='people_pseudonym_live_or_destroyed'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['scope_kind', 'scope_id', 'id'], name='people_role_by_scope'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['person', 'until'], name='people_role_by_person'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'librarian', 'caretaker', 'officer', 'analyst'])), name='people_role_known'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope_id__isnull', True), ('scope_kind', 'national')), models.Q(('scope_id__isnull', False), ('scope_kind__in', ['network', 'city', 'space'])), _connector='OR'), name='people_role_scope'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='people_role_period'),
        ),
        migrations.AddConstraint(
            model_name='signinlink',
            constraint=models.UniqueConstraint(fields=('token_hash',), name='people_sign_in_link_token'),
        ),
        migrations.RunSQL(NO_OVERLAP, OVERLAP_AGAIN),
    ]
