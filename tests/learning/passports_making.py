"""Codes on walls, challenges, and the people who take part: made through the actions that everyone uses."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.paper_codes import window_on, written
from rianru.learning import actions
from rianru.learning.actions import ChallengeSaid, GoalSaid, RewardSaid
from rianru.learning.models import PaperCode, Stamp
from rianru.learning.queries import code_of_space
from tests.factories import AT, HOUSE
from tests.learning.seats_making import House

TODAY = day_of(AT)


def code(where: House, space: UUID | None = None, *, on: date = TODAY, **more: Any) -> str:
    """What is printed at a space for a day."""
    space = space or where.space
    if not PaperCode.objects.filter(space=space).exists():
        actions.keep_paper_code(actor=HOUSE, at=AT, space_id=space, **more)
    found = code_of_space(space)
    assert found is not None
    return written(found.number, found.secret, window_on(found.turns, on))


def stamp(where: House, who: Actor, *, space: UUID | None = None, at: datetime = AT, persons: Sequence[UUID] = ()):
    typed = code(where, space, on=day_of(at))
    return actions.stamp_by_code(actor=who, at=at, code=typed, persons=persons)


def stamps(person: UUID) -> list[tuple[str, int, int]]:
    rows = Stamp.objects.filter(person=person).order_by("occurred_on", "kind", "id")
    return list(rows.values_list("kind", "minutes", "books"))


def challenge(
    where: House, goals: Sequence[GoalSaid] = (GoalSaid("stamps", 2),), *, opened: bool = True,
    rewards: Sequence[RewardSaid] = (), badge: UUID | None = None, **said: Any,
) -> UUID:
    """Open, from a week ago until in three weeks, for each person, unless it is said otherwise."""
    words: dict[str, Any] = {"title_th": "ท่องแหล่งเรียนรู้", "starts_on": TODAY - timedelta(days=7),
             "ends_on": TODAY + timedelta(days=21)} | said
    id = actions.keep_challenge(actor=where.librarian, at=AT, space_id=where.space, said=ChallengeSaid(**words),
                                goals=goals, rewards=rewards, badge=badge)
    if opened:
        actions.turn_challenge(actor=where.librarian, at=AT, space_id=where.space, challenge_id=id, state="open")
    return id


def join(challenge_id: UUID, who: Actor, persons: Sequence[UUID], **more: Any) -> list[UUID]:
    return actions.join_challenge(actor=who, at=AT, challenge_id=challenge_id, persons=persons, **more)


def advance(*people: Actor) -> None:
    """As the job does, of which the tests that follow it are about."""
    actions.advance(actor=HOUSE, at=AT, people=[one.key for one in people if one.key])
