"""Twenty-five desks lend and take back over HTTP, on a network of its full size.

`.venv/bin/python -m bench.lending [--works 100000] [--items 300000] [--members 100000] [--desks 25] [--seconds 180]
[--offered 105] [--closed 20]`

An installation of its own is filled by COPY (bench/desks/filling.py) and started as `rianru run` starts it: embedded
PostgreSQL with its durability on, two web processes, the worker, the index. Each desk has a session of its own; it
scans a card, three copies out, then the three back in, as the desk's script sends them, and reads each answer, which
comes compressed as to a browser. A check-out that is not said to be lent, or a return not said to be taken back, ends
the run. Afterwards the tables must hold what the desks were told. Cards are scanned in between and are not counted.

**The pace.** People do not scan without a pause: 25 desks that did would wait for each other, and at 100 a second each
would wait 250 ms whatever the house does. So the desks are offered `--offered` check-outs and check-ins a second
together, each desk at an even pace of one scan in about 200 ms, and an answer's time counts from the moment at which
its scan was due: what a desk could not begin, because its last answer was late, is in the figure. What the same desks
reach without any pause is printed after it, for `--closed` seconds, as a figure without a limit.

One desk serves the member with 2,000 loans, one takes back a title that 500 wait for; they are told apart. What each
part of the installation takes of the processors for a check-out or check-in is printed beside it: that figure hardly
depends on what else the machine does. Then every hold of the network is given its copy anew (`answer_holds`).

FOLIO's published figures are the peer: its performance tests report a p95 of 575 to 636 ms at 1.8 check-outs and
check-ins a second with 25 users.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.desks.desk import Desk, Queue, Shift, work
from bench.desks.filling import Stock, fill, queue_up
from bench.desks.processors import spent
from bench.house import report, scratch_database

RATE, P95 = 100, 150  # a second; milliseconds
HOLDS, ANSWERED = 50_000, 20  # that many, in so many seconds
FOLIO_P95 = 575


@contextlib.contextmanager
def running(var: Path) -> Iterator[tuple[int, int]]:
    """The installation in a folder, started as people start it; its port, and the process that keeps it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"RIANRU_VAR": str(var), "RIANRU_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    command = "import sys; from rianru.config.command import main; sys.argv[0] = 'rianru'; main()"
    log = var / "bench.log"
    with log.open("wb") as said:
        house = subprocess.Popen([sys.executable, "-c", command, "run", "--demo", "--port", str(port)], env=env,
                                 stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + 900
        while not _answers(port):
            if house.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()[-3000:])
            time.sleep(1)
        yield port, house.pid
    finally:
        house.send_signal(signal.SIGINT)
        house.wait(60)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def seated(port: int, stock: Stock) -> list[Desk]:
    """Every desk, signed in; the first serves the member with many loans, the second the title with many holds."""
    desks: list[Desk] = []
    for n, space in enumerate(stock.spaces):
        cards = [stock.heavy] if n == 0 else stock.cards[n]
        desk = (Queue if n == 1 else Desk)(port, space, cards, stock.shelves[n])
        if isinstance(desk, Queue):
            desk.wanted = tuple(stock.wanted)
        desk.sign_in()
        desks.append(desk)
    return desks


def counted(desks: list[Desk]) -> int:
    """Check-outs and check-ins until now."""
    return sum(desk.done["out"] + desk.done["in"] for desk in desks)


def kept(stock: Stock, desks: list[Desk]) -> bool:
    """Whether the tables hold what the desks were told: each loan and return, no copy twice, money that balances."""
    from django.db import connection

    from rianru.treasury import queries as treasury

    outs, ins = (sum(desk.done[way] for desk in desks) for way in ("out", "in"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE returned_at IS NULL), count(returned_at) FROM lending_loan")
        still, back = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM lending_loan JOIN catalogue_item AS item ON item.id = item_id "
                       "WHERE returned_at IS NULL AND item.state <> 'on_loan'")
        (torn,) = cursor.fetchone()
    print(f"{outs} out, {ins} in; open loans {still} of {stock.loans + outs - ins} told, {back} returned; "
          f"{torn} copies that their loan does not know", file=sys.stderr)
    return still == stock.loans + outs - ins and not torn and not treasury.unbalanced()


