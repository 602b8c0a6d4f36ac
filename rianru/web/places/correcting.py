"""Anyone says what is wrong about a space; its keepers decide, and whoever left an address is told."""

import json
from collections.abc import Sequence
from decimal import Decimal
from math import log2
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.formats import opening_hours
from rianru.kernel.geography import Point, kilometres
from rianru.kernel.ids import short
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import actions, queries
from rianru.places.words import CORRECTABLE, KINDS
from rianru.web.catalogue.staff import EVERY, somewhere
from rianru.web.health import now
from rianru.web.limits import tried
from rianru.web.places import present
from rianru.web.places.forms import PlaceForm, pin_of, written, written_place
from rianru.web.places.space_page import drawn_points
from rianru.web.requests import actor_of, short_id

PAGE = 20
CLOSEST = 14.5  # zoom
OVER = 0.3  # kilometres: nearer than that, two marks lie over each other there
APART = 11_000  # kilometres that half a small map shows at zoom 0, some 75 pixels
Degrees = tuple[Decimal | None, Decimal | None]
MOST_TRIES = 12  # corrections from one address in a quarter of an hour; a library's computers share one
CLOSED = T("ปิด", "Closed")
STATES = {
    "waiting": T("รอตัดสิน", "Waiting"), "accepted": T("แก้แล้ว", "Put right"),
    "rejected": T("คงไว้ตามเดิม", "Left as it is"),
}


class CorrectedTooOften(Refused):
    """As many corrections as a quarter of an hour takes from one address."""

    code = "places.corrected_too_often"
    status = 429
    says = T(
        "แจ้งมาหลายเรื่องแล้ว พักสัก 15 นาที แล้วแจ้งต่อได้", "That was a lot at once. Wait a quarter of an hour and go on."
    )


