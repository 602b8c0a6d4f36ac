"""Phases for everyone: targets beside counted facts, by area and fiscal year; and what lies behind a number."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.evidence import queries
from rianru.evidence.queries import ALL, Aim, PhaseView
from rianru.evidence.words import AIMED_AT
from rianru.kernel.dates import day_of, fiscal_year, fiscal_year_span, to_be, year_number
from rianru.kernel.ids import short
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.places import queries as places
from rianru.places.words import KINDS
from rianru.web.evidence.present import crumbs, fact_text, year_text
from rianru.web.health import now
from rianru.web.requests import actor_of, short_id, uuid_of
from rianru.web.spreadsheets import table as spreadsheet

SPACE = "space."
OF_SPACES = 20


@require_safe
def phases(request: HttpRequest) -> HttpResponse:
    """Those that everyone may see, the newest first."""
    at, actor = now(), actor_of(request)
    found = queries.phases(actor=actor, at=at)
    return render(request, "web/phases.html", {
        "rows": [{"phase": one, "url": reverse("phase", kwargs={"code": one.code}), "draft": one.published_at is None,
                  "years": T("ปีงบประมาณ {a}–{b}", "Fiscal years {a}–{b}", a=year_number(fiscal_year(one.starts_on)),
                             b=year_number(fiscal_year(one.ends_on - timedelta(days=1))))}
                 for one in found],
        "crumbs": crumbs((T("ระยะและเป้า", "Phases and targets"), "")),
    })


@require_safe
def phase(request: HttpRequest, code: str) -> HttpResponse:
    """`?year=` (Buddhist) and `?area=`: targets beside facts, as bars and as a table."""
    view = _view(request, code)
    year, area = _year(request, view), _area(request, view)
    aims = view.of_year(year, area)
    return render(request, "web/phase.html", {
        "view": view, "phase": view.phase, "year": year, "year_be": to_be(year), "year_text": year_text(year),
        "rows": [_row(view, aim) for aim in aims], "reached": sum(aim.reached for aim in aims), "count": len(aims),
        "years": [{"value": to_be(one), "label": year_number(one), "chosen": one == year} for one in view.years],
        "areas": [{"value": code or "-", "label": name, "chosen": code == area} for code, name in view.areas],
        "file_url": reverse("phase_file", kwargs={"code": code}), "area": area,
        "short": any(aim.fact.least for aim in aims), "today": day_of(now()),
        "plan_url": reverse("lead_phase", kwargs={"id": view.phase.id}) if view.may_keep else "",
        "crumbs": crumbs((T("ระยะและเป้า", "Phases and targets"), reverse("phases")), (view.name, "")),
        **_of_spaces(request, view, year, area),
    })


def _of_spaces(request: HttpRequest, view: PhaseView, year: int, area: str | None) -> dict[str, Any]:
    """The places that have targets of their own that year, each beside its facts; by page (`?after=`)."""
    at, after = now(), short_id(request.GET.get("after", ""))
    today, span = day_of(at), fiscal_year_span(year)
    found = queries.spaces_aiming(network_id=view.phase.network_id, year=year, place=area or "", on=today,
                                  after=places.sort_place(after) if after else None, limit=OF_SPACES + 1)
    shown = found[:OF_SPACES]
    ids = [one.id for one in shown]
    aims, facts = queries.space_targets(ids, year), queries.facts_at(ids, year, today=today)
    held = learning.held_in(ids, [span], at=at)
    for id, [(sessions, _)] in held.items():
        facts[id] |= {"sessions": queries.Fact(sessions) if span.start <= today else queries.Fact(None, ahead=True)}
    chosen = urlencode({"year": to_be(year)} | ({} if area is None else {"area": area or "-"}))
    return {
        "measures": list(AIMED_AT.values()),
        "spaces": [{
            "name": T.verbatim(one.name_th, one.name_en), "url": reverse("space", kwargs={"code": one.code}),
            "cells": [_cell(label, facts[one.id][name], aims[one.id].get(name)) for name, label in AIMED_AT.items()],
        } for one in shown],
        "page": {"next_url": f"?{chosen}&after={short(shown[-1].id)}#h-spaces" if len(found) > OF_SPACES else "",
                 "first_url": f"?{chosen}#h-spaces" if after else ""},
    }


def _cell(label: T, fact: queries.Fact, aimed: int | None) -> dict[str, Any] | None:
    """One number of a place beside what it aims at; none where it aims at nothing."""
    return {"label": label, "fact": fact_text(fact), "target": aimed,
            "reached": fact.number is not None and fact.number >= aimed} if aimed else None


@require_safe
def phase_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All of it as CSV: every year and area."""
    view = _view(request, code)
    head = [str(word) for word in (
        T("ปีงบประมาณ", "Fiscal year"), T("รหัสพื้นที่", "Area code"), T("พื้นที่", "Area"), T("ตัวชี้วัด", "Indicator"),
        T("รายการ", "What"), T("หน่วย", "Unit"), T("เป้า", "Target"), T("ผล", "Fact"), T("ร้อยละ", "Per cent"),
        T("นับอย่างไร", "How it is counted"))]
    rows = ([to_be(aim.target.year), aim.target.place, str(aim.area), aim.target.indicator,
             str(aim.indicator.label), str(aim.indicator.unit), aim.target.number, fact_text(aim.fact),
             "" if aim.percent is None else aim.percent, str(aim.indicator.rule)] for aim in view.aims)
    return spreadsheet(f"{code}-targets", head, rows)


