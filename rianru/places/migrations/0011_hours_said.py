from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0010_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="week",
            field=models.TextField(db_default="", default=""),
        ),
    ]