class CorrectionForm(PlaceForm):
    """What is wrong, how it should be, and where to tell the outcome. `more` is a trap that nobody sees.

    Hours are typed day by day as their keeper types them, into the week as it is known; a position is shown by moving
    the pin from where it is known.
    """

    field = forms.ChoiceField(widget=forms.Select(attrs={"class": "input"}))
    said = forms.CharField(max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    answer_to = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, known: Sequence[tuple[int, int, int]], there: Degrees, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.there = list(known), there
        chosen = self.fields["field"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(name, str(label)) for name, label in CORRECTABLE.items()]
        labels = {
            "field": T("เรื่องอะไร", "What is wrong"), "said": T("ที่ถูกควรเป็นอย่างไร", "How should it be?"),
            "answer_to": T("อีเมล ถ้าอยากรู้ผล", "Your email, to hear what became of it"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)

    def clean(self) -> dict[str, Any]:
        """The week counts where it is about hours, the pin where it is about the position; either where it is another
        than the one that is known.
        """
        given: dict[str, Any] = super().clean() or self.cleaned_data
        field = given.get("field")
        for name in [*self.errors]:
            if (name.startswith("day_") and field != "hours") or (name in ("lat", "lon") and field != "position"):
                del self.errors[name]
        week = self.week() if field == "hours" else []
        point = (given.get("lat"), given.get("lon")) if field == "position" else (None, None)
        return {name: given.get(name, "") for name in ("field", "said", "answer_to")} | {
            "week": week if week != self.known else [],
            "point": point if None not in point and point != self.there else None,
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def space_correct(request: HttpRequest, code: str) -> HttpResponse:
    """A form for everyone, signed in or not: `?field=` chooses what it is about."""
    actor, at = actor_of(request), now()
    space = queries.space(actor=actor, at=at, code=code)
    known = queries.week_of(space.id)
    form = CorrectionForm(
        request.POST or None, known=known, there=(space.lat, space.lon),
        initial={"field": request.GET.get("field", "hours"), **written_place(space)},
    )
    if request.method == "POST" and request.POST.get("more", ""):  # what no person sees was filled in
        return _thanked(request, code)
    if request.method == "POST" and form.is_valid():
        try:
            if not tried(request, "correct", most=MOST_TRIES):
                raise CorrectedTooOften()
            actions.suggest_correction(actor=actor, at=at, space_id=space.id, lang=translation.get_language() or "th",
                                       **form.cleaned_data)
            return _thanked(request, code)
        except NotFound:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "web/space_correct.html", {
        "form": form, "space": space, "map": pin_of(space), "crumbs": [
            {"text": T.verbatim(space.name_th, space.name_en), "url": reverse("space", kwargs={"code": code})},
            {"text": T("ข้อมูลไม่ตรง", "Something wrong"), "url": ""},
        ],
    }, status=422 if form.errors else 200)


def _thanked(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, str(T("ขอบคุณที่บอก คนดูแลจะตรวจให้", "Thank you. The keeper will look into it.")))
    return redirect("space", code=code)


def decides(actor: Any, at: Any) -> bool:
    """Whether this actor keeps a space anywhere."""
    return somewhere("places.change_space", actor, at, EVERY)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """`?done=1&after=`: what was said about the spaces that one keeps, and awaits a decision; or was decided."""
    actor, at = actor_of(request), now()
    if not decides(actor, at):
        require("places.change_space", actor=actor, at=at)
    waiting = request.GET.get("done") != "1"
    found = queries.corrections_for(
        actor=actor, at=at, waiting=waiting, after=short_id(request.GET.get("after", "")), limit=PAGE + 1
    )
    more, done = len(found) > PAGE, "" if waiting else "done=1&"
    return render(request, "web/corrections.html", {
        "rows": [_row(one) for one in found[:PAGE]], "waiting": waiting,
        "page": {"next_url": f"?{done}after={short(found[PAGE - 1].id)}" if more else "",
                 "first_url": f"?{done}" if request.GET.get("after") else ""},
    })


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them: what the page says and what was said, `do` accept (`take_over`) or reject, and why."""
    actor, at = actor_of(request), now()
    found = queries.correction(actor=actor, at=at, id=id)
    if found is None:
        require("places.change_space", actor=actor, at=at)
        raise NotFound()
    wrong = None
    if request.method == "POST":
        try:
            actions.decide_correction(
                actor=actor, at=at, correction_id=id, accept=request.POST.get("do") in ("accept", "take"),
                take_over=request.POST.get("do") == "take", reason=request.POST.get("reason", ""),
                url=request.build_absolute_uri(reverse("space", kwargs={"code": found.space.code})),
            )
            messages.success(request, str(T("ตัดสินแล้ว", "Decided")))
            return redirect("corrections")
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            wrong = refusal
    return render(request, "web/correction.html", {
        "one": _row(found), "week": _week(found), "point": _point(found), "wrong": wrong.message if wrong else None,
        "reason": request.POST.get("reason", ""),
        "now": _page(found, queries.page_says(found.space, found.field)), "tells": bool(found.answer_to),
        "takes": queries.can_be_taken_over(found), "state": STATES[found.state],
        "decided_by": people.names_of_keys({found.decided_by}).get(found.decided_by, "") if found.decided_by else "",
        "edit_url": reverse("space_edit", kwargs={"code": found.space.code}),
    }, status=wrong.status if wrong else 200)


def _row(one: queries.Correction) -> dict[str, Any]:
    return {
        "url": reverse("correction", kwargs={"id": one.id}), "space": one.space, "field": CORRECTABLE[one.field],
        "said": one.said or (present.hours_line(one.week) if one.week else queries.written_point(one.lat, one.lon)),
        "words": one.said, "was": _page(one, one.was),
        "asked_at": one.asked_at, "state": one.state, "said_state": STATES[one.state],
        "reason": one.reason, "kind": KINDS[one.space.kind],
        "space_url": reverse("space", kwargs={"code": one.space.code}),
    }


def _page(one: queries.Correction, says: str) -> str:
    return str(present.hours_line(says)) if one.field == "hours" else says


def _week(one: queries.Correction) -> list[dict[str, Any]]:
    """The week that was typed beside the one that is known: `day`, `said`, `now`, `differs`."""
    if not one.week:
        return []
    said, now_ = opening_hours.read(one.week).week, queries.week_of(one.space_id)
    rows = []
    for day in range(1, 8):
        lines = [written([row[1:] for row in week if row[0] == day]) or str(CLOSED) for week in (said, now_)]
        rows.append({"day": WEEKDAYS[day - 1], "said": lines[0], "now": lines[1], "differs": lines[0] != lines[1]})
    return rows


def _point(one: queries.Correction) -> dict[str, Any] | None:
    """The point that was marked: `said`, how `far` from the one that is known, and a `map` with a line between both.

    Where two marks would lie over each other, the one that is known has none.
    """
    if one.lat is None or one.lon is None:
        return None
    there, known = Point(float(one.lat), float(one.lon)), one.space
    marks = [{"lat": there.lat, "lon": there.lon, "label": str(T("ที่เขาบอก", "Where they say")), "here": True}]
    shown: dict[str, Any] = {"lat": there.lat, "lon": there.lon, "zoom": CLOSEST}
    away = None
    if known.lat is not None and known.lon is not None:
        now_ = Point(float(known.lat), float(known.lon))
        away = kilometres(there, now_)
        shown |= {"line": json.dumps([[now_.lat, now_.lon], [there.lat, there.lon]]), "zoom": _zoom(away)}
        if away > OVER:
            marks.append({"lat": now_.lat, "lon": now_.lon, "label": str(T("หน้าเว็บตอนนี้", "The page now"))})
    return {
        "said": queries.written_point(one.lat, one.lon), "far": present.far(away) if away is not None else None,
        "map": shown | {"points": drawn_points(marks)},
    }


def _zoom(km: float) -> float:
    """At which two points so far from each other stand well apart on a small map, and no nearer than is of use."""
    return min(max(round(log2(APART / max(km, 0.1)) * 2) / 2, 6), CLOSEST)
