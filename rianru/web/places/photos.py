"""Photos of a space: the files that readers are sent, and the page on which a keeper tends them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.places import actions, queries
from rianru.web.bodies import takes_a_picture
from rianru.web.catalogue.covers import ACCEPTED, FOREVER
from rianru.web.health import now
from rianru.web.places import space_page
from rianru.web.requests import actor_of

DONE = {
    "add": T("เพิ่มรูปแล้ว คนเห็นทันที", "The photo is on. People see it now."),
    "say": T("บันทึกคำบรรยายแล้ว", "The words are saved."),
    "first": T("ขึ้นเป็นรูปแรกแล้ว", "It comes first now."),
    "remove": T("เอารูปออกแล้ว", "The photo is gone."),
}


@require_safe
@cache_control(public=True, max_age=FOREVER, immutable=True)
@condition(etag_func=lambda request, digest, width: f'"{digest}-{width}"')
def photo_file(request: HttpRequest, digest: str, width: str) -> HttpResponse:
    """One size of a photo. What lies at an address never changes."""
    data = queries.photo_file(digest=digest, width=int(width))
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Content-Disposition": "inline"})


class PhotoForm(forms.Form):
    """A photo, and what it shows in two languages."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    alt_th = forms.CharField(max_length=200)
    alt_en = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "file": T("รูป", "Photo"), "alt_th": T("เห็นอะไรในรูป (ไทย)", "What it shows (Thai)"),
            "alt_en": T("เห็นอะไรในรูป (อังกฤษ)", "What it shows (English)"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["file"].help_text = str(T(
            "JPEG, PNG, WebP, GIF หรือ AVIF ไม่เกิน {limit} MB เราย่อให้ และลบข้อมูลที่ซ่อนในรูป เช่น จุดที่ถ่าย",
            "JPEG, PNG, WebP, GIF or AVIF up to {limit} MB. We scale it and take out what is hidden in it, "
            "such as where it was taken.", limit=pictures.MOST_BYTES >> 20,
        ))


@takes_a_picture
@require_http_methods(["GET", "HEAD", "POST"])
def space_photos(request: HttpRequest, code: str) -> HttpResponse:
    """`do`: add a photo, say what one shows, put it first, or remove it."""
    actor, at = actor_of(request), now()
    space = queries.space(actor=actor, at=at, code=code)
    require("places.change_space", actor=actor, at=at, scope=queries.scope_of_space(space.id))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = PhotoForm(request.POST if do == "add" else None, request.FILES if do == "add" else None)
    wrong = None
    if do in DONE and (do != "add" or form.is_valid()):
        try:
            _act(request, do, form, space, actor, at)()
            messages.success(request, str(DONE[do]))
            return redirect("space_photos", code=code)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            wrong = refusal
            if do == "add":
                form.add_error("file", str(refusal))
    return render(request, "web/space_keep_photos.html", {
        "form": form, "space": space, "photos": space_page.photos(space.id), "wrong": wrong.message if wrong else None,
        "crumbs": [
            {"text": T.verbatim(space.name_th, space.name_en), "url": reverse("space", kwargs={"code": code})},
            {"text": T("แก้ข้อมูล", "Edit"), "url": reverse("space_edit", kwargs={"code": code})},
            {"text": T("รูป", "Photos"), "url": ""},
        ],
    }, status=422 if wrong or form.errors else 200)


def _act(
    request: HttpRequest, do: str, form: PhotoForm, space: queries.Space, actor: Actor, at: datetime
) -> Callable[[], object]:
    if do == "add":
        given = form.cleaned_data
        return lambda: actions.add_photo(
            actor=actor, at=at, space_id=space.id, data=given["file"].read(pictures.MOST_BYTES + 1),
            alt_th=given["alt_th"], alt_en=given["alt_en"],
        )
    photo = _of(space, request.POST.get("photo", ""))
    if do == "remove":
        return lambda: actions.remove_photo(actor=actor, at=at, photo_id=photo.id)
    alt_th, alt_en = (request.POST.get(name, getattr(photo, name)) for name in ("alt_th", "alt_en"))
    return lambda: actions.describe_photo(
        actor=actor, at=at, photo_id=photo.id, alt_th=alt_th, alt_en=alt_en, first=do == "first"
    )


def _of(space: queries.Space, id: str) -> queries.SpacePhoto:
    """The photo of this page, not of another."""
    try:
        wanted: UUID | None = UUID(id)
    except ValueError:
        wanted = None
    found = next((one for one in queries.photos_of(space.id) if one.id == wanted), None)
    if found is None:
        raise NotFound()
    return found
