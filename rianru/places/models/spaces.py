"""Organisations, networks and the spaces where people learn."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.areas import Area
from rianru.places.models.colours import DYES, WEAVES
from rianru.places.words import KINDS

FACILITIES = ("ramp", "accessible_toilet", "wifi", "computers", "meeting_room", "children", "parking", "quiet")


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
    facilities = ArrayField(models.TextField(), default=list)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="places_space_kind"),
            models.CheckConstraint(
                condition=Q(facilities__contained_by=list(FACILITIES)), name="places_space_facilities"
            ),
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
        ]
