"""For those who lead: who is in a network and how each stands; phases and what they aim at."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import permitted, require
from rianru.evidence import actions as evidence
from rianru.evidence import queries
from rianru.evidence.queries import PhaseView
from rianru.evidence.words import INDICATORS
from rianru.kernel.dates import day_of, fiscal_year, from_typed_year, to_be, year_number
from rianru.kernel.ids import short
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.places import actions
from rianru.places import queries as places
from rianru.places.actions.members import NEXT
from rianru.places.queries import MemberRow, NetworkRow, SpaceRow
from rianru.places.words import OWN_STANDINGS, REGIONS, STANDINGS
from rianru.web.catalogue.staff import somewhere
from rianru.web.evidence import networks
from rianru.web.evidence.present import day_typed, fact_text, number_typed
from rianru.web.health import now
from rianru.web.requests import actor_of, short_id, told, uuid_of

WIDE = ("national", "network")
PAGE = 60
MATCHES = 8  # places shown of those that are sought
NAMESAKES = 3  # areas of one name that are named


class PlaceUnclear(NotUnderstood):
    """No area of this name, or several."""

    code = "evidence.place_unclear"
    says = T("“{typed}” ยังไม่ชัดว่าที่ไหน พิมพ์ชื่อตามด้วยอำเภอหรือจังหวัด หรือใส่รหัส (พบ: {found})",
             "It is not clear where “{typed}” is. Add its district or province, or type its code (found: {found}).")


def leads(actor: Actor) -> bool:
    """Whether this actor leads a network, or the country."""
    return somewhere("places.keep_members", actor, now(), WIDE)


def _led(actor: Actor) -> list[NetworkRow]:
    at = now()
    if not leads(actor):
        require("places.keep_members", actor=actor, at=at)
    return [row for row in places.network_rows(on=day_of(at))
            if permitted("places.keep_members", actor=actor, at=at, scope=places.scope_of_network(row.network.id))]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lead_networks(request: HttpRequest) -> HttpResponse:
    """The networks that one leads, with how many ask to join; whoever may, adds one."""
    actor, at = actor_of(request), now()
    refused: Refused | None = None
    if request.method == "POST":
        try:
            code = request.POST.get("code", "").strip()[:100]
            actions.add_network(actor=actor, at=at, code=code, name_th=request.POST.get("name_th", "")[:500],
                                name_en=request.POST.get("name_en", "")[:500],
                                organisation_th=request.POST.get("organisation", "")[:500])
            messages.success(request, str(T("เพิ่มเครือข่ายแล้ว เพิ่มแห่งแรกต่อได้เลย", "Added. Its first place comes next.")))
            return redirect("lead_network", code=code)
        except NotAllowed:
            raise
        except Refused as refusal:
            refused = refusal
    rows = _led(actor)
    asking = places.asking_counts(row.network.id for row in rows)
    return render(request, "web/lead_networks.html", {
        "rows": [{"row": row, "asking": asking.get(row.network.id, 0)} for row in rows],
        "phases_url": reverse("lead_phases"), "visits_url": reverse("visits"), "refused": refused,
        "typed": request.POST, "may_add": permitted("places.add_network", actor=actor, at=at),
    }, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lead_network(request: HttpRequest, code: str) -> HttpResponse:
    """Who asks, who is in, how the network stands; `?q=` finds a place to add. `do` of a POST: take, decline (with
    `space`), stand, name.
    """
    actor, at, row = actor_of(request), now(), networks.found(code)
    require("places.keep_members", actor=actor, at=at, scope=places.scope_of_network(row.network.id))
    if request.method == "POST":
        return _network_done(request, row, actor)
    after = places.sort_place(key) if (key := short_id(request.GET.get("after", ""))) else None
    rows = places.members(row.network.id, on=day_of(at), after=after, limit=PAGE + 1)
    shown, sought = rows[:PAGE], request.GET.get("q", "").strip()[:100]
    return render(request, "web/lead_network.html", {
        "row": row, "title": row.name, "asking": places.asking(row.network.id), "members": shown,
        "history": places.history(row.network.id), "today": day_of(at), "stands": OWN_STANDINGS,
        "choices": [(code, label) for code, label in OWN_STANDINGS.items() if code != row.status],
        "may_name": permitted("places.name_network", actor=actor, at=at, scope=places.scope_of_network(row.network.id)),
        "sought": sought, "matches": _sought(sought, actor, shown),
        "page": {"next_url": f"?after={short(shown[-1].space.id)}" if len(rows) > PAGE else "",
                 "first_url": request.path if after else ""},
    })


def _sought(text: str, actor: Actor, members: list[MemberRow]) -> list[SpaceRow]:
    """Places of this name that are not among the members shown."""
    there = {one.space.id for one in members}
    if not text:
        return []
    found = places.find_spaces(actor=actor, at=now(), wanted=places.Wanted(text=text), limit=MATCHES)
    return [row for row in found.rows if row.space.id not in there]


def _network_done(request: HttpRequest, row: NetworkRow, actor: Actor) -> HttpResponse:
    do = request.POST.get("do", "")
    asked: dict[str, Any] = {"actor": actor, "at": now(), "network_id": row.network.id}
    reason = request.POST.get("reason", "")[:2_000]
    decides = do in ("take", "decline")
    space = places.space(actor=actor, at=now(), code=request.POST.get("space", "")[:100]) if decides else None
    try:
        if do == "stand":
            actions.set_network_status(**asked, status=request.POST.get("status", ""), reason=reason)
        elif do == "name":
            actions.name_network(**asked, name_th=request.POST.get("name_th", "")[:500],
                                 name_en=request.POST.get("name_en", "")[:500])
        elif decides and space is not None:
            actions.set_status(**asked, space_id=space.id, status="pilot" if do == "take" else "declined",
                               reason=reason)
        else:
            raise NotFound()
        messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
    except Refused as refusal:
        told(request, refusal)
    return redirect("lead_network", code=row.network.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lead_member(request: HttpRequest, code: str, space: str) -> HttpResponse:
    """How one space stands in a network, since when and why; and how it shall stand."""
    actor, at, row = actor_of(request), now(), networks.found(code)
    require("places.keep_members", actor=actor, at=at, scope=places.scope_of_network(row.network.id))
    found = places.space(actor=actor, at=at, code=space)
    member = places.member(row.network.id, found.id, on=day_of(at))
    refused: Refused | None = None
    if request.method == "POST":
        try:
            actions.set_status(
                actor=actor, at=at, space_id=found.id, network_id=row.network.id,
                status=request.POST.get("status", "")[:20], reason=request.POST.get("reason", "")[:2_000],
                on=day_typed(request.POST.get("on", "")),
            )
            messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
            return redirect("lead_member", code=code, space=space)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused = refusal
    status = member.status if member else ""
    return render(request, "web/lead_member.html", {
        "row": row, "title": row.name, "space": found, "member": member, "refused": refused, "typed": request.POST,
        "history": places.history(row.network.id, found.id), "today": day_of(at),
        "choices": [(one, STANDINGS[one]) for one in NEXT[status]], "standings": STANDINGS,
    }, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lead_phases(request: HttpRequest) -> HttpResponse:
    """Phases that one keeps, and a new one."""
    actor, at = actor_of(request), now()
    if not somewhere("evidence.keep_phases", actor, at, WIDE):
        require("evidence.keep_phases", actor=actor, at=at)
    homes = _homes(actor)
    refused: Refused | None = None
    if request.method == "POST":
        home = request.POST.get("network", "")
        try:
            made = evidence.keep_phase(actor=actor, at=at, network_id=uuid_of(home) if home else None,
                                       **_said(request))
            return redirect("lead_phase", id=made)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused = refusal
    kept = [one for one in queries.phases(actor=actor, at=at)
            if permitted("evidence.keep_phases", actor=actor, at=at, scope=_scope(one.network_id))]
    return render(request, "web/lead_phases.html", {
        "rows": kept, "homes": homes, "refused": refused, "typed": request.POST,
    }, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lead_phase(request: HttpRequest, id: UUID) -> HttpResponse:
    """One phase: its words, its targets with their facts. `do` of a POST: keep, aim, leave, publish."""
    actor, at = actor_of(request), now()
    one = queries.phase_by_id(id)
    if one is None:
        raise NotFound()
    require("evidence.keep_phases", actor=actor, at=at, scope=_scope(one.network_id))
    view = queries.phase(one.code, actor=actor, at=at)
    if view is None:
        raise NotFound()
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _phase_done(request, view, actor)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused = refusal
    first, last = fiscal_year(one.starts_on), fiscal_year(date.fromordinal(one.ends_on.toordinal() - 1))
    return render(request, "web/lead_phase.html", {
        "view": view, "phase": one, "refused": refused, "typed": request.POST,
        "aims": [{"aim": aim, "fact": fact_text(aim.fact), "year": year_number(aim.target.year)} for aim in view.aims],
        "years": [(to_be(year), year_number(year)) for year in range(first, min(last, first + 20) + 1)],
        "this": to_be(fiscal_year(day_of(at))),
        "indicators": [(code, found.label) for code, found in INDICATORS.items()],
        "regions": [(name, label) for name, (label, _) in REGIONS.items()],
        "provinces": [(area.code, T.verbatim(area.name_th, area.name_en)) for area in places.provinces()],
    }, status=refused.status if refused else 200)


def _phase_done(request: HttpRequest, view: PhaseView, actor: Actor) -> HttpResponse:
    do = request.POST.get("do", "")
    asked: dict[str, Any] = {"actor": actor, "at": now()}
    if do == "keep":
        evidence.keep_phase(**asked, phase_id=view.phase.id, **_said(request))
    elif do == "aim":
        evidence.set_phase_target(
            **asked, phase_id=view.phase.id, indicator=request.POST.get("indicator", "")[:40],
            area=_where(request), number=number_typed(request.POST.get("number", "")),
            year=_typed_year(request.POST.get("year", "")),
        )
    elif do == "leave":
        evidence.leave_phase_target(**asked, target_id=uuid_of(request.POST.get("target", "")) or view.phase.id)
    elif do == "publish":
        evidence.publish_phase(**asked, phase_id=view.phase.id)
    else:
        raise NotFound()
    messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
    return redirect("lead_phase", id=view.phase.id)


def _where(request: HttpRequest) -> str:
    """What is typed of a district or sub-district, by code or by name; else what is chosen."""
    typed = request.POST.get("place", "").replace("\0", "").strip()[:100]
    if not typed:
        return request.POST.get("area", "")[:20]
    if typed.isascii() and typed.isdigit():
        return typed
    found = places.areas_named(typed, limit=NAMESAKES + 1)
    if len(found) != 1:
        raise PlaceUnclear(typed=typed, found="; ".join(str(name) for name in list(found.values())[:NAMESAKES]) or "–")
    return next(iter(found))


def _typed_year(text: str) -> int:
    try:
        return from_typed_year(text[:10])
    except Refused:
        return 0


def _said(request: HttpRequest) -> dict[str, Any]:
    posted = request.POST
    today = day_of(now())
    return {
        "code": posted.get("code", "")[:80], "name_th": posted.get("name_th", "")[:400],
        "name_en": posted.get("name_en", "")[:400], "about_th": posted.get("about_th", "")[:4_000],
        "about_en": posted.get("about_en", "")[:4_000],
        "starts_on": day_typed(posted.get("starts_on", "")) or today,
        "ends_on": day_typed(posted.get("ends_on", "")) or today,  # the same day is refused by name
    }


def _homes(actor: Actor) -> list[tuple[str, T]]:
    """Where a new phase may be: the country, and networks."""
    whole = [("", T("ทั้งประเทศ", "The whole country"))] if permitted(
        "evidence.keep_phases", actor=actor, at=now(), scope=NATIONAL) else []
    return whole + [(str(row.network.id), row.name) for row in places.network_rows(on=day_of(now()))
                    if permitted("evidence.keep_phases", actor=actor, at=now(), scope=_scope(row.network.id))]


def _scope(network_id: UUID | None) -> Any:
    return places.scope_of_network(network_id) if network_id else NATIONAL
