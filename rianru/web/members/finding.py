"""Members at the desk: found by name, phone or card, and registered where they are not found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.members.forms import RegisterForm, living
from rianru.web.members.present import member_row

NO_GUARDIAN = T("ไม่พบบัตรนี้ในเครือข่าย ตรวจเลขบัตรผู้ปกครองอีกครั้ง", "No such card in this network. Look at the number again.")
CRUMB = T("สมาชิก", "Members")


@require_safe
@seated
def members(request: HttpRequest, desk: Sitting) -> HttpResponse:
    """`?q=`: by name, phone or card; a card leads straight to its member. Without it, who waits to be confirmed."""
    text = request.GET.get("q", "").strip()[:100]
    card = people.scanned(text) if text else None
    if card is not None and member_here(desk, card.membership_id) is not None:
        if card.ended:
            messages.warning(request, str(T(
                "บัตร {card} ถูกแทนด้วยใบใหม่แล้ว เก็บใบเก่าไว้ไม่ให้ใช้ต่อ",
                "Card {card} was replaced by a new one. Keep the old one from being used.", card=text)))
        return redirect("member", id=card.membership_id)
    network = desk.space.network_id
    found = people.look_up(text, network_id=network) if text else people.waiting_at_desk(network_id=network)
    day = day_of(desk.at)
    blocked = people.blocks([member.id for member in found], day=day)
    return render(request, "web/members.html", {
        "desk": desk, "query": text, "members": [member_row(each, blocked.get(each.id, []), day) for each in found],
        "new_url": reverse("member_new"),
    })


def member_here(desk: Sitting, id: UUID) -> Member | None:
    """A member of the network of this desk; None for those of another."""
    found = people.member(id)
    return found if found is not None and found.network_id == desk.space.network_id else None


def needed_member(desk: Sitting, id: UUID) -> Member:
    """The same; NotFound where there is none."""
    found = member_here(desk, id)
    if found is None:
        raise NotFound()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_new(request: HttpRequest, desk: Sitting) -> HttpResponse:
    """Registers someone; first shows who is probably the same, unless told that they are not."""
    posted = request.POST if request.method == "POST" else None
    around = living(desk.space.area_id)
    form = RegisterForm(posted, initial={"given_name": request.GET.get("name", "")[:200]}, living=around)
    same: list[Member] = []
    if posted and form.is_valid():
        guardian, sure = _guardian(form, desk), bool(posted.get("anyway"))
        if made := sent(request, form, lambda: _register(form, desk, guardian, sure=sure)):
            messages.success(request, str(T("สมัครแล้ว บัตรใช้ได้ทุกแห่งในเครือข่าย", "Registered. The card works everywhere.")))
            return redirect("member", id=UUID(made))
        same = [] if sure else _alike(form, desk)
    day = day_of(desk.at)
    return render(request, "web/member_new.html", {
        "desk": desk, "form": form, "same": [member_row(each, [], day) for each in same],
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": T("สมัครสมาชิก", "Register"), "url": ""}],
    }, status=422 if form.errors else 200)


def _alike(form: RegisterForm, desk: Sitting) -> list[Member]:
    said = form.who()
    digits = "".join(sign for sign in said.phone if sign.isdigit())
    who = people.Alike(said.given_name, said.family_name, said.birth_year, digits)
    return people.alike(who, network_id=desk.space.network_id)


def _guardian(form: RegisterForm, desk: Sitting) -> UUID | None:
    """The membership of the guardian whose card was scanned; what is wrong with it stands at its field."""
    typed = form.cleaned_data["guardian"]
    card = people.scanned(typed) if typed else None
    if typed and (card is None or member_here(desk, card.membership_id) is None):
        form.add_error("guardian", str(NO_GUARDIAN))
    return card.membership_id if card else None


def _register(form: RegisterForm, desk: Sitting, guardian: UUID | None, *, sure: bool) -> UUID:
    said, who = form.cleaned_data, form.who()
    if guardian is not None:
        return actions.register_child(
            **desk.asked, guardian_id=guardian, who=who, card=said["card"], sure=sure
        ).membership_id
    category = said["category"] or people.category_at(who.birth_year, at=desk.at)
    return actions.register_member(
        **desk.asked, category=category, who=who, card=said["card"], note=said["note"], sure=sure
    ).membership_id
