"""The learning shadow of 7,436 sub-districts against 5,000 spaces, and a planner's next 20 sites.

`.venv/bin/python -m bench.places_shadow [--spaces 5000]`

Peer: brute force in numpy, as one writes it in an afternoon: every distance from every sub-district to every space by
the haversine formula, the smallest of each sort; and the greedy rule over the whole table of who reaches whom. Both
must give the same answers: distances to a millimetre, the same spaces, the same sites with the same gains in the same
order (of equals the first). Spaces lie around the middles of sub-districts drawn by their people, of every kind, a
seventh without a position.
Ours is also timed as the house does it: read from the database, measured, and every changed answer written.
"""

import argparse
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

from bench.house import report, scratch_database

SHADOW, SITES = 5.0, 20.0  # seconds at most
NEXT, REACH_KM, DETOUR = 20, 10.0, 1.4
SEED = 2569


def main() -> None:
    """Fills, measures in every way, compares."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--spaces", type=int, default=5_000)
    spaces = asked.parse_args().spaces
    with scratch_database():
        fill(spaces)
        holds = [shadow(spaces), next_sites()]
    sys.exit(0 if all(holds) else 1)


def fill(count: int) -> None:
    """The shipped areas, and so many spaces among the people."""
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.places import actions
    from rianru.places.models import Area
    from rianru.places.words import KINDS, NOWHERE_NEAR

    asked: dict[str, Any] = {"actor": system("bench"), "at": timezone.now()}
    actions.load_areas(**asked)
    network = actions.add_network(**asked, code="bench", name_th="ทดสอบ", name_en="Bench")
    chance = Random(SEED)
    homes = list(Area.objects.filter(parent__parent__parent=None, parent__parent__isnull=False).order_by("code"))
    kinds = [kind for kind in KINDS if kind not in NOWHERE_NEAR]
    weeks = ((), ((6, 540, 1020),), ((2, 540, 1140),), tuple((day, 540, 1020) for day in range(1, 6)))
    drawn = chance.choices(homes, weights=[home.population or 0 for home in homes], k=count)
    new = [_space(number, home, chance, kinds, weeks) for number, home in enumerate(drawn)]
    for start in range(0, count, 1000):
        actions.add_spaces(**asked, network_id=network, spaces=new[start:start + 1000])


def _space(number: int, home: Any, chance: Random, kinds: list[str], weeks: tuple[Any, ...]) -> Any:
    from decimal import Decimal

    from rianru.places.actions import NewSpace

    marked = chance.random() > 1 / 7
    near = [Decimal(f"{float(value) + chance.uniform(-0.004, 0.004):.5f}") for value in (home.lat, home.lon)]
    return NewSpace(
        code=f"bench-{number}", kind=chance.choice(kinds), name_th=f"ที่เรียนรู้ {number}", name_en=f"Space {number}",
        area=home.code,
        lat=near[0] if marked else None, lon=near[1] if marked else None, hours=chance.choice(weeks),
        facilities=("ramp",) if chance.random() < 0.4 else (), members_only=chance.random() < 0.05,
    )


def timed(name: str, do: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and wall seconds; processor seconds are printed."""
    began, worked = time.perf_counter(), time.process_time()
    found = do()
    wall = time.perf_counter() - began
    print(f"{name}: {wall:.3f} s, of a processor {time.process_time() - worked:.3f} s", file=sys.stderr)
    return found, wall


def shadow(spaces: int) -> bool:
    """Measured by the house and by brute force."""
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.places import actions
    from rianru.places.queries.measuring import measurable, measured

    found = measurable(timezone.now())
    ours, wall = timed("ours, measured", lambda: list(measured(found)))
    theirs, peer = timed("brute force", lambda: brute_distances(found))
    assert {row[:4] for row in ours} == {row[:4] for row in theirs}
    far = {row[:2]: row[4] for row in theirs}
    assert max(abs(km - far[code, sort]) for code, sort, _, _, km in ours) < 1e-6
    name = f"{len(found.areas):,} sub-districts, {spaces:,} spaces, {len(found.sorts)} sorts"
    holds = report(f"{name}: distances", ours=wall, peer=peer, peer_name="numpy, each against each", unit="s",
                   at_most=SHADOW)
    changed, whole = timed(
        "ours, read and written", lambda: actions.measure_distances(actor=system("bench"), at=timezone.now()))
    assert changed == len(ours)
    _, again = timed("ours, nothing changed", lambda: actions.measure_distances(
        actor=system("bench"), at=timezone.now()))
    report(f"{name}: looked at, nothing changed", ours=again, unit="s")
    return report(f"{name}: read, measured, {changed:,} answers written", ours=whole, peer=peer,
                  peer_name="numpy, each against each, in memory", unit="s", at_most=SHADOW) and holds


def haversine(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Any:
    """As in any textbook, each of one side against each of the other."""
    lat, lon, other_lat, other_lon = (np.radians(one) for one in (lat[:, None], lon[:, None], other_lat, other_lon))
    half = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * np.arcsin(np.sqrt(half))


def brute_distances(found: Any) -> list[tuple[str, str, Any, None, float]]:
    """The whole table once; of each sort its columns, and the smallest of every row."""
    table = haversine(found.middles.lat, found.middles.lon, found.places.lat, found.places.lon)
    rows = []
    for sort, which in found.sorts.items():
        chosen = np.flatnonzero(which)
        if not len(chosen):
            continue
        part = table[:, chosen]
        best = part.argmin(axis=1)
        for row, code in enumerate(found.areas):
            rows.append((code, sort, found.ids[chosen[best[row]]], None, float(part[row, best[row]])))
    return rows


def next_sites() -> bool:
    """The whole country's next sites, as the planner's page asks for them."""
    from django.utils import timezone

    from rianru.places import queries
    from rianru.places.queries.measuring import sites_of_other_sorts

    asked = queries.Sought(area="", sort="any", wanted=NEXT, reach_m=int(REACH_KM * 1000), detour=int(DETOUR * 100))
    ours, wall = timed("ours, next sites", lambda: queries.suggested(asked, at=timezone.now()))
    theirs, peer = timed("brute force, next sites", lambda: brute_sites(
        queries.homes("", "any"), sites_of_other_sorts("", "any", at=timezone.now())))
    assert [((pin.lat, pin.lon), gain) for pin, gain in zip(ours.pins, ours.gains, strict=True)] == theirs
    print(f"{sum(ours.gains):,} people, at least {ours.share:.1%} of the best there could be", file=sys.stderr)
    return report(f"the next {NEXT} sites of the country within {REACH_KM:g} km", ours=wall, peer=peer,
                  peer_name="numpy, whole table", unit="s", at_most=SITES)


def brute_sites(homes: Any, there: Any) -> list[tuple[tuple[float, float], int]]:
    """The greedy rule over the table of who reaches whom, from what is there and from the middles."""
    lat, lon = (np.array([round(row[part + 1], 5) for row in there] + list(axis)) for part, axis in enumerate(
        (homes.middles.lat, homes.middles.lon)))
    reaches = haversine(lat, lon, homes.middles.lat, homes.middles.lon) <= REACH_KM / DETOUR
    waiting = np.where(homes.km * DETOUR <= REACH_KM, 0, homes.people)
    rows = []
    for _ in range(NEXT):
        gains = reaches @ waiting
        best = int(gains.argmax())
        rows.append(((float(lat[best]), float(lon[best])), int(gains[best])))
        waiting = np.where(reaches[best], 0, waiting)
    return rows


if __name__ == "__main__":
    main()
