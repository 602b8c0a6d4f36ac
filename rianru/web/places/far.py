"""Who is far from a place to learn: the country, its provinces, districts and sub-districts, as map, table and file."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.core.permissions import permitted
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import LIMITS, Area, Left
from rianru.places.words import LEVELS, LEVELS_IN_BANGKOK, SORTS, full_name
from rianru.web.health import now
from rianru.web.opening import open_data
from rianru.web.places import far_present as present
from rianru.web.places.area_present import THAILAND, area_url
from rianru.web.places.far_asked import ORDERS, Reading, detours, reading, sorts, usual_detour
from rianru.web.requests import actor_of
from rianru.web.spreadsheets import table as spreadsheet

REMOTE = 100  # kilometres: farther ones are named in a line


@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """`?to=&km=&detour=&order=`: every province, with its people who are far."""
    return _parts_page(request, [], now())


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The same for the districts of a province; for the sub-districts of a district; for one of them."""
    path = queries.area_path(code) if re.fullmatch(r"([0-9]{2}){1,3}", code) else []
    if not path:
        raise NotFound()
    if len(code) == 6:
        return _home_page(request, path)
    return _parts_page(request, path, now())


def _parts_page(request: HttpRequest, path: list[Area], at: datetime) -> HttpResponse:
    asked, code = reading(request), path[-1].code if path else ""
    name = full_name(code, path[-1].name_th, path[-1].name_en) if path else THAILAND
    parts = queries.left_out(code, sort=asked.sort, detour=asked.factor)
    whole = queries.together(parts, code, name)
    of_shares = len(code) < 2
    told = queries.homes_in_full(code, sort=asked.sort, detour=asked.factor) if len(code) == 4 else {}
    homes = [] if of_shares else [
        present.home_row(home, asked, told.get(home.code))
        for home in queries.homes_inside(code, sort=asked.sort, detour=asked.factor)]
    rows = homes
    places = [] if of_shares else queries.places_of_sort(code, asked.sort, at=at)
    breaks = present.fifths(parts, asked.km) if of_shares else None
    if len(code) < 4:
        rows = [present.part_row(row, asked, breaks) for row in parts]
    drawn = present.map_of(code, rows if of_shares else homes, spaces=[
        (lat, lon, said) for said, lat, lon in places])
    return render(request, "web/far.html", _asked(request, asked, code, at) | {
        "name": name, "whole": _figures(whole, asked), "bands": present.bands(whole, asked),
        "rows": present.ordered(rows, asked), "homes": len(code) == 4, "parts_called": _below(code),
        "map": drawn, "legend": present.legend(breaks, lacking=bool(whole.none)),
        "crumbs": _crumbs(path, asked), "orders": _orders(asked, homes=len(code) == 4),
        "file_url": reverse("far_file", kwargs={"code": code or "th"}) + asked.query(order="far"),
    })


def _home_page(request: HttpRequest, path: list[Area]) -> HttpResponse:
    asked, own, at = reading(request), path[-1], now()
    homes = [present.home_row(home, asked)
             for home in queries.homes_inside(own.code[:4], sort=asked.sort, detour=asked.factor)]
    here = next(home for home in homes if home["code"] == own.code)
    near = {one.sort: one for one in queries.nearest_of_every_sort(own.code, detour=asked.factor)}
    return render(request, "web/far_home.html", _asked(request, asked, own.code, at) | {
        "name": full_name(own.code, own.name_th, own.name_en), "here": here, "is_far": bool(here["far"]),
        "near": [_near_row(near[sort], asked) for sort in SORTS if sort in near and near[sort].km <= REMOTE],
        "remote": [name for sort, name in SORTS.items() if sort in near and near[sort].km > REMOTE],
        "lacking": [name for sort, name in SORTS.items() if sort not in near],
        "map": present.map_of(own.code[:4], homes, here=own.code, spaces=[
            (lat, lon, said) for said, lat, lon in queries.places_of_sort(own.code[:4], asked.sort, at=at)]),
        "legend": present.legend(None, lacking=any(home["km"] is None for home in homes)),
        "crumbs": _crumbs(path, asked),
    })


def _near_row(one: queries.NearestOf, asked: Reading) -> dict[str, Any]:
    return {
        "sort": SORTS[one.sort], "name": one.found.name, "stop": one.found.is_stop,
        "km": present.kilometres(one.km),
        "url": present.found_url(one.found), "far": one.km > asked.km,
        "hours": None if one.minutes is None else round(one.minutes / 60), "weekend": one.weekend,
        "evening": one.evening, "step_free": one.step_free, "here": one.sort == asked.sort,
    }


