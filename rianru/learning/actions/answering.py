"""What people do with what they have: take an offered seat or not, give seats back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import moment_text
from rianru.kernel.refusals import NotFound
from rianru.learning.actions.leading import staff_or_leader
from rianru.learning.actions.seat_refusals import ActivityCalledOff, AlreadyBegun, NoOffer, OfferOver, PartyEnded
from rianru.learning.actions.seating import end, locked, settle, tell, tell_fact
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Party, Seat
from rianru.learning.queries.gatherings import Gathering
from rianru.learning.queries.learners import with_household
from rianru.learning.queries.tokens import party_behind
from rianru.learning.words import OPEN_PARTIES


def answer_offer(*, actor: Actor, at: datetime, party_id: UUID, yes: bool, token: str = "") -> str:
    """Takes the offered seats, all of them, or leaves them to the next in line; the party's state then.

    By those of the party, by who acts for them, or with the `token` of its link. Refuses with OfferOver, NoOffer,
    ActivityCalledOff and AlreadyBegun.
    """
    require("learning.answer_own", actor=actor, at=at)
    with transaction.atomic():
        g, party = _own(actor, at, party_id, token)
        if party.state == "joined" and yes:
            return "joined"  # tapped twice
        if party.state == "lapsed" or (party.offered_until_at is not None and party.offered_until_at <= at):
            raise OfferOver(until=moment_text(party.offered_until_at or party.ended_at or at))
        if party.state != "offered":
            raise NoOffer()
        _still_to_come(g, at)
        if not yes:
            settle(actor, at, end(actor, at, g, party, "declined", verbs.DECLINED))
            return "declined"
        Party.objects.filter(id=party_id).update(state="joined", joined_at=at, offered_until_at=None)
        tell_fact(verbs.JOINED, actor, at, g, party_id, count=party.size)
        tell(party_id, "joined")
        return "joined"


def release(
    *, actor: Actor, at: datetime, party_id: UUID, seats: Sequence[UUID] = (), token: str = ""
) -> int:
    """Gives back seats, offers and places in line: those of the whole party, or only some `seats`. How many it was.

    By those of the party, by who acts for them, or with the `token` of its link. The next in line is offered what is
    free. Refuses with PartyEnded and AlreadyBegun.
    """
    require("learning.answer_own", actor=actor, at=at)
    with transaction.atomic():
        g, party = _own(actor, at, party_id, token)
        return _gone(actor, at, g, party, seats, state="released", verb=verbs.RELEASED)


def remove_party(*, actor: Actor, at: datetime, party_id: UUID, seats: Sequence[UUID] = ()) -> int:
    """Staff and those who lead take a party, or some of it, off the list; they are told. How many it was.

    Refuses with PartyEnded.
    """
    with transaction.atomic():
        g, party = _locked(party_id)
        staff_or_leader("learning.keep_seats", actor=actor, at=at, activity_id=g.activity_id)
        return _gone(actor, at, g, party, seats, state="removed", verb=verbs.REMOVED, desk=True)


def _gone(
    actor: Actor, at: datetime, g: Gathering, party: Party, seats: Sequence[UUID], *, state: str, verb: str,
    desk: bool = False,
) -> int:
    if party.state not in OPEN_PARTIES:
        raise PartyEnded()
    if g.begun(at) and not desk:
        raise AlreadyBegun()
    own = list(Seat.objects.filter(party=party, ended_at=None).values_list("id", flat=True))
    chosen = [id for id in own if id in set(seats)]
    if seats and not chosen:
        raise PartyEnded()
    g = end(actor, at, g, party, state, verb, seats=chosen)
    if not g.begun(at):
        settle(actor, at, g)
    if desk:
        tell(party.id, "removed")
    return len(chosen) or party.size


def _still_to_come(g: Gathering, at: datetime) -> None:
    if g.state == "cancelled" or g.session_state == "cancelled":
        raise ActivityCalledOff()
    if g.begun(at):
        raise AlreadyBegun()


def _locked(party_id: UUID) -> tuple[Gathering, Party]:
    """A party under the lock of its seats. NotFound."""
    found = Party.objects.filter(id=party_id).values_list("seating", flat=True).first()
    if found is None:
        raise NotFound()
    g = locked(found)
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound()
    return g, party


def _own(actor: Actor, at: datetime, party_id: UUID, token: str) -> tuple[Gathering, Party]:
    """The same, of those whose party it is; NotFound for everybody else, who may not know that it is there."""
    g, party = _locked(party_id)
    if token and party_behind(token) == party_id:
        return g, party
    if actor.kind != "person" or actor.key is None:
        raise NotFound()
    mine = {one.id for one in with_household(actor.key)}
    if party.by_id in mine or Seat.objects.filter(party=party, ended_at=None, person__in=mine).exists():
        return g, party
    raise NotFound()


__all__ = ["answer_offer", "release", "remove_party"]
