"""Pictures of covers, which edition each is of, and addresses from which one is being fetched."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rianru.catalogue.models.records import Record
from rianru.kernel.ids import new_id

FOLDER = "covers"


def cover_path(digest: str, width: int) -> str:
    """Where one size lies in the storage. The name is the content's, so what lies there never changes."""
    return f"{FOLDER}/{digest[:2]}/{digest}-{width}.webp"


class Cover(models.Model):
    """A picture of a cover, in several sizes. It is shown with the edition that has the first live one of its records.

    So it goes where its records go, whoever joins, parts, reloads or drops them, and nothing has to move it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    digest = models.TextField()  # SHA-256 of the largest size, 40 digits of it
    file = models.FileField()  # the largest size; the others lie beside it: cover_path
    width = models.SmallIntegerField()  # pixels, of the largest
    height = models.SmallIntegerField()
    widths = ArrayField(models.SmallIntegerField())  # of every size, ascending
    address = models.TextField(default="")  # where it was fetched; empty: sent by hand
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    chosen_at = models.DateTimeField()  # of several of one edition the one chosen last is shown

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{40}$"), name="catalogue_cover_digest"),
            models.CheckConstraint(condition=Q(width__range=(1, 960), height__gte=1), name="catalogue_cover_size"),
        ]
        indexes = [models.Index(fields=["digest"], name="catalogue_cover_content")]


class CoverRecord(models.Model):
    """A record of the edition that the cover was chosen for; the first in order that is live says where it is shown."""

    pk = models.CompositePrimaryKey("cover_id", "place")
    cover = models.ForeignKey(Cover, models.CASCADE, db_index=False, related_name="beside")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    place = models.SmallIntegerField()


class CoverFetch(models.Model):
    """A cover asked for, for the edition of a record: a job fetches it, and what it refuses is said here."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    address = models.TextField()
    state = models.TextField(choices=State, default=State.WAITING)
    refusal_th = models.TextField(default="")
    refusal_en = models.TextField(default="")
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
