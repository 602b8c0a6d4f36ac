"""Covers as the API gives them: where each size lies, and where the picture is from."""

from typing import Annotated
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from pydantic import Field

from rianru.api.house import Shape, Text, text
from rianru.catalogue.queries import Picture
from rianru.kernel.words import T

OWN = T("ห้องสมุดใส่ไว้เอง", "Put there by a library")
RIGHTS = T(
    "ภาพปกเป็นของผู้ถือลิขสิทธิ์ แสดงเพื่อบอกว่าเป็นเล่มไหน",
    "The cover belongs to whoever holds its rights. It is shown to tell which book this is.",
)


class CoverSize(Shape):
    """One size, as WebP. What lies at an address never changes."""

    width: Annotated[int, Field(description="Pixels.")]
    url: str


class CoverShape(Shape):
    """A picture of a cover. `width` and `height` are of its largest size, in pixels."""

    width: int
    height: int
    sizes: Annotated[list[CoverSize], Field(description="From the smallest to the largest.")]
    source: Annotated[Text, Field(description="Where the picture is from, in words.")]
    source_url: Annotated[str | None, Field(description="Where it was fetched; null where a library sent it.")]
    rights: Annotated[Text, Field(description="What may be done with it.")]


def cover(request: HttpRequest, picture: Picture | None) -> CoverShape | None:
    """The shape of a picture; None where there is none, which a page fills with a typographic cover."""
    if picture is None:
        return None
    host = urlsplit(picture.address).hostname or ""
    return CoverShape(
        width=picture.width, height=picture.height, source=text(T.verbatim(host, host) or OWN),
        source_url=picture.address or None, rights=text(RIGHTS),
        sizes=[
            CoverSize(width=width, url=request.build_absolute_uri(
                reverse("cover_file", kwargs={"digest": picture.digest, "width": width})))
            for width in picture.widths
        ],
    )