def answered() -> float:
    """Seconds in which every hold of the network that waits, or is to be pulled, is given its copy anew."""
    from rianru.core import jobs
    from rianru.core.actors import system
    from rianru.lending import actions
    from rianru.places.models import Network

    network, began, clock = Network.objects.get(code="demo"), time.perf_counter(), time.process_time()
    many = actions.answer_holds(actor=system("bench"), at=jobs.now(), network_id=network.id, anew=True)
    took = time.perf_counter() - began
    print(f"{many} holds were given a copy in {took:.1f} s ({time.process_time() - clock:.1f} of our own)",
          file=sys.stderr)
    return took


def main() -> int:
    """Fills, starts, lends, compares, prints; 0 where every figure holds."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="rianru-bench-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        os.environ["RIANRU_VAR"] = str(var)
        with scratch_database():
            stock = _filled(args)
        with running(var) as (port, house):
            desks = seated(port, stock)
            work(desks, seconds=min(15.0, args.seconds), offered=args.offered)  # each process reads its rules and plans
            before, since = spent(house, var), counted(desks)
            shifts = work(desks, seconds=args.seconds, offered=args.offered)
            many = counted(desks) - since
            took = spent(house, var)
            took.subtract(before)
            fits = [_told(shifts, many, args.seconds), _paid(took, many)]
            if args.closed:
                since = counted(desks)
                _unpaced(work(desks, seconds=args.closed, offered=None), counted(desks) - since, args.closed)
        with scratch_database():
            fits.append(kept(stock, desks))
            print(f"{queue_up(HOLDS)} more members wait", file=sys.stderr)
            fits.append(report("lending.answer_holds", ours=answered(), unit="s for the network", at_most=ANSWERED))
    return 0 if all(fits) else 1


def _arguments() -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="python -m bench.lending")
    given.add_argument("--works", type=int, default=100_000)
    given.add_argument("--items", type=int, default=300_000)
    given.add_argument("--members", type=int, default=100_000)
    given.add_argument("--desks", type=int, default=25)
    given.add_argument("--seconds", type=float, default=180)
    given.add_argument("--offered", type=float, default=105)
    given.add_argument("--closed", type=float, default=20)
    return given.parse_args()


def _filled(args: argparse.Namespace) -> Stock:
    from rianru.core import jobs
    from rianru.core.search import follow
    from rianru.demo import building

    began = time.perf_counter()
    building.build(at=jobs.now(), told=lambda name: None)
    stock = fill(works=args.works, items=args.items, members=args.members, desks=args.desks, at=jobs.now())
    took = time.perf_counter() - began
    print(f"filled in {took:.0f} s: {stock.loans} loans, {len(stock.wanted)} copies of the title with a long queue",
          file=sys.stderr)
    print(f"{follow.rebuild()} documents indexed", file=sys.stderr)
    return stock


def _told(shifts: list[Shift], many: int, seconds: float) -> bool:
    usual = [took for shift in shifts[1:] for kind in ("out", "in") for took in shift.took[kind]]
    heavy = [took for kind in ("card", "out", "in") for took in shifts[0].took[kind]]
    queue = [took for shift in shifts for took in shift.took["queue"]]
    print(f"{len(usual)} usual, {len(heavy)} of the member with many loans, {len(queue)} of the long queue; median "
          f"{statistics.median(usual):.0f} ms; load of the machine {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return all([
        report("lending.rate", ours=many / seconds, unit="check-outs and check-ins/s", at_least=RATE),
        report("lending.answer", ours=_p95(usual), peer=FOLIO_P95, peer_name="FOLIO at 1.8/s, as published",
               unit="ms p95", at_most=P95),
        report("lending.many_loans", ours=_p95(heavy), unit="ms p95, member with 2,000 loans", at_most=P95),
        report("lending.long_queue", ours=_p95(queue), unit="ms p95, title with 500 holds", at_most=P95),
    ])


def _paid(took: Counter[str], many: int) -> bool:
    """Processor time of each part for a check-out or check-in. No limit of its own: 20 ms are all that two have."""
    told = {name: round(1000 * seconds / many, 2) for name, seconds in took.most_common()}
    print(f"processor time for each, ms: {told}", file=sys.stderr)
    return report("lending.processors", ours=1000 * sum(took.values()) / many, unit="ms for each, all parts together")


def _unpaced(shifts: list[Shift], many: int, seconds: float) -> None:
    usual = [took for shift in shifts for kind in ("out", "in") for took in shift.took[kind]]
    report("lending.unpaced", ours=many / seconds, unit=f"check-outs and check-ins/s, p95 {_p95(usual):.0f} ms")


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0.0)


if __name__ == "__main__":
    sys.exit(main())
