"""A member who wants to go: asked once, then nothing of them is left."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import require
from rianru.kernel.words import T
from rianru.lending import actions
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.members.finding import CRUMB, needed_member


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_erase(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """For librarians of the desk's space."""
    require("people.erase_member", actor=desk.actor, at=desk.at, scope=places.scope_of_space(desk.space.id))
    member = needed_member(desk, id)
    form = Keyed(request.POST if request.method == "POST" else None)
    if request.method == "POST" and sent(request, form, lambda: _erase(desk, id)) is not None:
        messages.success(request, str(T("ลบแล้ว ไม่เหลือชื่อ เบอร์ หรือบัตร", "Erased: no name, phone or card is left")))
        return redirect("members")
    page = reverse("member", kwargs={"id": id})
    return render(request, "web/member_erase.html", {
        "form": form, "member": member, "page_url": page,
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": member.name, "url": page},
                   {"text": T("ลบสมาชิก", "Erase"), "url": ""}],
    }, status=409 if form.errors else 200)


def _erase(desk: Sitting, id: UUID) -> None:
    actions.erase_member(**desk.asked, membership_id=id)
