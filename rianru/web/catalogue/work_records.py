"""The staff pages of a work: its editions with their records and why each is there; parting, joining, taking back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.catalogue import actions, queries
from rianru.catalogue.words import FORMATS
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.core.search import ask
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.web.catalogue import compare, present
from rianru.web.catalogue.forms import DecisionForm
from rianru.web.catalogue.item_rows import item_row
from rianru.web.catalogue.staff import Keyed, for_records, sent

FOUND = 12
LEVELS = ("work", "edition")


def gone_to(id: UUID, name: str) -> HttpResponse | None:
    """The way on from the address of a work that became part of another; None where none is known."""
    there = queries.where_to(id=id)
    return redirect(name, permanent=True, id=there) if there else None


_Groups = list[queries.EditionRecords]
_Chosen = tuple[list[UUID], dict[UUID, UUID]]


def _open(request: HttpRequest, id: UUID) -> tuple[queries.WorkView | None, _Groups, Actor, datetime]:
    """A work and its records, for those who may decide about them."""
    actor, at = for_records(request)
    view = queries.work(actor=actor, id=id)
    groups = queries.records_of_work(work_id=id) if view else []
    if view is None or not view.editions or not groups:
        return None, [], actor, at
    if not queries.may_decide(actor=actor, at=at, records=_records(groups)):
        require("catalogue.decide", actor=actor, at=at)
    return view, groups, actor, at


def _records(groups: Sequence[queries.EditionRecords]) -> list[Any]:
    return [card.record for group in groups for card in group.cards]


@require_http_methods(["GET", "HEAD", "POST"])
def work_records(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every record of a work. What is ticked and sent is parted from the rest."""
    view, groups, actor, at = _open(request, id)
    if view is None:
        if there := gone_to(id, "work_records"):
            return there
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted)
    chosen = _chosen(request, groups)
    if posted and sent(request, form, lambda: _part(form, actor, at, id, chosen)) is not None:
        messages.success(request, str(T(
            "แยกออกแล้ว คำตัดสินนี้อยู่ต่อแม้นำเข้าซ้ำ ย้อนได้ข้างล่าง",
            "Parted. Your word outlives the next import; take it back below if it was wrong.",
        )))
        return redirect("work_records", id=id)
    records = [card.record.id for group in groups for card in group.cards]
    return render(request, "web/work_records.html", {
        "work": {"id": id, "title": view.work.title, "url": reverse("work", kwargs={"id": id}),
                 "join_url": reverse("work_join", kwargs={"id": id})},
        "editions": [_edition(group, len(groups), chosen) for group in groups], "form": form,
        "several": len(groups) > 1 or any(len(group.cards) > 1 for group in groups),
        "items": [item_row(item) for item in queries.items_of_work(work_id=id)],
        "decisions": decisions(records), "undo": Keyed(auto_id=False),
        "crumbs": [{"text": view.work.title, "url": reverse("work", kwargs={"id": id})},
                   {"text": T("ระเบียนของเรื่องนี้", "Its records"), "url": ""}],
    }, status=422 if form.errors else 200)


