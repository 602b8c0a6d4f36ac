"""Phases of growth with targets by area and fiscal year, what a space aims at, and the course of trained caretakers."""

from django.db import models
from django.db.models import F, Q

from rianru.credentials.models import Definition
from rianru.evidence.words import AIMED_AT
from rianru.kernel.ids import new_id
from rianru.places.models import Area, Network, Space
from rianru.places.words import REGIONS


class Phase(models.Model):
    """A stretch of time with something to reach; of a network, or of the whole country. Seen once it is published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(unique=True)
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    name_th = models.TextField()
    name_en = models.TextField(default="")
    about_th = models.TextField(default="")
    about_en = models.TextField(default="")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day after it
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_th=""), name="evidence_phase_named"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="evidence_phase_days"),
        ]


class PhaseTarget(models.Model):
    """So many of an indicator, in an area, a region or (neither) everywhere, by the end of a fiscal year of the common
    era.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="targets", db_index=False)
    indicator = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    region = models.TextField(default="", db_default="")
    year = models.SmallIntegerField()
    number = models.IntegerField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "indicator", "area", "region", "year"], name="evidence_phase_target_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(region="") | Q(area__isnull=True, region__in=sorted(REGIONS)),
                name="evidence_phase_target_where",
            ),
            models.CheckConstraint(condition=Q(indicator__regex=r"^[a-z_.]{1,40}$"), name="evidence_phase_target_of"),
            models.CheckConstraint(condition=Q(number__range=(1, 100_000_000)), name="evidence_phase_target_number"),
        ]

    @property
    def place(self) -> str:
        """The code of its area, the name of its region, or blank."""
        return self.area_id or self.region


class SpaceTarget(models.Model):
    """So many of something at one space in a fiscal year of the common era: of its own, or as its network has it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    indicator = models.TextField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "year", "indicator"], name="evidence_space_target_once"),
            models.CheckConstraint(condition=Q(indicator__in=sorted(AIMED_AT)), name="evidence_space_target_of"),
            models.CheckConstraint(condition=Q(number__range=(1, 100_000_000)), name="evidence_space_target_number"),
        ]


class CaretakerCourse(models.Model):
    """An achievement whose holders count as trained caretakers; of a network, or (null) of the whole country."""

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    definition = models.OneToOneField(Definition, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
