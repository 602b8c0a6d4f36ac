"""Lists of spaces that somebody else keeps: whose they are, the files that came, and what each row became."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.spaces import Network, Space


class SpaceSource(models.Model):
    """Whose list it is, such as an office's register of schools; with its columns as last confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.ForeignKey(Network, models.PROTECT)
    name = models.TextField()
    found_by = models.TextField()  # the name folded: one source is not made twice
    columns = models.JSONField(default=list)  # rianru.places.importing.columns
    defaults = models.JSONField(default=dict)  # what a row says that does not say it: kind, approximate
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "found_by"], name="places_source_once"),
            models.CheckConstraint(condition=~Q(found_by=""), name="places_source_named"),
        ]


class SpaceOrigin(models.Model):
    """Which row of a source a space is, and what that row said last: only what the source changes is written again."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(SpaceSource, models.CASCADE)
    key = models.TextField()  # the source's own number, else made of name and area
    space = models.ForeignKey(Space, models.CASCADE)
    said = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="places_origin_once")]


class SpaceImport(models.Model):
    """One file of spaces: looked at and told row by row first, written when a person says so."""

    class State(models.TextChoices):
        COLUMNS = "columns"  # nobody has confirmed what its columns are
        CHECKING = "checking"
        CHECKED = "checked"  # the preview stands
        WRITING = "writing"
        DONE = "done"
        REFUSED = "refused"
        DROPPED = "dropped"

    class Form(models.TextChoices):
        CSV = "csv"
        GEOJSON = "geojson"

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(SpaceSource, models.PROTECT)
    file = models.FileField(upload_to="space-imports/%Y/%m/")
    file_name = models.TextField()
    size = models.BigIntegerField()
    form = models.TextField(choices=Form)
    columns = models.JSONField(default=list)
    defaults = models.JSONField(default=dict)
    state = models.TextField(choices=State, default=State.COLUMNS)
    rows = models.IntegerField()  # that the file has
    number = models.IntegerField(default=0)  # rows looked at
    written = models.IntegerField(default=0)  # rows dealt with in writing
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    noted = models.IntegerField(default=0)  # taken, but something in them was left out or looks odd
    refusal_th = models.TextField(default="")
    refusal_en = models.TextField(default="")
    started_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=F("added") + F("changed") + F("unchanged") + F("rejected")),
                name="places_import_adds_up",
            ),
            models.CheckConstraint(condition=Q(written__lte=F("number")), name="places_import_written"),
        ]
        indexes = [models.Index(fields=["source", "-id"], name="places_import_recent")]


class SpaceImportRow(models.Model):
    """What one row of a file will become or became, with what it says until that is written."""

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        REJECTED = "rejected"

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(SpaceImport, models.CASCADE, db_index=False)
    number = models.IntegerField()
    line = models.IntegerField()  # of the file, as a spreadsheet numbers it; of GeoJSON the feature
    kind = models.TextField(choices=Kind)
    key = models.TextField()
    name = models.TextField()
    area = models.TextField()
    reasons = models.JSONField(default=list)  # [code, {values}]: rianru.places.importing.reasons
    fields = ArrayField(models.TextField(), default=list)  # that change
    said = models.JSONField(null=True)  # emptied once it is written
    space_id = models.UUIDField(null=True)
