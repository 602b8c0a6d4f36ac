"""The host says how seats are shared: until when names are taken, for whom some are kept, by lot or by arrival."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.actions import Kept
from rianru.learning.queries import DrawRow, Gathering
from rianru.learning.words import DRAW_BY, GROUPS
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.health import now
from rianru.web.learning import hosting, seats
from rianru.web.learning.times import MomentField
from rianru.web.requests import actor_of, uuid_of


class SharingForm(Keyed):
    """When the list closes, in which order, and how many seats are first for whom."""

    by = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = self.fields["by"]
        assert isinstance(by, forms.ChoiceField)
        by.label = str(T("เรียงอย่างไร", "In which order"))
        by.choices = [(code, str(word)) for code, word in DRAW_BY.items()]
        self.fields["closes_at"] = MomentField(
            label=T("ปิดรับชื่อ", "The list closes"), help=T("แบ่งที่นั่งทันทีหลังเวลานี้", "Seats are shared out right after"))
        self.fields["closes_at"].required = True
        for group, word in GROUPS.items():
            self.fields[f"kept_{group}"] = forms.IntegerField(
                required=False, min_value=0, max_value=10_000, label=str(word),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
        self.fields["area"] = forms.ChoiceField(
            required=False, choices=areas, label=str(T("คนในพื้นที่ไหน", "People of which area")))

    @property
    def kept(self) -> list[forms.BoundField]:
        """How many seats for each group."""
        return [self[f"kept_{group}"] for group in GROUPS]

    def quotas(self) -> list[Kept]:
        """As the action takes them, in the order of groups."""
        said = self.cleaned_data
        return [Kept(group, said[f"kept_{group}"], said["area"] if group == "district" else "")
                for group in GROUPS if said.get(f"kept_{group}")]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?session=` which session, where each has seats of its own. `do`: set, or draw once the list has closed."""
    actor, at = actor_of(request), now()
    g = _gathering(request, id)
    require("learning.share_seats", actor=actor, at=at, scope=places.scope_of_space(g.space_id))
    found = queries.draw_of(g.seating_id)
    areas = _areas(g)
    form = SharingForm(request.POST if request.POST.get("do") == "set" else None, areas=areas, initial=_known(found))
    here = reverse("activity_sharing", kwargs={"id": id}) + (f"?session={g.session_id}" if g.session_id else "")
    if request.method == "POST" and _done(request, form, g, found, actor, at):
        return redirect(here)
    return render(request, "web/activity_sharing.html", {
        "g": g, "form": form, "draw": found, "when": seats.when(g), "due": found and found.closes_at <= at,
        "draw_url": seats.draw_url(id, g.session_id),
        "tabs": hosting.tabs(g, g.session_id or queries.current_session(id, at=at), "sharing"),
        "crumbs": hosting.crumbs(g.title, id, T("แบ่งที่นั่ง", "Fair seats")),
    }, status=422 if form.errors else 200)


def _gathering(request: HttpRequest, id: UUID) -> Gathering:
    """The session that is asked for; without one the series, or the next session."""
    session_id = uuid_of(request.GET.get("session", ""))
    rows = seats.chosen_seats(id)
    if session_id is None and rows and rows[0].session_id:
        session_id = queries.current_session(id, at=now())
    g = queries.gathering(id, session_id)
    if g is None:
        raise NotFound()
    return g


def _done(
    request: HttpRequest, form: SharingForm, g: Gathering, found: DrawRow | None, actor: Actor, at: datetime
) -> bool:
    do = request.POST.get("do", "")
    if do == "draw" and found is not None:
        actions.draw_seats(actor=actor, at=at, draw_id=found.id)
        messages.success(request, str(T("แบ่งที่นั่งแล้ว และแจ้งทุกคนแล้ว", "Seats are shared out, and everybody is told")))
        return True
    if do != "set":
        raise NotFound()
    said = sent(request, form, lambda: actions.share_seats(
        actor=actor, at=at, activity_id=g.activity_id, session_id=g.session_id, by=form.cleaned_data["by"],
        closes_at=form.cleaned_data["closes_at"], quotas=form.quotas()))
    if said is not None:
        messages.success(request, str(T("ตั้งแล้ว ประกาศลายนิ้วมือของเลขลับไว้ในหน้ากิจกรรม",
                                        "Set. The fingerprint of the secret number is published.")))
    return said is not None


def _areas(g: Gathering) -> list[tuple[str, str]]:
    """The sub-district, the district and the province of the host."""
    codes = [g.area[:length] for length in (6, 4, 2) if len(g.area) >= length]
    return [(code, str(places.area_name(code))) for code in codes]


def _known(found: DrawRow | None) -> dict[str, Any]:
    if found is None:
        return {"by": "lot"}
    kept = {f"kept_{one.group}": one.seats for one in found.quotas}
    area = next((one.area for one in found.quotas if one.area), "")
    return {"by": found.by, "closes_at": found.closes_at, "area": area} | kept
