"""Which records a complete file left out."""

from django.db import models

from rianru.catalogue.models.records import Record
from rianru.catalogue.models.sources import Import


class Missing(models.Model):
    """A record of the source that a complete file left out.

    What has become of it is told by the record: live, it waits for a person's word; gone by this import, it was
    withdrawn.
    """

    pk = models.CompositePrimaryKey("run_id", "record_id")
    run = models.ForeignKey(Import, models.CASCADE, db_index=False, related_name="+")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
