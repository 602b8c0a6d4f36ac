"""Answers are added up as they come in, and drafts that nobody finished go."""

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.surveys import actions


@periodic(cron="* * * * *", periodic_id="add_up_answers")
@task(name="surveys.add_up", queueing_lock="surveys.add_up", lock="surveys.add_up")
def add_up(timestamp: int) -> None:
    """Every minute: what was handed in goes into the sums that results are read from."""
    while actions.add_up(actor=system("surveys.add_up"), at=now()):
        pass


@periodic(cron="53 3 * * *", periodic_id="tend_drafts")
@task(name="surveys.tend_drafts", queueing_lock="surveys.tend_drafts")
def tend_drafts(timestamp: int) -> None:
    """Every night: answers that nobody went on with for sixty days."""
    while actions.tend_drafts(actor=system("surveys.tend_drafts"), at=now()):
        pass
