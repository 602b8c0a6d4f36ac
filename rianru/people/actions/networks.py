"""Who joins a network, and how it was decided, reaches those whom it concerns: by a letter at once, followers as news.

A request reaches those who lead the network; what is decided, with why, whoever asked and those who keep the place.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, notices
from rianru.core.actors import Actor, Role
from rianru.core.permissions import require
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.news import Line, tells_of
from rianru.people.models import Person, RoleGrant
from rianru.places import queries as places
from rianru.places.models import NetworkStatus
from rianru.places.words import OWN_STANDINGS, STANDINGS

LEADERS: Final = (Role.ADMINISTRATOR, Role.OFFICER)
KEEPERS: Final = (Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)
LATE: Final = timedelta(days=7)  # what was written longer ago is news to nobody
MOST: Final = 50  # letters of one decision
ASKED = (
    T("{space} ขอเข้าร่วม{network}", "{space} asks to join the {network}"),
    T("{space} ขอเข้าร่วม{network}{why}\n\nดูและตอบที่ {url}",
      "{space} asks to join the {network}.{why}\n\nSee it and answer: {url}"),
)
DECLINED = (
    T("{network} ยังไม่รับ{space}", "The {network} does not take {space} in yet"),
    T("{network} ดูคำขอของ{space}แล้ว ยังไม่รับในตอนนี้{why}\n\nขอใหม่ได้เมื่อพร้อม: {url}",
      "The {network} has looked at the request of {space}, and does not take it in for now.{why}\n\n"
      "You may ask again when you are ready: {url}"),
)
STANDS = (
    T("{space} ใน{network}: {stands}", "{space} in the {network}: {stands}"),
    T("{space} ใน{network} ตอนนี้ “{stands}”{why}\n\n{url}",
      "{space} now stands at “{stands}” in the {network}.{why}\n\n{url}"),
)


@transaction.atomic
def tell_of_standing(*, actor: Actor, at: datetime, status_id: UUID, site: str) -> int:
    """A letter to each whom a request or a decision concerns; how many. `site`: the address before all paths."""
    require("people.tell_of_standing", actor=actor, at=at)
    one = places.standing(status_id)
    if one is None or one.space is None or one.set_at < at - LATE:
        return 0
    found = _leading(one.network_id, at) if one.status == "asked" else _keeping(one, at)
    for email, lang in sorted(found.items()):
        subject, body = _said(one, site, lang)
        notices.send("people.joining_asked" if one.status == "asked" else "people.standing_set", to_email=email,
                     lang=lang, at=at, subject=subject, body=body)
    if found:
        facts.record(kinds.STANDING_TOLD, actor=actor, at=at, object_kind="network", object_id=one.network_id,
                     space_id=one.space_id, count=len(found))
    return len(found)


def _said(one: NetworkStatus, site: str, lang: str) -> tuple[T, T]:
    assert one.space is not None
    asked = one.status == "asked"
    with translation.override(lang):
        url = site + reverse("lead_network" if asked else "network", kwargs={"code": one.network.code})
    values: dict[str, T | str] = {
        "space": T.verbatim(one.space.name_th, one.space.name_en),
        "network": T.verbatim(one.network.name_th, one.network.name_en),
    }
    subject, body = ASKED if asked else DECLINED if one.status == "declined" else STANDS
    if subject is STANDS[0]:
        values["stands"] = STANDINGS[one.status]
    why = T("\n\n“{why}”", "\n\n“{why}”", why=one.reason) if one.reason else ""
    return subject.having(**values), body.having(**values, url=url, why=why)


def _leading(network_id: UUID, at: datetime) -> dict[str, str]:
    """Who leads a network, by address; where nobody does, who leads the country."""
    own = _addresses(Q(scope_kind="network", scope_id=network_id, role__in=LEADERS), at)
    return own or _addresses(Q(scope_kind="national", role__in=LEADERS), at)


def _keeping(one: NetworkStatus, at: datetime) -> dict[str, str]:
    """Who keeps the place, and whoever asked."""
    found = _addresses(Q(scope_kind="space", scope_id=one.space_id, role__in=KEEPERS), at)
    asked = places.asked_before(one)
    if asked is not None and asked.set_by is not None:
        rows = Person.objects.filter(pseudonyms__key=asked.set_by, pseudonyms__destroyed_at__isnull=True)
        found |= dict(rows.filter(account__is_active=True).values_list("account__email", "account__language"))
    return found


def _addresses(held: Q, at: datetime) -> dict[str, str]:
    grants = RoleGrant.objects.filter(held, Q(until=None) | Q(until__gt=at), since__lte=at)
    rows = Person.objects.filter(id__in=grants.values("person"), account__is_active=True).order_by("id")
    return dict(rows.values_list("account__email", "account__language")[:MOST])


def join_news() -> None:
    """Has the letters of those who follow a network hold who was taken in, and how the network stands."""
    tells_of("network", _of_networks)


def _of_networks(since: Mapping[UUID, datetime], until: datetime) -> Mapping[UUID, Sequence[Line]]:
    return {id: [_line(one) for one in rows] for id, rows in places.standings_since(since, until).items()}


def _line(one: NetworkStatus) -> Line:
    if one.space is None:
        stands = OWN_STANDINGS[one.status]
        text = T("เครือข่ายตอนนี้: {stands}", "The network now: {stands}", stands=stands)
        why = T("{text} ({why})", "{text} ({why})", text=text, why=one.reason) if one.reason else text
        return Line(why, "network", {"code": one.network.code})
    name = T.verbatim(one.space.name_th, one.space.name_en)
    return Line(T("{name} เข้าร่วมเครือข่าย ({stands})", "{name} is in the network ({stands})", name=name,
                  stands=STANDINGS[one.status]), "space", {"code": one.space.code})