def _asked(request: HttpRequest, asked: Reading, code: str, at: datetime) -> dict[str, Any]:
    """What every page of these has: the reader's settings, freshness, and the way to the planner for who plans."""
    actor = actor_of(request)
    plans = permitted("places.plan_sites", actor=actor, at=at, scope=queries.scope_of_area(code[:4]))
    return {
        "asked": asked, "sort": SORTS[asked.sort], "sorts": sorts(asked.sort), "detours": detours(asked.detour),
        "limits": [{"value": one, "chosen": one == asked.km} for one in LIMITS], "fresh": queries.freshness(),
        "usual": f"{usual_detour() / 100:g}",
        "area_url": area_url(code) if code else reverse("areas"),
        "planner_url": present.plan_query(code[:4], asked) if plans else "",
    }


def _figures(whole: Left, asked: Reading) -> dict[str, Any]:
    return {"far": whole.far(asked.km), "percent": present.percent(whole.share(asked.km)), "people": whole.people,
            "km": present.kilometres(whole.mean), "none": whole.none}


def _crumbs(path: list[Area], asked: Reading) -> list[dict[str, Any]]:
    steps = [("", T("ใครอยู่ไกล", "Who is far")),
             *((one.code, full_name(one.code, one.name_th, one.name_en)) for one in path)]
    last = len(steps) - 1
    return [{"text": text, "url": "" if place == last else present.far_url(code, asked.query())}
            for place, (code, text) in enumerate(steps)]


def _below(code: str) -> T:
    return (LEVELS_IN_BANGKOK if code.startswith("10") else LEVELS)[len(code) + 2]


def _orders(asked: Reading, *, homes: bool) -> list[dict[str, Any]]:
    return [{"label": label, "url": asked.query(order=name) or "?", "on": name == asked.order}
            for name, label in ORDERS.items() if not (homes and name == "share")]


@open_data
@require_safe
def file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Every sub-district of an area (`th`: the country) as CSV, with the same settings."""
    within = "" if code == "th" else code
    if within and not (re.fullmatch(r"([0-9]{2}){1,3}", within) and queries.area_path(within)):
        raise NotFound()
    asked = reading(request)
    head = [str(one) for one in (
        T("รหัส", "Code"), T("จังหวัด", "Province"), T("อำเภอ", "District"), T("ตำบล", "Sub-district"),
        T("คนตามทะเบียน", "Registered people"), T("กม. ตามถนนโดยประมาณ", "Estimated km by road"),
        T("ไกลกว่า {n} กม.", "Farther than {n} km", n=asked.km), T("ที่ใกล้ที่สุด", "Nearest"), T("ประเภท", "Its kind"),
        T("เปิดกี่ชั่วโมงต่อสัปดาห์", "Hours a week"), T("เปิดเสาร์หรืออาทิตย์", "Open at weekends"),
        T("เปิดหลังหกโมงเย็น", "Open after 18:00"), T("เข้าได้ไม่มีบันได", "Step-free"),
        *(T("กม. ถึง: {sort}", "Km to: {sort}", sort=name) for name in SORTS.values()))]
    return spreadsheet(f"far-{code}-{asked.sort}", head, _lines(within, asked))


def _lines(within: str, asked: Reading) -> Iterator[tuple[object, ...]]:
    homes = queries.homes_inside(within, sort=asked.sort, detour=asked.factor)
    more = queries.homes_in_full(within, sort=asked.sort, detour=asked.factor)
    names = {one.code: one.name for digits in (2, 4) for one in queries.left_out(
        within[:2], sort=asked.sort, detour=asked.factor, digits=digits)}
    for home in homes:
        is_far = home.km is None or home.km > asked.km
        yield (home.code, str(names[home.code[:2]]), str(names[home.code[:4]]), str(home.name), home.people,
               "" if home.km is None else f"{home.km:.2f}", "1" if is_far else "0",
               str(home.nearest.name) if home.nearest else "", *_in_full(more.get(home.code)))


def _in_full(more: queries.InFull | None) -> Iterator[object]:
    """What opens when, who gets in, and the road to every sort: blank where nobody knows, or there is none."""
    if more is None:
        yield from [""] * (5 + len(SORTS))
        return
    yield str(SORTS[more.kind])
    yield "" if more.minutes is None else f"{more.minutes / 60:.1f}"
    yield from (int(one) for one in (more.weekend, more.evening, more.step_free))
    yield from (f"{more.km[sort]:.2f}" if sort in more.km else "" for sort in SORTS)
