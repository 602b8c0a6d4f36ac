"""From the learning shadow to what its pages show: shares, bands, a map in five shades."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from rianru.kernel.words import T
from rianru.places.queries import LIMITS, Closest, Home, InFull, Left
from rianru.web.places.drawing import drawing, marks
from rianru.web.places.far_asked import Reading

SHADES: Final = (2, 5, 10, 20)
"""Kilometres by road where the shades of sub-districts change."""


def far_url(code: str, query: str = "") -> str:
    """The page of an area, or of the country."""
    return (reverse("far_area", kwargs={"code": code}) if code else reverse("far")) + query


def found_url(found: Closest) -> str:
    """The page of a space, or of a van's stop."""
    return reverse("stop" if found.is_stop else "space", kwargs={"code": found.code})


def percent(part: float) -> str:
    """`28%`; a little is not nought, and nearly all is not all."""
    if 0 < part < 0.01:
        return "<1%"
    return ">99%" if 0.99 < part < 1 else f"{part:.0%}"


def kilometres(km: float | None) -> str:
    """`<1`, `4.2`, `38`; blank for None."""
    if km is None:
        return ""
    return "<1" if km < 0.95 else f"{km:.1f}" if km < 9.95 else f"{km:,.0f}"


def fifths(rows: Sequence[Left], km: int) -> tuple[float, ...]:
    """Where the shades of areas with parts change: a fifth of the areas in each, by the part of their people who are
    far, in whole per cent. The same for every setting would make most maps of one colour.
    """
    shares = sorted(row.share(km) for row in rows)
    return tuple(dict.fromkeys(round(shares[len(shares) * fifth // 5], 2) for fifth in (1, 2, 3, 4))) if shares else ()


def part_row(row: Left, asked: Reading, breaks: Sequence[float] | None) -> dict[str, Any]:
    """One line of the table of an area with parts, in the shade of its map: by parts of people, or by kilometres."""
    return {
        "code": row.code, "name": row.name, "url": far_url(row.code, asked.query(order=asked.order)),
        "people": row.people, "far": row.far(asked.km), "share": row.share(asked.km),
        "percent": percent(row.share(asked.km)), "km": row.mean, "km_said": kilometres(row.mean),
        "shade": shade_of_km(row.mean) if breaks is None else shade_of_share(row, asked.km, breaks),
    }


def home_row(home: Home, asked: Reading, more: InFull | None = None) -> dict[str, Any]:
    """One line of the table of sub-districts: all of its people are as far as its middle is. `more`: of the nearest."""
    is_far = home.km is None or home.km > asked.km
    return {
        "code": home.code, "name": home.name, "url": far_url(home.code, asked.query(order=asked.order)),
        "people": home.people, "far": home.people if is_far else 0, "share": float(is_far), "percent": "",
        "km": home.km, "km_said": kilometres(home.km), "shade": shade_of_km(home.km),
        "space": home.nearest.name if home.nearest else "",
        "space_url": found_url(home.nearest) if home.nearest else "", "more": more,
        "hours": round(more.minutes / 60) if more and more.minutes is not None else None,
        "stop": bool(home.nearest and home.nearest.is_stop),
    }


def ordered(rows: Sequence[dict[str, Any]], asked: Reading) -> list[dict[str, Any]]:
    """Lines in the order that was asked for, the most first; equals as they came, in Thai order."""
    if asked.order == "name":
        return list(rows)
    keys = {"far": lambda row: (-row["far"], -(row["km"] or 1e9)), "share": lambda row: -row["share"],
            "km": lambda row: -(1e9 if row["km"] is None else row["km"]), "people": lambda row: -row["people"]}
    return sorted(rows, key=keys[asked.order])


def shade_of_share(row: Left, km: int, breaks: Sequence[float]) -> str:
    """`k0` where the fewest are far, `k4` where the most are."""
    return f"k{sum(round(row.share(km), 2) >= limit for limit in breaks) + (4 - len(breaks))}"


def shade_of_km(km: float | None) -> str:
    """`k0` near, `k4` beyond the last of SHADES, `kn` where there is no such space."""
    return "kn" if km is None else f"k{sum(km > limit for limit in SHADES)}"


def legend(breaks: Sequence[float] | None, *, lacking: bool) -> list[dict[str, Any]]:
    """What the shades mean: parts of people between `breaks`, or kilometres."""
    if breaks is None:
        said = [T("ไม่เกิน {n} กม.", "Up to {n} km", n=SHADES[0]), *map(_between, pairwise(SHADES)),
                T("ไกลกว่า {n} กม.", "Over {n} km", n=SHADES[-1])]
    else:
        ends = [percent(limit) for limit in breaks]
        said = [T("ไม่ถึง {n}", "Under {n}", n=ends[0]) if ends else T("ทุกแห่ง", "Everywhere"),
                *(T.verbatim(f"{low}–{high}", f"{low}–{high}") for low, high in pairwise(ends)),
                *([T("{n} ขึ้นไป", "{n} and over", n=ends[-1])] if ends else [])]
    found = [{"shade": f"k{place + 5 - len(said)}", "label": label} for place, label in enumerate(said)]
    return [*found, {"shade": "kn", "label": T("ยังไม่มี", "None yet")}] if lacking else found


def _between(ends: tuple[int, int]) -> T:
    return T("{low}–{high} กม.", "{low}–{high} km", low=ends[0], high=ends[1])


def map_of(
    within: str, rows: Sequence[dict[str, Any]], *, here: str = "", spaces: Sequence[tuple[float, float, Any]] = (),
    label: T | None = None,
) -> dict[str, Any] | None:
    """web/shade_map.html: the areas of the rows in their shades; None where no border is known."""
    digits = len(rows[0]["code"]) if rows else 0
    found = drawing(within, digits) if digits else None
    if found is None:
        return None
    of = {row["code"]: row for row in rows}
    return {
        "frame": found.frame, "seams": found.seams, "label": label,
        "areas": [_area(code, path, of[code], here) for code, path in found.areas if code in of],
        "spaces": marks(found.frame, spaces), "pins": [],
    }


def _area(code: str, path: str, row: dict[str, Any], here: str) -> dict[str, Any]:
    said = T("{name}: {n:,} คน", "{name}: {n:,} {n:person|people}", name=row["name"], n=row["people"])
    how_far = f"{row['km_said']} km" if len(code) == 6 and row["km_said"] else row["percent"]
    far = f" · {how_far}" if how_far else ""
    return {"code": code, "d": path, "url": row["url"], "shade": row["shade"], "here": code == here,
            "said": T.verbatim(said.in_("th") + far.replace("km", "กม."), said.in_("en") + far)}


def bands(whole: Left, asked: Reading) -> list[dict[str, Any]]:
    """People by how far they are: a bar for each band, those beyond the limit marked."""
    ends = [0, *LIMITS]
    labels = [T("ไม่เกิน {n} กม.", "Up to {n} km", n=LIMITS[0]), *map(_between, pairwise(LIMITS)),
              T("ไกลกว่า {n} กม.", "Over {n} km", n=LIMITS[-1])]
    counts = list(whole.bands)
    if whole.none:
        labels, counts = [*labels, T("ยังไม่มีที่แบบนี้", "No such place")], [*counts, whole.none]
        ends = [*ends, ends[-1]]
    most = max(counts, default=0)
    return [
        {"label": label, "n": count, "percent": percent(count / whole.people) if whole.people else "",
         "width": f"{62 * count / most:.2f}%" if most else "0%", "far": start >= asked.km,
         "y": 44 * place, "text_y": 44 * place + 15, "bar_y": 44 * place + 22, "count_y": 44 * place + 33}
        for place, (label, count, start) in enumerate(zip(labels, counts, ends, strict=True))
    ]


def plan_query(code: str, asked: Reading) -> str:
    """The planner with the same question asked."""
    said = {"area": code, "to": asked.sort, "km": 10 if asked.km < 10 else asked.km, "detour": asked.detour}
    return f"{reverse('site_planner')}?{urlencode(said)}"
