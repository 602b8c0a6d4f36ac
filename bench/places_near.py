"""50,000 spaces: the nearest with filters, words, and the points of a map.

`.venv/bin/python -m bench.places near [--spaces 50000] [--times 200]`

An embedded PostgreSQL with its durability on; spaces of all kinds around the sub-districts that people live in, with
hours, access, ages and languages, added by the action. Places to ask from and filters are drawn anew for every
question; each is timed whole, as the page asks it: the page of thirty, how many there are, and their hours.

The peer of *near* is what one writes in an afternoon: one SELECT that measures every space by the haversine formula,
sorts and takes thirty, under the same filters, counted by a window; it must name the same spaces. The peer of *points*
is all matching points of the view, as GeoJSON.

Beside the clock stands processor time, of Python and of the database's process together: it can be read where a machine
has other things to do.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from bench.house import report, scratch_database

SEED = 2569
NEAR_MS, POINTS_KB = 30.0, 50.0
PEER = """
    SELECT id, count(*) OVER (), 2 * 6371 * asin(sqrt(power(sin(radians(lat - %(lat)s) / 2), 2)
        + cos(radians(%(lat)s)) * cos(radians(lat)) * power(sin(radians(lon - %(lon)s) / 2), 2))) AS km
    FROM places_space WHERE lat IS NOT NULL AND closed_on IS NULL AND {filters} ORDER BY km, id LIMIT 30
"""


def main() -> int:
    """Fills, asks, compares; 0 where every figure holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--spaces", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=200)
    args = parser.parse_args()
    with scratch_database():
        from rianru.core.facts import partitions

        partitions.lay_ahead(months=3)
        middles = _filled(args.spaces)
        holds = [_near(middles, args.times), _worded(args.times), _points(middles, args.times)]
    return 0 if all(holds) else 1


def _filled(n: int) -> list[tuple[float, float]]:
    from datetime import UTC, datetime

    from django.db import connection

    from rianru.core.actors import system
    from rianru.places import actions
    from rianru.places.models import ACCESS, AGES, Area
    from rianru.places.words import FACILITIES, KINDS

    me: dict[str, Any] = {"actor": system("bench"), "at": datetime.now(UTC)}
    actions.load_areas(**me)
    actions.load_holidays(**me)
    network = actions.add_network(**me, code="bench", name_th="วัดความเร็ว", name_en="Bench")
    chance = Random(SEED)
    areas = list(Area.objects.filter(code__regex="^[0-9]{6}$", lat__isnull=False).order_by("code"))
    weights = [one.population or 1_000 for one in areas]
    kinds = [kind for kind in KINDS if kind != "online"]
    for start in range(0, n, 5_000):
        new = []
        for number, area in enumerate(chance.choices(areas, weights, k=min(5_000, n - start)), start):
            assert area.lat is not None
            assert area.lon is not None
            new.append(actions.NewSpace(
                code=f"b-{number}", kind=chance.choice(kinds), name_th=f"ห้องสมุด{area.name_th} {number}",
                name_en=f"{area.name_en} library {number}", area=area.code,
                lat=area.lat, lon=area.lon,
                facilities=tuple(one for one in FACILITIES if chance.random() < 0.4),
                access=tuple(one for one in ACCESS if chance.random() < 0.12),
                ages=tuple(one for one in AGES if chance.random() < 0.6), languages=("tha",),
                hours=tuple((day, 540, 1020) for day in range(1, 8) if chance.random() < 0.8),
            ))
        actions.add_spaces(**me, network_id=network, spaces=new)
    with connection.cursor() as cursor:  # scattered by hand: no action puts a space over a border
        cursor.execute("""UPDATE places_space SET lat = lat + (hashtext(code) % 1000)::numeric / 25000,
            lon = lon + (hashtext(name_en) % 1000)::numeric / 25000""")
        cursor.execute("ANALYZE")
    return [(float(one.lat or 0), float(one.lon or 0)) for one in areas]


def _filters(chance: Random) -> tuple[dict[str, Any], str]:
    """One to three filters, as the query and as SQL have them."""
    choices: list[tuple[dict[str, Any], str]] = [
        ({"kind": "museum"}, "kind = 'museum'"), ({"access": ("ramp",)}, "access @> '{ramp}'"),
        ({"facilities": ("wifi", "children")}, "facilities @> '{wifi,children}'"),
        ({"ages": ("elders",)}, "ages @> '{elders}'"), ({"access": ("hearing_loop",)}, "access @> '{hearing_loop}'"),
        ({"kind": "subdistrict_centre"}, "kind = 'subdistrict_centre'"),
        ({"open_now": True}, ""),
    ]
    picked = {tuple(one): (one, sql) for one, sql in chance.sample(choices, chance.randint(1, 3))}
    wanted: dict[str, Any] = {}
    for one, _ in picked.values():
        wanted |= one
    sql = [text for one, text in picked.values() if text]
    return wanted, " AND ".join(["kind <> 'mobile_library'" if "kind" not in wanted else "true", *sql])


