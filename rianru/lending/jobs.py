"""What time does to holds, looked at every hour."""

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.lending import actions


@periodic(cron="7 * * * *", periodic_id="tend_holds")
@task(name="lending.tend_holds", queueing_lock="lending.tend_holds")
def tend_holds(timestamp: int) -> None:
    """Holds that were not picked up end, those that were suspended wait again, copies that are gone are replaced."""
    actions.tend_holds(actor=system("lending.tend_holds"), at=now())
