"""What pages of activities say to search engines: schema.org Event, as JSON-LD."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rianru.kernel.dates import in_bangkok
from rianru.kernel.words import T
from rianru.learning.queries import ActivityView, Meeting, ProgrammeView
from rianru.learning.words import BANDS
from rianru.web.places.structured import graph, trail

TYPES = {
    "storytelling": "ChildrensEvent", "club": "SocialEvent", "workshop": "EducationEvent", "class": "EducationEvent",
    "talk": "EducationEvent", "exhibition": "ExhibitionEvent", "tour": "Event", "online": "EducationEvent",
}
MOST = 20  # sessions named


def activity(request: HttpRequest, view: ActivityView, crumbs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """An Event, or an EventSeries of what is held more than once, and the way to it."""
    held = view.meetings
    url = request.build_absolute_uri(request.path)
    if len(held) == 1:
        about = event(request, held[0], url=url)
    else:
        about = {
            "@type": "EventSeries", "@id": url, "url": url, "name": view.activity.title_th,
            **({"startDate": _moment(held[0].session.starts_at), "endDate": _moment(held[-1].session.ends_at),
                "location": _where(request, held[0])} if held else {}),
            "organizer": _host(request, view), "subEvent": [event(request, one, url=url) for one in held[:MOST]],
        }
    if view.activity.description_th:
        about["description"] = view.activity.description_th[:1_000]
    people = [{"@type": "Person", "name": one.name} for one in view.team if one.shown and one.part == "teacher"]
    return graph(about | ({"performer": people} if people else {}), trail(request, crumbs))


def event(request: HttpRequest, one: Meeting, *, url: str) -> dict[str, Any]:
    """One session."""
    activity = one.activity
    about = {
        "@type": TYPES[activity.kind], "name": activity.title_th, "url": url,
        "startDate": _moment(one.session.starts_at), "endDate": _moment(one.session.ends_at),
        "eventStatus": f"https://schema.org/{'EventCancelled' if one.off else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{_mode(one)}EventAttendanceMode",
        "location": _where(request, one), "isAccessibleForFree": activity.satang == 0, "inLanguage": "th",
        "offers": {"@type": "Offer", "price": f"{activity.satang / 100:.2f}", "priceCurrency": "THB", "url": url},
    }
    if activity.title_en:
        about["alternateName"] = activity.title_en
    if activity.ages:
        about["typicalAgeRange"] = ", ".join(_range(band) for band in BANDS if band in activity.ages)
    if one.seats:
        about["maximumAttendeeCapacity"] = one.seats
    return about


def _range(band: str) -> str:
    return "60-" if band == "60+" else band


def _moment(moment: Any) -> str:
    return in_bangkok(moment).isoformat()


def _mode(one: Meeting) -> str:
    if one.activity.kind == "online":
        return "Online"
    return "Mixed" if one.activity.online_link else "Offline"


def _where(request: HttpRequest, one: Meeting) -> dict[str, Any]:
    """A VirtualLocation without the link, which is for those with a seat; else the space, or the place elsewhere."""
    space = one.activity.space
    if one.activity.kind == "online":
        return {"@type": "VirtualLocation", "url": request.build_absolute_uri(request.path)}
    elsewhere = one.session.place_th or one.activity.place_th
    address = {"@type": "PostalAddress", "addressCountry": "TH", "streetAddress": space.address_th,
               "addressLocality": space.area.name_th}
    return {
        "@type": "Place", "name": elsewhere or space.name_th,
        **({} if elsewhere else {"url": request.build_absolute_uri(reverse("space", kwargs={"code": space.code}))}),
        "address": {name: value for name, value in address.items() if value},
    }


def _host(request: HttpRequest, view: ActivityView) -> dict[str, Any]:
    space = view.activity.space
    return {"@type": "Library", "name": space.name_th,
            "url": request.build_absolute_uri(reverse("space", kwargs={"code": space.code}))}


def listed(request: HttpRequest, found: Sequence[Meeting]) -> dict[str, Any]:
    """schema.org ItemList of a page of sessions, each an Event."""
    return {
        "@context": "https://schema.org", "@type": "ItemList", "itemListElement": [
            {"@type": "ListItem", "position": place, "item": event(
                request, one, url=request.build_absolute_uri(reverse("activity", kwargs={"id": one.activity.id})))}
            for place, one in enumerate(found, 1)
        ],
    }


def programme(
    request: HttpRequest, view: ProgrammeView, crumbs: Sequence[dict[str, Any]], gives: Sequence[T] = (),
) -> dict[str, Any]:
    """A Course with its syllabus and the credentials that it gives."""
    about = {
        "@type": "Course", "name": view.programme.title_th, "url": request.build_absolute_uri(request.path),
        "description": view.programme.description_th or view.programme.title_th,
        "provider": {"@type": "Library", "name": view.programme.space.name_th},
        "syllabusSections": [{"@type": "Syllabus", "name": one.part.title_th} for one in view.parts],
    }
    if gives:
        awarded = [{"@type": "EducationalOccupationalCredential", "name": one.th} for one in gives]
        about["educationalCredentialAwarded"] = awarded
    return graph(about, trail(request, crumbs))