def _near(middles: list[tuple[float, float]], times: int) -> bool:
    from datetime import UTC, datetime

    from django.db import connection

    from rianru.core.actors import ANONYMOUS
    from rianru.kernel.geography import Point
    from rianru.places import queries

    chance, at = Random(SEED), datetime(2026, 11, 21, 4, tzinfo=UTC)
    asked = [(chance.choice(middles), *_filters(chance)) for _ in range(times)]
    same = True

    def ours(place: tuple[float, float], wanted: dict[str, Any]) -> list[Any]:
        found = queries.find_spaces(actor=ANONYMOUS, at=at, wanted=queries.Wanted(**wanted), near=Point(*place))
        queries.openings_of([row.space for row in found.rows], at=at)
        return [row.space.id for row in found.rows]

    def peer(place: tuple[float, float], filters: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(PEER.format(filters=filters), {"lat": place[0], "lon": place[1]})
            return [row[0] for row in cursor.fetchall()]

    took, slow, worked, database = [], [], [], _database()
    ours(*asked[0][:2])
    for place, wanted, sql in asked:
        before = _processor(database)
        took.append(_timed(lambda: ours(place, wanted)))  # noqa: B023
        worked.append(_processor(database) - before)
        slow.append(_timed(lambda: peer(place, sql)))  # noqa: B023
        if not wanted.get("open_now"):  # the peer knows no hours
            same = same and ours(place, wanted) == peer(place, sql)
    print(f"near: median {statistics.median(took):.1f} ms, p95 {_p95(took):.1f}; same spaces: {same}", file=sys.stderr)
    report("near-me, processor time of Python and PostgreSQL, p95", ours=_p95(worked), unit="ms")
    return same and report(
        "near-me with filters among 50,000, p95", ours=_p95(took), peer=_p95(slow),
        peer_name="SELECT … ORDER BY haversine LIMIT 30", unit="ms", at_most=NEAR_MS,
    )


def _worded(times: int) -> bool:
    from datetime import UTC, datetime

    from rianru.core.actors import ANONYMOUS
    from rianru.places import queries

    at, chance = datetime(2026, 11, 21, 4, tzinfo=UTC), Random(SEED)
    texts = ("ห้องสมุด พะเยา", "ต.บ้านตุ่น อ.เมืองพะเยา", "พิพิธภัณฑ์ เชียงใหม่", "บางรัก", "library phuket", "ห้องสมุด 777")
    took = [
        _timed(lambda: queries.find_spaces(actor=ANONYMOUS, at=at, wanted=queries.Wanted(text=chance.choice(texts))))
        for _ in range(times // 4)
    ]
    return report("words of an address among 50,000, p95", ours=_p95(took), unit="ms")


def _points(middles: list[tuple[float, float]], times: int) -> bool:
    from django.test import Client

    from rianru.places.models import Space

    client, chance = Client(), Random(SEED)
    sizes, took, whole = [], [], []
    for _ in range(times // 2):
        (lat, lon), zoom = chance.choice(middles), chance.choice([5, 6, 7, 8, 9, 10, 11, 12, 13])
        wide, tall = 1_280 * 360 / (256 * 2**zoom) / 2, 600 * 360 / (256 * 2**zoom) / 2
        box = f"{lon - wide:.4f},{lat - tall:.4f},{lon + wide:.4f},{lat + tall:.4f}"
        answers: list[bytes] = []
        address = f"/map/spaces.json?box={box}&zoom={zoom}"
        took.append(_timed(lambda: answers.append(client.get(address, HTTP_HOST="localhost").content)))  # noqa: B023
        sizes.append(len(answers[0]))
        there = Space.objects.filter(lat__range=(lat - tall, lat + tall), lon__range=(lon - wide, lon + wide))
        features = [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [float(one[0] or 0), float(one[1] or 0)]},
             "properties": {"code": one[2], "kind": one[3], "name": one[4]}}
            for one in there.values_list("lon", "lat", "code", "kind", "name_th")
        ]
        whole.append(len(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()))
    report("points of a map view, p95 of the answer", ours=_p95(took), unit="ms")
    return report("points of a map view, the largest", ours=max(sizes) / 1e3, peer=max(whole) / 1e3,
                  peer_name="every point as GeoJSON", unit="kB", at_most=POINTS_KB)


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1_000


def _database() -> int:
    """The number of the process that answers this connection, on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _processor(database: int) -> float:
    """Milliseconds that this process and that one have worked until now."""
    theirs = int(Path(f"/proc/{database}/schedstat").read_text().split()[0]) / 1e6
    return time.process_time() * 1_000 + theirs


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]
