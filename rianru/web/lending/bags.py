"""Bags between spaces: scanned full here, scanned empty there. The code on a bag is its address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rianru.core.again import again
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.requests import told, uuid_of


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def bags(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What is to be sent, by where it goes; bags on their way here. A POST opens the bag to a space."""
    if request.method == "POST":
        receiver = uuid_of(request.POST.get("to", ""))
        if receiver is None:
            raise NotFound()
        bag = actions.open_bag(**seat.asked, receiver_id=receiver)
        return redirect("bag", code=bag.code)
    ways, coming = queries.ways_from(seat.space.id), queries.bags_to(seat.space.id)
    names = places.scope_words([*(("space", way.receiver) for way in ways), *(("space", bag.sender) for bag in coming)])
    return render(request, "web/bags.html", {
        "desk": seat,
        "ways": [{"way": way, "place": names.get(("space", way.receiver))} for way in ways],
        "coming": [{"bag": bag, "place": names.get(("space", bag.sender)),
                    "url": reverse("bag", kwargs={"code": bag.code})} for bag in coming],
    })


@require_http_methods(["GET", "HEAD"])
@seated
def bag(request: HttpRequest, seat: Sitting, code: str) -> HttpResponse:
    """One bag: what is inside; filled where it leaves, emptied where it arrives. Only these two may look."""
    found = _bag(seat, code)
    names = places.scope_words([("space", found.sender), ("space", found.receiver)])
    return render(request, "web/bag.html", {
        "desk": seat, "bag": found, "sender": names[("space", found.sender)],
        "receiver": names[("space", found.receiver)], "leaves_here": found.sender == seat.space.id,
        "url": request.build_absolute_uri(reverse("bag", kwargs={"code": found.code})),
    })


@require_POST
@seated
def bag_act(request: HttpRequest, seat: Sitting, code: str) -> HttpResponse:
    """`do` is put (with `text`), send or receive; the refusal is said on the bag's page."""
    found = _bag(seat, code)
    try:
        messages.success(request, str(again(lambda: _done(request, seat, found))))
    except Refused as refusal:
        told(request, refusal)
    return redirect("bags" if request.POST.get("do") == "receive" else reverse("bag", kwargs={"code": found.code}))


def _done(request: HttpRequest, seat: Sitting, found: queries.BagView) -> T:
    do = request.POST.get("do", "")
    if do == "put":
        title = actions.put_in_bag(**seat.asked, bag_id=found.id, barcode=request.POST.get("text", "")[:100])
        return T("ใส่ถุงแล้ว: {title}", "In the bag: {title}", title=title)
    if do == "send":
        inside = actions.send_bag(**seat.asked, bag_id=found.id)
        return T("ส่งถุงออกแล้ว {n} ชิ้น", "Sent, with {n} inside", n=inside)
    if do == "receive":
        came = actions.receive_bag(**seat.asked, bag_id=found.id)
        held = sum(one.goes == "hold" for one in came)
        return T("รับถุงแล้ว {n} ชิ้น วางชั้นรอรับ {held} เก็บขึ้นชั้น {rest}",
                 "Received: {n}, {held} for the hold shelf, {rest} for the shelves", n=len(came), held=held,
                 rest=sum(one.goes == "shelf" for one in came))
    raise NotFound()


def _bag(seat: Sitting, code: str) -> queries.BagView:
    found = queries.bag(code[:20])
    if found is None or seat.space.id not in (found.sender, found.receiver):
        raise NotFound()
    return found
