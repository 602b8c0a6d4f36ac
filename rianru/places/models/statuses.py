"""How a network stands, and how each space stands in it, from a day on; what was stays as history."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.places.models.spaces import Network, Space
from rianru.places.words import STANDINGS


class NetworkStatus(models.Model):
    """One stretch of how a space (or, without one, the network itself) stands, with why. The open one has no end.

    A space of which nothing is written here is an active member of its home network and of none other.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.ForeignKey(Network, models.CASCADE, related_name="statuses")
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="statuses")
    status = models.TextField()
    reason = models.TextField(default="")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(STANDINGS)), name="places_status_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")), name="places_status_days"
            ),
            models.UniqueConstraint(
                fields=["network", "space"], condition=Q(until_on__isnull=True), name="places_status_one_open",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["network", "status", "id"], name="places_status_of_network")]
