"""A space's poster as PDF, A4 and A3: for its door, the market and the headman's board."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import ACCESS, AGES, FACILITIES, KINDS
from rianru.web.health import now
from rianru.web.papers.cloth import cloth, size_of
from rianru.web.papers.typeset import pdf, words
from rianru.web.places import area_present
from rianru.web.requests import actor_of

SCAN = T("สแกนก่อนมา", "Scan first")
SCAN_FOR = (
    T("วันนี้เปิดไหม", "Open today?"), T("มีกิจกรรมอะไร", "What is on?"), T("หนังสือเล่มไหนอยู่", "Which books are in?"),
)


@require_safe
def space_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """`?size=a3`: a space on one sheet."""
    found = queries.space(actor=actor_of(request), at=now(), code=code)
    url = request.build_absolute_uri(reverse("space", kwargs={"code": code}))
    answer = HttpResponse(
        pdf("space.typ", sheet_data(found, url, size_of(request.GET.get("size", "")))), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{code}.pdf"'
    return answer


def sheet_data(space: queries.Space, url: str, size: str) -> dict[str, Any]:
    """What the poster of a space needs, in the language that is spoken."""
    name = str(T.verbatim(space.name_th, space.name_en))
    area = area_present.path_link(queries.area_path(space.area_id))["name"]
    address = T.verbatim(
        f"{space.address_th} {area.in_('th')}".strip(), f"{space.address_en}, {area.in_('en')}".strip(", ")
    )
    offers = [label for each, (_, label) in FACILITIES.items() if each in space.facilities]
    offers += [label for each, (_, label) in ACCESS.items() if each in space.access]
    ages = [str(label) for each, label in AGES.items() if each in space.ages]
    return {
        **cloth(space.network, size, url), "title_plain": name, "title": words(name),
        "kind": words(str(KINDS[space.kind])),
        "address": words(str(address)), "open_head": words(str(T("เปิด", "Open"))),
        "week": week_rows(queries.week_of(space.id)),
        "unknown": words(str(T("โทรถามเวลาเปิดก่อนมา", "Call for the hours before you come"))),
        "holidays": words(str(T("หยุดวันหยุดราชการ", "Closed on public holidays"))),
        "offers_head": words(str(T("ที่นี่มี", "What is here"))),
        "offers": [words(" · ".join(ages))] * bool(ages) + [words(str(label)) for label in offers],
        "scan": words(str(SCAN)), "scan_for": [words(str(line)) for line in SCAN_FOR], "phone": space.phone,
        "contacts": [text for text in (f"LINE {space.line_id}" if space.line_id else "", space.email) if text],
        "host": words(str(T.verbatim(space.network.name_th, space.network.name_en))),
    }


def week_rows(week: Sequence[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """The week as a door sign has it: days that follow each other with the same hours on one line."""
    if not week:
        return []
    by_day = {
        day: tuple((opens, closes) for one, opens, closes in week if one == day) for day in range(1, 8)
    }
    rows = []
    for spans, run in groupby(range(1, 8), key=lambda day: by_day[day]):
        days = list(run)
        first, last = (str(WEEKDAYS[day - 1]) for day in (days[0], days[-1]))
        hours = ", ".join(f"{queries.clock(opens)}–{queries.clock(closes)}" for opens, closes in spans)
        every = str(T("ทุกวัน", "Every day"))
        rows.append({
            "day": words(first if len(days) == 1 else every if len(days) == 7 else f"{first}–{last}"),
            "hours": words(str(T("{hours} น.", "{hours}", hours=hours)) if spans else str(T("ปิด", "Closed"))),
            "closed": not spans,
        })
    return rows
