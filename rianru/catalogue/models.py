"""Sources and their records as received; works, editions and items that readers see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.places.models import Network, Space


def texts() -> "ArrayField[list[str], list[str]]":
    """A list of short texts, in the record's own order."""
    return ArrayField(models.TextField(), default=list)


class Source(models.Model):
    """Somebody's catalogue that we take records from, with its own way of naming branches and copies."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField()
    network = models.ForeignKey(Network, models.PROTECT, null=True)
    default_space = models.ForeignKey(Space, models.PROTECT, null=True)
    holdings = models.JSONField(default=dict)  # validated: kernel.formats.marc.HoldingsMapping
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]{1,39}$"), name="catalogue_source_code")
        ]


class Import(models.Model):
    """One file taken in from a source: where it has got to, and what became of its records."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Source, models.PROTECT)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.TextField()
    size = models.BigIntegerField()
    state = models.TextField(choices=State, default=State.QUEUED)
    refusal_th = models.TextField(default="")
    refusal_en = models.TextField(default="")
    offset = models.BigIntegerField(default=0)  # bytes of the file that are dealt with
    number = models.IntegerField(default=0)  # records of the file that are dealt with
    accepted = models.IntegerField(default=0)
    repaired = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    unplaced = models.IntegerField(default=0)  # copies whose branch nobody knows: not added, but counted
    started_by = models.UUIDField(null=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=models.F("accepted") + models.F("unchanged") + models.F("rejected")),
                name="catalogue_import_adds_up",
            ),
            models.CheckConstraint(condition=Q(repaired__lte=models.F("accepted")), name="catalogue_import_repaired"),
        ]
        indexes = [models.Index(fields=["source", "-id"], name="catalogue_import_recent")]


class Rejection(models.Model):
    """A record of a file that was not taken in: its number, its byte offset, and why."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, models.CASCADE)
    number = models.IntegerField()
    offset = models.BigIntegerField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="catalogue_rejection_once")]


class Work(models.Model):
    """What people look for: a book, a film, a tale, in all its editions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.TextField()
    title_sort = models.TextField(db_collation="C")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["title_sort", "id"], name="catalogue_work_title")]


class Edition(models.Model):
    """One publication of a work. Years are CE; `year_text` keeps what the record says."""

    id = models.UUIDField(primary_key=True, default=new_id)
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    title = models.TextField()
    other_titles = texts()
    statement = models.TextField()
    people = texts()
    roles = texts()  # beside `people`, one for one
    subjects = texts()
    edition = models.TextField()
    publisher = models.TextField()
    place = models.TextField()
    year = models.SmallIntegerField(null=True)
    year_text = models.TextField()
    language = models.TextField()
    format = models.TextField()
    isbns = texts()
    issns = texts()
    extent = models.TextField()
    series = texts()
    summary = models.TextField()
    call_number = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__len=models.F("roles__len")), name="catalogue_edition_roles"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1000, 2200)), name="catalogue_edition_ce"
            ),
        ]


class Record(models.Model):
    """A record as received, byte for byte, and the edition it describes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Source, models.PROTECT)
    control_number = models.TextField()
    digest = models.BinaryField()  # SHA-256 of `raw`
    raw = models.BinaryField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="records")
    taken_by = models.ForeignKey(Import, models.PROTECT)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "control_number"], name="catalogue_record_once"),
            models.CheckConstraint(condition=~Q(control_number=""), name="catalogue_record_numbered"),
        ]


class RecordVersion(models.Model):
    """What a record said before an import replaced it."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Record, models.PROTECT)
    raw = models.BinaryField()
    replaced_by = models.ForeignKey(Import, models.PROTECT)
    replaced_at = models.DateTimeField()


class Item(models.Model):
    """One copy at one space. `state` is changed by the actions that lending calls; it never vanishes silently."""

    class State(models.TextChoices):
        AVAILABLE = "available"
        ABSENT = "absent"  # its source no longer lists it

    id = models.UUIDField(primary_key=True, default=new_id)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items")
    space = models.ForeignKey(Space, models.PROTECT)
    record = models.ForeignKey(Record, models.PROTECT, related_name="items")
    place_in_record = models.SmallIntegerField()
    barcode = models.TextField()
    call_number = models.TextField()
    copy = models.TextField()
    shelf = models.TextField()
    state = models.TextField(choices=State, default=State.AVAILABLE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "place_in_record"], name="catalogue_item_once"),
        ]
        indexes = [models.Index(fields=["barcode"], name="catalogue_item_barcode")]
