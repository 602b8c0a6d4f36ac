"""Suggestions of what a library should buy: anyone makes them, staff decide, and who asked is told."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core import facts, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.models import Suggestion
from rianru.lending.words import DECISIONS
from rianru.people.models import Person
from rianru.places import queries as places

A_DAY = timedelta(hours=24)
OF_ONE, OF_STRANGERS = 5, 60  # suggestions in a day: of one person; of all who did not sign in, in a network
LONGEST = 300
TOLD = {
    "bought": T("ห้องสมุดจะซื้อ “{title}” ที่คุณเสนอ\n\n{reason}",
                "The library will buy “{title}”, which you suggested.\n\n{reason}"),
    "not_now": T("ห้องสมุดยังไม่ซื้อ “{title}” ตอนนี้\n\n{reason}",
                 "The library will not buy “{title}” for now.\n\n{reason}"),
}


class TitleNeeded(NotUnderstood):
    """A suggestion without a title."""

    code = "lending.title_needed"
    says = T("บอกชื่อเรื่องหน่อย จะได้รู้ว่าเล่มไหน", "Say at least its title, so that we know which one.")


class SuggestedEnough(Refused):
    """As many suggestions as a day takes."""

    code = "lending.suggested_enough"
    status = 429
    says = T("วันนี้เสนอมาครบแล้ว พรุ่งนี้เสนอใหม่ได้", "That is all that a day takes. Suggest more tomorrow.")


class ReasonNeeded(NotUnderstood):
    """A no without a reason."""

    code = "lending.reason_needed"
    says = T("บอกเหตุผลสั้น ๆ คนที่เสนอจะได้เข้าใจ", "Give a short reason: who suggested it will read it.")


class SuggestionDecided(Refused):
    """Somebody decided about it already."""

    code = "lending.suggestion_decided_already"
    says = T("มีคนตัดสินข้อเสนอนี้ไปแล้ว", "Somebody has decided about this one already.")


def suggest(
    *, actor: Actor, at: datetime, network_id: UUID, title: str, author: str = "", isbn: str = "", why: str = "",
    space_id: UUID | None = None,
) -> UUID:
    """Somebody would like to find this here. Refuses with TitleNeeded and SuggestedEnough."""
    require("lending.suggest", actor=actor, at=at)
    if not _short(title):
        raise TitleNeeded()
    if places.network_by_id(network_id) is None:
        raise NotFound()
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(
            pseudonyms__key=actor.key, pseudonyms__destroyed_at=None
        ).first() if actor.kind == "person" and actor.key else None
        _not_too_many(person, network_id, at)
        made = Suggestion.objects.create(
            id=new_id(), network_id=network_id, space_id=space_id, person=person, title=_short(title),
            author=_short(author), isbn=_short(isbn)[:40], why=_short(why), made_at=at,
        )
        # Nobody's in the facts: what somebody would like to read is theirs.
        facts.record(kinds.SUGGESTED, actor=Actor(kind=actor.kind), at=at, object_kind="suggestion",
                     object_id=made.id, space_id=space_id)
    return made.id


def decide_suggestion(
    *, actor: Actor, at: datetime, suggestion_id: UUID, decision: str, reason: str = ""
) -> None:
    """It is to be bought, or not now and why; who suggested it is told by letter.

    Refuses with SuggestionDecided and ReasonNeeded; KeyError for a decision that there is not.
    """
    with transaction.atomic():
        found = Suggestion.objects.select_for_update().filter(id=suggestion_id).first()
        if found is None:
            raise NotFound()
        require("lending.choose_stock", actor=actor, at=at, scope=places.scope_of_network(found.network_id))
        if found.decision:
            raise SuggestionDecided()
        said = DECISIONS[decision]
        if decision == "not_now" and not _short(reason):
            raise ReasonNeeded()
        Suggestion.objects.filter(id=found.id).update(decision=decision, reason=_short(reason), decided_at=at)
        facts.record(kinds.SUGGESTION_DECIDED, actor=actor, at=at, object_kind="suggestion", object_id=found.id)
        account = found.person.account if found.person else None
        if account is not None and account.is_active:
            notices.send(
                "lending.suggestion_decided", to_email=account.email, lang=account.language, at=at,
                subject=T("{said}: {title}", "{said}: {title}", said=said, title=found.title[:80]),
                body=TOLD[decision].having(title=found.title, reason=_short(reason)),
            )


def _not_too_many(person: Person | None, network_id: UUID, at: datetime) -> None:
    today = Suggestion.objects.filter(network=network_id, person=person, made_at__gt=at - A_DAY).count()
    if today >= (OF_ONE if person else OF_STRANGERS):
        raise SuggestedEnough()


def _short(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]
