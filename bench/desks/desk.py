"""A desk of the benchmark: it scans at its pace, waits for each answer, reads it, and stops where it is wrong."""

import re
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from bench.desks.line import Line

TRIP = 3  # copies that a member takes
SCANS = 1 + 2 * TRIP  # of a trip: the card, each copy out and in
LENT, BACK = "ให้ยืมแล้ว", "รับคืนแล้ว"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MEMBER = re.compile(r'name="member" value="([0-9a-f-]{36})"')


@dataclass
class Shift:
    """When all desks end, and how many seconds lie between two scans of one desk; none: as soon as it is answered."""

    until: float = 0.0
    pause: float | None = None
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Desk:
    """One desk with its session; what it was told, and how long each answer took (`shift.took`, milliseconds).

    At a pace the time counts from the moment at which the scan was due, so that a desk that had to wait for its last
    answer does not hide it.
    """

    def __init__(self, port: int, space: str, cards: list[str], copies: list[str]) -> None:
        self.line = Line(port)
        self.space, self.cards, self.copies = space, cards, copies
        self.token = ""
        self.done = {"out": 0, "in": 0}
        self.trips = 0
        self.failed = ""
        self.shift = Shift()
        self.due = 0.0

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; its status and body."""
        given = {"csrfmiddlewaretoken": self.token, **form} if form is not None else None
        status, text = self.line.ask(method, path, given)
        if found := _TOKEN.search(text):
            self.token = found[1]
        return status, text

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
        began = self._when()
        status, said = self.ask("POST", "/desk/scan/", {
            "key": str(uuid.uuid4()), "text": text, "mode": mode, "member": member,
        })
        self.shift.took[kind].append((time.perf_counter() - began) * 1000)
        if status != 200 or wanted not in said:
            told = " ".join(re.findall(r'class="lead"><b>([^<]*)|<p>([^<]*)</p>', said)[0]) if "lead" in said else ""
            raise RuntimeError(f"{kind} {text} at {self.space}: {status} {told or said[:300]}")
        return said

    def _when(self) -> float:
        if self.shift.pause is None:
            return time.perf_counter()
        due, self.due = self.due, self.due + self.shift.pause
        if (early := due - time.perf_counter()) > 0:
            time.sleep(early)
        return due

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

    def serve(self, shift: Shift, *, first: float) -> None:
        """Trips until the shift is over; `first`: when the first scan is due."""
        self.shift, self.due = shift, first
        try:
            while time.perf_counter() < shift.until:
                self.trip(self.trips)
                self.trips += 1
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


def work(desks: list[Desk], *, seconds: float, offered: float | None) -> list[Shift]:
    """All desks at once for so long, and what each took: with `offered` check-outs and check-ins a second together, at
    an even pace; else each as fast as it is answered. Refuses where one was told something else than it asked.
    """
    began = time.perf_counter() + 0.5
    pause = None if offered is None else len(desks) / (offered * SCANS / (SCANS - 1))
    shifts = [Shift(began + seconds, pause) for _ in desks]
    threads = [
        threading.Thread(target=desk.serve, args=(shift,), kwargs={"first": began + (pause or 0) * n / len(desks)})
        for n, (desk, shift) in enumerate(zip(desks, shifts, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed := [desk.failed for desk in desks if desk.failed]:
        raise RuntimeError("; ".join(failed[:5]))
    return shifts
