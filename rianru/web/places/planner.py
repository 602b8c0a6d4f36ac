"""The planner: where the next sites bring the most people within reach, pins to move, plans to keep and to share."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.places.actions import NewPlan
from rianru.places.queries import KeptPlan, Outcome
from rianru.places.words import SITES, SORTS, full_name
from rianru.web.catalogue.staff import EVERY, Keyed, sent, somewhere
from rianru.web.health import now
from rianru.web.opening import open_data
from rianru.web.places import plan_present as present
from rianru.web.places.area_present import THAILAND
from rianru.web.places.far_asked import detours, sorts
from rianru.web.places.plan_asked import Planning, of_plan, pin_said, planning, reaches
from rianru.web.requests import actor_of
from rianru.web.spreadsheets import table as spreadsheet

KEPT_SHOWN = 12


class PlanForm(Keyed):
    """The name under which a plan is kept."""

    name = forms.CharField(required=False, max_length=200)


def _planner_of(request: HttpRequest) -> tuple[Actor, datetime]:
    """Who asks and when, where they plan for anywhere; NotAllowed for everybody else."""
    actor, at = actor_of(request), now()
    if not somewhere("places.plan_sites", actor, at, EVERY):
        require("places.plan_sites", actor=actor, at=at)
    return actor, at


@require_http_methods(["GET", "HEAD", "POST"])
def planner(request: HttpRequest) -> HttpResponse:
    """See `planning` for what is asked. `part=1` answers with the figures alone; a POST keeps the plan."""
    actor, at = _planner_of(request)
    asked = planning(request.POST if request.method == "POST" else request.GET)
    if request.method == "GET" and asked.plan and not request.GET.get("area"):
        asked = of_plan(_found(asked.plan))
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (made := sent(request, form, lambda: _keep(actor, at, asked, form))) is not None:
        done = T("บันทึกแผนแล้ว ส่งที่อยู่ของหน้านี้ให้ใครก็ได้", "Saved. Share the address of this page with anyone.")
        messages.success(request, str(done))
        return redirect("site_plan", id=made)
    if request.GET.get("part") == "1" and asked.chosen:
        return render(request, "web/planner_result.html", _counted(asked, at)[1])
    context = _settings(asked) | {"form": form, "asked": asked, "kept": [_kept_row(one) for one in queries.site_plans(
        limit=KEPT_SHOWN)] if not asked.chosen else []}
    if asked.chosen:
        context |= _whole(actor, at, asked)
    return render(request, "web/planner.html", context, status=422 if form.errors else 200)


def _whole(actor: Actor, at: datetime, asked: Planning) -> dict[str, Any]:
    found, figures = _counted(asked, at)
    kept = queries.site_plan(asked.plan) if asked.plan else None
    return figures | {
        "map": present.map_of(found, asked, _spaces(asked, at)),
        "may_save": permitted("places.plan_sites", actor=actor, at=at, scope=queries.scope_of_area(asked.asked.area)),
        "own": kept, "plan_name": kept.name if kept else "", "fresh": queries.freshness(),
    }


def _counted(asked: Planning, at: datetime) -> tuple[Outcome, dict[str, Any]]:
    """What the pins do beside what is suggested: the same where nobody put any down; and the figures of both."""
    best = found = queries.suggested(asked.asked, at=at)
    if asked.pins:
        found = queries.outcome(asked.asked, queries.pinned(asked.asked.area, list(asked.pins)))
    there = queries.there_already(asked.asked, found.pins, at=at)
    return found, present.figures(found, best, asked, there) | _forms(asked, found)


def _forms(asked: Planning, found: Outcome) -> dict[str, Any]:
    area = asked.asked.area
    return {
        "state": asked.pairs, "pins": [pin_said(pin) for pin in found.pins], "by_home": bool(area),
        "homes": [{"code": home.code, "name": home.name} for home in queries.homes_inside(
            area, sort=asked.asked.sort, detour=1.0)] if area and found.pins else [],
    }


def _spaces(asked: Planning, at: datetime) -> list[tuple[float, float, T]]:
    if not asked.asked.area:
        return []
    return [(lat, lon, said) for said, lat, lon in queries.places_of_sort(asked.asked.area, asked.asked.sort, at=at)]


def _settings(asked: Planning) -> dict[str, Any]:
    area = asked.asked.area
    provinces = [{"value": one.code, "label": T.verbatim(one.name_th, one.name_en), "chosen": one.code == area[:2]}
                 for one in queries.provinces()]
    districts = [{"value": one.code, "label": T.verbatim(one.name_th, one.name_en), "chosen": one.code == area}
                 for one in queries.area_page(within=area[:2], limit=100)] if area else []
    return {
        "name": area_name(area), "provinces": provinces, "districts": districts, "nation": asked.chosen and not area,
        "sorts": sorts(asked.asked.sort), "sort": SORTS[asked.asked.sort], "wanted": asked.asked.wanted,
        "most": queries.MOST, "reaches": reaches(asked.asked.reach_m), "reach": asked.asked.reach_m // 1000,
        "detours": detours(asked.asked.detour), "detour": f"{asked.asked.detour / 100:.1f}",
        "sites": [{"value": value, "label": label, "chosen": value == asked.site} for value, label in SITES.items()],
    }


def area_name(code: str) -> T:
    """What an area is called in full; the country where none is named."""
    path = queries.area_path(code) if code else []
    return full_name(code, path[-1].name_th, path[-1].name_en) if path else THAILAND


def _keep(actor: Actor, at: datetime, asked: Planning, form: PlanForm) -> UUID:
    plan = NewPlan(name=form.cleaned_data["name"], asked=asked.asked, site=asked.site, pins=asked.pins)
    return actions.save_plan(actor=actor, at=at, plan=plan, plan_id=asked.plan, revision=asked.revision)


def _found(id: UUID) -> KeptPlan:
    found = queries.site_plan(id)
    if found is None:
        raise NotFound()
    return found


def _kept_row(one: KeptPlan) -> dict[str, Any]:
    area = full_name(one.area.code, one.area.name_th, one.area.name_en) if one.area else THAILAND
    return {"name": one.name, "area": area, "url": reverse("site_plan", kwargs={"id": one.id}), "sites": len(one.pins),
            "site": SITES[one.site], "reach": one.asked.reach_m // 1000, "changed_at": one.changed_at}


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, id: UUID) -> HttpResponse:
    """A plan, for whoever has its address: its figures from the spaces of today. A POST of `do=remove` removes it."""
    actor, at, plan = actor_of(request), now(), _found(id)
    if request.method == "POST":
        actions.remove_plan(actor=actor, at=at, plan_id=id)
        messages.success(request, str(T("ลบแผนแล้ว", "The plan is gone.")))
        return redirect("site_planner")
    asked = of_plan(plan)
    best, found = queries.suggested(asked.asked, at=at), queries.outcome(asked.asked, plan.pins)
    there = queries.there_already(asked.asked, plan.pins, at=at)
    plans = permitted("places.plan_sites", actor=actor, at=at, scope=queries.scope_of_area(asked.asked.area))
    return render(request, "web/site_plan.html", present.figures(found, best, asked, there) | {
        "plan": plan, "area_name": area_name(asked.asked.area), "sort": SORTS[asked.asked.sort],
        "reach": asked.asked.reach_m // 1000, "detour": f"{asked.asked.detour / 100:.1f}",
        "map": present.map_of(found, asked, _spaces(asked, at)), "fresh": queries.freshness(),
        "change_url": f"{reverse('site_planner')}?plan={id}" if plans else "", "asked": asked,
        "files": [(form, reverse("site_plan_file", kwargs={"id": id, "form": form})) for form in FORMS],
    })


FORMS = ("csv", "geojson")


@open_data
@require_safe
def sites(request: HttpRequest, id: UUID, form: str) -> HttpResponseBase:
    """The sites of a plan in order, as CSV or GeoJSON (RFC 7946)."""
    plan = _found(id)
    if form not in FORMS:
        raise NotFound()
    there = queries.there_already(plan.asked, plan.pins, at=now())
    rows = present.rows(queries.outcome(plan.asked, plan.pins), "", there)
    if form == "csv":
        head = (T("ลำดับ", "Order"), T("ตำบล", "Sub-district"), T("รหัส", "Code"), T("ละติจูด", "Latitude"),
                T("ลองจิจูด", "Longitude"), T("เข้าถึงเพิ่ม (คน)", "People added"), T("รวม (คน)", "Together (people)"),
                T("ที่ที่มีอยู่แล้ว", "What is there already"))
        return spreadsheet(f"sites-{id}", [str(one) for one in head], _lines(rows))
    answer = JsonResponse({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {"order": row["number"], "code": row["area"], "name_th": row["name"].in_("th"),
                           "name_en": row["name"].in_("en"), "people_added": row["gain"], "plan": plan.name,
                           "there": str(row["there"])},
        } for row in rows],
    }, json_dumps_params={"ensure_ascii": False}, content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="sites-{id}.geojson"'
    return answer


def _lines(rows: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (row["number"], str(row["name"]), row["area"], f"{row['lat']:.5f}", f"{row['lon']:.5f}", row["gain"],
               row["total"], str(row["there"]))
