"""The host's list of one session or series: who has seats, who waits, who is to be phoned; adding and taking off."""

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
from rianru.core.again import again
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.actions import Contact, Guest
from rianru.learning.queries import Gathering, PartyRow
from rianru.people import queries as members
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.learning import hosting, seats
from rianru.web.members.forms import QUIET
from rianru.web.requests import told, uuid_of

MOST = 20  # people put on a list at once


class NobodyFound(Refused):
    """No member has this card."""

    code = "learning.nobody_found"
    says = T("ไม่พบบัตร {card} ตรวจเลขอีกครั้ง หรือใส่ชื่อแทน",
             "Nobody has the card {card}. Look again, or write a name instead.")


class AddForm(Keyed):
    """A card, or names with a phone."""

    card = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs=QUIET))
    names = forms.CharField(max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2, **QUIET}))
    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", **QUIET}))
    full = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, help in (
            ("card", T("บัตรสมาชิก", "Member card"), T("สแกนหรือพิมพ์เลข", "Scan it, or type its number")),
            ("names", T("หรือชื่อ บรรทัดละคน", "Or names, one a line"), T("ไม่ต้องมีบัญชี", "No account needed")),
            ("phone", T("เบอร์โทร", "Phone"), T("ใช้แจ้งถ้าเลื่อนหรืองด", "To tell them when it moves")),
            ("full", T("ถ้าที่ไม่พอ", "If too few are free"), None),
        ):
            self.fields[name].label, self.fields[name].help_text = str(label), str(help or "")
        full = self.fields["full"]
        assert isinstance(full, forms.ChoiceField)
        full.choices = [("", str(T("บอกก่อน", "Tell me"))), ("wait", str(T("เข้าคิว", "Put them in line"))),
                        ("beyond", str(T("เพิ่มเกินจำนวน", "Add them beyond the number")))]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?session=` which time, where each has seats of its own. `do`: add, remove (with `party`, perhaps `seat`)."""
    actor, at = hosting.host(request, id)
    session_id = uuid_of(request.GET.get("session", ""))
    rows = seats.chosen_seats(id)
    row = next((one for one in rows if one.session_id == session_id), rows[0] if rows and not session_id else None)
    g = queries.gathering(id, row.session_id if row else None)
    if g is None or (row is None and session_id):
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = AddForm(request.POST if do == "add" else None)
    here = reverse("activity_people", kwargs={"id": id}) + (f"?session={g.session_id}" if g.session_id else "")
    if do == "add" and sent(request, form, lambda: _added(form, g, actor, at)) is not None:
        messages.success(request, str(T("เพิ่มแล้ว", "Added")))
        return redirect(here)
    if do == "remove":
        _removed(request, actor, at)
        return redirect(here)
    if do not in ("", "add"):
        raise NotFound()
    listed = queries.parties_of(id, g.session_id)
    return render(request, "web/activity_people.html", {
        "g": g, "form": form, "when": seats.when(g), "seats": seats.standing(row) if row else None,
        "joined": [_row(one) for one in listed if one.state == "joined"],
        "offered": [_row(one) for one in listed if one.state == "offered"],
        "waiting": [_row(one) for one in listed if one.state in ("waiting", "entered")],
        "sessions": _others(rows, id, g), "tabs": hosting.tabs(g, _first(id, g, at), "people"),
        "crumbs": hosting.crumbs(g.title, id, T("รายชื่อ", "List")), "over": g.over(at),
        "told": queries.told(id, g.space_id) if g.begun(at) else None,
    }, status=422 if form.errors else 200)


def _first(id: UUID, g: Gathering, at: datetime) -> UUID | None:
    """The session whose attendance is kept from here: this one, or of a series the one that is on or comes next."""
    return g.session_id or queries.current_session(id, at=at)


def _others(rows: list[queries.SeatsRow], id: UUID, g: Gathering) -> list[dict[str, Any]]:
    """The other times of the same activity."""
    if len(rows) < 2:
        return []
    address = reverse("activity_people", kwargs={"id": id})
    return [seats.session_row(one, address) | {"current": one.session_id == g.session_id} for one in rows
            if one.starts_at is not None]


def _row(one: PartyRow) -> dict[str, Any]:
    """A party on the list. Whoever has no e-mail is told by phone."""
    return {"party": one, "call": one.state == "offered" and not one.email and one.by_id is None}


def _added(form: AddForm, g: Gathering, actor: Actor, at: datetime) -> UUID:
    said = form.cleaned_data
    names = [" ".join(line.split()) for line in said["names"].splitlines() if line.strip()][:MOST]
    asked: dict[str, Any] = {
        "actor": actor, "at": at, "activity_id": g.activity_id, "session_id": g.session_id,
        "beyond": said["full"] == "beyond", "wait": said["full"] == "wait",
    }
    if said["card"]:
        return actions.add_at_desk(**asked, persons=[_carded(said["card"])]).party_id
    contact = Contact(names[0], said["phone"]) if names else None
    return actions.add_at_desk(**asked, contact=contact, guests=[Guest(name) for name in names]).party_id


def _carded(card: str) -> UUID:
    scanned = members.scanned(card)
    found = members.member(scanned.membership_id) if scanned and not scanned.ended else None
    if found is None:
        raise NobodyFound(card=card)
    return found.person_id


def _removed(request: HttpRequest, actor: Actor, at: datetime) -> None:
    party_id, seat = uuid_of(request.POST.get("party", "")), uuid_of(request.POST.get("seat", ""))
    if party_id is None:
        raise NotFound()
    try:
        again(lambda: actions.remove_party(actor=actor, at=at, party_id=party_id, seats=[seat] if seat else []))
        messages.success(request, str(T("เอาออกแล้ว และแจ้งเจ้าตัวแล้ว", "Taken off, and told so")))
    except Refused as refusal:
        told(request, refusal)
