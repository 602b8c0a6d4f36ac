"""Networks for everyone: which there are, who is in one, how it stands and how to join."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import permitted
from rianru.evidence import queries as evidence
from rianru.kernel.dates import day_of
from rianru.kernel.ids import short
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import actions, queries
from rianru.places.queries import MemberRow, NetworkRow
from rianru.places.words import KINDS, STANDINGS
from rianru.web.evidence.present import crumbs, fact_text
from rianru.web.health import now
from rianru.web.lists import following
from rianru.web.places.map import drawn
from rianru.web.requests import actor_of, short_id

PAGE = 40


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Every network with how it stands."""
    at = now()
    return render(request, "web/networks.html", {
        "rows": [{"row": one, "url": reverse("network", kwargs={"code": one.network.code}),
                  "keeper": T.verbatim(one.network.organisation.name_th, one.network.organisation.name_en)
                  if one.network.organisation else ""} for one in queries.network_rows(on=day_of(at))],
        "standards": [{"name": view.name, "url": reverse("standard", kwargs={"code": view.standard.code}),
                       "count": len(view.criteria)} for view in evidence.standards()],
    })


@require_safe
def network(request: HttpRequest, code: str) -> HttpResponse:
    """One: its members by page (`?status=`), what they are, how it stands, and how to join."""
    at, actor, row = now(), actor_of(request), found(code)
    today, status = day_of(at), request.GET.get("status", "")
    status = status if status in queries.standings(row.network.id, on=today) else ""
    after = queries.sort_place(key) if (key := short_id(request.GET.get("after", ""))) else None
    rows = queries.members(row.network.id, on=today, status=status, after=after, limit=PAGE + 1)
    shown = rows[:PAGE]
    keepers, buildings = evidence.trained(network_id=row.network.id, at=at)
    own = f"status={status}&" if status else ""
    return render(request, "web/network.html", {
        "row": row, "net": row.network, "title": row.name, "members": [_member(one) for one in shown],
        "counts": [{"status": one, "label": STANDINGS[one], "n": n, "chosen": one == status}
                   for one, n in queries.standings(row.network.id, on=today).items()],
        "kinds": [{"label": KINDS[kind], "n": n} for kind, n in queries.kinds_of(row.network.id, on=today).items()],
        "keepers": fact_text(keepers), "buildings": fact_text(buildings), "status": status,
        "page": {"next_url": f"?{own}after={short(shown[-1].space.id)}" if len(rows) > PAGE else "",
                 "first_url": f"?{own}" if after else ""},
        "follow": following.button(request, "network", row.network.id),
        "lead_url": reverse("lead_network", kwargs={"code": code}) if permitted(
            "places.keep_members", actor=actor, at=at, scope=queries.scope_of_network(row.network.id)) else "",
        "standards": [{"name": view.name, "url": reverse("standard", kwargs={"code": view.standard.code})}
                      for view in evidence.standards()],
        "phases": [{"name": T.verbatim(one.name_th, one.name_en), "url": reverse("phase", kwargs={"code": one.code})}
                   for one in evidence.phases(actor=actor, at=at, network_id=row.network.id) if one.published_at],
        "crumbs": crumbs((row.name, "")), "map": drawn(query=f"network={code}", fit="1"),
    })


def _member(one: MemberRow) -> dict[str, Any]:
    return {"name": T.verbatim(one.space.name_th, one.space.name_en), "kind": KINDS[one.space.kind],
            "url": reverse("space", kwargs={"code": one.space.code}), "status": one.status, "label": one.label,
            "since": one.since, "home": one.home}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """A keeper asks for a place that they keep; everybody else is told who could."""
    actor, at, row = actor_of(request), now(), found(code)
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    mine = people.desks(actor=actor, at=at, text=text, limit=50)
    refused: Refused | None = None
    if request.method == "POST":
        chosen = next(iter(people.desks(actor=actor, at=at, code=request.POST.get("space", "")[:100] or "-")), None)
        if chosen is None:
            raise NotFound() if mine else NotAllowed()
        try:
            actions.ask_to_join(actor=actor, at=at, space_id=chosen.id, network_id=row.network.id,
                                reason=request.POST.get("reason", "")[:2_000])
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, str(
                T("ส่งคำขอแล้ว เครือข่ายจะตอบกลับ", "Your request is sent. The network will answer.")))
            return redirect("network", code=code)
    return render(request, "web/network_join.html", {
        "row": row, "title": row.name, "spaces": [
            {"code": one.code, "name": T.verbatim(one.name_th, one.name_en),
             "chosen": one.code == request.POST.get("space")} for one in mine if one.network_id != row.network.id],
        "refused": refused, "typed": request.POST, "query": text, "many": len(mine) == 50,
        "crumbs": crumbs((row.name, reverse("network", kwargs={"code": code})), (T("ขอเข้าร่วม", "Ask to join"), "")),
    }, status=refused.status if refused else 200)


def found(code: str) -> NetworkRow:
    """One network by its code; NotFound."""
    row = next(iter(queries.network_rows(on=day_of(now()), codes=[code])), None)
    if row is None:
        raise NotFound()
    return row
