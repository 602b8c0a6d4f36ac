from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0012_vans_apart_as_boxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="lat",
            field=models.DecimalField(decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddField(
            model_name="correction",
            name="lon",
            field=models.DecimalField(decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(field="position", lat__isnull=False, lon__isnull=False, lat__range=(5, 21), lon__range=(97, 106)),
                name="places_correction_in_thailand",
            ),
        ),
    ]
