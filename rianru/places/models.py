"""Areas, cities, organisations, networks, spaces and when they are open."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length

from rianru.kernel.ids import new_id
from rianru.places.words import KINDS

DYES = ("indigo", "leaf", "lac", "annatto", "plum", "water")
WEAVES = ("diamond", "water", "flower")
FACILITIES = ("ramp", "accessible_toilet", "wifi", "computers", "meeting_room", "children", "parking", "quiet")


class Area(models.Model):
    """A province (2 digits), district (4), sub-district (6) or village (8), by its official code."""

    code = models.TextField(primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    name_th = models.TextField()
    name_en = models.TextField()
    sort_th = models.TextField(db_collation="C")
    postal_code = models.TextField(default="")
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    population = models.IntegerField(null=True)
    population_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^([0-9]{2}){1,4}$"), name="places_area_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, code__regex=r"^[0-9]{2}$")
                | Q(parent__isnull=False, parent=Left(F("code"), Length(F("code")) - 2)),
                name="places_area_parent",
            ),
        ]


class AbolishedArea(models.Model):
    """A code that is no longer in force, and the codes that took its place."""

    code = models.TextField(primary_key=True)
    name_th = models.TextField()
    name_en = models.TextField()
    abolished_on = models.DateField(null=True)
    successors = ArrayField(models.TextField(), default=list)


class City(models.Model):
    """A learning city: a role that a set of areas holds, with one dye and one woven motif."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField()
    dye = models.TextField()
    weave = models.TextField()
    unesco_since = models.SmallIntegerField(null=True)  # year CE
    pilot = models.BooleanField(default=False)  # of the Equitable Education Fund
    approximate = models.BooleanField(default=False)  # its areas stand in for borders that have no geocode
    areas = models.ManyToManyField(Area, through="CityArea")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(dye__in=DYES), name="places_city_dye"),
            models.CheckConstraint(condition=Q(weave__in=WEAVES), name="places_city_weave"),
        ]


class CityArea(models.Model):
    """That an area, with everything inside it, belongs to a city."""

    id = models.BigAutoField(primary_key=True)
    city = models.ForeignKey(City, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "area"], name="places_cityarea_once")]


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


class OpeningHours(models.Model):
    """One span of one weekday (1 Monday to 7 Sunday), in minutes from midnight, half-open. Spans never overlap."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.CASCADE, related_name="hours")
    weekday = models.SmallIntegerField()
    opens = models.SmallIntegerField()
    closes = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="places_hours_weekday"),
            models.CheckConstraint(
                condition=Q(opens__gte=0, closes__lte=1440, opens__lt=F("closes")), name="places_hours_span"
            ),
            models.UniqueConstraint(fields=["space", "weekday", "opens"], name="places_hours_once"),
        ]


class HoursException(models.Model):
    """A day on which one space, or all of a network, has other hours; no span means closed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.CASCADE, null=True)
    network = models.ForeignKey(Network, models.CASCADE, null=True)
    day_on = models.DateField()
    opens = models.SmallIntegerField(null=True)
    closes = models.SmallIntegerField(null=True)
    reason_th = models.TextField(default="")
    reason_en = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(space__isnull=True, network__isnull=False) | Q(space__isnull=False, network__isnull=True),
                name="places_exception_whose",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, opens__gte=0, closes__lte=1440, opens__lt=F("closes")),
                name="places_exception_span",
            ),
            models.UniqueConstraint(fields=["space", "day_on"], name="places_exception_space_day"),
            models.UniqueConstraint(fields=["network", "day_on"], name="places_exception_network_day"),
        ]


class Holiday(models.Model):
    """A national public holiday."""

    day_on = models.DateField(primary_key=True)
    name_th = models.TextField()
    name_en = models.TextField()
