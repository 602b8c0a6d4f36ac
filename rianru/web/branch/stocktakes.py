"""Walking along the shelves with a phone: one input for a scanner, and what came of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rianru.core import idempotency
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.words import FOUND
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.requests import uuid_of
from rianru.web.spreadsheets import table

RECENT = 6
DOES = {
    "": T("ไว้ที่เดิมได้", "Leave it where it is"), "shelf": T("ขึ้นชั้นของเล่มนี้", "Put it on its shelf"),
    "hold": T("มีคนจองอยู่ วางที่ชั้นรอรับ", "Somebody waits for it: to the hold shelf"),
    "away": T("มีคนรอที่ {to} แยกไว้ส่ง", "Somebody waits at {to}: put it aside to be sent"),
    "home": T("แยกไว้ส่งกลับ {to}", "Put it aside to be sent to {to}"),
    "repair": T("แยกไว้ซ่อม", "Put it aside to be mended"),
}
NO_COPY = {
    "unknown": T("แยกไว้ให้บรรณารักษ์ดู", "Put it aside for a librarian"),
    "twice": T("แยกไว้เปลี่ยนป้าย", "Put it aside: it needs another label"),
    "foreign": T("แยกไว้ส่งคืนเจ้าของ", "Put it aside to be sent to its owner"),
    "withdrawn": T("ดึงออกจากชั้น", "Take it off the shelf"),
    "shelf": T("เก็บขึ้นชั้นของเล่มนี้", "Take it to its own shelf"),
}
HEAD = (T("บาร์โค้ด", "Barcode"), T("ชื่อเรื่อง", "Title"), T("เลขเรียก", "Call number"), T("ชั้น", "Shelf"))


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def stocktakes(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The stocktakes of this space; a POST begins one: `shelf`, `call_from`, `call_until`."""
    wrong = None
    if request.method == "POST":
        try:
            limits: dict[str, Any] = {name: request.POST.get(name, "") for name in ("shelf", "call_from", "call_until")}
            return redirect("stocktake", id=actions.open_stocktake(**seat.asked, **limits))
        except Refused as refusal:
            wrong = refusal.message
    return render(request, "web/stocktakes.html", {
        "desk": seat, "walks": queries.stocktakes(seat.space.id), "shelves": queries.shelves(seat.space.id),
        "wrong": wrong, "typed": request.POST,
    }, status=422 if wrong else 200)


