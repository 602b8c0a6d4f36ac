"""What pages of places say to search engines: schema.org, as JSON-LD."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from rianru.kernel.words import T
from rianru.places.queries import Area, Calendar, City, Space, clock
from rianru.places.words import ACCESS, FACILITIES, full_name
from rianru.web.places.area_present import THAILAND, area_url, crumbs

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TYPES = {"museum": "Museum", "temple": "PlaceOfWorship", "online": "LearningResource"}


def trail(request: HttpRequest, steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """schema.org BreadcrumbList of crumbs."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(step["text"]),
             "item": request.build_absolute_uri(step["url"] or request.path)}
            for place, step in enumerate(steps, 1)
        ],
    }


def administrative(request: HttpRequest, path: Sequence[Area]) -> dict[str, Any]:
    """schema.org AdministrativeArea, each within the next."""
    if not path:
        return {"@type": "Country", "name": THAILAND.th, "alternateName": THAILAND.en, "identifier": "TH"}
    own, name = path[-1], full_name(path[-1].code, path[-1].name_th, path[-1].name_en)
    return {
        "@type": "AdministrativeArea", "name": name.in_("th"), "alternateName": name.in_("en"), "identifier": own.code,
        "url": request.build_absolute_uri(area_url(own.code)), "containedInPlace": administrative(request, path[:-1]),
    }


def graph(*parts: dict[str, Any]) -> dict[str, Any]:
    """Several things about one page."""
    return {"@context": "https://schema.org", "@graph": list(parts)}


def area(request: HttpRequest, path: Sequence[Area], spaces: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The area, the way to it, and the spaces of this page."""
    own, about = path[-1], administrative(request, path)
    if own.lat is not None and own.lon is not None:
        about["geo"] = {"@type": "GeoCoordinates", "latitude": float(own.lat), "longitude": float(own.lon)}
    return graph(about, trail(request, crumbs(path)), *_listed(request, spaces))


def _listed(request: HttpRequest, spaces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not spaces:
        return []
    items = [
        {"@type": "ListItem", "position": place, "name": space["name_th"],
         "url": request.build_absolute_uri(space["url"])}
        for place, space in enumerate(spaces, 1)
    ]
    return [{"@type": "ItemList", "itemListElement": items}]


def country(request: HttpRequest) -> dict[str, Any]:
    """The page of all provinces."""
    return graph(administrative(request, []), trail(request, crumbs([])))


def learning_city(request: HttpRequest, city: City, held: Sequence[Sequence[Area]]) -> dict[str, Any]:
    """A learning city over its areas."""
    steps = crumbs([], here=T.verbatim(city.name_th, city.name_en))
    about = {
        "@type": "City", "name": city.name_th, "alternateName": city.name_en,
        "url": request.build_absolute_uri(request.path),
        "containsPlace": [administrative(request, path) for path in held if path],
    }
    return graph(about, trail(request, steps))


def space(
    request: HttpRequest, found: Space, path: Sequence[Area], address: T, calendar: Calendar, ahead: Sequence[date],
    steps: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """A Library (or what the kind is closer to) of its LibrarySystem, and the way to it; `ahead`: days that may differ.

    No point where it is approximate.
    """
    about: dict[str, Any] = {
        "@type": TYPES.get(found.kind, "Library"),
        "@id": request.build_absolute_uri(request.path),
        "name": found.name_th,
        "alternateName": found.name_en,
        "identifier": found.code,
        "url": request.build_absolute_uri(request.path),
        "telephone": found.phone,
        "email": found.email,
        "address": _address(path, address),
        "containedInPlace": administrative(request, path),
        "parentOrganization": _system(found),
        "openingHoursSpecification": _week(calendar, found),
        "specialOpeningHoursSpecification": _special(calendar, found, ahead),
        "sameAs": found.website,
        "amenityFeature": [_feature(name) for name in (*found.facilities, *found.access)],
        "availableLanguage": found.languages,
    }
    if found.lat is not None and found.lon is not None and not found.approximate:
        about["geo"] = {"@type": "GeoCoordinates", "latitude": float(found.lat), "longitude": float(found.lon)}
    known = {name: value for name, value in about.items() if value}
    return graph(known | {"publicAccess": not found.members_only}, trail(request, steps))


def _address(path: Sequence[Area], address: T) -> dict[str, Any]:
    codes = path[-1].postal_code.split() if path else []
    return {
        "@type": "PostalAddress", "addressCountry": "TH", "streetAddress": address.in_("th"),
        **({"addressRegion": path[0].name_th} if path else {}),
        **({"addressLocality": path[1].name_th} if len(path) > 1 else {}),
        **({"postalCode": codes[0]} if len(codes) == 1 else {}),
    }


def _system(found: Space) -> dict[str, Any]:
    """The network: libraries that work as one."""
    return {"@type": "LibrarySystem", "name": found.network.name_th, "alternateName": found.network.name_en}


def _week(calendar: Calendar, found: Space) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[day - 1]}",
            "opens": clock(opens),
            "closes": _closing(closes),
        }
        for day, spans in sorted(calendar.weekly.get(found.id, {}).items())
        for opens, closes in spans
    ]


def _special(calendar: Calendar, found: Space, ahead: Sequence[date]) -> list[dict[str, Any]]:
    """Days that differ from the week; closed all day is from midnight to midnight, as search engines read it."""
    differing = [day for day in (calendar.day(found.id, day) for day in ahead) if len(day.steps) > 1]
    return [
        {"@type": "OpeningHoursSpecification", "validFrom": day.day.isoformat(), "validThrough": day.day.isoformat(),
         "opens": clock(opens), "closes": _closing(closes)}
        for day in differing for opens, closes in day.spans or ((0, 0),)
    ]


def _closing(minute: int) -> str:
    return clock(minute) if minute < 1440 else "23:59"


def _feature(name: str) -> dict[str, Any]:
    said = (FACILITIES | ACCESS)[name][1]
    return {"@type": "LocationFeatureSpecification", "name": said.th, "alternateName": said.en, "value": True}
