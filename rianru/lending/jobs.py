"""What time does to holds, looked at every hour."""

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.lending import actions
from rianru.places.queries import networks


@periodic(cron="7 * * * *", periodic_id="tend_holds")
@task(name="lending.tend_holds", queueing_lock="lending.tend_holds")
def tend_holds(timestamp: int) -> None:
    """Holds that were not picked up end, those that were suspended wait again, copies that are gone are replaced."""
    actions.tend_holds(actor=system("lending.tend_holds"), at=now())


@periodic(cron="37 3 * * *", periodic_id="answer_holds")
@task(name="lending.answer_holds", queueing_lock="lending.answer_holds")
def answer_holds(timestamp: int) -> None:
    """Every night each waiting hold is looked at again: copies have come that nobody scanned."""
    for network in networks():
        actions.answer_holds(actor=system("lending.answer_holds"), at=now(), network_id=network.id)
