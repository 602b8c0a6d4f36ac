"""What visitors say is wrong about a space: suggested by anyone, decided by its keepers, told by letter."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rianru.core import facts, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import opening_hours
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.places.actions.hours import check_hours, set_weekly_hours
from rianru.places.actions.placing import Placed, check_positions
from rianru.places.actions.spaces import demand_contacts, locked, place_space, to_the_metre, write
from rianru.places.models import Correction, Space
from rianru.places.queries import can_be_taken_over, page_says, scope_of_space
from rianru.places.words import CORRECTABLE

LONGEST = 1_000
A_DAY = timedelta(hours=24)
OF_ONE, OF_STRANGERS, AT_ONE, WAITING = 10, 300, 20, 50
"""Of one person and of all who did not sign in, in a day; about one space in a day, and undecided."""
KEPT = timedelta(days=90)  # the address of who asked, where nobody decides
MOST_LINKS = 1
_LINK = re.compile(r"https?://|www\.|\b\w+\.(?:com|net|org|ru|xyz|top|shop|info|biz)\b", re.IGNORECASE)
SUBJECTS = {
    "accepted": T("แก้ข้อมูลของ {space} แล้ว", "{space}: put right"),
    "rejected": T("เรื่องที่แจ้งเกี่ยวกับ {space}", "What you told us about {space}"),
}
SAYS = {  # never what was said: whoever gives the address of another cannot write to them
    "accepted": T(
        "ขอบคุณที่บอกเรื่อง{field}ของ {space} เราแก้ตามนั้นแล้ว\n\n{reason}\n\n{url}",
        "Thank you for telling us about {space} ({field}). It is put right now.\n\n{reason}\n\n{url}",
    ),
    "rejected": T(
        "ขอบคุณที่บอกเรื่อง{field}ของ {space} คนดูแลตรวจแล้วยังคงไว้ตามเดิม\n\n{reason}\n\n{url}",
        "Thank you for telling us about {space} ({field}). Its keeper looked into it and leaves it as it is.\n\n"
        "{reason}\n\n{url}",
    ),
}


class CorrectionUnsaid(NotUnderstood):
    """Nothing was said."""

    code = "places.correction_unsaid"
    says = T("บอกหน่อยว่าที่ถูกเป็นอย่างไร", "Say how it should be.")


class CorrectionLooksLikeSpam(Refused):
    """More links than anybody needs to say what is wrong."""

    code = "places.correction_looks_like_spam"
    status = 422
    says = T(
        "มีลิงก์มากเกินไป เขียนเป็นคำพูดสั้น ๆ ก็พอ ใส่ลิงก์ได้ลิงก์เดียว",
        "That is more links than we take. A few words are enough, with one link at most.",
    )


class AddressUnreadable(Refused):
    """No letter would reach this address."""

    code = "places.answer_address_wrong"
    status = 422
    says = T(
        "ส่งจดหมายไปอีเมลนี้ไม่ได้ ตรวจตัวสะกด หรือเว้นว่างไว้ก็ได้",
        "No letter would reach this address. Check its spelling, or leave it out.",
    )


class CorrectedEnough(Refused):
    """As many as a day takes."""

    code = "places.corrected_enough"
    status = 429
    says = T(
        "วันนี้มีคนแจ้งเข้ามามากแล้ว พรุ่งนี้แจ้งใหม่ได้ หรือโทรบอกที่นั่นโดยตรง",
        "That is all that a day takes. Tell us tomorrow, or call the place itself.",
    )


class CorrectionDecided(Refused):
    """Somebody decided about it already."""

    code = "places.correction_decided_already"
    says = T("มีคนตัดสินเรื่องนี้ไปแล้ว", "Somebody has decided about this one already.")


class CorrectionReasonNeeded(NotUnderstood):
    """A no without a reason."""

    code = "places.correction_reason_needed"
    says = T("บอกเหตุผลสั้น ๆ คนที่แจ้งจะได้เข้าใจ", "Give a short reason: who told us will read it.")


def suggest_correction(
    *, actor: Actor, at: datetime, space_id: UUID, field: str, said: str, answer_to: str = "", lang: str = "th",
    week: Sequence[tuple[int, int, int]] = (), point: tuple[Decimal, Decimal] | None = None,
) -> UUID:
    """Somebody says what is wrong, by name or not; its id. The same said again while it waits is the same one.

    `week`: hours as they should be, beside words or without; `point`: where it is, latitude and longitude. Refuses with
    CorrectionUnsaid, CorrectionLooksLikeSpam, AddressUnreadable, CorrectedEnough, HoursWrong, HoursOverlap,
    PositionSwapped, PositionOutside, PositionElsewhere and NotFound; KeyError for a field that there is not.
    """
    require("places.correct", actor=actor, at=at)
    CORRECTABLE[field]
    said, answer_to = _cleaned(said), answer_to.strip()
    check_hours(week)
    hours = opening_hours.write(week, holidays_off=False) if field == "hours" else ""
    lat, lon = (to_the_metre(*point) if point and field == "position" else (None, None))
    _demand(said, bool(hours) or lat is not None, answer_to)
    with transaction.atomic():
        space = locked(space_id)
        if lat is not None:
            check_positions([Placed(space.name_th, space.area_id, lat, lon)])
        waiting = Correction.objects.filter(space=space, state=Correction.State.WAITING)
        known = waiting.filter(field=field, said=said, week=hours, lat=lat, lon=lon).first()
        if known is not None:
            return known.id
        _not_too_many(actor, space, at, waiting.count())
        made = Correction.objects.create(
            space=space, field=field, said=said, week=hours, lat=lat, lon=lon, was=page_says(space, field),
            answer_to=answer_to, lang=lang, asked_by=actor.key, asked_at=at,
        )
        facts.record("places.correction_suggested", actor=Actor(kind=actor.kind), at=at, object_kind="correction",
                     object_id=made.id, space_id=space.id, area=space.area_id)
    return made.id


def decide_correction(
    *, actor: Actor, at: datetime, correction_id: UUID, accept: bool, reason: str = "", take_over: bool = False,
    url: str = "",
) -> tuple[str, ...]:
    """A keeper accepts it or not, and who asked is told by letter; the fields of the space that changed.

    `take_over` sets the field to what was said, where it `can_be_taken_over`: refused as when a keeper writes it.
    Refuses with CorrectionDecided, CorrectionReasonNeeded and NotFound.
    """
    with transaction.atomic():
        found = Correction.objects.select_for_update().filter(id=correction_id).first()
        if found is None:
            raise NotFound()
        require("places.change_space", actor=actor, at=at, scope=scope_of_space(found.space_id))
        if found.state != Correction.State.WAITING:
            raise CorrectionDecided()
        reason = _cleaned(reason)
        if not accept and not reason:
            raise CorrectionReasonNeeded()
        space = locked(found.space_id)
        changed = _taken_over(found, space, actor, at) if accept and take_over else ()
        state = Correction.State.ACCEPTED if accept else Correction.State.REJECTED
        Correction.objects.filter(id=found.id).update(
            state=state, reason=reason, decided_by=actor.key, decided_at=at, answer_to=""
        )
        facts.record("places.correction_decided", actor=actor, at=at, object_kind="correction", object_id=found.id,
                     space_id=space.id, area=space.area_id)
        if found.answer_to:
            _tell(found, space, str(state), reason, url, at)
    return changed


def forget_answers(*, actor: Actor, at: datetime) -> int:
    """Forgets the addresses of those whom nobody answered for long; how many."""
    require("places.tend", actor=actor, at=at)
    old = Correction.objects.filter(asked_at__lt=at - KEPT).exclude(answer_to="")
    with transaction.atomic():
        gone = old.update(answer_to="")
        if gone:
            facts.record("places.corrections_forgotten", actor=actor, at=at, count=gone)
    return gone


def forget_who_asked(*, actor: Actor, at: datetime, email: str) -> int:
    """Forgets an address in all that was told us: its owner is to be forgotten; in how many."""
    require("places.tend", actor=actor, at=at)
    with transaction.atomic():
        gone = Correction.objects.filter(answer_to__iexact=email).update(answer_to="")
        if gone:
            facts.record("places.corrections_forgotten", actor=actor, at=at, count=gone)
    return gone


def _demand(said: str, typed: bool, answer_to: str) -> None:
    if not said and not typed:
        raise CorrectionUnsaid()
    if len(_LINK.findall(said)) > MOST_LINKS:
        raise CorrectionLooksLikeSpam()
    if answer_to:
        try:
            validate_email(answer_to)
        except ValidationError as error:
            raise AddressUnreadable() from error


def _not_too_many(actor: Actor, space: Space, at: datetime, waiting: int) -> None:
    today = Correction.objects.filter(asked_at__gt=at - A_DAY)
    own = today.filter(asked_by=actor.key).count()
    about = today.filter(space=space).count()
    if own >= (OF_ONE if actor.key else OF_STRANGERS) or about >= AT_ONE or waiting >= WAITING:
        raise CorrectedEnough()


def _taken_over(found: Correction, space: Space, actor: Actor, at: datetime) -> tuple[str, ...]:
    if not can_be_taken_over(found):
        return ()
    if found.week:
        set_weekly_hours(actor=actor, at=at, space_id=space.id, hours=opening_hours.read(found.week).week)
        return ("hours",)
    if found.lat is not None and found.lon is not None:
        return place_space(actor=actor, at=at, space_id=space.id, lat=found.lat, lon=found.lon)
    contacts = {name: found.said if name == found.field else "" for name in ("phone", "line_id", "website")}
    demand_contacts(**contacts)
    wanted: dict[str, Any] = {found.field: found.said}
    return write(space, wanted, actor=actor, at=at)


def _tell(found: Correction, space: Space, decision: str, reason: str, url: str, at: datetime) -> None:
    named = T.verbatim(space.name_th, space.name_en)
    notices.send(
        "places.correction_decided", to_email=found.answer_to, lang=found.lang, at=at,
        subject=SUBJECTS[decision].having(space=named),
        body=SAYS[decision].having(space=named, field=CORRECTABLE[found.field], reason=reason, url=url),
    )


def _cleaned(text: str) -> str:
    """Printable text of at most LONGEST letters, its lines kept."""
    lines = ("".join(sign for sign in line if sign.isprintable()).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST]
