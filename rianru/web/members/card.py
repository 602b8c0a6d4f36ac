"""The card on paper: wallet size, front and back, with number, QR and bars."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.kernel import code128
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.members.finding import needed_member
from rianru.web.members.own import chosen
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words
from rianru.web.shares.drawing import weaves

LONG = 22  # signs of a name that wants smaller letters
NOTE = T(
    "ใช้ได้ทุกแห่งในเครือข่าย ถ้าหาย แจ้งเคาน์เตอร์ใดก็ได้หรือในหน้าบัญชี ผู้พบบัตร ฝากคืนที่ห้องสมุดใกล้บ้าน",
    "Good at every place of the network. Lost it? Tell any desk, or your account page. Found it? Leave it at any.",
)


@require_safe
@seated
def member_card_file(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """At the desk: any member's of this network."""
    return _file(needed_member(desk, id))


@never_cache
@login_required
@require_safe
def my_card_file(request: HttpRequest) -> HttpResponse:
    """One's own, or with `?of=` that of someone one acts for."""
    mine = chosen(request)
    if mine.member is None:
        raise NotFound()
    return _file(mine.member)


def _file(member: Member) -> HttpResponse:
    answer = HttpResponse(pdf("card.typ", card_data(member)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="card-{member.card}.pdf"'
    return answer


def card_data(member: Member) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    network, home = places.network_by_id(member.network_id), places.space_by_id(member.home_space_id)
    called = T.verbatim(network.name_th, network.name_en) if network else T("เรียนรู้", "Rianru")
    at = T.verbatim(home.name_th, home.name_en) if home else ""
    across, down, runs = weaves()[network.weave if network and network.weave in weaves() else "diamond"]
    return {
        "lang": get_language(), "title": f"{T('บัตรสมาชิก', 'Member card')} {member.card_shown}",
        "network": words(str(called)), "name": words(member.name), "long": len(member.name) > LONG,
        "kind": words(str(member.category_label)), "number": member.card_shown, "note": words(str(NOTE)),
        "home": words(str(at)), "weave": {"across": across, "down": down, "runs": runs},
        "bars": {"bars": code128.bars(member.card), "width": code128.width(member.card)}, "qr": qr(member.card),
    }

