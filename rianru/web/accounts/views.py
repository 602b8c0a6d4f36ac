"""One's own page: names, language of letters, consents, ways to sign in; and light or dark."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.lending import queries as lending
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.queries import Me
from rianru.people.words import PURPOSES
from rianru.treasury import queries as treasury
from rianru.web.accounts import passkeys, second_factor
from rianru.web.accounts.profile import ProfileForm
from rianru.web.accounts.providers.named import NAMES, providers
from rianru.web.requests import actor_of

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


def me_of(request: HttpRequest) -> Me:
    """The person who is signed in; 404 for an account that belongs to nobody."""
    found = people.me(request.user.pk)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and how I sign in."""
    me, actor = me_of(request), actor_of(request)
    enrolled = second_factor.is_enrolled(request.user)  # type: ignore[arg-type]
    return render(request, "web/account.html", {
        "person": me, "email": me.email, "roles": people.roles_of(me.person_id, at=timezone.now()),
        "mfa_enabled": enrolled, "needs_mfa": actor.is_staff and not actor.secure,
        "mfa_url": second_factor.where_to_show(request), "settings": _settings(request, actor, enrolled),
        "mine": _mine(actor), "news": _news(actor),
        "signout_url": reverse("account_logout"), "fresh": people.fresh_in_searches(actor=actor),
    })


def _mine(actor: Actor) -> list[dict[str, Any]]:
    """Card, money and household; for those without a card, how to get one."""
    cards = people.memberships_of(actor.key) if actor.key else []
    if not cards:
        note = T("บัตรใบเดียว ยืมได้ทุกแห่งในเครือข่าย", "One card for every place of the network")
        card = {"url": reverse("my_join"), "label": T("ทำบัตรสมาชิก", "Get a card"), "note": note}
        return [_learning(), _passport(), card, _proven()]
    owed = sum(each.owed for each in treasury.standings(card.id for card in cards).values())
    money = T("ค้าง {owed}", "{owed} is owed", owed=baht_text(owed)) if owed else T("ไม่มีอะไรค้าง", "Nothing is owed")
    return [
        _learning(),
        _passport(),
        {"url": reverse("my_card"), "label": T("บัตรสมาชิก", "Member card"), "note": cards[0].card_shown},
        {"url": reverse("my_money"), "label": T("เงินและใบเสร็จ", "Money and receipts"), "note": money},
        _proven(),
        {"url": reverse("my_household"), "label": T("ครัวเรือน", "Household"),
         "note": T("บัตรของลูก และคนที่ให้ทำแทน", "Cards of children, and of those you act for")},
    ]


def _learning() -> dict[str, Any]:
    return {"url": reverse("my_learning"), "label": T("การเรียนรู้ของฉัน", "My learning"),
            "note": T("กิจกรรมที่จอง คิวที่รอ และชั่วโมง", "What you joined and wait for, and hours")}


def _passport() -> dict[str, Any]:
    return {"url": reverse("my_passport"), "label": T("สมุดเดินทางการเรียนรู้", "Learning passport"),
            "note": T("ตราที่สะสม การอ่าน และภารกิจ", "Stamps, reading and challenges")}


def _proven() -> dict[str, Any]:
    return {"url": reverse("my_credentials"), "label": T("ใบรับรองของฉัน", "My credentials"),
            "note": T("เหรียญ ใบประกาศ ชั่วโมงเรียนรู้", "Badges, certificates, hours of learning")}


def _news(actor: Actor) -> list[dict[str, Any]]:
    """What waits for me, and what is late: said here as well as by letter; a line for each card."""
    today = day_of(timezone.now())
    offers = learning.offers_for(actor.key) if actor.key else 0
    asked = [{"text": T("มีที่นั่งให้ {n} รายการ รอคำตอบ",
                        "{n} {n:offer|offers} of seats {n:waits|wait} for your answer", n=offers),
              "tone": "turmeric", "url": reverse("my_learning")}] if offers else []
    found = (lending.borrower(card.id, day=today) for card in (people.memberships_of(actor.key) if actor.key else ()))
    return [
        *asked,
        *({"text": text, "tone": tone, "url": f"{reverse('my_shelf')}?of={who.id}"}
        for who in found if who for count, tone, text in (
            (who.ready, "leaf", T("มีของจองพร้อมรับ {n} เล่ม", "{n} on hold: ready for you", n=who.ready)),
            (who.overdue, "lac", T("เลยกำหนดคืน {n} เล่ม", "{n} overdue", n=who.overdue)),
        ) if count),
    ]