@require_safe
def phase_behind(request: HttpRequest, code: str, id: UUID) -> HttpResponse:
    """Why a number is what it is: the rule, and what was counted."""
    view = _view(request, code)
    after = uuid_of(request.GET.get("after", ""))
    found = queries.behind(view, id, at=now(), after=after)
    if found is None:
        raise NotFound()
    shown = found.spaces[:50]
    back = f"{reverse('phase', kwargs={'code': code})}?year={to_be(found.aim.target.year)}"
    return render(request, "web/phase_behind.html", {
        "view": view, "found": found, "row": _row(view, found.aim), "year_text": year_text(found.aim.target.year),
        "spaces": [{"name": T.verbatim(one.name_th, one.name_en), "kind": KINDS[one.kind],
                    "url": reverse("space", kwargs={"code": one.code}), "since": one.opened_on} for one in shown],
        "provinces": [{"name": name, "fact": fact_text(fact)} for name, fact in found.provinces],
        "page": {"next_url": f"?after={shown[-1].id}" if len(found.spaces) > 50 else "",
                 "first_url": request.path if after else ""},
        "crumbs": crumbs((view.name, back), (found.aim.indicator.label, "")),
    })


def _view(request: HttpRequest, code: str) -> PhaseView:
    view = queries.phase(code, actor=actor_of(request), at=now())
    if view is None:
        raise NotFound()
    return view


def _year(request: HttpRequest, view: PhaseView) -> int:
    known = {str(to_be(year)): year for year in view.years}
    this = fiscal_year(day_of(now()))
    usual = max((year for year in view.years if year <= this), default=view.years[0] if view.years else this)
    return known.get(request.GET.get("year", ""), usual)


def _area(request: HttpRequest, view: PhaseView) -> str | None:
    """The area that is asked for; none: all of them."""
    asked = request.GET.get("area", "")
    known = {code or "-": code for code, _ in view.areas}
    return known.get(asked)


def _row(view: PhaseView, aim: Aim) -> dict[str, Any]:
    percent = aim.percent
    return {
        "aim": aim, "label": aim.indicator.label, "unit": aim.indicator.unit, "target": aim.target.number,
        "fact": fact_text(aim.fact), "percent": percent, "bar": min(percent or 0, 100), "reached": aim.reached,
        "ahead": aim.fact.ahead, "untold": aim.fact.number is None and not aim.fact.ahead,
        "area": aim.area if aim.target.place else "", "rule": aim.indicator.rule,
        "url": reverse("phase_behind", kwargs={"code": view.phase.code, "id": aim.target.id}),
        "here": aim.target.place == ALL,
    }
