import django.db.models.deletion
from django.db import migrations, models

# Which records a file left out was only counted until now, and cannot be told from the count: such a file is sent again.
_ASKED_WITHOUT_A_LIST = "UPDATE catalogue_import SET missing = withdrawn WHERE missing > withdrawn"


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_item_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Missing',
            fields=[
                ('pk', models.CompositePrimaryKey('run_id', 'record_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.import')),
            ],
        ),
        migrations.RunSQL(_ASKED_WITHOUT_A_LIST, migrations.RunSQL.noop),
    ]