def _settings(request: HttpRequest, actor: Actor, enrolled: bool) -> list[dict[str, Any]]:
    """The pages from here, each with a note where there is something to say."""
    has_password = request.user.has_usable_password()  # type: ignore[union-attr]
    unset = T("ยังไม่ได้ตั้ง เข้าด้วยรหัสทางอีเมลอยู่", "Not set: you sign in by code")
    rows: list[tuple[str, T, T | str]] = [
        ("account_profile", T("ชื่อ ภาษา และความยินยอม", "Names, language and consents"), ""),
        ("account_email", T("อีเมล", "E-mail address"), ""),
        ("account_change_password", T("รหัสผ่าน", "Password"), "") if has_password
        else ("account_set_password", T("รหัสผ่าน", "Password"), unset),
        ("mfa_list_webauthn", T("พาสคีย์", "Passkeys"), _keys(len(passkeys.of(request.user)))),  # type: ignore[arg-type]
        ("mfa_index", T("ยืนยันสองขั้น", "Second step"), _step(actor, enrolled)),
    ]
    rows.append(("account_sessions", T("เครื่องที่เข้าอยู่", "Where you are signed in"), ""))
    if providers():
        rows.insert(-1, ("account_identities", T("LINE และ ThaID", "LINE and ThaID"), _linked(request)))
    if permitted("people.open_roles", actor=actor, at=timezone.now()):
        rows.append(("people", T("หน้าที่ของคน", "People and roles"), T("ดู ให้ และสิ้นสุดสิทธิ์", "See, grant and end roles")))
    return [{"url": reverse(name), "label": label, "note": note} for name, label, note in rows]


def _linked(request: HttpRequest) -> T | str:
    names = [str(NAMES.get(code, code)) for code in people.identities_of(request.user.pk)]  # type: ignore[arg-type]
    return ", ".join(names) or T("ยังไม่ผูก", "Not linked")


def _keys(number: int) -> T:
    if not number:
        return T("ยังไม่มี เข้าด้วยนิ้ว ใบหน้า หรือรหัสของเครื่องได้", "None yet: sign in with finger, face or PIN")
    return T("มี {n} อัน", "{n} of them", n=number)


def _step(actor: Actor, enrolled: bool) -> T:
    if enrolled:
        return T("เปิดอยู่", "On")
    if actor.is_staff and not actor.secure:
        return T("ยังไม่เปิด หน้าที่ของคุณใช้ได้เมื่อเปิดแล้ว", "Off. Your duties count once it is on.")
    return T("ยังไม่เปิด", "Off")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Names as they are written, the language of letters, and each consent by itself."""
    me = me_of(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial={
        "given_name": me.given_name, "family_name": me.family_name, "display_name": me.display_name,
        "language": me.language,
    })
    if request.method == "POST" and form.is_valid() and _keep(request, me, form):
        messages.success(request, str(T("บันทึกแล้ว", "Saved")))
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form, "consents": _consents(me)})


def _keep(request: HttpRequest, me: Me, form: ProfileForm) -> bool:
    """Whether it was kept; a refusal stands at the form."""
    names = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "display_name")}
    own: dict[str, Any] = {"actor": actor_of(request), "at": timezone.now(), "person_id": me.person_id}
    try:
        actions.rename(**own, **names)
        actions.set_language(**own, language=form.cleaned_data["language"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _consents(me: Me) -> list[dict[str, Any]]:
    given = people.consents(me.person_id)
    return [
        {"purpose": purpose, "label": label, "given_at": given.get(purpose)} for purpose, label in PURPOSES.items()
    ]


@login_required
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Gives or withdraws one consent: one button, the same number of steps either way."""
    act = actions.withdraw_consent if request.POST.get("do") == "withdraw" else actions.give_consent
    act(actor=actor_of(request), at=timezone.now(), person_id=me_of(request).person_id, purpose=purpose)
    return redirect("account_profile")


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps light or dark in a cookie of this device and goes back."""
    chosen, back = request.GET.get("to", ""), request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = redirect(back if safe else "home")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return answer
