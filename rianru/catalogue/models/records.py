"""Records as received, byte for byte, and what each of them says."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rianru.catalogue.models.sources import Import, Source
from rianru.catalogue.models.works import Edition, texts
from rianru.kernel.ids import new_id


class Taken(models.Model):
    """The bytes of a record and where they came from."""

    digest = models.BinaryField()  # SHA-256 of `raw`
    raw = models.BinaryField()
    form = models.TextField(choices=Import.Form, default=Import.Form.ISO2709)
    # Unchecked by the database, as Reading.record: the import, which nothing ever deletes, is written in the same
    # transaction. Looking it up for every record was a tenth of storing one. Indexes begin with it.
    taken_by = models.ForeignKey(Import, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        abstract = True


class Record(Taken):
    """A record of a source, and the edition it describes."""

    class State(models.TextChoices):
        LIVE = "live"
        GONE = "gone"  # its source says so, or its import was rolled back; kept with its bytes

    id = models.UUIDField(primary_key=True, default=new_id)
    # Two of the indexes begin with it. Unchecked by the database, as `taken_by`: no source is ever deleted.
    source = models.ForeignKey(Source, models.PROTECT, db_constraint=False, db_index=False)
    control_number = models.TextField()
    state = models.TextField(choices=State, default=State.LIVE)
    encoding = models.TextField(default="")
    repairs = texts()
    losses = texts()
    read_with = models.TextField(default="")  # a digest of the mapping and the reader's version: another one reads anew
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="records", null=True)
    because = models.TextField(default="first")  # why it is of this edition: a code of kernel.matching.reasons
    because_of = models.UUIDField(null=True)  # the record that it was compared with

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "control_number"], name="catalogue_record_once"),
            models.CheckConstraint(condition=~Q(control_number=""), name="catalogue_record_numbered"),
        ]
        indexes = [
            models.Index(fields=["source", "digest"], name="catalogue_record_digest"),
            models.Index(fields=["taken_by", "id"], name="catalogue_record_taken"),
        ]


class Reading(models.Model):
    """What one record says, and what of it counts when records are compared; made from its bytes, anew at will.

    JSON, because it is written once and read whole (ADR 11): columns are for editions, which readers ask for.
    """

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, db_constraint=False)
    said = models.JSONField(default=dict)  # the columns of Described that are not empty
    traits = models.TextField(default="[]")  # kernel.matching.Traits.stored()
    keys = ArrayField(models.BigIntegerField(), default=list)  # its rows in MatchKey

    def told(self) -> Edition:
        """What it says, as an edition would say it; not stored."""
        return Edition(**self.said)


class RecordVersion(Taken):
    """What a record was before an import replaced it, or before its source dropped it."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Record, models.PROTECT, related_name="versions")
    state = models.TextField(choices=Record.State, default=Record.State.LIVE)
    replaced_by = models.ForeignKey(Import, models.PROTECT)
    replaced_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["taken_by"], name="catalogue_version_taken")]
