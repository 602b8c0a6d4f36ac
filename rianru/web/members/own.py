"""One's own membership: the card, joining online, the household; and the same for those one acts for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.people.words import JOINING_ONLINE
from rianru.places import queries as places
from rianru.web.accounts.views import me_of
from rianru.web.catalogue.forms import SpaceField
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.context import network_of
from rianru.web.health import now
from rianru.web.members.forms import QUIET, PersonForm, YearField
from rianru.web.members.present import state
from rianru.web.requests import actor_of, uuid_of


@dataclass(frozen=True, slots=True)
class Mine:
    """The memberships that are mine or that I act for, and the one that is looked at."""

    member: Member | None
    others: tuple[Member, ...]
    own: bool


def chosen(request: HttpRequest) -> Mine:
    """`?of=` a membership of mine or of one I act for (else NotFound); without it my own, of this network first."""
    key = actor_of(request).key
    own = people.memberships_of(key) if key else []
    wards = people.memberships_of_persons(people.acts_for(key=key)) if key else []
    here = network_of(request)
    own.sort(key=lambda one: here is None or one.network_id != here.id)
    every, wanted = [*own, *wards], request.GET.get("of", "")
    if wanted:
        found = next((one for one in every if one.id == uuid_of(wanted)), None)
        if found is None:
            raise NotFound()
    else:
        found = every[0] if every else None
    return Mine(found, tuple(one for one in every if one is not found), found in own)


@never_cache
@login_required
@require_safe
def my_card(request: HttpRequest) -> HttpResponse:
    """The card on the phone: number, QR and bars, big enough for a scanner. Without a membership: how to get one."""
    mine, at = chosen(request), now()
    if mine.member is None:
        return redirect("my_join")
    day = day_of(at)
    blocks = people.blocks([mine.member.id], day=day).get(mine.member.id, [])
    return render(request, "web/my_card.html", {
        "mine": mine, "card": mine.member, "state": state(mine.member, blocks, day), "blocks": blocks,
        "network": places.network_by_id(mine.member.network_id),
    })


class JoinForm(Keyed):
    """Where, the year of birth where it is not known yet, and a phone."""

    phone = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", **QUIET}))

    def __init__(self, *args: Any, actor: Actor, at: Any, born: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"] = SpaceField(
            actor=actor, at=at, label=T("ห้องสมุดหรือแหล่งเรียนรู้ใกล้บ้าน", "A library or learning space near you"),
            help=T("พิมพ์ชื่อ เช่น อุทยานการเรียนรู้ บัตรใช้ได้ทุกแห่ง", "Type its name. The card works everywhere."),
        )
        self.fields["phone"].label = str(T("เบอร์โทร", "Phone"))
        self.fields["phone"].help_text = str(T("ใช้เมื่อมีเรื่องด่วนเกี่ยวกับของที่ยืม", "For urgent news of what you borrowed"))
        if born is None:
            self.fields["birth_year"] = YearField(
                label=T("ปีเกิด (พ.ศ.)", "Year of birth"), required=True,
                help=T("เช่น 2540 ใช้จัดประเภทบัตร ไม่แสดงให้ใครเห็น", "Such as 1997. It decides the kind of card."))
        self.order_fields(["space", "birth_year", "phone"])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_join(request: HttpRequest) -> HttpResponse:
    """A card of one's own, at once or to be confirmed at a desk."""
    me, actor, at = me_of(request), actor_of(request), now()
    posted = request.POST if request.method == "POST" else None
    form = JoinForm(posted, actor=actor, at=at, born=me.birth_year, initial={"space": request.GET.get("space", "")})
    if posted and (made := sent(request, form, lambda: _join(form, actor, me.person_id))):
        return redirect(f"{reverse('my_card')}?of={made}")
    network, has = network_of(request), people.memberships_of(actor.key) if actor.key else []
    terms = people.terms(network.id) if network else None
    here = not form.errors and any(network and one.network_id == network.id for one in has)
    return render(request, "web/my_join.html", {
        "form": form, "has": has, "here": here,
        "terms": JOINING_ONLINE[terms.online] if terms else None, "closed": bool(terms and terms.online == "closed"),
    }, status=422 if form.errors else 200)


def _join(form: JoinForm, actor: Actor, person: UUID) -> UUID:
    said = form.cleaned_data
    return actions.become_member(
        actor=actor, at=now(), person_id=person, space_id=places.space_ids([said["space"]])[said["space"]],
        birth_year=said.get("birth_year"), phone=said["phone"],
    ).membership_id


class ChildForm(PersonForm):
    """A child of the guardian who asks."""

    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            del self.fields[name]
        self.fields["birth_year"].required = True
        self.fields["agreed"].label = str(T(
            "ฉันเป็นผู้ปกครอง และยินยอมให้เด็กคนนี้มีบัตรและยืมได้",
            "I am the guardian, and agree that this child has a card and borrows",
        ))

    def who(self) -> actions.Particulars:
        """The values as the action takes them."""
        said = self.cleaned_data
        return actions.Particulars(said["given_name"], said["family_name"], said["birth_year"])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_household(request: HttpRequest) -> HttpResponse:
    """Who is in it, whose card I may show; `do`: child (a card for one), leave (with `of`: who)."""
    key = actor_of(request).key
    here = network_of(request)
    own = people.memberships_of(key) if key else []
    mine = next((one for one in own if here is None or one.network_id == here.id), own[0] if own else None)
    if mine is None:
        return render(request, "web/my_household.html", {"mine": None})
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ChildForm(request.POST if do == "child" else None, initial={"family_name": mine.family_name})
    leave = Keyed(request.POST if do == "leave" else None, auto_id=False)
    if request.method == "POST" and do not in ("child", "leave"):
        raise NotFound()
    if do == "child" and sent(request, form, lambda: _child(request, form, mine)):
        said = T("เพิ่มแล้ว พาเด็กไปยืนยันตัวที่เคาน์เตอร์ครั้งแรก", "Added. Bring the child to a desk once.")
        messages.success(request, str(said))
        return redirect("my_household")
    if do == "leave" and sent(request, leave, lambda: _leave(request, mine)) is not None:
        messages.success(request, str(T("ถอนความยินยอมแล้ว", "Withdrawn")))
        return redirect("my_household")
    mates = people.household(mine.person_id, network_id=mine.network_id)
    acting = set(people.acts_for(key=key)) if key else set()
    return render(request, "web/my_household.html", {
        "mine": mine, "form": form, "leave": leave, "open": do == "child", "guardian": not mates or any(
            mate.person_id == mine.person_id and mate.part == "guardian" for mate in mates),
        "mates": [{"mate": mate, "self": mate.person_id == mine.person_id, "acts": mate.person_id in acting,
                   "ends": mate.person_id in acting or (mate.person_id == mine.person_id and mate.part != "child")}
                  for mate in mates],
    }, status=422 if form.errors or leave.errors else 200)


def _child(request: HttpRequest, form: ChildForm, mine: Member) -> UUID:
    return actions.register_child(
        actor=actor_of(request), at=now(), space_id=mine.home_space_id, guardian_id=mine.id, who=form.who()
    ).membership_id


def _leave(request: HttpRequest, mine: Member) -> None:
    who = uuid_of(request.POST.get("of", ""))
    found = people.member(who) if who else None
    if found is None:
        raise NotFound()
    actions.leave_household(
        actor=actor_of(request), at=now(), space_id=found.home_space_id, membership_id=found.id, withdrawn=True
    )
