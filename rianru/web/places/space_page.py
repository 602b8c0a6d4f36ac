"""What the page of a space shows besides its hours: photos, what is there and for whom, contacts, keepers, a map."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.urls import reverse

from rianru.kernel.dates import day_of
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import queries
from rianru.places.words import ACCESS, AGES, LANGUAGES
from rianru.web.places import present
from rianru.web.places.map import drawn, point_of

SHOWN = (480, 960)  # pixels of photos: on a phone, and larger


def photos(space_id: Any) -> list[dict[str, Any]]:
    """web/space_photos.html: addresses of sizes, and what each shows."""
    return [photo(one) for one in queries.photos_of(space_id)]


def photo(one: queries.SpacePhoto) -> dict[str, Any]:
    """One of them."""
    small, large = (max((width for width in one.widths if width <= most), default=one.width) for most in SHOWN)
    return {
        "id": one.id, "src": photo_url(one, large), "srcset": ", ".join(
            f"{photo_url(one, width)} {width}w" for width in dict.fromkeys((small, large))),
        "small": photo_url(one, small), "width": large, "height": round(one.height * large / one.width),
        "alt": T.verbatim(one.alt_th, one.alt_en), "alt_th": one.alt_th, "alt_en": one.alt_en,
    }


def photo_url(one: queries.SpacePhoto, width: int) -> str:
    """Where one size of a photo is."""
    return reverse("space_photo_file", kwargs={"digest": one.digest, "width": width})


def offers(space: queries.Space) -> dict[str, Any]:
    """What is there, how one gets in and is helped, in which languages, and for whom."""
    return {
        "facts": present.facilities(space.facilities),
        "access": [{"icon": ACCESS[name][0], "text": ACCESS[name][1]} for name in ACCESS if name in space.access],
        "languages": _list(LANGUAGES, space.languages), "ages": _list(AGES, space.ages),
    }


def _list(words: dict[str, T], names: Sequence[str]) -> T | None:
    said = [words[name] for name in words if name in names]
    return T.verbatim(" · ".join(one.th for one in said), ", ".join(one.en for one in said)) if said else None


def contacts(space: queries.Space) -> dict[str, Any]:
    """Ways to reach it; an account of a shop on LINE has an @ before it."""
    return {
        "phone": space.phone, "phone_url": f"tel:{''.join(filter(str.isdigit, space.phone))}" if space.phone else "",
        "email": space.email, "line_id": space.line_id, "line_url": _line_url(space.line_id) if space.line_id else "",
        "website": space.website, "website_host": urlsplit(space.website).hostname or "",
    }


def _line_url(line_id: str) -> str:
    return f"https://line.me/R/ti/p/{quote(line_id if line_id.startswith('@') else f'~{line_id}')}"


def keepers(space: queries.Space, at: datetime) -> list[T]:
    """Who looks after it, by role and number alone: nobody's name is on the page."""
    return [
        T("{role} {n} คน", "{role}: {n}", role=role, n=n) for role, n in people.keepers_of(space.id, at=at)
    ]


def networks(space: queries.Space, at: datetime) -> list[T]:
    """The networks it is in, its home first."""
    found = queries.networks_of([space.id], on=day_of(at)).get(space.id, [])
    return [T.verbatim(one.name_th, one.name_en) for one in found]


def map_of(space: queries.Space) -> dict[str, Any] | None:
    """A small map around it, with what else is there; none where nobody knows where it is, or it is on line."""
    if space.lat is None or space.lon is None or space.kind == "online":
        return None
    return drawn(lat=float(space.lat), lon=float(space.lon), zoom=11, points=drawn_points([point_of(space, here=True)]))


def drawn_points(points: Sequence[dict[str, Any]]) -> str:
    """As an attribute of the map."""
    return json.dumps(list(points), ensure_ascii=False)


def directions(space: queries.Space) -> str:
    """Where a map application finds the way; none where the position is but approximate."""
    if space.lat is None or space.lon is None or space.approximate:
        return ""
    return f"https://www.openstreetmap.org/?mlat={space.lat}&mlon={space.lon}#map=17/{space.lat}/{space.lon}"
