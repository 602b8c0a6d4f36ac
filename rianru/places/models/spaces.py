"""Organisations, networks and the spaces where people learn."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value

from rianru.kernel.ids import new_id
from rianru.places.models.areas import Area
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.words import KINDS

FACILITIES = ("ramp", "accessible_toilet", "wifi", "computers", "meeting_room", "children", "parking", "quiet")
"""What the database takes; the first two moved to ACCESS, and stay for the release before."""
ACCESS = (
    "step_free", "ramp", "lift", "accessible_toilet", "accessible_parking", "tactile_paving", "hearing_loop",
    "sign_language", "large_print", "braille", "talking_books", "screen_reader", "easy_to_read", "calm_hour",
)
AGES = ("toddlers", "children", "teens", "adults", "elders")
LANGUAGES = (
    "tha", "eng", "nod", "tts", "sou", "mfa", "khm", "lao", "mya", "ksw", "pwo", "hmn", "lhu", "shn", "zho", "tsq",
)
"""ISO 639-3: those in which a place helps people."""


class Organisation(models.Model):
    """A body that keeps spaces or networks."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name_th = models.TextField(unique=True)
    name_en = models.TextField()
    kind = models.TextField()


class Network(models.Model):
    """Spaces that work as one: one card, one face. Host name, logo and sender are its settings."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    name_th = models.TextField()
    name_en = models.TextField()
    host = models.TextField(unique=True, null=True)
    logo = models.FileField(upload_to="networks/", blank=True)
    sender = models.TextField(default="")
    dye = models.TextField(default="indigo")
    weave = models.TextField(default="diamond")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(dye__in=DYES), name="places_network_dye"),
            models.CheckConstraint(condition=Q(weave__in=WEAVES), name="places_network_weave"),
        ]


class Space(models.Model):
    """A place where people learn. `approximate`: position or hours are our best knowledge, not its keeper's word."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    network = models.ForeignKey(Network, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    kind = models.TextField()
    name_th = models.TextField()
    name_en = models.TextField()
    sort_th = models.TextField(db_collation="C")
    found_by = models.TextField()  # both names folded, for filtering
    area = models.ForeignKey(Area, models.PROTECT)
    address_th = models.TextField(default="")
    address_en = models.TextField(default="")
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    approximate = models.BooleanField(default=False)
    members_only = models.BooleanField(default=False)
    phone = models.TextField(default="")
    email = models.TextField(default="")
    line_id = models.TextField(default="", db_default="")
    website = models.TextField(default="", db_default="")
    facilities = ArrayField(models.TextField(), default=list)
    access = ArrayField(models.TextField(), default=list, db_default=Value("{}", ArrayField(models.TextField())))
    ages = ArrayField(models.TextField(), default=list, db_default=Value("{}", ArrayField(models.TextField())))
    languages = ArrayField(models.TextField(), default=list, db_default=Value("{}", ArrayField(models.TextField())))
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="places_space_kind"),
            models.CheckConstraint(
                condition=Q(facilities__contained_by=list(FACILITIES)), name="places_space_facilities"
            ),
            models.CheckConstraint(condition=Q(access__contained_by=list(ACCESS)), name="places_space_access"),
            models.CheckConstraint(condition=Q(ages__contained_by=list(AGES)), name="places_space_ages"),
            models.CheckConstraint(condition=Q(languages__contained_by=list(LANGUAGES)), name="places_space_languages"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(opened_on__lte=F("closed_on")),
                name="places_space_days",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(5, 21), lon__range=(97, 106)),
                name="places_space_in_thailand",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_th", "id"], name="places_space_order"),
            models.Index(fields=["area"], name="places_space_area", opclasses=["text_pattern_ops"]),
            models.Index(fields=["lat", "lon"], name="places_space_position"),
            models.Index(fields=["kind"], name="places_space_kind_index"),
            GinIndex(fields=["facilities", "access", "ages", "languages"], name="places_space_offers"),
        ]


class SpaceNetwork(models.Model):
    """That a space also belongs to a network beside its home network, from a day on until before another."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships")
    network = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("since_on")), name="places_membership_days"
            ),
        ]
