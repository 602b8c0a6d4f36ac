"""A passport of paper, for whoever has no phone: a sheet that is folded once, with the card and room for stamps."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.core.permissions import require
from rianru.kernel.cards import cleaned
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries
from rianru.learning.actions.stamping import BACK
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.places.queries import Network
from rianru.web.context import network_of
from rianru.web.desks.where import Sitting, seated
from rianru.web.papers.cloth import cloth
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words
from rianru.web.requests import actor_of, uuid_of

SIZES = ("a4", "a5")  # sheets; folded they are A5 and A6
TITLE = T("สมุดเดินทางการเรียนรู้", "Learning passport")
HOW = (
    T("ไปที่เรียนรู้แห่งไหนก็ได้ ขอตราจากผู้ดูแล แล้วเขียนวันที่",
      "Go to any place to learn, ask its caretaker for a stamp, and write the day."),
    T("วันละหนึ่งตราต่อแห่ง กิจกรรมและการอ่านก็ได้ตรา", "One stamp a day and place. Activities and reading have stamps too."),
    T("ยื่นสมุดให้ผู้ดูแลแห่งไหนก็ได้ลงในระบบให้ ภายใน {days} วัน",
      "Hand it to any caretaker within {days} {days:day|days}: they enter it for you.", days=BACK),
    T("มีโทรศัพท์ สแกน QR ที่แปะอยู่ หรือเปิด {address} แล้วพิมพ์เลข 12\N{NO-BREAK SPACE}หลัก ไม่ต้องลงซ้ำ",
      "With a phone, scan the QR on the wall, or open {address} and type its 12 digits: nothing to enter then."),
)


@never_cache
@login_required
@require_safe
def my_booklet(request: HttpRequest) -> HttpResponse:
    """One's own, or with `?of=` of somebody one cares for; `?size=a5` for a smaller one."""
    actor = actor_of(request)
    assert actor.key is not None
    care = queries.in_my_care(actor.key)
    wanted = uuid_of(request.GET.get("of", "")) if request.GET.get("of") else care[0].id
    one = next((each for each in care if each.id == wanted), None)
    if one is None:
        raise NotFound()
    cards = people.memberships_of_persons([one.id])
    here = network_of(request)
    cards.sort(key=lambda card: here is None or card.network_id != here.id)
    return _file(request, cards[0] if cards else None, here, name=str(one.name))


@require_safe
@seated
def desk_booklet(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """At the desk: to be filled in by hand, or with `?card=` a member's; `?size=a5` for a smaller one."""
    require("learning.stamp", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))
    number = cleaned(request.GET.get("card", "")[:60])
    found = people.scanned(number) if number else None
    if number and found is None:
        raise NotFound()
    member = people.member(found.membership_id) if found else None
    if member is not None and member.network_id != seat.space.network_id:
        raise NotFound()
    return _file(request, member, seat.space.network)


def _file(request: HttpRequest, member: Member | None, network: Network | None, *, name: str = "") -> HttpResponse:
    network = (places.network_by_id(member.network_id) if member else None) or network
    answer = HttpResponse(pdf("booklet.typ", data(request, member, network, name)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="passport.pdf"'
    return answer


def data(request: HttpRequest, member: Member | None, network: Network | None, name: str = "") -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    size = request.GET.get("size", "").lower()
    url = request.build_absolute_uri(reverse("attend"))
    called = T.verbatim(network.name_th, network.name_en) if network else T("เรียนรู้", "Rianru")
    return cloth(network, size if size in SIZES else "a4", url) | {
        "title_plain": str(TITLE), "title": words(str(TITLE)), "network": words(str(called)),
        "name": words(member.name if member else name), "number": member.card_shown if member else "",
        "qr": qr(member.card) if member else None,
        "card_say": words(str(T("เลขบัตร ใช้ลงตราที่เคาน์เตอร์", "Number of the card, for the desk") if member else T(
            "ยังไม่มีบัตร ขอได้ที่เคาน์เตอร์ แล้วเขียนเลขไว้ตรงนี้", "No card yet: ask a desk, and write its number here"))),
        "name_say": words(str(T("ชื่อ", "Name"))), "number_say": words(str(T("เลขบัตร", "Number of the card"))),
        "day_say": words(str(T("วันที่", "Day"))),
        "left_title": words(str(T("ตราที่ 1–12", "Stamps 1 to 12"))),
        "right_title": words(str(T("ตราที่ 13–24", "Stamps 13 to 24"))),
        "goal_title": words(str(T("อยากไปที่ไหน อยากรู้เรื่องอะไร", "Where I want to go, what I want to know"))),
        "how_title": words(str(T("ใช้อย่างไร", "How it works"))),
        "how": [words(str(line.having(address=url.partition("://")[2]) if "{address}" in line.th else line))
                for line in HOW],
        "found": words(str(T("ใครพบสมุดเล่มนี้ ฝากคืนที่ห้องสมุดใกล้บ้าน ขอบคุณ",
                             "Found it? Leave it at any library. Thank you."))),
    }
