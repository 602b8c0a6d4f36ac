"""One row that speaks of every case, so that a new installation lends from its first day. Librarians change it."""

import uuid

from django.db import migrations

ROW = uuid.UUID("0194c5a0-0000-7000-8000-000000000001")
SAYS = {
    "lends": True, "period_days": 14, "items_at_once": 5, "renewals": 1, "renewal_days": 14, "fine_a_day": 0,
    "grace_days": 0, "deposit": 0, "handling": 0, "owed_at_most": 0, "holds_at_once": 5, "hold_shelf_days": 7,
    "returned": "home",
}


def say(apps, schema_editor):  # type: ignore[no-untyped-def]
    RuleRow = apps.get_model("lending", "RuleRow")
    RuleStamp = apps.get_model("lending", "RuleStamp")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    RuleRow.objects.get_or_create(id=ROW, defaults={"says": SAYS, "changed_at": now})
    RuleStamp.objects.get_or_create(id=1, defaults={"version": uuid.uuid4()})


class Migration(migrations.Migration):
    dependencies = [("lending", "0001_initial")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
