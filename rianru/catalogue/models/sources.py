"""Whose records we take, and what became of each file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models import Network, Space


class Source(models.Model):
    """Somebody's catalogue that we take records from, with its own way of naming fields, branches and copies."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField()
    network = models.ForeignKey(Network, models.PROTECT, null=True)
    default_space = models.ForeignKey(Space, models.PROTECT, null=True)
    holdings = models.JSONField(default=dict)  # validated: kernel.formats.marc.HoldingsMapping
    fields = models.JSONField(default=dict)  # validated: kernel.formats.marc.FieldMapping
    columns = models.JSONField(default=list)  # of its spreadsheets, as last confirmed: kernel.formats.marc.table
    encoding = models.TextField(default="")  # believed where the bytes leave it open; empty: the doctor decides alone
    trust = models.SmallIntegerField(default=50)  # whose word is shown where records of one edition differ
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]{1,39}$"), name="catalogue_source_code"),
            models.CheckConstraint(condition=Q(trust__range=(0, 100)), name="catalogue_source_trust"),
            models.CheckConstraint(
                condition=Q(encoding__in=("", "utf-8", "cp874", "marc-8", "latin-1")), name="catalogue_source_encoding"
            ),
        ]


class Import(models.Model):
    """One file taken in from a source: where it has got to, and what became of its records."""

    class State(models.TextChoices):
        COLUMNS = "columns"  # a spreadsheet whose columns nobody has confirmed yet
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        UNDOING = "undoing"
        UNDONE = "undone"

    class Form(models.TextChoices):
        ISO2709 = "iso2709"
        MARCXML = "marcxml"
        MARCJSON = "marcjson"
        CSV = "csv"

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Source, models.PROTECT)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.TextField()
    size = models.BigIntegerField()
    form = models.TextField(choices=Form, default=Form.ISO2709)
    columns = models.JSONField(default=list)  # of a spreadsheet, by position
    complete = models.BooleanField(default=False)  # the whole catalogue of its source: what it leaves out is withdrawn
    state = models.TextField(choices=State, default=State.QUEUED)
    refusal_th = models.TextField(default="")
    refusal_en = models.TextField(default="")
    offset = models.BigIntegerField(default=0)  # bytes of the file that are dealt with
    number = models.IntegerField(default=0)  # records of the file that are dealt with
    accepted = models.IntegerField(default=0)
    repaired = models.IntegerField(default=0)  # of the accepted
    damaged = models.IntegerField(default=0)  # of the accepted: something in them nobody can mend
    deleted = models.IntegerField(default=0)  # of the accepted: the source says that they are gone
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    unplaced = models.IntegerField(default=0)  # copies whose branch nobody knows: not added, but counted
    missing = models.IntegerField(default=0)  # records of the source that a complete file leaves out
    withdrawn = models.IntegerField(default=0)  # of the missing
    started_by = models.UUIDField(null=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=F("accepted") + F("unchanged") + F("rejected")), name="catalogue_import_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(repaired__lte=F("accepted"), damaged__lte=F("accepted"), deleted__lte=F("accepted")),
                name="catalogue_import_repaired",
            ),
            models.CheckConstraint(condition=Q(withdrawn__lte=F("missing")), name="catalogue_import_withdrawn"),
        ]
        indexes = [models.Index(fields=["source", "-id"], name="catalogue_import_recent")]


class Outcome(models.Model):
    """What became of one record of a file, unless it was unchanged: its number, its byte offset, and why."""

    class Kind(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        DELETED = "deleted"
        REJECTED = "rejected"

    pk = models.CompositePrimaryKey("run_id", "number")
    # Unchecked by the database: written with what the import says of itself, which nothing ever deletes.
    run = models.ForeignKey(Import, models.CASCADE, db_constraint=False, db_index=False)
    number = models.IntegerField()
    offset = models.BigIntegerField()
    kind = models.TextField(choices=Kind)
    control_number = models.TextField()
    title = models.TextField()
    encoding = models.TextField()
    repairs = ArrayField(models.TextField(), default=list)  # codes of kernel.formats.marc.repairs
    losses = ArrayField(models.TextField(), default=list)  # the same; of a rejected record: why
