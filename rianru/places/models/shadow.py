"""The learning shadow: how far each sub-district is from the nearest space; and plans for the sites that come next."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.areas import Area
from rianru.places.models.mobile import Stop
from rianru.places.models.spaces import Space
from rianru.places.words import SITES


class Nearest(models.Model):
    """The nearest space, or van's stop, of one sort to the middle of a sub-district, in a straight line. Kept by a job.

    Over a hundred thousand rows that are read from areas and spaces in the transaction that writes them, so the
    database does not look up both keys of each once more; it would take longer than everything else together.
    """

    pk = models.CompositePrimaryKey("sort", "area")
    area = models.ForeignKey(Area, models.CASCADE, db_index=False, db_constraint=False)
    sort = models.TextField()
    space = models.ForeignKey(Space, models.CASCADE, null=True, db_index=False, db_constraint=False)
    stop = models.ForeignKey(Stop, models.CASCADE, null=True, db_index=False, db_constraint=False, related_name="+")
    km = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(km__gte=0), name="places_nearest_km"),
            models.CheckConstraint(
                condition=Q(space__isnull=False, stop__isnull=True) | Q(space__isnull=True, stop__isnull=False),
                name="places_nearest_which",
            ),
        ]


class Measurement(models.Model):
    """The one row that says what the distances were measured from, and when that was last seen to be so."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    measured_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    spaces = models.IntegerField()
    fingerprint = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="places_measurement_one"),
            models.CheckConstraint(condition=Q(looked_at__gte=F("measured_at")), name="places_measurement_order"),
        ]


class SitePlan(models.Model):
    """Where the next spaces or van stops would go, kept by a planner; who has its address may read it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, null=True)  # a province or district; none: the country
    sort = models.TextField()  # from which spaces people count as reached already: of words.SORTS
    site = models.TextField()
    wanted = models.SmallIntegerField()
    reach_m = models.IntegerField()  # by road
    detour = models.SmallIntegerField()  # by road, in per cent of a straight line
    revision = models.IntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(site__in=list(SITES)), name="places_siteplan_site"),
            models.CheckConstraint(
                condition=Q(wanted__range=(1, 50), reach_m__range=(500, 100_000), detour__range=(100, 200)),
                name="places_siteplan_asked",
            ),
        ]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="places_siteplan_latest")]


class PlannedSite(models.Model):
    """One pin of a plan, in order; `area` is the sub-district whose middle is nearest. `moved`: by hand."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(SitePlan, models.CASCADE, related_name="sites")
    number = models.SmallIntegerField()
    area = models.ForeignKey(Area, models.PROTECT)
    lat = models.DecimalField(max_digits=8, decimal_places=5)
    lon = models.DecimalField(max_digits=8, decimal_places=5)
    moved = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="places_plannedsite_once"),
            models.CheckConstraint(
                condition=Q(lat__range=(5, 21), lon__range=(97, 106)), name="places_plannedsite_in_thailand"
            ),
        ]
