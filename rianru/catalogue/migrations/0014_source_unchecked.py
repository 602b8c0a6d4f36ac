"""A record's source is not looked up again at COMMIT for every record: no source is ever deleted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0013_samples")]

    operations = [
        migrations.AlterField(
            "record", "source",
            models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalogue.source"
            ),
        ),
    ]
