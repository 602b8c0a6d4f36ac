

import django.db.models.deletion
import rianru.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_targets_everywhere'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitFile',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('criterion', models.TextField()),
                ('name', models.TextField()),
                ('media_type', models.TextField()),
                ('bytes', models.IntegerField()),
                ('path', models.TextField()),
                ('given_at', models.DateTimeField()),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='evidence.visit')),
            ],
        ),
    ]