@require_safe
@seated
def stocktake(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """The walk: scan, and see what it was."""
    return _walking(request, seat, id, None)


@require_POST
@seated
def stocktake_scan(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """One scan, with a key of its own: sent again it gives the same answer once."""
    typed = request.POST.get("text", "")[:200]
    key = str(uuid_of(request.POST.get("key", "")) or new_id())

    def do() -> dict[str, Any]:
        seen = actions.see(**seat.asked, stocktake_id=id, barcode=typed)
        return {name: getattr(seen, name) for name in ("barcode", "found", "title", "goes", "to", "again")}

    try:
        told = idempotency.once(
            owner=str(seat.actor.key), key=key, body=["see", str(id), typed], at=seat.at, do=do
        )
        said = _said(told)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        said = {"tone": "lac", "sound": "stop", "title": refusal.message, "text": None}
    return _walking(request, seat, id, said)


@require_safe
@seated
def stocktake_list(request: HttpRequest, seat: Sitting, id: UUID, name: str) -> HttpResponse:
    """What is missing, misplaced, unknown, or seen; `?after=` goes on."""
    walk = _found(seat, id)
    if name not in queries.RESULTS:
        raise NotFound()
    rows, last = _rows(walk, name, request.GET.get("after", ""))
    more = f"?after={last}" if len(rows) == queries.STOCK_PAGE and last else ""
    return render(request, "web/stocktake_list.html", {
        "desk": seat, "walk": walk, "name": name, "label": queries.RESULTS[name], "rows": rows,
        "counts": queries.stocktake_counts(walk), "lists": _lists(walk), "after": bool(request.GET.get("after")),
        "page": {"next_url": more, "first_url": request.path if request.GET.get("after") else ""},
    })


@require_safe
@seated
def stocktake_file(request: HttpRequest, seat: Sitting, id: UUID, name: str) -> StreamingHttpResponse:
    """The same as a CSV file, all of it."""
    walk = _found(seat, id)
    if name not in queries.RESULTS:
        raise NotFound()
    head = [str(word) for word in HEAD] + ([] if name == "missing" else [str(T("พบว่า", "Was"))])
    return table(f"stocktake-{seat.space.code}-{name}", head, _lines(walk, name))


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def stocktake_close(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """Ends the walk: a POST with `missing` as it was shown, or with `do=give-up`."""
    walk = _found(seat, id)
    wrong = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "give-up":
                actions.give_up_stocktake(**seat.asked, stocktake_id=id)
                return redirect("stocktakes")
            typed = request.POST.get("missing", "")
            agreed = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
            gone = actions.close_stocktake(**seat.asked, stocktake_id=id, agreed=agreed)
            messages.success(request, str(T("ปิดการตรวจนับแล้ว แจ้งหาไม่พบ {n:,} เล่ม",
                                            "The stocktake is closed; {n:,} {n:copy|copies} {n:is|are} "
                                            "missing", n=gone)))
            return redirect("stocktake", id=id)
        except Refused as refusal:
            wrong = refusal.message
    if walk.closed_at is not None:
        return redirect("stocktake", id=id)
    return render(request, "web/stocktake_close.html", {
        "desk": seat, "walk": walk, "counts": queries.stocktake_counts(walk), "wrong": wrong,
    }, status=409 if wrong else 200)


def _walking(request: HttpRequest, seat: Sitting, id: UUID, said: dict[str, Any] | None) -> HttpResponse:
    walk = _found(seat, id)
    context: dict[str, Any] = {
        "desk": seat, "walk": walk, "said": said, "key": new_id(), "counts": queries.stocktake_counts(walk),
        "lists": _lists(walk),
        "recent": [_row(row) for row in queries.sightings(walk, limit=RECENT)],
    }
    part = request.headers.get("X-Desk") == "part"
    return render(request, "web/stocktake_now.html" if part else "web/stocktake.html", context)


def _found(seat: Sitting, id: UUID) -> queries.Stocktake:
    walk = queries.stocktake(id, space_id=seat.space.id)
    if walk is None:
        raise NotFound()
    return walk


def _lists(walk: queries.Stocktake) -> list[dict[str, Any]]:
    names = [name for name in queries.RESULTS if name != "missing" or walk.closed_at is None]
    return [{"name": name, "label": queries.RESULTS[name],
             "url": reverse("stocktake_list", kwargs={"id": walk.id, "name": name})} for name in names]


def _kinds(name: str) -> tuple[str, ...] | None:
    return {"misplaced": queries.MISPLACED, "unknown": queries.STRANGE}.get(name)


def _rows(walk: queries.Stocktake, name: str, after: str) -> tuple[list[dict[str, Any]], object]:
    if name == "missing":
        copies = queries.missing(walk, after=uuid_of(after))
        return [{"row": row} for row in copies], copies[-1].item_id if copies else ""
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None
    seen = queries.sightings(walk, kinds=_kinds(name), after=number)
    return [_row(row) for row in seen], seen[-1].id if seen else ""


def _row(row: queries.SightingRow) -> dict[str, Any]:
    return {"row": row, "was": FOUND[row.found], "fine": row.found == "here"}


def _lines(walk: queries.Stocktake, name: str) -> Iterator[tuple[object, ...]]:
    if name == "missing":
        yield from ((row.barcode, row.title, row.call_number, row.shelf) for row in queries.every_missing(walk))
        return
    for row in queries.every_sighting(walk, kinds=_kinds(name)):
        yield row.barcode, row.title, row.call_number, row.shelf, str(FOUND[row.found])


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """What the screen says of a scan: what it was, and what to do with it now."""
    found, goes = told["found"], told["goes"]
    to = places.scope_words([("space", UUID(told["to"]))])[("space", UUID(told["to"]))] if told["to"] else ""
    does = NO_COPY.get(found) if not goes else DOES[goes]
    text = (does or DOES[""]).having(to=to) if does is not None and "to" in does.places else does or DOES[""]
    fine = found == "here" and goes in ("", "shelf")
    title = told["title"] or told["barcode"]
    return {
        "tone": "leaf" if fine else "lac" if found in queries.STRANGE else "turmeric",
        "sound": "ok" if fine else "stop" if found in queries.STRANGE else "wait",
        "title": T.verbatim(title, title), "was": FOUND[found], "text": text, "again": told["again"],
    }
