"""Telling of changes, what is over, who completed what."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.credentials import actions as credentials
from rianru.learning import actions, queries
from rianru.people.queries import named


@task(name="learning.tell", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell(what: str, activity_id: str, sessions: Sequence[str], at: str) -> None:
    """Tells everyone whom a change to an activity concerns."""
    actions.tell(
        actor=system("learning.tell"), at=datetime.fromisoformat(at), what=what, activity_id=UUID(activity_id),
        sessions=[UUID(id) for id in sessions], site=settings.PUBLIC_URL,
    )


@task(name="learning.complete", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def complete(activity_id: str, people: Sequence[str]) -> None:
    """Looks whether these people (their keys) have completed something with an activity, and gives them what was
    promised for it.
    """
    actor, activity = system("learning.complete"), UUID(activity_id)
    for person in (found.person_id for key in people if (found := named(UUID(key)))):
        actions.complete(actor=actor, at=now(), activity_id=activity, person_id=person)
        for proof in queries.proofs(person_id=person, activity_id=activity):
            credentials.award_by_rules(
                actor=actor, at=now(), person_id=person, object_kind=proof.kind, object_id=proof.id,
                hours=Decimal(proof.minutes) / 60, space_id=proof.space_id,
            )


@periodic(cron="11 * * * *", periodic_id="end_activities")
@task(name="learning.end_activities", queueing_lock="learning.end_activities")
def end_activities(timestamp: int) -> None:
    """Every hour: what has taken place for the last time is over."""
    actions.end_activities(actor=system("learning.end_activities"), at=now())
