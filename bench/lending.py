"""Twenty-five desks lend and take back over HTTP, on a network of its full size.

`.venv/bin/python -m bench.lending [--works 100000] [--items 300000] [--members 100000] [--desks 25] [--seconds 180]`

An installation of its own is filled by COPY (bench/desks/filling.py) and started as `rianru run` starts it: embedded
PostgreSQL with its durability on, two web processes, the worker, the index. Each desk is a thread of this process with
a session of its own; it scans a card, three copies out, then the three back in, as the desk's script sends them, waits
for each answer and reads it. A check-out that is not said to be lent, or a return not said to be taken back, ends the
run. Afterwards the tables must hold what the desks were told. Cards are scanned in between and are not counted.

One desk serves the member with 2,000 loans, one takes back a title that 500 wait for; they are told apart.
FOLIO's published figures are the peer: its performance tests report a p95 of 575 to 636 ms at 1.8 check-outs and
check-ins a second with 25 users.
"""

import argparse
import contextlib
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.desks.filling import Stock, fill
from bench.house import report, scratch_database

RATE, P95 = 100, 150  # a second; milliseconds
FOLIO_P95 = 575
TRIP = 3  # copies that a member takes
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MEMBER = re.compile(r'name="member" value="([0-9a-f-]{36})"')
LENT, BACK = "ให้ยืมแล้ว", "รับคืนแล้ว"


class Desk(threading.Thread):
    """One desk with its session; what it was told, and how long each answer took."""

    def __init__(self, port: int, space: str, cards: list[str], copies: list[str], until: list[float]) -> None:
        super().__init__(daemon=True)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.space, self.cards, self.copies, self.until = space, cards, copies, until
        self.kept: dict[str, str] = {}
        self.token = ""
        self.took: dict[str, list[float]] = defaultdict(list)
        self.done = {"out": 0, "in": 0}
        self.failed = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; its status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items()), "X-Desk": "part",
                   "Accept-Language": "th"}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                said = value.split(";", 1)[0].partition("=")
                self.kept[said[0]] = said[2]
        if found := _TOKEN.search(text):
            self.token = found[1]
        return answer.status, text

    def sign_in(self) -> None:
        """As the demo's librarian, at this desk."""
        way: list[tuple[str, str, dict[str, str] | None]] = [
            ("GET", "/accounts/login/", None), ("POST", "/demo/sign-in/librarian/", {}),
            ("GET", "/desk/where/", None), ("POST", "/desk/where/?next=/desk/", {"space": self.space}),
            ("GET", "/desk/", None),
        ]
        text = ""
        for method, path, form in way:
            status, text = self.ask(method, path, form)
            if status >= 400:
                raise RuntimeError(f"{path} at {self.space}: {status} {text[:300]}")
        if 'id="scanning"' not in text:
            raise RuntimeError(f"no desk at {self.space}")

    def scan(self, kind: str, text: str, *, mode: str, member: str = "", wanted: str = "") -> str:
        """One scan; its answer is read, and must say what is `wanted`."""
        began = time.perf_counter()
        status, said = self.ask("POST", "/desk/scan/", {
            "key": str(uuid.uuid4()), "text": text, "mode": mode, "member": member,
        })
        self.took[kind].append((time.perf_counter() - began) * 1000)
        if status != 200 or wanted not in said:
            told = " ".join(re.findall(r'class="lead"><b>([^<]*)|<p>([^<]*)</p>', said)[0]) if "lead" in said else ""
            raise RuntimeError(f"{kind} {text} at {self.space}: {status} {told or said[:300]}")
        return said

    def trip(self, n: int) -> None:
        """A member takes some copies, and somebody brings as many back."""
        said = self.scan("card", self.cards[n % len(self.cards)], mode="out")
        member = _MEMBER.search(said)
        if member is None:
            raise RuntimeError(f"no member for {self.cards[n % len(self.cards)]}")
        first = n * TRIP % (len(self.copies) - TRIP)
        for barcode in self.copies[first : first + TRIP]:
            self.scan("out", barcode, mode="out", member=member[1], wanted=LENT)
            self.done["out"] += 1
        for barcode in self.copies[first : first + TRIP]:
            self.scan("in", barcode, mode="in", wanted=BACK)
            self.done["in"] += 1

    def run(self) -> None:
        """Trips until the time is over."""
        n = 0
        try:
            while time.monotonic() < self.until[0]:
                self.trip(n)
                n += 1
        except Exception as error:  # noqa: BLE001  # told by the thread that waits for this one
            self.failed = repr(error)


