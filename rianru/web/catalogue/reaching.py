"""Where a work can be had, the nearest first, and what to do to get it, said for the state that it is in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from rianru.catalogue import queries
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue import present
from rianru.web.health import now
from rianru.web.places.near import place_of
from rianru.web.places.present import area_line, opening
from rianru.web.requests import actor_of

_Held = Mapping[str, Any]
ON_SCREEN = ("ebook", "eserial")


def holdings(request: HttpRequest, view: queries.WorkView) -> tuple[list[dict[str, Any]], places.Whereabouts | None]:
    """The branches, and where the visitor is: the nearest first.

    Where nobody said where they are: those with a free copy that are open now, then the other free ones, then the rest.
    """
    at, ids = now(), [branch.space_id for branch in view.branches]
    openings = places.openings(ids, at=at)
    rows = places.space_rows(actor=actor_of(request), at=at, ids=ids)
    spaces = {row.space.id: row for row in rows}
    place = place_of(request)
    far = places.distances(place.middle, ids) if place else {}
    open_now = {id for id in ids if openings[id].state == "open"}
    ordered = queries.nearest_first(view.branches, far=far, open_now=open_now)
    return [_held(branch, openings, spaces, far) for branch in ordered], place


def _held(
    branch: queries.Branch, openings: Mapping[UUID, places.Opening], spaces: Mapping[UUID, places.SpaceRow],
    far: Mapping[UUID, float],
) -> dict[str, Any]:
    row = spaces.get(branch.space_id)
    return {
        "space_name": branch.name, "space_url": reverse("space", kwargs={"code": branch.code}),
        "opening": opening(openings[branch.space_id]), "call_number": ", ".join(branch.call_numbers),
        "area": area_line(row) if row else "", "phone": row.space.phone if row else "",
        "distance": distance(far.get(branch.space_id)), "count": branch.available or None,
        "state": present.state_of(len(branch.copies), branch.available),
    }


def distance(kilometres: float | None) -> T | str:
    """In words, never more exact than a district is: `ราว 4 กม.`"""
    if kilometres is None:
        return ""
    if kilometres < 1:
        return T("ไม่ถึง 1\u00a0กม.", "under 1\u00a0km")
    rounded = round(kilometres) if kilometres < 100 else round(kilometres / 10) * 10
    return T("ราว {n:,}\u00a0กม.", "about {n:,}\u00a0km", n=rounded)


def way(view: queries.WorkView, held: Sequence[_Held], links: Sequence[_Held]) -> dict[str, Any]:
    """How to get it: the steps in their order, each a kind, a text and perhaps an address (parts/thread.html)."""
    free = next((one for one in held if one["count"]), None)
    steps = _free(free) if free else _out(held[0]) if held else _nowhere()
    return {"steps": [*_on_screen(view, links), *steps], "phone": (free or (held[0] if held else {})).get("phone", "")}


def read_address(view: queries.WorkView, links: Sequence[_Held]) -> str:
    """Where it can be read now: the first link of what is read on a screen and open to everyone; else empty."""
    edition = view.main.edition
    return str(links[0]["url"]) if links and edition.format in ON_SCREEN and not edition.restricted else ""


def _on_screen(view: queries.WorkView, links: Sequence[_Held]) -> list[dict[str, Any]]:
    if not read_address(view, links):
        return []
    return [{
        "kind": T("ไม่ต้องเดินทาง", "Without going anywhere"), "text": T("เปิดอ่านบนเน็ตได้เลย", "Read it on the web now"),
        "url": links[0]["url"], "state": "now", "out": True,
    }]


def _free(held: Mapping[str, Any]) -> list[dict[str, Any]]:
    far, count, number = held["distance"], held["count"], held["call_number"]
    where = T("ว่าง {n} เล่ม", "{n} in now", n=count)
    where = T("{far} {where}", "{far}, {where}", far=far, where=where) if far else where
    shelf = T("ถามหาด้วยชื่อเรื่อง", "Ask for it by its title")
    shelf = T("หยิบที่ชั้น {number}", "Take it from shelf {number}", number=number) if number else shelf
    return [
        {"kind": where, "text": T("ไปที่{name}", "Go to {name}", name=held["space_name"]), "url": held["space_url"],
         "state": "now", "opening": held["opening"]},
        {"text": shelf, "state": "todo"},
        {"text": T("นั่งอ่านที่นั่น หรือยืมกลับตามกติกาของที่นั่น", "Read it there, or borrow it by that place's rules"),
         "state": "todo"},
    ]


def _out(held: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"kind": T("ตอนนี้ถูกยืมทุกเล่ม", "Every copy is out now"),
         "text": T("ถาม{name}ว่าเล่มไหนจะกลับมาก่อน", "Ask {name} which copy comes back first", name=held["space_name"]),
         "url": held["space_url"], "state": "now", "opening": held["opening"]},
        {"text": T("ขอให้เก็บไว้ให้เมื่อกลับมา", "Ask them to keep it for you when it does"), "state": "todo"},
    ]


def _nowhere() -> list[dict[str, Any]]:
    return [
        {"kind": T("ยังไม่มีที่ไหนแจ้งว่ามี", "No place has told us it holds one"),
         "text": T("ถามห้องสมุดใกล้บ้าน ให้ช่วยหาหรือแนะนำให้ซื้อ", "Ask the library near home to find or to buy it"),
         "url": reverse("spaces"), "state": "now"},
    ]
