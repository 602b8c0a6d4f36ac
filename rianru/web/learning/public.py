"""Activities for everyone: what is on, near where, for whom; and one of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries as catalogue
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of, month, start_of_day
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.words import CHILDREN, KINDS, PARTS, ages_text
from rianru.places import queries as places
from rianru.places.words import full_name
from rianru.web.catalogue.present import rows as work_rows
from rianru.web.health import now
from rianru.web.learning import present, seats, structured
from rianru.web.lists import following
from rianru.web.requests import actor_of, uuid_of

PAGE = 30
SESSIONS = 12  # of an activity, before the rest is folded in
WHENS = {
    "": T("ทั้งหมดที่กำลังจะมา", "All to come"),
    "today": T("วันนี้", "Today"),
    "week": T("7 วันนี้", "The next 7 days"),
    "weekend": T("เสาร์อาทิตย์นี้", "This weekend"),
    "month": T("เดือนนี้", "This month"),
}
WHOM = {
    "children": (T("เด็ก", "Children"), CHILDREN),
    "young": (T("เยาวชน", "Young people"), ("15-24",)),
    "elders": (T("ผู้สูงอายุ", "Elders"), ("60+",)),
}


def period_of(name: str, at: datetime) -> tuple[datetime, datetime | None]:
    """From now until the end of what was chosen."""
    today = day_of(at)
    if name == "today":
        return at, start_of_day(today + timedelta(days=1))
    if name == "week":
        return at, start_of_day(today + timedelta(days=7))
    if name == "weekend":
        saturday = today + timedelta(days=5 - today.weekday()) if today.weekday() < 5 else today
        sunday = today + timedelta(days=6 - today.weekday())
        return max(at, start_of_day(saturday)), start_of_day(sunday + timedelta(days=1))
    return at, start_of_day(month(today.year, today.month).end) if name == "month" else None


class Chosen:
    """What the address of the list asks for: `?when=&kind=&area=&for=&free=1&online=1`."""

    def __init__(self, request: HttpRequest) -> None:
        said = {name: request.GET.get(name, "").replace("\0", "").strip()[:20]
                for name in ("when", "kind", "area", "for", "free", "online")}
        self.when = said["when"] if said["when"] in WHENS else ""
        self.kind = said["kind"] if said["kind"] in KINDS else ""
        code = said["area"]
        self.area = code if code.isascii() and code.isdigit() and len(code) in (2, 4, 6) else ""
        self.whom = said["for"] if said["for"] in WHOM else ""
        self.free, self.online = said["free"] == "1", said["online"] == "1"

    def here(self, **other: str) -> str:
        """The address with these, or `other` ones."""
        said = {"when": self.when, "kind": self.kind, "area": self.area, "for": self.whom,
                "free": "1" if self.free else "", "online": "1" if self.online else "", **other}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the days was chosen."""
        return bool(self.kind or self.area or self.whom or self.free or self.online)

    def wanted(self, at: datetime) -> dict[str, Any]:
        """As the query takes it."""
        since, until = period_of(self.when, at)
        return {"since": since, "until": until, "area": self.area, "kind": self.kind,
                "ages": WHOM[self.whom][1] if self.whom else (), "free": self.free, "online": self.online}


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What is on, day by day, pages by key."""
    at, chosen = now(), Chosen(request)
    found = queries.meetings(**chosen.wanted(at), once=True, after=_after(request), limit=PAGE + 1)
    last = found[PAGE - 1].session if len(found) > PAGE else None
    path = places.area_path(chosen.area) if chosen.area else []
    return render(request, "web/activities.html", {
        "days": by_day(found[:PAGE], at), "total": queries.count_meetings(**chosen.wanted(at), once=True),
        "whens": [{"label": label, "url": chosen.here(when=name), "on": name == chosen.when}
                  for name, label in WHENS.items()],
        "when": chosen.when, "narrowed": chosen.narrowed, "free": chosen.free, "online": chosen.online,
        "kinds": [{"value": name, "label": label, "chosen": name == chosen.kind} for name, label in KINDS.items()],
        "whom": [{"value": name, "label": label, "chosen": name == chosen.whom} for name, (label, _) in WHOM.items()],
        "provinces": [{"value": one.code, "label": T.verbatim(one.name_th, one.name_en),
                       "chosen": one.code == chosen.area} for one in places.provinces()],
        "inside": _place(path) if len(chosen.area) > 2 else None,
        "page": {"next_url": f"{chosen.here()}&{urlencode({'after': _key(last)})}".replace("?&", "?") if last else "",
                 "first_url": chosen.here() if request.GET.get("after") else ""},
        "structured": structured.listed(request, found[:PAGE]),
    })


def _place(path: Sequence[places.Area]) -> dict[str, Any] | None:
    """The smaller area that one looks at, which no list of provinces names."""
    if not path:
        return None
    return {"value": path[-1].code, "label": full_name(path[-1].code, path[-1].name_th, path[-1].name_en)}


def _key(last: Any) -> str:
    return f"{last.starts_at.isoformat()}~{last.id}"


def _after(request: HttpRequest) -> tuple[datetime, UUID] | None:
    moment, _, id = request.GET.get("after", "").partition("~")
    try:
        day, found = datetime.fromisoformat(moment), uuid_of(id)
    except ValueError:
        return None
    return (day, found) if found and day.tzinfo else None


def by_day(found: Sequence[queries.Meeting], at: datetime) -> list[dict[str, Any]]:
    """Rows under the day on which they begin; what is on already stands under today."""
    days: list[dict[str, Any]] = []
    for one in found:
        day = max(day_of(one.session.starts_at), day_of(at))
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "today": day == day_of(at), "rows": []})
        days[-1]["rows"].append(present.row(one, at=at))
    return days


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
        "online_link": queries.online_link(actor=actor, at=at, activity_id=one.id),
        "is_online": one.kind == "online" or bool(one.online_link),
        "taking": taking, "plan_url": reverse("plan_activity", kwargs={"id": one.id}) if view.may_plan else "",
        "structured": structured.activity(request, view, crumbs),
    }


def _session(one: queries.Meeting, at: datetime) -> dict[str, Any]:
    return present.row(one, at=at, place=False) | {
        "id": one.session.id, "when": one.when, "past": one.session.ends_at <= at, "reason": one.session.reason,
    }
