import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import rianru.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0008_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('digest', models.TextField()),
                ('file', models.FileField(upload_to='')),
                ('width', models.SmallIntegerField()),
                ('height', models.SmallIntegerField()),
                ('widths', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ('address', models.TextField(default='')),
                ('added_by', models.UUIDField(null=True)),
                ('added_at', models.DateTimeField()),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['digest'], name='catalogue_cover_content')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{40}$')), name='catalogue_cover_digest'),
                    models.CheckConstraint(condition=models.Q(('height__gte', 1), ('width__range', (1, 960))), name='catalogue_cover_size'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CoverFetch',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('address', models.TextField()),
                ('state', models.TextField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Refused')], default='waiting')),
                ('refusal_th', models.TextField(default='')),
                ('refusal_en', models.TextField(default='')),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CoverRecord',
            fields=[
                ('pk', models.CompositePrimaryKey('cover_id', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('cover', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='beside', to='catalogue.cover')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('place', models.SmallIntegerField()),
            ],
        ),
    ]
