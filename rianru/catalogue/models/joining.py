"""What joins records to editions and works, and what people decided about it."""

from django.db import models
from django.db.models import F, Q

from rianru.catalogue.models.records import Record
from rianru.kernel.ids import new_id


class MatchKey(models.Model):
    """A number by which the twins of a record are looked for: kernel.matching.keys."""

    pk = models.CompositePrimaryKey("key", "record_id")
    key = models.BigIntegerField()
    # Unchecked by the database: seven a record, each to be looked up at COMMIT, of a record stored in the same one.
    record = models.ForeignKey(Record, models.CASCADE, db_index=False, db_constraint=False, related_name="+")


class Level(models.TextChoices):
    """What two records may share."""

    EDITION = "edition"
    WORK = "work"


class Decision(models.Model):
    """A librarian's word: two records belong together, or do not. It outlives reloads and rematching."""

    id = models.UUIDField(primary_key=True, default=new_id)
    level = models.TextField(choices=Level)
    same = models.BooleanField()
    left = models.ForeignKey(Record, models.PROTECT, related_name="+")
    right = models.ForeignKey(Record, models.PROTECT, related_name="+")
    group = models.UUIDField()  # what was decided in one act is taken back in one
    note = models.TextField(default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "left", "right"], name="catalogue_decision_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="catalogue_decision_ordered"),
        ]
        indexes = [models.Index(fields=["group"], name="catalogue_decision_group")]


class Doubt(models.Model):
    """Two records that nearly belong together: a person should look. `because` is a code of kernel.matching.reasons."""

    id = models.UUIDField(primary_key=True, default=new_id)
    left = models.ForeignKey(Record, models.CASCADE, related_name="+")
    right = models.ForeignKey(Record, models.CASCADE, related_name="+")
    because = models.TextField()
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="catalogue_doubt_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="catalogue_doubt_ordered"),
        ]
        indexes = [models.Index(fields=["-id"], name="catalogue_doubt_open", condition=Q(settled_at=None))]


class Merged(models.Model):
    """A work or edition that became part of another: old addresses lead on."""

    id = models.UUIDField(primary_key=True)
    level = models.TextField(choices=Level)
    into = models.UUIDField()
    merged_at = models.DateTimeField()
