"""What is shown where an address of ours is shared: drawn once, kept, and never more than the machine can spare."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, replace
from uuid import UUID

from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.places import queries as places
from rianru.places.words import KINDS
from rianru.web.covers import cover_of
from rianru.web.health import now
from rianru.web.learning.asking import Chosen
from rianru.web.requests import actor_of
from rianru.web.shares.drawing import Card, draw

VERSION = "1"  # of the drawing: another one draws everything anew
PER_MINUTE = 60  # drawings, of all visitors together
WAIT = 1.0  # seconds for another drawing to end
DAY = 86_400
BRAND = T("เรียนรู้", "Rianru")
_drawing = threading.Lock()


@require_safe
def work_share(request: HttpRequest, id: UUID) -> HttpResponse:
    """A work: its cover, its title, who made it, and in how many places it is."""
    rows = catalogue.work_rows(actor=actor_of(request), ids=[id])
    if not rows:
        there = catalogue.where_to(id=id)
        if there is None:
            raise NotFound()
        return redirect("work_share", permanent=True, id=there)
    row = rows[0]
    creator = ", ".join(row.people)
    held = T("มีใน {n:,} แห่ง", "In {n:,} {n:place|places}", n=row.branches) if row.branches > 1 else row.branch
    where = " · ".join(str(word) for word in (*row.format_labels[:2], held) if word)
    card = Card(row.title, (creator, where), str(BRAND), cover=cover_of(str(row.id), row.title, creator))
    if row.cover is None:
        return shared(request, card, "", lambda: card)
    picture, width = row.cover, next((one for one in row.cover.widths if one >= 480), row.cover.width)
    return shared(request, card, picture.digest, lambda: replace(
        card, photo=catalogue.cover_file(digest=picture.digest, width=width)
    ))


@require_safe
def space_share(request: HttpRequest, code: str) -> HttpResponse:
    """A space: its name, what it is, and where."""
    found = places.space(actor=actor_of(request), at=now(), code=code)
    area = places.area_name(found.area_id)
    card = Card(
        str(T.verbatim(found.name_th, found.name_en)), (str(KINDS[found.kind]), str(area)), str(BRAND),
        weave=found.network.weave,
    )
    return shared(request, card, "", lambda: card)


@require_safe
def activities_share(request: HttpRequest) -> HttpResponse:
    """What is on: when, for whom and where, and how much of it. `?area=&when=&for=`"""
    at, chosen = now(), Chosen({name: request.GET.get(name, "") for name in ("area", "when", "for")})
    count = learning.count_meetings(chosen.wanted(at, once=True))
    card = Card(
        str(chosen.words()), (str(T("{n:,} กิจกรรมให้ไปเรียนรู้ด้วยกัน", "{n:,} to learn from together", n=count)),),
        str(BRAND), weave="water",
    )
    return shared(request, card, "", lambda: card)


def shared(request: HttpRequest, card: Card, picture: str, whole: Callable[[], Card]) -> HttpResponse:
    """The image of a card; the site's own where too many are being drawn. `picture` is the digest of its photo."""
    digest = hashlib.sha256(repr((VERSION, picture, astuple(card))).encode()).hexdigest()[:40]
    etag = f'"{digest}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _kept(HttpResponseNotModified(), etag)
    data = caches["shares"].get(digest)
    if data is None:
        data = _drawn(whole)
        if data is None:
            answer = HttpResponseRedirect(static("share.png"))
            patch_cache_control(answer, public=True, max_age=60)
            return answer
        with suppress(OSError):  # a full disk costs a drawing each time, nothing else
            caches["shares"].set(digest, data)
    return _kept(HttpResponse(data, content_type="image/png"), etag)


def _drawn(whole: Callable[[], Card]) -> bytes | None:
    """None where this minute's drawings are used up, or another drawing does not end."""
    minute = f"shares:{now():%H%M}"
    cache.add(minute, 0, 120)
    if cache.incr(minute) > PER_MINUTE or not _drawing.acquire(timeout=WAIT):
        return None
    try:
        return draw(whole())
    finally:
        _drawing.release()


def _kept(answer: HttpResponse, etag: str) -> HttpResponse:
    answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=DAY)
    return answer
