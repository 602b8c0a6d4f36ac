"""People race for the seats of a workshop: nobody is given a seat that is not there, no family is split.

`.venv/bin/python -m bench.learning [--people 500] [--seats 20] [--households 100] [--places 50] [--processes 4]
[--threads 12]`

An embedded PostgreSQL with its durability on. Everybody has an account, every household a guardian and three children
with cards; made before, by the same actions. Then processes of their own, each with threads that have a connection
each, are released at one moment, and everyone joins once (`actions.join`): a transaction under the lock of the row of
the seats. Counted afterwards from the tables: seats, the line, families with fewer than all of their seats.

**Arrival.** What two clients send at one moment arrives in no order. But whoever only asked after another had been
answered came after them, and must stand behind them in line: those who do not are counted.

The peer is the least that could be done in SQL: a counter, `SELECT … FOR UPDATE`, an UPDATE and an INSERT, from the
same processes and threads. It knows no households, no ages, no line with turns, tells no facts and queues no letters.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.house import report, scratch_database

SLOWEST = 50  # milliseconds of the clock, for each who joins


@dataclass(frozen=True)
class Heard:
    """What somebody was told: joined or waiting, at which place; when they asked and heard (one clock)."""

    state: str
    place: int
    asked: float
    heard: float


def main() -> int:
    """Makes the people, lets them race, counts, prints; 0 where every figure holds."""
    args = _arguments()
    with scratch_database():
        from rianru.core.facts import partitions

        partitions.lay_ahead(months=3)
        space, spread = _space(), (args.processes, args.threads)
        people = [_person(n) for n in range(args.people)]
        families = [_family(space, n) for n in range(args.households)]
        holds = [
            _race(space, args.seats, [(key, [person]) for person, key in people], spread),
            _families(space, args.places, families, spread),
        ]
    return 0 if all(holds) else 1


def _race(space: UUID, seats: int, wanted: Sequence[Any], spread: tuple[int, int]) -> bool:
    activity, session = _workshop(space, seats)
    came, took = _together(wanted, spread, _joining(activity, session))
    told = Counter(one.state for one in came)
    sat, line = _counted(session)
    behind = _overtaken(came)
    print(f"{len(wanted)} for {seats} seats in {took:.2f} s: {dict(told)}; {sat} seats in the tables, line in order: "
          f"{line == list(range(1, len(wanted) + 1))}; overtaken: {behind}", file=sys.stderr)
    peer = _peer(len(wanted), spread)
    fair = report("people overtaken in line", ours=behind, unit="people", at_most=0)
    exact = report("seats given", ours=sat, unit="seats", at_least=seats, at_most=seats)
    quick = report("a race for seats", ours=took, peer=peer, peer_name="SELECT FOR UPDATE of a counter", unit="s",
                   at_most=len(wanted) * SLOWEST / 1000)
    return fair and exact and quick and told == Counter(
        {"joined": seats, "waiting": len(wanted) - seats}) and line == list(range(1, len(wanted) + 1))


def _families(space: UUID, places: int, families: Sequence[Any], spread: tuple[int, int]) -> bool:
    from rianru.learning.models import Seat

    activity, session = _workshop(space, places)
    came, took = _together(families, spread, _joining(activity, session))
    told = Counter(one.state for one in came)
    seats = Seat.objects.filter(seating__session=session, ended_at=None, party__state__in=["joined", "offered"])
    sizes = Counter(seats.values_list("party", flat=True))
    size = len(families[0][1])
    split = sum(count != size for count in sizes.values())
    print(f"{len(families)} households of {size} for {places} seats in {took:.2f} s: {dict(told)}; "
          f"{sum(sizes.values())} seats given to {len(sizes)} households", file=sys.stderr)
    whole = report("households split", ours=split, unit="households", at_most=0)
    given = report("seats given to households", ours=sum(sizes.values()), unit="seats",
                   at_least=places // size * size, at_most=places)
    return whole and given and told["joined"] == places // size


def _joining(activity: UUID, session: UUID) -> Callable[[Any], tuple[str, int]]:
    """Somebody joins with the people of their household."""
    from rianru.core.actors import Actor
    from rianru.core.again import again
    from rianru.learning import actions

    def join(one: Any) -> tuple[str, int]:
        key, persons = one
        taken = again(lambda: actions.join(
            actor=Actor("person", key), at=datetime.now(UTC), activity_id=activity, session_id=session,
            persons=persons))
        return taken.state, taken.place

    return join


def _together(
    wanted: Sequence[Any], spread: tuple[int, int], act: Callable[[Any], tuple[str, int]]
) -> tuple[list[Heard], float]:
    """Everyone at once: what each heard, and the seconds from the first who asked to the last who heard."""
    from django.db import connections

    connections.close_all()
    processes, threads = spread
    fork = multiprocessing.get_context("fork")
    ready, results = fork.Barrier(processes), fork.Queue()
    own = [fork.Process(target=_crowd, args=(wanted[n::processes], threads, act, ready, results))
           for n in range(processes)]
    for one in own:
        one.start()
    came = [heard for _ in own for heard in results.get()]
    for one in own:
        one.join()
    return came, max(one.heard for one in came) - min(one.asked for one in came)


def _crowd(
    wanted: Sequence[Any], threads: int, act: Callable[[Any], tuple[str, int]], ready: Any, results: Any
) -> None:
    """One process of them: each thread opens its connection, then all begin."""
    from django.db import connection, connections

    def opened(_: int) -> None:
        connection.ensure_connection()
        time.sleep(0.2)  # so that every thread of the pool takes one

    def timed(one: Any) -> Heard:
        asked = time.monotonic()
        state, place = act(one)
        return Heard(state, place, asked, time.monotonic())

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(opened, range(threads)))
        ready.wait(60)
        results.put(list(pool.map(timed, wanted)))
        list(pool.map(lambda _: connections.close_all(), range(threads)))


def _overtaken(came: Sequence[Heard]) -> int:
    """How many stand behind somebody who only asked after they had been answered."""
    latest, found = 0.0, 0
    for one in sorted(came, key=lambda heard: heard.place):
        found += one.heard < latest
        latest = max(latest, one.asked)
    return found


def _peer(people: int, spread: tuple[int, int]) -> float:
    """Seconds in which as many take a number from a counter, and a row each."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_counter (id int PRIMARY KEY, taken int NOT NULL)")
        cursor.execute("CREATE TABLE bench_seat (id bigserial PRIMARY KEY, person int NOT NULL)")
        cursor.execute("INSERT INTO bench_counter VALUES (1, 0)")

    def take(person: int) -> tuple[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT taken FROM bench_counter WHERE id = 1 FOR UPDATE")
            (taken,) = cursor.fetchone()
            cursor.execute("UPDATE bench_counter SET taken = taken + 1 WHERE id = 1")
            cursor.execute("INSERT INTO bench_seat (person) VALUES (%s)", [person])
        return "joined", taken

    return _together(range(people), spread, take)[1]


def _counted(session: UUID) -> tuple[int, list[int]]:
    """Seats that are held, and the places in line, from the tables."""
    from rianru.learning.models import Party, Seat

    sat = Seat.objects.filter(seating__session=session, ended_at=None, party__state__in=["joined", "offered"]).count()
    places = Party.objects.filter(seating__session=session).order_by("place").values_list("place", flat=True)
    return sat, list(places)


def _space() -> UUID:
    from rianru.places.models import Area, Network, Space

    network = Network.objects.create(code="bench", name_th="เครือข่ายทดสอบ", name_en="Bench")
    area = Area.objects.create(code="56", name_th="พื้นที่", name_en="Area", sort_th="พื้นที่")
    return Space.objects.create(
        code="bench", network=network, kind="provincial_library", name_th="ห้องสมุดทดสอบ", name_en="Bench library",
        sort_th="ห้องสมุด", found_by="ห้องสมุด", area=area).id


def _workshop(space: UUID, seats: int) -> tuple[UUID, UUID]:
    from rianru.learning.models import Activity, Session

    at, ahead = datetime.now(UTC), datetime.now(UTC) + timedelta(days=7)
    made = Activity.objects.create(space_id=space, kind="workshop", title_th="ย้อมคราม", state="open", capacity=seats,
                                   made_at=at, changed_at=at)
    session = Session.objects.create(activity=made, starts_at=ahead, ends_at=ahead + timedelta(hours=2), changed_at=at)
    return made.id, session.id


def _person(n: int) -> tuple[UUID, UUID]:
    """A new account: its person, and the key that stands for them."""
    from rianru.core.actors import system
    from rianru.people import actions
    from rianru.people.models import Pseudonym

    joined = actions.join(actor=system("bench"), at=datetime.now(UTC), email=f"bench-{n}@example.org",
                          given_name=f"คนที่ {n}", birth_year=1985)
    return joined.person_id, Pseudonym.objects.values_list("key", flat=True).get(person=joined.person_id)


def _family(space: UUID, n: int) -> tuple[UUID, list[UUID]]:
    """A guardian with three children: the guardian's key, and everyone."""
    from rianru.core.actors import Actor, system
    from rianru.people import actions
    from rianru.people.actions import Particulars

    person, key = _person(100_000 + n)
    at = datetime.now(UTC)
    own = actions.become_member(actor=system("bench"), at=at, person_id=person, space_id=space)
    children = [
        actions.register_child(
            actor=Actor("person", key), at=at, space_id=space, guardian_id=own.membership_id,
            who=Particulars(f"ลูกคนที่ {each}", f"บ้าน {n}", birth_year=at.year - 8 - each)).person_id
        for each in range(3)
    ]
    return key, [person, *children]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, many in (("people", 500), ("seats", 20), ("households", 100), ("places", 50), ("processes", 4),
                       ("threads", 12)):
        parser.add_argument(f"--{name}", type=int, default=many)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
