"""Covers: the files that readers are sent, and the staff page on which an edition is given one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.web.bodies import takes_a_picture
from rianru.web.catalogue import present
from rianru.web.catalogue.staff import for_items, takes_records
from rianru.web.covers import photo

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif"
FOREVER = 31_536_000  # seconds: the address is the content's
DONE = {
    "upload": T("ใส่ปกแล้ว ผู้อ่านเห็นทันที", "The cover is on. Readers see it now."),
    "fetch": T("กำลังดึงรูป สักครู่จะขึ้นที่นี่", "The picture is being fetched and will appear here."),
    "isbn": T("กำลังหาปกตาม ISBN สักครู่จะขึ้นที่นี่", "A cover is being looked for by ISBN and will appear here."),
    "choose": T("ใช้ปกนี้แล้ว", "This cover is shown now."),
    "remove": T("เอาปกออกแล้ว", "The cover is gone."),
}


@require_safe
@cache_control(public=True, max_age=FOREVER, immutable=True)
@condition(etag_func=lambda request, digest, width: f'"{digest}-{width}"')
def cover_file(request: HttpRequest, digest: str, width: str) -> HttpResponse:
    """One size of a cover. What lies at an address never changes."""
    data = queries.cover_file(digest=digest, width=int(width))
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={
        "Content-Disposition": "inline", "Cross-Origin-Resource-Policy": "cross-origin",  # the API gives it to any page
    })


class CoverForm(forms.Form):
    """A picture from a file or from the camera, or the address of one."""

    use_required_attribute = False  # each button of the page needs another of them
    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    camera = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"})
    )
    address = forms.CharField(max_length=2_000, widget=forms.URLInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"file": T("รูปปก", "Picture of the cover"), "camera": T("ถ่ายปกเดี๋ยวนี้", "Take a picture now"),
                  "address": T("ที่อยู่ของรูป", "Address of the picture")}
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["file"].help_text = str(T(
            "JPEG, PNG, WebP, GIF หรือ AVIF ไม่เกิน {limit} MB เราย่อให้ และลบข้อมูลที่ซ่อนในรูป",
            "JPEG, PNG, WebP, GIF or AVIF up to {limit} MB. We scale it and take out what is hidden in it.",
            limit=pictures.MOST_BYTES >> 20,
        ))


@takes_a_picture
@require_http_methods(["GET", "HEAD", "POST"])
def edition_cover(request: HttpRequest, id: UUID) -> HttpResponse:
    """The cover of an edition: what readers see, and every way to give it another."""
    edition, actor, at = _open(request, id)
    posted = request.method == "POST"
    form = CoverForm(request.POST if posted else None, request.FILES if posted else None)
    if posted:
        do = request.POST.get("do", "")
        do = do if do in DONE else "upload"
        if _done(form, do, _act(request, form, do, actor, at, id)):
            messages.success(request, str(DONE[do]))
            return redirect("edition_cover", id=id)
    covers = queries.covers_of_editions(ids=[id]).get(id, [])
    waiting = [_waiting(one) for one in queries.covers_waiting(edition_id=id, at=at)]
    return render(request, "web/edition_cover.html", {
        "edition": _shown(edition), "form": form, "covers": [_cover(one) for one in covers],
        "waiting": waiting, "fetching": any(not one["refusal"] for one in waiting),
        "hosts": [host.lstrip(".") for host in settings.COVER_HOSTS],
        "by_isbn": edition.isbns[0] if edition.isbns and settings.COVER_BY_ISBN else "",
        "isbn_host": urlsplit(settings.COVER_BY_ISBN).hostname or "",
        "crumbs": _crumbs(edition, takes_records(actor, at)),
    }, status=422 if form.errors else 200)


def _open(request: HttpRequest, id: UUID) -> tuple[Any, Actor, datetime]:
    """The edition, for those who may give it a cover."""
    actor, at = for_items(request)
    edition = queries.edition(id=id)
    if edition is None:
        raise NotFound()
    if not queries.may_cover(actor=actor, at=at, edition_id=id):
        require("catalogue.keep_covers", actor=actor, at=at)
    return edition, actor, at


def _act(
    request: HttpRequest, form: CoverForm, do: str, actor: Actor, at: datetime, id: UUID
) -> Callable[[], object] | None:
    """What the button asks for; None where something is missing, which then stands at its field."""
    needed = {"upload": "camera" if request.FILES.get("camera") else "file", "fetch": "address"}.get(do, "")
    for name in set(form.fields) - {needed}:
        form.fields[name].required = False
    if not form.is_valid():
        return None
    given = form.cleaned_data
    if do == "isbn":
        return lambda: actions.fetch_cover_by_isbn(actor=actor, at=at, edition_id=id)
    if do == "fetch":
        return lambda: actions.fetch_cover(actor=actor, at=at, edition_id=id, address=given["address"])
    if do in ("choose", "remove"):
        cover = _picked(request, id)
        act = actions.choose_cover if do == "choose" else actions.remove_cover
        return lambda: act(actor=actor, at=at, cover_id=cover)
    return lambda: actions.upload_cover(actor=actor, at=at, edition_id=id, file=given[needed])


def _done(form: CoverForm, do: str, act: Callable[[], object] | None) -> bool:
    """Does it; a refusal stands at the field that it is about."""
    if form.errors or act is None:
        return False
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error({"upload": "file", "fetch": "address"}.get(do), str(refusal))
        return False
    return True


def _picked(request: HttpRequest, id: UUID) -> UUID:
    """The cover that was chosen on this edition's page; refuses one of another."""
    covers = queries.covers_of_editions(ids=[id]).get(id, [])
    picked = next((one.id for one in covers if str(one.id) == request.POST.get("cover")), None)
    if picked is None:
        raise NotFound()
    return picked


def _shown(edition: Any) -> dict[str, Any]:
    """What names the edition, and what a typographic cover is drawn from."""
    meta = [edition.edition, edition.publisher, present.year_text(edition.year) if edition.year else edition.year_text]
    return {
        "id": edition.work_id, "title": edition.title, "creator": ", ".join(edition.people[:3]),
        "meta": [text for text in meta if text], "url": reverse("work", kwargs={"id": edition.work_id}),
    }


def _cover(picture: queries.Picture) -> dict[str, Any]:
    return {
        "id": picture.id, "width": picture.width, "height": picture.height, "added_at": picture.added_at,
        "host": urlsplit(picture.address).hostname or "", "picture": {"title": "", "cover": picture},
        "small": photo(picture, "xs"),
    }


def _waiting(asked: Any) -> dict[str, Any]:
    refused = asked.state == "refused"
    return {
        "host": urlsplit(asked.address).hostname or "", "asked_at": asked.asked_at,
        "refusal": T.verbatim(asked.refusal_th, asked.refusal_en) if refused else "",
    }


def _crumbs(edition: Any, records: bool) -> list[dict[str, Any]]:
    work = {"id": edition.work_id}
    between = {"text": T("ระเบียนของเรื่องนี้", "Its records"), "url": reverse("work_records", kwargs=work)}
    return [
        {"text": edition.work.title, "url": reverse("work", kwargs=work)}, *([between] if records else []),
        {"text": T("ปก", "Cover"), "url": ""},
    ]
