"""From a plan's outcome to what its pages show: figures, a table, the curve of gain, the map with its pins."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Outcome, Pin
from rianru.places.words import SITES
from rianru.web.places.drawing import drawing
from rianru.web.places.far_asked import usual_detour
from rianru.web.places.far_present import fifths, percent, shade_of_share
from rianru.web.places.plan_asked import Planning, pin_said

HIGH: Final = 190  # pixels of the curve
TOP, BOTTOM = 22, 160
LEFT, RIGHT = 3.0, 97.0  # per cent


Names = Mapping[tuple[float, float], T]
"""What is there already, by where it stands."""


def figures(found: Outcome, best: Outcome, planning: Planning, there: Names) -> dict[str, Any]:
    """web/planner_result.html: what the pins do, beside what those suggested would."""
    gain, most = sum(found.gains), sum(best.gains)
    moved = any(pin.moved for pin in found.pins)
    return {
        "gain": gain, "people": found.people, "far": found.people - found.within,
        "before": percent(found.within / found.people) if found.people else "",
        "after": percent((found.within + gain) / found.people) if found.people else "",
        "left": found.people - found.within - gain, "reached": " ".join(sorted(found.reached)),
        "moved": moved, "best": most, "of_best": percent(gain / most) if most else "",
        "share": percent(best.share) if best.share is not None and best.gains else "",
        "rows": rows(found, planning.asked.area, there), "curve": curve(found, best, moved=moved),
        "site": SITES[planning.site], "enough": len(best.pins) < planning.asked.wanted,
        "best_url": planning.query(), "usual": f"{usual_detour() / 100:g}",
        "straight": f"{planning.asked.straight:.1f}",
    }


def rows(found: Outcome, within: str, there: Names) -> list[dict[str, Any]]:
    """One line a pin: the sub-district whose middle is nearest, what it adds, and all together up to it."""
    names = _names({pin.area for pin in found.pins}, within)
    total, lines = 0, []
    for number, (pin, gain) in enumerate(zip(found.pins, found.gains, strict=True), start=1):
        total += gain
        lines.append({
            "number": number, "name": names.get(pin.area, T.verbatim(pin.area, pin.area)), "gain": gain, "total": total,
            "moved": pin.moved, "said": pin_said(pin), "percent": percent(gain / found.people) if found.people else "",
            "lat": pin.lat, "lon": pin.lon, "area": pin.area,
            "there": there.get((pin.lat, pin.lon), ""),
        })
    return lines


def _names(codes: set[str], within: str) -> dict[str, T]:
    """Sub-districts as one says them inside an area: without the names of what all of them lie in."""
    found = queries.area_names(codes | {within})
    around = found.pop(within, T.verbatim("", ""))
    return {
        code: T.verbatim(name.in_("th").removesuffix(f" {around.in_('th')}"),
                         name.in_("en").removesuffix(f", {around.in_('en')}"))
        for code, name in found.items()
    }


def curve(found: Outcome, best: Outcome, *, moved: bool) -> dict[str, Any] | None:
    """People reached by so many sites, as short lines; that of the suggestion beside it where pins were moved."""
    sums = _sums(found.gains)
    others = _sums(best.gains) if moved else []
    most = max([*sums, *others], default=0)
    steps = max(len(sums), len(others)) - 1
    if not most or steps < 1:
        return None
    dots = [{"x": _x(n, steps), "y": _y(value, most), "n": value, "last": n == len(sums) - 1,
             "number": n} for n, value in enumerate(sums)]
    return {"height": HIGH, "base": BOTTOM, "lines": _lines(sums, steps, most), "others": _lines(others, steps, most),
            "dots": dots, "most": most, "label_y": BOTTOM + 22}


def _sums(gains: Sequence[int]) -> list[int]:
    found = [0]
    for gain in gains:
        found.append(found[-1] + gain)
    return found


def _lines(sums: Sequence[int], steps: int, most: int) -> list[dict[str, Any]]:
    return [
        {"x1": _x(n, steps), "x2": _x(n + 1, steps), "y1": _y(one, most), "y2": _y(other, most)}
        for n, (one, other) in enumerate(pairwise(sums))
    ]


def _x(number: int, steps: int) -> str:
    return f"{LEFT + (RIGHT - LEFT) * number / steps:.2f}%"


def _y(value: int, most: int) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * value / most)


def map_of(found: Outcome, planning: Planning, spaces: Sequence[tuple[float, float, Any]]) -> dict[str, Any] | None:
    """web/planner_map.html: sub-districts near already, near by the pins, and far still; the country by provinces."""
    area, asked = planning.asked.area, planning.asked
    drawn = drawing(area, 6 if area else 2)
    if drawn is None:
        return None
    if area:
        areas = [{"code": code, "d": path, "shade": _standing(code, found)} for code, path in drawn.areas]
    else:
        limit = max((one for one in queries.LIMITS if one * 1000 <= asked.reach_m), default=queries.LIMITS[0])
        parts = queries.left_out("", sort=asked.sort, detour=asked.detour / 100)
        breaks, of = fifths(parts, limit), {row.code: row for row in parts}
        areas = [{"code": code, "d": path, "shade": shade_of_share(of[code], limit, breaks)}
                 for code, path in drawn.areas if code in of]
    places = [{"x": drawn.frame.percent(lat, lon)[0], "y": drawn.frame.percent(lat, lon)[1], "said": said}
              for lat, lon, said in spaces if drawn.frame.holds(lat, lon)]
    return {"frame": drawn.frame, "areas": areas, "seams": drawn.seams, "spaces": places,
            "pins": [_pin(number, pin, drawn.frame) for number, pin in enumerate(found.pins, start=1)],
            "by_home": bool(area)}


def _standing(code: str, found: Outcome) -> str:
    return "was" if code in found.before else "won" if code in found.reached else "lost"


def _pin(number: int, pin: Pin, frame: Any) -> dict[str, Any]:
    x, y = frame.percent(pin.lat, pin.lon)
    return {"x": x, "y": y, "number": number, "said": pin_said(pin)}
