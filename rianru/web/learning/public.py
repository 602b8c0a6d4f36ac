"""Activities for everyone: what is on, near where, for whom; and one of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.words import PARTS, ages_text
from rianru.web.catalogue.present import rows as work_rows
from rianru.web.health import now
from rianru.web.learning import present, seats, structured
from rianru.web.learning.promising import promised
from rianru.web.lists import following
from rianru.web.requests import actor_of

SESSIONS = 12  # of an activity, before the rest is folded in


@require_safe
def activity(request: HttpRequest, id: UUID) -> HttpResponse:
    """One activity: when, where, for whom, what it uses, who leads it, and how to come."""
    at, actor = now(), actor_of(request)
    view = queries.activity(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    return render(request, "web/activity.html", shown(request, view, actor, at))


def shown(request: HttpRequest, view: queries.ActivityView, actor: Actor, at: datetime) -> dict[str, Any]:
    """web/activity.html."""
    one, ahead = view.activity, view.ahead(at)
    taking, came = seats.on_page(view, at), queries.came_published(view.activity.id, at=at)
    sessions = [
        _session(each, at) | {"taking": taking["of"].get(each.session.id), "came": came.get(each.session.id)}
        for each in view.meetings
    ]
    to_come = [each for each in sessions if not each["past"]]
    crumbs = present.crumbs((view.title, ""))
    return {
        "follow": following.button(request, "activity", one.id) if one.state == "open" and len(to_come) > 1 else None,
        "view": view, "activity": one, "title": view.title, "kind": view.kind, "crumbs": crumbs,
        "about": T.verbatim(one.description_th, one.description_en),
        "for_whom": T.verbatim(one.for_whom_th, one.for_whom_en),
        "cost_words": T.verbatim(one.cost_th, one.cost_en), "cost": present.cost(one.satang),
        "ages": ages_text(one.ages) or present.EVERYONE, "lasting": present.lasting(view),
        "next": ahead[0] if ahead else None, "next_row": present.row(ahead[0], at=at) if ahead else None, "at": at,
        "sessions": to_come[:SESSIONS] or sessions[-SESSIONS:], "more": to_come[SESSIONS:],
        "past": [each for each in sessions if each["past"]] if to_come else [], "many": len(view.meetings) > 1,
        "place": ahead[0].place if ahead else T.verbatim(one.place_th, one.place_en),
        "space": {"name": T.verbatim(one.space.name_th, one.space.name_en),
                  "url": reverse("space", kwargs={"code": one.space.code}),
                  "area": T.verbatim(one.space.area.name_th, one.space.area.name_en)},
        "team": [{"name": each.name, "part": PARTS[each.part], "initials": each.name[:2]} for each in view.team
                 if each.shown],
        "works": work_rows(catalogue.work_rows(actor=actor, ids=list(view.work_ids))),
        "programmes": [{"title": T.verbatim(each.title_th, each.title_en),
                        "url": reverse("programme", kwargs={"id": each.id})} for each in queries.containing(one.id)],
        "promised": promised("activity", one.id),
        "online_link": queries.online_link(actor=actor, at=at, activity_id=one.id),
        "is_online": one.kind == "online" or bool(one.online_link),
        "taking": taking, "plan_url": reverse("plan_activity", kwargs={"id": one.id}) if view.may_plan else "",
        "structured": structured.activity(request, view, crumbs),
    }


def _session(one: queries.Meeting, at: datetime) -> dict[str, Any]:
    return present.row(one, at=at, place=False) | {
        "id": one.session.id, "when": one.when, "past": one.session.ends_at <= at, "reason": one.session.reason,
    }
