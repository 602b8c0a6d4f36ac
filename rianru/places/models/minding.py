"""What keeps the page of a space true: photos of it, and what visitors say is wrong."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rianru.kernel.ids import new_id
from rianru.places.models.spaces import Space
from rianru.places.words import CORRECTABLE

PHOTOS = "spaces"  # the folder of their files
MOST_PHOTOS = 12


class SpacePhoto(models.Model):
    """A photo of a space, in several sizes, with what it shows in words; `place` orders them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.CASCADE, related_name="photos")
    digest = models.TextField()  # SHA-256 of the largest size, 40 digits of it
    width = models.SmallIntegerField()  # pixels, of the largest
    height = models.SmallIntegerField()
    widths = ArrayField(models.SmallIntegerField())  # of every size, ascending
    alt_th = models.TextField()
    alt_en = models.TextField()
    place = models.SmallIntegerField()
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{40}$"), name="places_photo_digest"),
            models.CheckConstraint(condition=~Q(alt_th="") | ~Q(alt_en=""), name="places_photo_said"),
            models.UniqueConstraint(fields=["space", "digest"], name="places_photo_once"),
            models.UniqueConstraint(
                fields=["space", "place"], name="places_photo_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="places_photo_content")]


class Correction(models.Model):
    """What somebody says is wrong about a space, until a keeper accepts or rejects it.

    `answer_to` is where the decision is told, and is gone once it was, or nobody decided for long.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.CASCADE, related_name="corrections")
    field = models.TextField()
    said = models.TextField()
    was = models.TextField(default="")  # what the page said then
    week = models.TextField(default="", db_default="")  # hours as they should be, as OpenStreetMap writes them
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)  # where it is, as they say
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    answer_to = models.TextField(default="")
    lang = models.TextField(default="th")
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    state = models.TextField(choices=State, default=State.WAITING)
    reason = models.TextField(default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=list(CORRECTABLE)), name="places_correction_field"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | Q(state__in=["accepted", "rejected"], decided_at__isnull=False, answer_to=""),
                name="places_correction_decided",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(field="position", lat__isnull=False, lon__isnull=False, lat__range=(5, 21), lon__range=(97, 106)),
                name="places_correction_in_thailand",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "id"], name="places_correction_waiting", condition=Q(state="waiting")),
            models.Index(fields=["asked_at"], name="places_correction_asked"),
        ]
