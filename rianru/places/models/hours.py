"""When a space is open."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.spaces import Network, Space


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
        indexes = [models.Index(fields=["day_on"], name="places_exception_day")]


class Holiday(models.Model):
    """A national public holiday."""

    day_on = models.DateField(primary_key=True)
    name_th = models.TextField()
    name_en = models.TextField()
