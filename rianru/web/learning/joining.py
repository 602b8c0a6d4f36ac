"""Joining an activity: as somebody with an account and their household, or with a name and a phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T, get_language
from rianru.learning import actions, queries
from rianru.learning.actions import Contact, Guest, Taken
from rianru.learning.actions.joining import open_for
from rianru.learning.queries import Gathering, Learner, SeatsRow
from rianru.learning.queries.learners import may_be_in
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.health import now
from rianru.web.learning import seats
from rianru.web.members.forms import QUIET, YearField
from rianru.web.requests import actor_of, uuid_of

OTHERS = 5  # who come along with somebody without an account
AN_HOUR, MOST_GUESTS = 3600, 30  # joinings without an account from one address


class TooManyGuests(Refused):
    """Too many have joined without an account from one address."""

    code = "learning.too_many_guests"
    status = 429
    says = T("จองจากอินเทอร์เน็ตจุดนี้หลายครั้งแล้ว พักสักครู่ หรือเข้าสู่ระบบแล้วจองต่อได้เลย",
             "Many have joined from this connection. Wait a little, or sign in and go on.")


class OwnForm(Keyed):
    """Who of the household comes."""

    who = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    disability = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, mine: Sequence[Learner], kept: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(one.id), one.name) for one in mine]
        for name in ("who", "disability"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
        self.fields["who"].label = str(T("ใครไปบ้าง", "Who comes?"))
        self.fields["disability"].label = str(T("ใครใช้ที่นั่งสำหรับคนพิการ", "Who takes a seat kept for disabilities?"))
        if not kept:
            del self.fields["disability"]


class GuestForm(Keyed):
    """A name, a phone or an e-mail, and who comes along."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(
        attrs={"inputmode": "tel", "autocomplete": "tel"}))
    email = forms.CharField(max_length=254, required=False, widget=forms.TextInput(
        attrs={"inputmode": "email", "autocapitalize": "none", "autocomplete": "email"}))
    comes = forms.BooleanField(required=False, initial=True)
    disability = forms.BooleanField(required=False)
    guardian = forms.BooleanField(required=False)

    def __init__(self, *args: Any, kept: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["birth_year"] = YearField(label=T("ปีเกิดของคุณ (พ.ศ.)", "Your year of birth"))
        for n in range(1, OTHERS + 1):
            self.fields[f"name{n}"] = forms.CharField(
                max_length=100, required=False, label=str(T("ชื่อคนที่ {n}", "Name of no. {n}", n=n + 1)),
                widget=forms.TextInput(attrs=QUIET))
            self.fields[f"year{n}"] = YearField(label=T("ปีเกิด (พ.ศ.)", "Year of birth"))
        labels = {
            "name": T("ชื่อที่ให้เรียก", "Your name"), "phone": T("เบอร์โทร", "Phone"), "email": T("อีเมล", "E-mail"),
            "comes": T("ฉันไปด้วย", "I come too"),
            "disability": T("ขอใช้ที่นั่งสำหรับคนพิการ", "I take a seat kept for people with a disability"),
            "guardian": T("ฉันเป็นผู้ปกครอง หรือผู้ปกครองฝากเด็กมากับฉัน",
                          "I am the guardian of the children, or they come in my care"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        if not kept:
            del self.fields["disability"]

    @property
    def others(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and year of birth of each who comes along."""
        return [(self[f"name{n}"], self[f"year{n}"]) for n in range(1, OTHERS + 1)]

    def guests(self) -> list[Guest]:
        """Everyone who comes."""
        said = self.cleaned_data
        me = Guest(said["name"], said.get("birth_year"), disability=said.get("disability", False))
        more = [Guest(said[f"name{n}"], said.get(f"year{n}")) for n in range(1, OTHERS + 1) if said.get(f"name{n}")]
        return [*([me] if said["comes"] else []), *more]

    def contact(self) -> Contact:
        """How they hear of changes."""
        said = self.cleaned_data
        return Contact(said["name"], said["phone"], said["email"], get_language())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?session=` which time, where each has seats of its own; without it they are there to choose."""
    actor, at = actor_of(request), now()
    g, row, rows = _wanted(request, id, at)
    if g.state == "draft":
        raise NotFound()
    mine = queries.with_household(actor.key) if actor.kind == "person" and actor.key else []
    if row is None:
        return render(request, "web/activity_join_which.html", {
            "g": g, "place": seats.place(g), "crumbs": _crumbs(g, id),
            "sessions": [seats.session_row(one, reverse("activity_join", kwargs={"id": id})) for one in rows],
        })
    draw = queries.draw_of(row.seating_id)
    kept = draw is not None and any(one.group == "disability" for one in draw.quotas)
    posted = request.POST if request.method == "POST" else None
    form = _form(posted, mine, g, at, kept=kept)
    if posted is not None and (done := _joined(request, form, g, at)) is not None:
        return done
    return render(request, "web/activity_join_page.html", {
        "form": form, "g": g, "row": row, "seats": seats.standing(row), "mine": mine, "when": seats.when(g),
        "who": list(zip(form["who"], mine, strict=True)) if mine else [],
        "place": seats.place(g), "draw": draw, "crumbs": _crumbs(g, id), "closed": _why_not(g, at), "at": at,
        "more": len(rows) > 1, "sign_in": f"{reverse('account_login')}?next={request.get_full_path()}",
    }, status=422 if form.errors else 200)


def _form(posted: Any, mine: Sequence[Learner], g: Gathering, at: datetime, *, kept: bool) -> OwnForm | GuestForm:
    if not mine:
        return GuestForm(posted, kept=kept)
    return OwnForm(posted, mine=mine, kept=kept, initial={"who": _likely(mine, g, at)})


def _wanted(request: HttpRequest, id: UUID, at: datetime) -> tuple[Gathering, SeatsRow | None, list[SeatsRow]]:
    """What one joins, its seats, and the other times to choose; no seats where a time is to be chosen first."""
    session_id = uuid_of(request.GET.get("session", ""))
    rows = seats.chosen_seats(id)
    ahead = [one for one in rows if one.session_id is None or (
        one.starts_at is not None and one.starts_at > at and one.state == "planned")]
    row = next((one for one in rows if one.session_id == session_id), None)
    if row is None and not session_id and len(ahead) == 1:
        row = ahead[0]
    g = queries.gathering(id, row.session_id if row else None)
    if g is None or (session_id and row is None):
        raise NotFound()
    return g, row, ahead


def _likely(mine: Sequence[Learner], g: Gathering, at: datetime) -> list[str]:
    """Oneself; where that is for other ages, those of the household whom it is for."""
    fit = [one for one in mine if may_be_in(one.birth_year, g.ages, day_of(at))]
    return [str(one.id) for one in (mine[:1] if mine[0] in fit else fit)]


def _why_not(g: Gathering, at: datetime) -> Refused | None:
    """What stands in the way of everybody now."""
    try:
        open_for(g, at)
    except Refused as refusal:
        return refusal
    return None


def _joined(request: HttpRequest, form: OwnForm | GuestForm, g: Gathering, at: datetime) -> HttpResponse | None:
    """Where it leads; None where the form is shown again with what is wrong."""
    kept: list[Taken] = []

    def act() -> UUID:
        kept.append(_own(request, form, g, at) if isinstance(form, OwnForm) else _guest(request, form, g, at))
        return kept[0].party_id

    party_id = sent(request, form, act)
    if party_id is None:
        return None
    if kept:
        messages.success(request, str(seats.told(kept[0].state, kept[0].size)))
    if isinstance(form, OwnForm):
        return redirect("my_learning")
    return redirect("party", token=queries.token_of(UUID(party_id)))


def _own(request: HttpRequest, form: OwnForm, g: Gathering, at: datetime) -> Taken:
    said = form.cleaned_data
    return actions.join(
        actor=actor_of(request), at=at, activity_id=g.activity_id, session_id=g.session_id,
        persons=[UUID(one) for one in said["who"]], disability=[UUID(one) for one in said.get("disability", [])],
    )


def _guest(request: HttpRequest, form: GuestForm, g: Gathering, at: datetime) -> Taken:
    address = f"guests:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(address, 0, AN_HOUR)
    if (cache.get(address) or 0) >= MOST_GUESTS:
        raise TooManyGuests()
    taken = actions.join_as_guest(
        actor=actor_of(request), at=at, activity_id=g.activity_id, session_id=g.session_id, contact=form.contact(),
        guests=form.guests(), guardian=form.cleaned_data["guardian"],
    )
    if cache.get(address) is not None:
        cache.incr(address)
    return taken


def _crumbs(g: Gathering, id: UUID) -> list[dict[str, Any]]:
    return [{"text": T("กิจกรรม", "Activities"), "url": reverse("activities")},
            {"text": g.title, "url": reverse("activity", kwargs={"id": id})}, {"text": T("จอง", "Join"), "url": ""}]
