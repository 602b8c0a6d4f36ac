"""The desk: one screen, one input. It works as a plain form; with the script scans are sent one after another.

Every answer shows the whole desk anew, or (asked for with `X-Desk: part`) only the part that a scan changes.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from rianru.kernel.ids import new_id
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.actions.refusals import MemberOfAnotherNetwork
from rianru.people import queries as people
from rianru.web.desks.where import Sitting, seated
from rianru.web.lending.panel import came_back, day, panel
from rianru.web.lending.scanning import Said, scan, undone
from rianru.web.requests import uuid_of

MODES = ("out", "in", "use")


@require_safe
@seated
def desk(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`?member=` (a card's number) brings its member; `?mode=in` takes back."""
    card = request.GET.get("member", "").strip()[:40]
    found = people.scanned(card) if card else None
    return _page(request, seat, None, found.membership_id if found and not found.ended else None)


@require_POST
@seated
def desk_scan(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """One scan, with a key of its own: sent again it gives the same answer once."""
    member = uuid_of(request.POST.get("member", ""))
    if not request.POST.get("text", "").strip("\0 \r\n\t"):
        return _page(request, seat, None, member)
    said = scan(
        seat, key=_key(request), typed=request.POST.get("text", ""), member=member,
        mode=request.POST.get("mode", "out"),
    )
    return _page(request, seat, said, said.member)


@require_POST
@seated
def desk_undo(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The last scan is taken back."""
    said, member = undone(seat, request.POST.get("undo", "")[:4_000])
    return _page(request, seat, said, member or uuid_of(request.POST.get("member", "")))


@require_POST
@seated
def desk_act(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What is done to a loan or to all of a member's: `do` is renew, renew-all, claim, lost, in-kind or damaged."""
    member, loan = uuid_of(request.POST.get("member", "")), uuid_of(request.POST.get("loan", ""))
    if member is None or (loan is None and request.POST.get("do") != "renew-all"):
        raise NotFound()
    try:
        said = _act(seat, request.POST.get("do", ""), member, loan)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        said = Said("lac", "stop", refusal.message)
    return _page(request, seat, said, member)


@require_POST
@seated
def desk_copy(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """`do` is missing, damaged or mended: what becomes of a copy that is not out. Back to where it was asked."""
    acts = {
        "missing": (actions.declare_missing, T("บันทึกว่าหาไม่พบ ใครจองไว้ได้เล่มอื่นแทนถ้ามี",
                                               "Marked missing. Who waits for it gets another, if there is one.")),
        "damaged": (actions.take_for_mending, T("บันทึกว่าชำรุด แยกไว้ซ่อม", "Marked damaged: put it aside to be mended.")),
        "mended": (actions.declare_mended, T("กลับขึ้นชั้นแล้ว", "Back on its shelf")),
    }
    if request.POST.get("do", "") not in acts:
        raise NotFound()
    act, said = acts[request.POST["do"]]
    act(**seat.asked, item_id=id)
    messages.success(request, str(said))
    name = request.POST.get("list", "")
    return redirect("desk_list", name=name) if name in queries.LISTS else redirect("item", id=id)


@require_safe
@seated
def desk_receipt(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """What a member has out, for paper of 80 mm or (`?paper=a4`) A4."""
    shown = panel(seat, id)
    if shown is None:
        raise NotFound()
    paper = "a4" if request.GET.get("paper") == "a4" else "80"
    return render(request, "web/desk_receipt.html", {"member": shown, "desk": seat, "paper": paper})


@require_safe
@seated
def desk_slip(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """The slip that is put into a book on the hold shelf: a first name and the end of a card's number, no more."""
    found = queries.kept_for(id, space_id=seat.space.id)
    if found is None:
        raise NotFound()
    name, card, until = found
    return render(request, "web/desk_slip.html", {"name": name, "card": card[-4:], "until": until, "desk": seat})


def _act(seat: Sitting, do: str, member: UUID, loan: UUID | None) -> Said:
    who: dict[str, Any] = {"actor": seat.actor, "at": seat.at}
    if do == "renew-all":
        done = actions.renew_all(**who, membership_id=member, space_id=seat.space.id)
        renewed, refused = [one for one in done if one.refused is None], [one for one in done if one.refused]
        title = T("ยืมต่อแล้ว {done} จาก {all} ชิ้น", "{done} of {all} renewed", done=len(renewed), all=len(done))
        return Said("turmeric" if refused else "leaf", "wait" if refused else "ok", title,
                    steps=tuple(one.refused for one in refused if one.refused is not None))
    assert loan is not None
    if do == "renew":
        one = actions.renew(**who, loan_id=loan, space_id=seat.space.id)
        return Said("leaf", "ok", T("ยืมต่อแล้ว: {title}", "Renewed: {title}", title=one.title))
    if do == "claim":
        actions.claim_returned(**seat.asked, loan_id=loan)
        return Said("turmeric", "wait", T("บันทึกแล้วว่าสมาชิกแจ้งว่าคืนแล้ว", "Noted: they say it was returned"),
                    T("หาบนชั้นอีกครั้ง ค่าปรับหยุดนับตั้งแต่ตอนนี้", "Look for it on the shelves. No fine grows from now on."))
    if do in ("lost", "in-kind"):
        lost = actions.declare_lost(**seat.asked, loan_id=loan, in_kind=do == "in-kind")
        return Said("turmeric", "wait", T("แจ้งหายแล้ว", "Declared lost"), _charged(lost))
    if do == "damaged":
        lost = actions.declare_damaged(**seat.asked, loan_id=loan)
        title = T("รับคืนแล้ว และบันทึกว่าชำรุด แยกไว้ซ่อม", "Taken back and marked damaged: put it aside")
        return Said("turmeric", "wait", title, _charged(lost))
    raise NotFound()


def _charged(lost: actions.Lost) -> T | None:
    return T("คิดเงิน {sum} ใบเลขที่ {receipt}", "Charged {sum}, no. {receipt}", sum=baht_text(lost.satang),
             receipt=lost.receipt) if lost.satang else None


def _key(request: HttpRequest) -> str:
    return str(uuid_of(request.POST.get("key", "")) or new_id())


def _page(request: HttpRequest, seat: Sitting, said: Said | None, member: UUID | None) -> HttpResponse:
    shown = panel(seat, member, said.who if said else None)
    if said is not None and said.sound == "card" and member is not None and shown is None:
        said = Said("lac", "stop", MemberOfAnotherNetwork().message)
    asked = request.POST if request.method == "POST" else request.GET
    mode = asked.get("mode", "out")
    said_card = said is not None and said.sound == "card"
    context: dict[str, Any] = {
        "desk": seat, "said": said, "member": shown, "key": new_id(),
        "mode": "out" if said_card or mode not in MODES else mode,
        "back": [] if shown and mode == "out" else came_back(seat),
    }
    if request.headers.get("X-Desk") == "part":
        # Without what the shell of a page needs: many a second are asked for.
        return HttpResponse(render_to_string("web/desk_now.html", context | {"csrf_token": get_token(request)}))
    return render(request, "web/desk.html", context | {"day": day(seat)})