class Queue(Desk):
    """Takes back a title that many wait for, one copy after another, and its usual trips in between."""

    wanted: tuple[str, ...] = ()

    def trip(self, n: int) -> None:
        """One copy of the title, then as everywhere."""
        if n < len(self.wanted):
            self.scan("queue", self.wanted[n], mode="in", wanted=BACK)
            self.done["in"] += 1
        super().trip(n)


@contextlib.contextmanager
def running(var: Path) -> Iterator[int]:
    """The installation in a folder, started as people start it; its port."""
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
        yield port
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


def lend(port: int, stock: Stock, seconds: float) -> list[Desk]:
    """All desks at once, for so long; refuses the run where one was told something else than it asked."""
    until = [0.0]
    desks: list[Desk] = []
    for n, space in enumerate(stock.spaces):
        cards = [stock.heavy] if n == 0 else stock.cards[n]
        desk = (Queue if n == 1 else Desk)(port, space, cards, stock.shelves[n], until)
        if isinstance(desk, Queue):
            desk.wanted = tuple(stock.wanted)
        desk.sign_in()
        desks.append(desk)
    until[0] = time.monotonic() + seconds
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    if failed := [desk.failed for desk in desks if desk.failed]:
        raise RuntimeError("; ".join(failed[:5]))
    return desks


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


def main() -> int:
    """Fills, starts, lends, compares, prints; 0 where every figure holds."""
    given = argparse.ArgumentParser(prog="python -m bench.lending")
    given.add_argument("--works", type=int, default=100_000)
    given.add_argument("--items", type=int, default=300_000)
    given.add_argument("--members", type=int, default=100_000)
    given.add_argument("--desks", type=int, default=25)
    given.add_argument("--seconds", type=float, default=180)
    args = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="rianru-bench-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        os.environ["RIANRU_VAR"] = str(var)
        with scratch_database():
            from rianru.core import jobs
            from rianru.core.search import follow
            from rianru.demo import building

            began = time.perf_counter()
            building.build(at=jobs.now(), told=lambda name: None)
            stock = fill(works=args.works, items=args.items, members=args.members, desks=args.desks, at=jobs.now())
            print(f"filled in {time.perf_counter() - began:.0f} s: {stock.loans} loans, {len(stock.wanted)} copies of "
                  f"the title with a long queue", file=sys.stderr)
            print(f"{follow.rebuild()} documents indexed", file=sys.stderr)
        with running(var) as port:
            desks = lend(port, stock, args.seconds)
        with scratch_database():
            same = kept(stock, desks)
    return 0 if _told(desks, args.seconds) and same else 1


def _told(desks: list[Desk], seconds: float) -> bool:
    usual = [took for desk in desks[1:] for kind in ("out", "in") for took in desk.took[kind]]
    heavy = [took for kind in ("card", "out", "in") for took in desks[0].took[kind]]
    queue = [took for desk in desks for took in desk.took["queue"]]
    rate = sum(desk.done["out"] + desk.done["in"] for desk in desks) / seconds
    print(f"{len(usual)} usual, {len(heavy)} of the member with many loans, {len(queue)} of the long queue; median "
          f"{statistics.median(usual):.0f} ms", file=sys.stderr)
    return all([
        report("lending.rate", ours=rate, unit="check-outs and check-ins/s", at_least=RATE),
        report("lending.answer", ours=_p95(usual), peer=FOLIO_P95, peer_name="FOLIO at 1.8/s, as published",
               unit="ms p95", at_most=P95),
        report("lending.many_loans", ours=_p95(heavy), unit="ms p95, member with 2,000 loans", at_most=P95),
        report("lending.long_queue", ours=_p95(queue), unit="ms p95, title with 500 holds", at_most=P95),
    ])


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0.0)


if __name__ == "__main__":
    sys.exit(main())
