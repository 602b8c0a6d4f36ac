"""Distances follow the spaces, without anybody asking."""

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.places import actions


@periodic(cron="*/5 * * * *", periodic_id="measure_distances")
@task(name="places.measure_distances", queueing_lock="places.measure_distances", lock="places.measure_distances")
def measure_distances(timestamp: int) -> None:
    """Every five minutes: looks whether a space came, moved, closed or changed its hours, and measures again if so."""
    actions.measure_distances(actor=system("places.measure_distances"), at=now())
