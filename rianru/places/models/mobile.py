"""Mobile libraries: vehicles, their routes and stops, timetables that repeat, and each visit with what came of it.

A visit is a row from the moment its timetable is written, so that the database itself can refuse a van in two places at
once (`places_visit_apart`, an exclusion constraint), and so that a change of one day is a change of one row.
"""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.areas import Area
from rianru.places.models.spaces import Network, Space
from rianru.places.words import HOLIDAYS, STOP_TYPES, TAPS, VISIT_STATES


class Vehicle(models.Model):
    """What a space of kind `mobile_library` drives in. `capacity`: how many books it carries."""

    space = models.OneToOneField(Space, models.PROTECT, primary_key=True, related_name="vehicle")
    plate_th = models.TextField(default="")
    capacity = models.IntegerField(null=True)
    accessible = models.BooleanField(default=False)  # one gets in with a wheelchair
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, 100_000)), name="places_vehicle_capacity"
            ),
        ]


class Route(models.Model):
    """A round that one vehicle drives, with its stops in the timetables."""

    id = models.UUIDField(primary_key=True, default=new_id)
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="routes")
    code = models.SlugField(unique=True)
    name_th = models.TextField()
    name_en = models.TextField(default="")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name_th=""), name="places_route_named")]


class Stop(models.Model):
    """Where vans of a network halt. `kind`: open to all, for those of a place alone (a school), on request, other."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    kind = models.TextField(default="public")
    name_th = models.TextField()
    name_en = models.TextField(default="")
    sort_th = models.TextField(db_collation="C")
    community_th = models.TextField(default="")
    community_en = models.TextField(default="")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    address_th = models.TextField(default="")  # where exactly the van stands, too
    address_en = models.TextField(default="")
    postal_code = models.TextField(default="")
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    closed_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(STOP_TYPES)), name="places_stop_type"),
            models.CheckConstraint(condition=~Q(name_th=""), name="places_stop_named"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(5, 21), lon__range=(97, 106)),
                name="places_stop_in_thailand",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_th", "id"], name="places_stop_order"),
            models.Index(fields=["area"], name="places_stop_area", opclasses=["text_pattern_ops"]),
        ]


class Timetable(models.Model):
    """A halt that repeats: minutes from midnight, on the days of `rule` from `first_on` to `last_on`, both included.

    `rule` is an RRULE without an end of its own (RFC 5545, 3.3.10); blank: on `first_on` alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    route = models.ForeignKey(Route, models.PROTECT, related_name="timetables")
    stop = models.ForeignKey(Stop, models.PROTECT, related_name="timetables", db_index=False)
    arrives = models.SmallIntegerField()
    leaves = models.SmallIntegerField()
    rule = models.TextField(default="")
    first_on = models.DateField()
    last_on = models.DateField()
    on_holidays = models.TextField(default="skip")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives__gte=0, leaves__lte=1440, arrives__lt=F("leaves")), name="places_timetable_span"
            ),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="places_timetable_period"),
            models.CheckConstraint(condition=Q(on_holidays__in=list(HOLIDAYS)), name="places_timetable_holidays"),
            models.UniqueConstraint(
                fields=["stop", "route", "first_on", "arrives"], name="places_timetable_once"
            ),
        ]


class Visit(models.Model):
    """One halt of a van at a stop, half-open: as planned, as it now is, what came of it. No timetable: an extra one.

    Cancelled ones stay, so that calendars learn of it; `sequence` counts their changes (RFC 5545, 3.8.7.4).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    timetable = models.ForeignKey(Timetable, models.PROTECT, null=True, related_name="visits", db_index=False)
    day_on = models.DateField()  # the day that the timetable gave
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="visits", db_index=False)
    stop = models.ForeignKey(Stop, models.PROTECT, related_name="visits", db_index=False)
    arrives_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    state = models.TextField(default="planned")
    moved_from_at = models.DateTimeField(null=True)  # when it was to arrive, before it was moved
    late_minutes = models.SmallIntegerField(default=0)  # as the driver said on the way
    reason_th = models.TextField(default="")
    reason_en = models.TextField(default="")
    sequence = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    people = models.IntegerField(default=0)  # who came, as counted

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(arrives_at__lt=F("leaves_at")), name="places_visit_period"),
            models.CheckConstraint(condition=Q(state__in=list(VISIT_STATES)), name="places_visit_state"),
            models.CheckConstraint(condition=Q(late_minutes__range=(0, 1440)), name="places_visit_late"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False, arrived_at__lte=F("left_at")),
                name="places_visit_happened",
            ),
            models.CheckConstraint(condition=Q(people__gte=0), name="places_visit_people"),
            models.UniqueConstraint(fields=["timetable", "day_on"], name="places_visit_once"),
        ]
        indexes = [
            models.Index(fields=["stop", "arrives_at"], name="places_visit_of_stop"),
            models.Index(fields=["vehicle", "arrives_at"], name="places_visit_of_vehicle"),
            models.Index(fields=["arrives_at", "id"], name="places_visit_when"),
        ]


class VisitTap(models.Model):
    """One touch of the driver's page. `id` is the key that the device gave it, `tapped_at` the device's moment.

    What a visit says is reckoned from its taps that stand, so that the order in which they come in does not matter.
    """

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="taps")
    kind = models.TextField()
    people = models.SmallIntegerField(default=0)
    tapped_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.UUIDField(null=True)  # the key of the one who tapped
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(TAPS)), name="places_tap_kind"),
            models.CheckConstraint(
                condition=Q(kind="count", people__range=(-500, 500)) & ~Q(people=0) | ~Q(kind="count") & Q(people=0),
                name="places_tap_people",
            ),
        ]
