"""Attendance at the desk: big ticks that work on an old phone, walk-ins, heads without names, and a list on paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.core.again import again
from rianru.kernel.dates import date_text, day_of, format_time
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T, get_language
from rianru.learning import actions, queries
from rianru.learning.queries import Occasion, RosterRow
from rianru.learning.words import BANDS, SEXES, time_text, when_text
from rianru.people import queries as members
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.learning import hosting
from rianru.web.learning.lists import NobodyFound
from rianru.web.members.forms import QUIET
from rianru.web.papers.typeset import pdf, words
from rianru.web.requests import told, uuid_of

AROUND = 2  # times before this one to choose from, and twice as many after
BLANK_LINES = 6  # for whoever walks in, on paper


class WalkInForm(Keyed):
    """A card, or a name."""

    who = forms.CharField(max_length=100, widget=forms.TextInput(attrs=QUIET))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = str(T("ใครมาหน้างาน", "Who walked in?"))
        self.fields["who"].help_text = str(T("สแกนบัตร หรือพิมพ์ชื่อ", "Scan a card, or type a name"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, id: UUID) -> HttpResponse:
    """`do`: came, not (with `seat`), walk-in. Each tick is a form of its own: no script is needed."""
    actor, at, m = hosting.occasion_for(request, id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = WalkInForm(request.POST if do == "walk-in" else None)
    if do == "walk-in" and sent(request, form, lambda: _walked_in(form, m, actor, at)) is not None:
        messages.success(request, str(T("เพิ่มและเช็กชื่อแล้ว", "Added and ticked off")))
        return redirect("session_roster", id=id)
    if do in ("came", "not"):
        return _ticked(request, m, actor, at, came=do == "came")
    if do not in ("", "walk-in"):
        raise NotFound()
    rows = queries.roster(id)
    others = queries.others(id)
    return render(request, "web/session_roster.html", {
        "m": m, "form": form, "when": when_text(m.starts_at, m.ends_at), "others": others, "all": len(rows),
        "rows": [_row(one, at) for one in rows], "came": sum(one.came_id is not None for one in rows) + len(others),
        "sessions": _sessions(m), "tabs": hosting.tabs(m, id, "roster"),
        "crumbs": hosting.crumbs(m.title, m.activity_id, T("เช็กชื่อ", "Attendance")),
    }, status=422 if form.errors else 200)


def _row(one: RosterRow, at: datetime) -> dict[str, Any]:
    age = day_of(at).year - one.birth_year if one.birth_year else None
    return {"seat": one, "child": age is not None and age <= 14, "age": age}


def _sessions(m: Occasion) -> list[dict[str, Any]]:
    """The times of the same activity around this one."""
    rows = queries.sessions_of(m.activity_id)
    here = next((n for n, (id, _, _) in enumerate(rows) if id == m.id), 0)
    rows = rows[max(here - AROUND, 0):here + 1 + 2 * AROUND]
    return [{"url": reverse("session_roster", kwargs={"id": id}), "day": date_text(starts), "current": id == m.id}
            for id, starts, _ in rows] if len(rows) > 1 else []


def _ticked(request: HttpRequest, m: Occasion, actor: Actor, at: datetime, *, came: bool) -> HttpResponse:
    seat = uuid_of(request.POST.get("seat", ""))
    if seat is None:
        raise NotFound()
    try:
        again(lambda: actions.mark_seat(actor=actor, at=at, session_id=m.id, seat_id=seat, came=came))
    except Refused as refusal:
        told(request, refusal)
    return redirect(f"{reverse('session_roster', kwargs={'id': m.id})}#s{seat}")


def _walked_in(form: WalkInForm, m: Occasion, actor: Actor, at: datetime) -> None:
    who = " ".join(form.cleaned_data["who"].split())
    asked: dict[str, Any] = {"actor": actor, "at": at, "session_id": m.id}
    if not any(letter.isdigit() for letter in who):
        return actions.walk_in(**asked, name=who)
    card = members.scanned(who)
    found = members.member(card.membership_id) if card and not card.ended else None
    if found is None:
        raise NobodyFound(card=who)
    return actions.walk_in(**asked, person_id=found.person_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def heads(request: HttpRequest, id: UUID) -> HttpResponse:
    """How many of each age and sex came who are on no list; told again it is corrected."""
    actor, at, m = hosting.occasion_for(request, id)
    form = Keyed(request.POST if request.method == "POST" else None)
    said = queries.heads(id)
    if request.method == "POST":
        typed = {(band, sex): request.POST.get(f"{band}:{sex}", "").strip() for band in BANDS for sex in SEXES}
        people = {cell: int(text) if text.isdigit() and len(text) < 6 else (0 if not text else -1)
                  for cell, text in typed.items()}
        if sent(request, form, lambda: _counted(m, actor, at, people)) is not None:
            messages.success(request, str(T("บันทึกแล้ว", "Saved")))
            return redirect("session_heads", id=id)
        said = {cell: max(count, 0) for cell, count in people.items()}
    return render(request, "web/session_heads.html", {
        "m": m, "form": form, "when": when_text(m.starts_at, m.ends_at), "total": sum(said.values()),
        "sexes": list(SEXES.values()), "bands": [
            {"label": label, "cells": [{"name": f"{band}:{sex}", "count": said.get((band, sex)) or "", "label": word}
                                       for sex, word in SEXES.items()]} for band, label in BANDS.items()],
        "public": [(BANDS[band], count) for band, count in queries.heads_published(id).cells.items()],
        "tabs": hosting.tabs(m, id, "heads"), "crumbs": hosting.crumbs(m.title, m.activity_id, T("นับหัว", "Head-count")),
    }, status=422 if form.errors else 200)


def _counted(m: Occasion, actor: Actor, at: datetime, people: dict[tuple[str, str], int]) -> None:
    known = queries.heads(m.id)
    told = {cell: count for cell, count in people.items() if count or known.get(cell)}
    actions.count_heads(actor=actor, at=at, session_id=m.id, people=told)


@never_cache
@require_safe
def roster_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The list on paper, with room to sign and lines for whoever walks in."""
    _, _, m = hosting.occasion_for(request, id)
    answer = HttpResponse(pdf("roster.typ", roster_data(m)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="roster.pdf"'
    return answer


def roster_data(m: Occasion) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    space = places.space_by_id(m.space_id)
    rows = queries.roster(m.id)
    head = T("ลำดับ", "No."), T("ชื่อ", "Name"), T("โทร", "Phone"), T("มา", "Here"), T("ลายเซ็น", "Signature")
    return {
        "lang": get_language(), "title": f"{T('รายชื่อ', 'Roster')} {m.title}", "name": words(str(m.title)),
        "when": words(str(when_text(m.starts_at, m.ends_at))), "head": [words(str(one)) for one in head],
        "space": words(str(T.verbatim(space.name_th, space.name_en)) if space else ""),
        "rows": [{"name": words(one.name), "phone": one.phone, "came": one.came_id is not None} for one in rows],
        "blank": BLANK_LINES, "walk": words(str(T("มาหน้างาน", "Walked in"))),
        "note": words(str(T("มีชื่อและเบอร์โทร เก็บให้มิดชิด และทำลายหลังบันทึกแล้ว",
                            "Names and phones: keep it safe, and destroy it once it is entered."))),
        "time": words(str(time_text(m.starts_at, m.ends_at))), "starts": format_time(m.starts_at),
    }
