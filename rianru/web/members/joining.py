"""Getting a card online: a new one, or the one that a desk made before."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.actors import Actor
from rianru.kernel.cards import cleaned
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.words import JOINING_ONLINE
from rianru.places import queries as places
from rianru.web.accounts import limits
from rianru.web.accounts.views import me_of
from rianru.web.catalogue.forms import SpaceField
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.context import network_of
from rianru.web.health import now
from rianru.web.members.forms import QUIET, YearField
from rianru.web.requests import actor_of


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


class ClaimForm(Keyed):
    """A card that is there already, and its PIN."""

    card = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric", **QUIET}))
    pin = forms.CharField(max_length=20, widget=forms.PasswordInput(
        attrs={"inputmode": "numeric", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].label = str(T("เลขบัตร", "Number of the card"))
        self.fields["pin"].label = str(T("PIN", "PIN"))
        self.fields["pin"].help_text = str(T("ตั้งได้ที่เคาน์เตอร์ไหนก็ได้", "Set it at any desk"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_join(request: HttpRequest) -> HttpResponse:
    """A card of one's own, at once or to be confirmed at a desk; `do=claim`: one that a desk has made."""
    me, actor, at = me_of(request), actor_of(request), now()
    claims = request.method == "POST" and request.POST.get("do") == "claim"
    claim = ClaimForm(request.POST if claims else None, auto_id="claim_%s")
    if claims and (answer := _claimed(request, claim, actor, me.person_id)) is not None:
        return answer
    posted = request.POST if request.method == "POST" and not claims else None
    form = JoinForm(posted, actor=actor, at=at, born=me.birth_year, initial={"space": request.GET.get("space", "")})
    if posted and (made := sent(request, form, lambda: _join(form, actor, me.person_id))):
        return redirect(f"{reverse('my_card')}?of={made}")
    network, has = network_of(request), people.memberships_of(actor.key) if actor.key else []
    terms = people.terms(network.id) if network else None
    here = not form.errors and any(network and one.network_id == network.id for one in has)
    return render(request, "web/my_join.html", {
        "form": form, "has": has, "here": here, "claim": claim,
        "terms": JOINING_ONLINE[terms.online] if terms else None, "closed": bool(terms and terms.online == "closed"),
    }, status=422 if form.errors or claim.errors else 200)


def _claimed(request: HttpRequest, form: ClaimForm, actor: Actor, person: UUID) -> HttpResponse | None:
    """The way to the card; the page after too many failures; None where it was refused, which is counted."""
    if not form.is_valid():
        return None
    counted = f"card:{cleaned(form.cleaned_data['card'])}"
    with limits.one_at_a_time(counted, request.META.get("REMOTE_ADDR", "")) as turn:
        if not turn or limits.is_locked(request, counted):
            return limits.locked_out(request)
        said = form.cleaned_data
        made = sent(request, form, lambda: actions.claim_card(
            actor=actor, at=now(), person_id=person, card=said["card"], pin=said["pin"]))
        if made is None:
            limits.note_failure(request, counted)
            return None
    messages.success(request, str(T("บัตรนี้เป็นของบัญชีคุณแล้ว", "The card belongs to your account now")))
    return redirect(f"{reverse('my_card')}?of={made}")


def _join(form: JoinForm, actor: Actor, person: UUID) -> UUID:
    said = form.cleaned_data
    return actions.become_member(
        actor=actor, at=now(), person_id=person, space_id=places.space_ids([said["space"]])[said["space"]],
        birth_year=said.get("birth_year"), phone=said["phone"],
    ).membership_id