def decisions(record_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """What people decided about these records, for web/decisions.html."""
    said = {
        (True, "work"): T("รวมเป็นเรื่องเดียวกัน", "Joined as one work"),
        (True, "edition"): T("รวมเป็นฉบับเดียวกัน", "Joined as one edition"),
        (False, "work"): T("แยกเป็นคนละเรื่อง", "Parted as different works"),
        (False, "edition"): T("แยกเป็นคนละฉบับ", "Parted as different editions"),
    }
    return [
        {"text": said[one.same, one.level], "note": one.note, "decided_at": one.decided_at, "same": one.same,
         "url": reverse("decision_take_back", kwargs={"id": one.group})}
        for one in queries.decisions_on(record_ids=record_ids)
    ]


def _edition(group: queries.EditionRecords, editions: int, chosen: _Chosen) -> dict[str, Any]:
    edition = group.edition
    meta = [edition.edition, edition.publisher, present.year_text(edition.year) if edition.year else edition.year_text,
            edition.extent, ", ".join(edition.isbns[:2])]
    live = [card for card in group.cards if card.record.state == "live"]
    return {
        "id": edition.id, "title": edition.title, "meta": [text for text in meta if text], "live": edition.live,
        "format": FORMATS.get(edition.format, edition.format), "tickable": editions > 1 and bool(live),
        "ticked": edition.id in chosen[0],
        "because": group.because if edition.because != "first" else None,
        "cards": [{**compare.card(card), "tickable": len(live) > 1 and card in live,
                   "ticked": card.record.id in chosen[1]} for card in group.cards],
        "add_url": reverse("item_new", kwargs={"id": edition.id}),
        "cover_url": reverse("edition_cover", kwargs={"id": edition.id}),
    }


def _chosen(request: HttpRequest, groups: Sequence[queries.EditionRecords]) -> _Chosen:
    """The editions ticked, and the records ticked in others with the edition of each."""
    asked = set(request.POST.getlist("edition")) | set(request.POST.getlist("record"))
    editions = [group.edition.id for group in groups if str(group.edition.id) in asked]
    records = {
        card.record.id: group.edition.id for group in groups if group.edition.id not in editions
        for card in group.cards if str(card.record.id) in asked
    }
    return editions, records


def _part(form: DecisionForm, actor: Actor, at: datetime, work: UUID, chosen: _Chosen) -> None:
    editions, records = chosen
    note = form.cleaned_data["note"]
    if editions or not records:  # nothing ticked: the action says so
        actions.part_from_work(actor=actor, at=at, work=work, editions=editions, note=note)
    for edition in dict.fromkeys(records.values()):
        own = [record for record, of in records.items() if of == edition]
        actions.part_from_edition(actor=actor, at=at, edition=edition, records=own, note=note)


@require_http_methods(["GET", "HEAD", "POST"])
def work_join(request: HttpRequest, id: UUID) -> HttpResponse:
    """Finds another work (`?q=`), shows the two beside each other (`?with=`), and joins them."""
    view, groups, actor, at = _open(request, id)
    if view is None:
        if there := gone_to(id, "work_join"):
            return there
        raise NotFound()
    crumbs = [
        {"text": view.work.title, "url": reverse("work", kwargs={"id": id})},
        {"text": T("ระเบียนของเรื่องนี้", "Its records"), "url": reverse("work_records", kwargs={"id": id})},
        {"text": T("รวมกับเรื่องอื่น", "Join with another"), "url": ""},
    ]
    work = {"id": id, "title": view.work.title, "url": reverse("work_records", kwargs={"id": id})}
    other = _uuid(request.POST.get("with", "") or request.GET.get("with", ""))
    if other and other != id:
        return _beside(request, groups, other, {"work": work, "crumbs": crumbs}, actor, at)
    query = request.GET.get("q", "").strip()
    return render(request, "web/work_join.html", {
        "work": work, "crumbs": crumbs, "query": query, "found": _found(actor, query, id) if query else [],
    })


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(actor: Actor, query: str, own: UUID) -> list[dict[str, Any]]:
    """Works for a title, a number, or the address of a work as copied from the browser."""
    pasted = next((id for part in query.split("/") if (id := _uuid(part))), None)
    ids = [pasted] if pasted else [hit.id for hit in ask.search(query, kind="work", limit=FOUND).hits]
    rows = present.rows(queries.work_rows(actor=actor, ids=[id for id in ids if id != own]))
    return [row | {"url": f"{reverse('work_join', kwargs={'id': own})}?with={row['id']}"} for row in rows]


def _beside(
    request: HttpRequest, groups: list[queries.EditionRecords], other: UUID, shown: dict[str, Any], actor: Actor,
    at: datetime,
) -> HttpResponse:
    """Two works beside each other, and one button."""
    there = queries.work(actor=actor, id=other)
    theirs = queries.records_of_work(work_id=other) if there else []
    pair = _pair(groups, theirs)
    if there is None or pair is None:
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    form, level = DecisionForm(posted), request.POST.get("level", "work")
    if posted and sent(request, form, lambda: _join(request, form, actor, at, groups, theirs, level)) is not None:
        messages.success(request, str(T(
            "รวมแล้ว คำตัดสินนี้อยู่ต่อแม้นำเข้าซ้ำ ย้อนได้ข้างล่าง",
            "Joined. Your word outlives the next import; take it back below if it was wrong.",
        )))
        return redirect("work_records", id=shown["work"]["id"])
    return render(request, "web/work_compare.html", {
        **shown, "form": form, "pair": compare.pair(pair), "level": level if level in LEVELS else "work",
        "other": {"id": other, "title": there.work.title, "url": reverse("work_records", kwargs={"id": other})},
        "ours": _choices(groups), "theirs": _choices(theirs),
    }, status=422 if form.errors else 200)


def _pair(groups: Sequence[queries.EditionRecords], theirs: Sequence[queries.EditionRecords]) -> queries.Pair | None:
    """The first record of each, with what the rules say."""
    left, right = (next((card.record.id for group in side for card in group.cards), None) for side in (groups, theirs))
    return queries.compare(left=left, right=right) if left and right else None


def _choices(groups: Sequence[queries.EditionRecords]) -> list[dict[str, Any]]:
    return [
        {"id": group.edition.id, "text": " · ".join(str(text) for text in (
            group.edition.edition, group.edition.publisher, group.edition.year_text, group.edition.title) if text)}
        for group in groups
    ]


def _join(
    request: HttpRequest, form: DecisionForm, actor: Actor, at: datetime, groups: Sequence[queries.EditionRecords],
    theirs: Sequence[queries.EditionRecords], level: str,
) -> UUID:
    note = form.cleaned_data["note"]
    if level == "edition":
        left, right = _picked(request, "left", groups), _picked(request, "right", theirs)
        return actions.join_editions(actor=actor, at=at, left=left, right=right, note=note)
    return actions.join_works(
        actor=actor, at=at, left=groups[0].edition.work_id, right=theirs[0].edition.work_id, note=note
    )


def _picked(request: HttpRequest, name: str, groups: Sequence[queries.EditionRecords]) -> UUID:
    """The edition chosen of one side; refuses one that is not of it."""
    picked = next((group.edition.id for group in groups if str(group.edition.id) == request.POST.get(name)), None)
    if picked is None:
        raise actions.NothingToDecide()
    return picked
