import django.db.models.deletion
import rianru.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_partner_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=20)),
                ('subject_hash', models.BinaryField(max_length=32)),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'subject_hash'), name='people_identity_once'), models.UniqueConstraint(fields=('account', 'provider'), name='people_identity_one_a_provider')],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recoveries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account',), name='people_recovery_one_open'), models.UniqueConstraint(fields=('token_hash',), name='people_recovery_token'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at'))), name='people_recovery_waits')],
            },
        ),
    ]
