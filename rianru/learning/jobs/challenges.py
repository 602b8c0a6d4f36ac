"""Counting challenges after stamps, and giving what was promised for them."""

from collections.abc import Sequence
from uuid import UUID

from procrastinate import RetryStrategy

from rianru.core.actors import system
from rianru.core.jobs import now, periodic, task
from rianru.credentials import actions as credentials
from rianru.learning import actions
from rianru.learning.queries.challenges import winners


@task(name="learning.advance", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def advance(people: Sequence[str]) -> None:
    """Counts what these people (their keys) take part in."""
    actions.advance(actor=system("learning.advance"), at=now(), people=[UUID(key) for key in people])


@task(name="learning.recount", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def recount(challenge_id: str) -> None:
    """Counts a whole challenge anew: its days have changed."""
    actions.recount(actor=system("learning.advance"), at=now(), challenge_id=UUID(challenge_id))


@task(name="learning.award", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def award(entry_id: str) -> None:
    """Gives everybody of an entry that is completed whatever the rules promise for its challenge; twice is once."""
    for won in winners(UUID(entry_id)):
        credentials.award_by_rules(
            actor=system("learning.award"), at=now(), person_id=won.person_id, object_kind="challenge",
            object_id=won.challenge_id, hours=0, space_id=won.space_id,
        )


@periodic(cron="13 1 * * *", periodic_id="end_challenges")
@task(name="learning.end_challenges", queueing_lock="learning.end_challenges")
def end_challenges(timestamp: int) -> None:
    """Every night: challenges that ended over a fortnight ago are over."""
    actions.end_challenges(actor=system("learning.end_challenges"), at=now())
