"""News of what people follow: one letter a day at most, gathered; nothing twice, nothing where nothing is new.

What is new is asked of the apps that know: each says so for its kinds with `tells_of`. Letter and watermark are
written in one transaction: whatever is killed, a reader is told once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, notices
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.kinds import Card, all_kinds
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.actions.following import stop_path
from rianru.people.models import Follow, Person

WEEK = timedelta(days=7)
NAMED = 6  # lines of one thing in a letter


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is new: what, when, and its page."""

    text: T
    url_name: str
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)

    def same(self) -> tuple[str, tuple[Any, ...]]:
        """What it is about, so that a letter names it once."""
        return self.url_name, tuple(sorted(self.url_kwargs.items()))


News = Callable[[Mapping[UUID, datetime], datetime], Mapping[UUID, Sequence[Line]]]
_told_of: dict[str, list[News]] = {}


def tells_of(kind: str, news: News) -> None:
    """Has an app say what is new of a kind, beside what others say of it: `news(since by id, until)`, in a number of
    queries that does not grow.
    """
    _told_of.setdefault(kind, []).append(news)


def _news(kind: str, since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    for news in _told_of[kind]:
        for id, lines in news(since, until).items():
            found.setdefault(id, []).extend(lines)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    follow: Follow
    card: Card
    lines: Sequence[Line]


def tell_next_follower(*, actor: Actor, at: datetime, site: str, after: UUID | None = None) -> UUID | None:
    """Gathers what is new for the next person behind `after` and queues one letter where anything is; the person, or
    None when nobody is left. `site`: the address before all paths.
    """
    require("people.tell_followers", actor=actor, at=at)
    today = day_of(at)
    with transaction.atomic():
        person = _next(today, after)
        if person is None or person.account is None:
            return None
        due = list(_due(today).select_for_update().filter(person=person).order_by("id"))
        parts = _parts(due, at)
        if parts:
            _write(person, parts, at=at, site=site)
            facts.record(kinds.FOLLOWERS_TOLD, actor=ANONYMOUS, at=at)
        Follow.objects.filter(id__in=[one.id for one in due]).update(looked_on=today, told_at=at)
        Follow.objects.filter(id__in=[one.follow.id for one in parts]).update(noticed_on=today)
    return person.id


def _due(today: date) -> QuerySet[Follow]:
    return Follow.objects.filter(
        Q(often="daily", looked_on__lt=today) | Q(often="weekly", looked_on__lte=today - WEEK)
    )


def _next(today: date, after: UUID | None) -> Person | None:
    """The next person with something due, locked, who got no such letter today."""
    waiting = Exists(_due(today).filter(person=OuterRef("pk")))
    told = Exists(Follow.objects.filter(person=OuterRef("pk"), noticed_on=today))
    found = Person.objects.filter(waiting, ~told, account__is_active=True).select_related("account")
    if after:
        found = found.filter(id__gt=after)
    return found.select_for_update(of=("self",)).order_by("id").first()


def _parts(due: Sequence[Follow], at: datetime) -> list[_Part]:
    """What is new of each, in the order in which they were followed; what two of them tell is told once."""
    known, seen, parts = all_kinds(), set(), []
    news: dict[tuple[str, UUID], Sequence[Line]] = {}
    cards: dict[tuple[str, UUID], Card] = {}
    for kind in {one.kind for one in due} & _told_of.keys() & known.keys():
        since = {one.object_id: one.told_at for one in due if one.kind == kind}
        found = _news(kind, since, at)
        news |= {(kind, id): lines for id, lines in found.items()}
        cards |= {(kind, id): card for id, card in known[kind].cards(list(found)).items()} if found else {}
    for one in due:
        key = (one.kind, one.object_id)
        lines = [line for line in news.get(key, ()) if line.same() not in seen]
        if lines and key in cards:
            seen |= {line.same() for line in lines}
            parts.append(_Part(one, cards[key], lines))
    return parts


def _write(person: Person, parts: Sequence[_Part], *, at: datetime, site: str) -> None:
    assert person.account is not None
    lang = person.account.language
    with translation.override(lang):
        body = "\n\n".join([
            T("สวัสดี คุณ{name}", "Hello {name}", name=person.name).in_(lang),
            *(_told(part, lang, site) for part in parts),
            _END.in_(lang) + "\n" + site + reverse("following"),
        ])
    subject = _subject(parts)
    notices.send("follow.news", to_email=person.account.email, subject=subject, body=T.verbatim(body, body), lang=lang,
                 at=at)


_END = T("ดูหรือเปลี่ยนสิ่งที่ติดตามทั้งหมด:", "See or change all that you follow:")


def _subject(parts: Sequence[_Part]) -> T:
    first = T.verbatim(parts[0].card.title_th, parts[0].card.title_en)
    if len(parts) == 1:
        return T("ข่าวจาก{name}", "News from {name}", name=first)
    return T("ข่าวจาก{name} และอีก {n} แห่ง", "News from {name} and {n} more", name=first, n=len(parts) - 1)


def _told(part: _Part, lang: str, site: str) -> str:
    title = part.card.title_th if lang == "th" else part.card.title_en or part.card.title_th
    lines = [f"- {one.text.in_(lang)}\n  {site}{reverse(one.url_name, kwargs=dict(one.url_kwargs))}"
             for one in part.lines[:NAMED]]
    if len(part.lines) > NAMED:
        lines.append(T("… และอีก {n} อย่าง", "… and {n} more", n=len(part.lines) - NAMED).in_(lang))
    page = site + reverse(part.card.url_name, kwargs=dict(part.card.url_kwargs))
    return "\n".join([
        title, *lines, T("ดูทั้งหมด: {url}", "See all: {url}", url=page).in_(lang),
        T("เลิกติดตาม: {url}", "Stop following: {url}", url=site + stop_path(part.follow.id, lang)).in_(lang),
    ])
