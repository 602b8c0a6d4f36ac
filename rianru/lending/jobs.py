"""What time does to holds, and what is forgotten, looked at every hour."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.lending import actions
from rianru.places.queries import networks


@periodic(cron="7 * * * *", periodic_id="tend_holds")
@task(name="lending.tend_holds", queueing_lock="lending.tend_holds")
def tend_holds(timestamp: int) -> None:
    """Holds that were not picked up end, those that were suspended wait again, copies that are gone are replaced."""
    actions.tend_holds(actor=system("lending.tend_holds"), at=now())


@periodic(cron="23 * * * *", periodic_id="forget_loans")
@task(name="lending.forget_loans", queueing_lock="lending.forget_loans")
def forget_loans(timestamp: int) -> None:
    """Who no longer wants their history kept is forgotten in it."""
    actions.forget_loans(actor=system("lending.forget_loans"), at=now())


@periodic(cron="17 1 * * *", periodic_id="remind_loans")
@task(name="lending.remind", queueing_lock="lending.remind")
def remind(timestamp: int) -> None:
    """Every morning (a quarter past eight in Bangkok): what falls due, and what is late."""
    actions.remind(actor=system("lending.remind"), at=now(), site=settings.PUBLIC_URL)


@task(name="lending.tell_of_visits", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_of_visits(what: str, visits: list[str], at: str) -> None:
    """Tells those who follow a stop, and those with a book waiting there, what became of the van's visits."""
    actions.tell_of_visits(
        actor=system("lending.tell_of_visits"), at=datetime.fromisoformat(at), what=what,
        visit_ids=[UUID(id) for id in visits], site=settings.PUBLIC_URL,
    )


@periodic(cron="37 3 * * *", periodic_id="answer_holds")
@task(name="lending.answer_holds", queueing_lock="lending.answer_holds")
def answer_holds(timestamp: int) -> None:
    """Every night each waiting hold is looked at again: copies have come that nobody scanned."""
    for network in networks():
        actions.answer_holds(actor=system("lending.answer_holds"), at=now(), network_id=network.id)
