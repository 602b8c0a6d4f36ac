"""An open challenge that lasts longer, or has more to give: never less than was promised."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.learning.actions import challenge_refusals as refusals
from rianru.learning.actions.challenging import A_YEAR
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Challenge, Reward
from rianru.places import queries as places

MOST = 1_000_000


@transaction.atomic
def extend_challenge(
    *, actor: Actor, at: datetime, space_id: UUID, challenge_id: UUID, ends_on: date,
    stocks: Mapping[UUID, int | None] | None = None,
) -> None:
    """Another last day, and other stocks of rewards (none: as many as come), of what is open; what is not named stays.
    A day that was over counts again, with the stamps since.

    Refuses with NotFound, ChallengeNotOpen, PromiseLowered, PeriodWrong and RewardWrong.
    """
    require("learning.plan_challenges", actor=actor, at=at, scope=places.scope_of_space(space_id))
    own = Challenge.objects.select_for_update().filter(id=challenge_id, space=space_id).first()
    if own is None:
        raise NotFound()
    if own.state != "open":
        raise refusals.ChallengeNotOpen()
    if ends_on < own.ends_on:
        raise refusals.PromiseLowered()
    if ends_on > own.starts_on + A_YEAR or (ends_on > own.ends_on and ends_on < day_of(at)):
        raise refusals.PeriodWrong()
    changed = _stocked(challenge_id, stocks or {})
    if ends_on > own.ends_on:
        Challenge.objects.filter(id=challenge_id).update(ends_on=ends_on, changed_at=at)
        changed.append("ends_on")
        jobs.defer("learning.recount", challenge_id=str(challenge_id))
    if changed:
        facts.record(verbs.CHALLENGE_EXTENDED, actor=actor, at=at, object_kind="challenge", object_id=challenge_id,
                     space_id=space_id, changed=sorted(set(changed)))


def _stocked(challenge_id: UUID, stocks: Mapping[UUID, int | None]) -> list[str]:
    """Raises what is raised, locked in the order of ids; the names of what changed."""
    found = {one.id: one for one in Reward.objects.select_for_update().filter(challenge=challenge_id).order_by("id")}
    if not stocks.keys() <= found.keys():
        raise NotFound()
    more = []
    for id, stock in stocks.items():
        reward = found[id]
        if stock is not None and not 0 <= stock <= MOST:
            raise refusals.RewardWrong()
        if stock is not None and (reward.stock is None or stock < reward.stock):
            raise refusals.PromiseLowered()
        if stock != reward.stock:
            reward.stock = stock
            more.append(reward)
    Reward.objects.bulk_update(more, ["stock"])
    return ["stock"] * bool(more)


__all__ = ["extend_challenge"]
