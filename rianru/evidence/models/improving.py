"""What a place aims at, criterion by criterion, and what it does for it."""

from django.db import models
from django.db.models import Q

from rianru.evidence.models.standards import Standard
from rianru.evidence.words import MOST_LEVEL
from rianru.kernel.ids import new_id
from rianru.places.models import Space


class Target(models.Model):
    """The level that a criterion should reach by a day; one a criterion."""

    id = models.UUIDField(primary_key=True, default=new_id)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    criterion = models.TextField()
    level = models.SmallIntegerField()
    due_on = models.DateField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "standard", "criterion"], name="evidence_target_once"),
            models.CheckConstraint(condition=Q(level__range=(1, MOST_LEVEL)), name="evidence_target_level"),
        ]


class Measure(models.Model):
    """Something that is done to reach a target."""

    id = models.UUIDField(primary_key=True, default=new_id)
    target = models.ForeignKey(Target, models.CASCADE, related_name="measures")
    what = models.TextField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="evidence_measure_says")]
