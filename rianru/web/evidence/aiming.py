"""What is aimed at: targets of a phase from a file; of a space by its keeper; of a network's spaces by a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import NATIONAL
from rianru.core.permissions import permitted, require
from rianru.evidence import actions, queries
from rianru.evidence.words import AIMED_AT, INDICATORS
from rianru.kernel.dates import day_of, fiscal_year, to_be
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.bodies import takes_files
from rianru.web.desks.where import Sitting, seated
from rianru.web.evidence import networks
from rianru.web.evidence.present import number_typed, year_text
from rianru.web.health import now
from rianru.web.reading_in import read_in
from rianru.web.requests import actor_of
from rianru.web.spreadsheets import table as spreadsheet

FILE = T("ไฟล์ CSV ของเป้า", "CSV file of targets")


@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phase_targets(request: HttpRequest, id: UUID) -> HttpResponse:
    """Targets of a phase from a file, by region, province, district and sub-district: looked at first, then kept."""
    actor, at, one = actor_of(request), now(), queries.phase_by_id(id)
    if one is None:
        raise NotFound()
    require("evidence.keep_phases", actor=actor, at=at,
            scope=places.scope_of_network(one.network_id) if one.network_id else NATIONAL)
    found = read_in(request, FILE, lambda data, write: actions.read_phase_targets(
        actor=actor, at=at, phase_id=id, data=data, write=write))
    return render(request, "web/targets_in.html", {
        "read": found, "title": T.verbatim(one.name_th, one.name_en),
        "back_url": reverse("lead_phase", kwargs={"id": id}),
        "file_url": reverse("phase_file", kwargs={"code": one.code}), "columns": actions.PHASE_COLUMNS, "phase": one,
        "indicators": [{"code": name, "label": words.label} for name, words in INDICATORS.items()],
    }, status=found.status)


@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def network_targets(request: HttpRequest, code: str) -> HttpResponse:
    """What the spaces of a network aim at, from a file."""
    actor, at, row = actor_of(request), now(), networks.found(code)
    _leads(request, row.network.id)
    found = read_in(request, FILE, lambda data, write: actions.read_space_targets(
        actor=actor, at=at, network_id=row.network.id, data=data, write=write))
    year = fiscal_year(day_of(at))
    return render(request, "web/targets_in.html", {
        "read": found, "title": row.name, "back_url": reverse("lead_network", kwargs={"code": code}),
        "file_url": reverse("network_targets_file", kwargs={"code": code}), "columns": actions.SPACE_COLUMNS,
        "indicators": [{"code": name, "label": label} for name, label in AIMED_AT.items()],
        "year_text": year_text(year),
        "aiming": queries.aiming(row.network.id, year, on=day_of(at)), "spaces": row.spaces,
    }, status=found.status)


@require_safe
def network_targets_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Every space of a network with what it aims at this fiscal year, to be filled in and sent back."""
    row, today = networks.found(code), day_of(now())
    _leads(request, row.network.id)
    year = fiscal_year(today)
    head = [str(word) for word in (
        T("ปีงบประมาณ", "Fiscal year"), T("รหัสสถานที่", "Space code"), T("สถานที่", "Space"),
        T("ตัวชี้วัด", "Indicator"), T("รายการ", "What"), T("เป้า", "Target"))]

    def rows() -> Iterator[list[object]]:
        for space, th, en, name, number in queries.network_targets(row.network.id, year, on=today):
            aimed = "" if number is None else number
            yield [to_be(year), space, str(T.verbatim(th, en)), name, str(AIMED_AT[name]), aimed]

    return spreadsheet(f"{code}-targets-{to_be(year)}", head, rows())


def _leads(request: HttpRequest, network_id: UUID) -> None:
    require("evidence.keep_phases", actor=actor_of(request), at=now(), scope=places.scope_of_network(network_id))


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def own_targets(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What the space at whose desk one sits aims at: `?year=` this fiscal year or the next one."""
    if not permitted("evidence.aim", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id)):
        raise NotAllowed()
    this = fiscal_year(day_of(seat.at))
    asked = (request.POST if request.method == "POST" else request.GET).get("year", "")
    year = this + 1 if asked == str(to_be(this + 1)) else this
    refused: Refused | None = None
    if request.method == "POST":
        try:
            actions.set_space_targets(**seat.asked, year=year, numbers=_typed(request))
            messages.success(request, str(T("ตั้งเป้าแล้ว", "The targets are set.")))
            return redirect("today" if year == this else f"{request.path}?year={to_be(year)}")
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused = refusal
    held = queries.space_targets([seat.space.id], year)[seat.space.id]
    return render(request, "web/own_targets.html", {
        "desk": seat, "refused": refused, "year_text": year_text(year), "year": to_be(year),
        "years": [{"value": to_be(one), "label": year_text(one), "chosen": one == year} for one in (this, this + 1)],
        "rows": [{"name": name, "label": label, "number": request.POST.get(name, "") or held.get(name, "")}
                 for name, label in AIMED_AT.items()],
    }, status=refused.status if refused else 200)


def _typed(request: HttpRequest) -> dict[str, int]:
    """Of each: how many; blank and nought for what is not aimed at, and minus one for what says nothing."""
    said: dict[str, Any] = {name: request.POST.get(name, "").strip()[:20] for name in AIMED_AT}
    return {name: (number_typed(text) or (0 if not text.strip("0") else -1)) for name, text in said.items()}
