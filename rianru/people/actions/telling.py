"""What saved searches found: one letter a day at most, nothing twice, nothing where nothing is new.

Letter and watermark are written in one transaction: whatever is killed, a member is told once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, notices
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.kinds import all_kinds
from rianru.core.permissions import require
from rianru.core.search import ask
from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Person, SavedSearch
from rianru.people.queries.searches import address_of, look, pairs, stop_token

SETTLED = timedelta(minutes=15)  # by then the index has what arrived
NAMED = 5  # titles of one search in a letter
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _News:
    search: SavedSearch
    count: int
    titles: tuple[tuple[str, str], ...]


def tell_next(*, actor: Actor, at: datetime, site: str, after: UUID | None = None) -> UUID | None:
    """Looks at the searches that are due of the next member behind `after`, and queues one letter where something is
    new; the member, or None when nobody is left. `site`: the address before all paths. ask.IndexNotReady may be raised.
    """
    require("people.tell_arrivals", actor=actor, at=at)
    today = day_of(at)
    with transaction.atomic():
        person = _next(today, after)
        if person is None:
            return None
        due = list(_due(today).select_for_update().filter(person=person).order_by("id"))
        until = at - SETTLED
        news = [found for one in due if (found := _news(one, until))]
        if news and person.account:
            _write(person, news, at=at, site=site)
        told = [one.search.id for one in news]
        SavedSearch.objects.filter(id__in=[one.id for one in due]).update(looked_on=today, told_at=until)
        SavedSearch.objects.filter(id__in=told).update(noticed_on=today)
        if told:
            facts.record(kinds.SEARCH_TOLD, actor=ANONYMOUS, at=at, count=len(told))
    return person.id


def _due(today: date) -> QuerySet[SavedSearch]:
    daily, weekly = SavedSearch.Often.DAILY, SavedSearch.Often.WEEKLY
    return SavedSearch.objects.filter(
        Q(often=daily, looked_on__lt=today) | Q(often=weekly, looked_on__lte=today - WEEK), paused_at=None
    )


def _next(today: date, after: UUID | None) -> Person | None:
    """The next member with a search that is due, locked, who got no letter today."""
    waiting = Exists(_due(today).filter(person=OuterRef("pk")))
    told = Exists(SavedSearch.objects.filter(person=OuterRef("pk"), noticed_on=today))
    found = Person.objects.filter(waiting, ~told, account__is_active=True).select_related("account")
    if after:
        found = found.filter(id__gt=after)
    return found.select_for_update(of=("self",)).order_by("id").first()


def _news(one: SavedSearch, until: datetime) -> _News | None:
    """What arrived since the last word and until `until`: all that came since, without what came after."""
    since = look(one, one.told_at, limit=1)
    later = look(one, until, limit=1)
    skipped = later.total if later else 0
    count = (since.total if since else 0) - skipped
    if count <= 0:
        return None
    page = look(one, one.told_at, offset=skipped, limit=min(NAMED, count)) if skipped <= ask.LAST_OFFSET else None
    return _News(one, count, _titles(page.hits if page else ()))


def _titles(hits: tuple[ask.Hit, ...]) -> tuple[tuple[str, str], ...]:
    known = all_kinds()
    cards = {
        (kind, id): card
        for kind in {hit.kind for hit in hits} & known.keys()
        for id, card in known[kind].cards([hit.id for hit in hits if hit.kind == kind]).items()
    }
    found = [cards[hit.kind, hit.id] for hit in hits if (hit.kind, hit.id) in cards]
    return tuple((card.title_th, card.title_en) for card in found)


def _write(person: Person, news: list[_News], *, at: datetime, site: str) -> None:
    assert person.account is not None
    lang = person.account.language
    with translation.override(lang):
        body = "\n\n".join([
            T("สวัสดี คุณ{name}", "Hello {name}", name=person.name).in_(lang), *(_part(one, lang, site) for one in news),
            _END.in_(lang) + "\n" + site + reverse("saved_searches"),
        ])
    total = sum(one.count for one in news)
    subject = T("มาใหม่ {n:,} เรื่องที่คุณรออยู่", "{n:,} new for your saved searches", n=total)
    notices.send(
        "saved_search", to_email=person.account.email, subject=subject, body=T.verbatim(body, body), lang=lang, at=at
    )


_END = T("ดู แก้ หรือลบคำค้นที่บันทึกไว้ทั้งหมด:", "See, change or remove your saved searches:")


def _part(one: _News, lang: str, site: str) -> str:
    search = one.search
    called = search.text or ", ".join(value for _, value in pairs(search))
    head = T("“{text}” มีใหม่ {n:,} เรื่อง", "“{text}”: {n:,} new", text=T.verbatim(called, called), n=one.count)
    titles = [f"- {th if lang == 'th' else en or th}" for th, en in one.titles]
    where = f"{site}{reverse('search')}?{address_of(search.text, search.kind, pairs(search))}"
    stop = site + reverse("stop_search", kwargs={"token": stop_token(search.id)})
    return "\n".join([
        head.in_(lang), *titles, T("ดูทั้งหมด: {url}", "See them: {url}", url=where).in_(lang),
        T("หยุดแจ้งคำค้นนี้: {url}", "Stop news of this search: {url}", url=stop).in_(lang),
    ])
