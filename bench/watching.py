"""What processes take while something runs: memory, processor time, and where a thread spends its own."""

import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

_SERVER = "postgres"
_NAMELESS = "beginning or ending"
_SPENT: dict[int, float] = {}  # processor seconds of every watch, by its thread: what looking itself takes


class _Watch:
    """Looks again and again, in a thread of its own, between `with` and its end."""

    every = 1.0

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(self.every):
            self.look()
            _SPENT[threading.get_ident()] = time.thread_time()

    def look(self) -> None:
        """One look."""
        raise NotImplementedError


class Memory(_Watch):
    """The most memory that some processes and their children held together, a look a second, in bytes.

    A page that several share counts once (PSS, proc(5)), which takes ten milliseconds a look: four a second were two
    hundredths of what an import is given. PostgreSQL's own processes are not counted.
    """

    def __init__(self, pids: list[int]) -> None:
        super().__init__()
        self.pids, self.peak = pids, 0

    def look(self) -> None:
        """Adds up the whole family."""
        self.peak = max(self.peak, sum(_held(pid) for pid in _family(self.pids)))


def _family(pids: list[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        try:
            if pid in found or Path(f"/proc/{pid}/comm").read_text().startswith(_SERVER):
                continue
            found.add(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, children.read_text().split())
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    """PSS of a process in bytes; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


class Labour(_Watch):
    """Processor seconds of named families of processes, four looks a second: what others do on the machine hardly
    changes them, and what looking takes is left out. A process that began and ended between two looks is not seen.
    """

    every = 0.25

    def __init__(self, families: dict[str, int], server: int | None = None) -> None:
        super().__init__()
        self._families, self._server = families, server
        self._first: dict[int, float] = {}
        self._last: dict[int, tuple[str, float]] = {}
        self._began = False
        self._looked = sum(_SPENT.values())

    def __enter__(self) -> Self:
        self.look()
        self._began = True
        return super().__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        super().__exit__(kind, error, at)
        self.look()

    def look(self) -> None:
        """Notes how much each process has worked by now."""
        for name, pid in self._pids():
            worked = _worked(pid)
            if worked is not None:
                self._first.setdefault(pid, 0.0 if self._began else worked)
                before = self._last.get(pid)
                self._last[pid] = (before[0] if before and name.endswith(_NAMELESS) else name, worked)

    def _pids(self) -> list[tuple[str, int]]:
        found = [(name, pid) for name, pid in self._families.items()]
        own = set(self._families.values())
        for name, pid in self._families.items():
            found += [(f"{name}, beside", child) for child in _family([pid]) - own]
        if self._server:
            found += [(_of_server(pid), pid) for pid in _children(self._server)]
        return found

    def tell(self, records: int) -> None:
        """Prints microseconds a record, the most first."""
        sums = Counter[str]()
        for pid, (name, worked) in self._last.items():
            looking = sum(_SPENT.values()) - self._looked if pid == os.getpid() else 0
            sums[name] += round((worked - self._first[pid] - looking) * 1e6 / max(records, 1))
        print("\nprocessor time, microseconds a record:", file=sys.stderr)
        for name, micros in sums.most_common():
            print(f"{micros:7}  {name}", file=sys.stderr)
        print(f"{sums.total():7}  together", file=sys.stderr)


def server_of(backend: int) -> int | None:
    """The process of PostgreSQL that serves a backend (by its number) on this machine; None where it is elsewhere."""
    try:
        if not Path(f"/proc/{backend}/comm").read_text().startswith(_SERVER):
            return None
        return int(Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return None


def _worked(pid: int) -> float | None:
    """Seconds that a process and its threads, those that ended too, have had a processor; None where it has ended."""
    try:
        found = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.update(map(int, path.read_text().split()))
        except OSError:
            continue
    return found


def _of_server(pid: int) -> str:
    """`PostgreSQL: checkpointer`; backends by their number, since each serves one connection."""
    try:
        title = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return "PostgreSQL: ended"
    words = title.removeprefix("postgres:").split(":")
    known = next((one for one in ("autovacuum", "checkpointer", "writer", "io worker", "parallel") if one in title), "")
    return f"PostgreSQL: {known or (f'backend {pid}' if '[' in title else words[-1].strip() or _NAMELESS)}"


class Moments(_Watch):
    """Where the thread that began it was, looked at 50 times a second: the innermost module of one package.

    A moment in psycopg is PostgreSQL's, one in threading or concurrent.futures a wait for other threads or processes;
    both are told beside the module that called.
    """

    every = 0.02

    def __init__(self, package: str) -> None:
        super().__init__()
        self._package, self._ident, self.seen = package + ".", threading.get_ident(), Counter[str]()

    def look(self) -> None:
        """Notes one moment."""
        frame = sys._current_frames().get(self._ident)
        if frame is not None:
            self.seen[self._place(frame)] += 1

    def _place(self, frame: FrameType) -> str:
        inner, at = frame.f_globals.get("__name__", "?"), frame
        while not at.f_globals.get("__name__", "").startswith(self._package):
            if (back := at.f_back) is None:  # asked once: what is looked at goes on meanwhile
                break
            at = back
        place: str = at.f_globals.get("__name__", "?")
        if inner.startswith("psycopg"):
            return f"{place} (PostgreSQL)"
        if inner.startswith(("threading", "concurrent", "multiprocessing", "selectors")):
            return f"{place} (waiting)"
        return place

    def tell(self, title: str, *, most: int = 12) -> None:
        """Prints the places with the most moments, in percent."""
        total = sum(self.seen.values()) or 1
        print(f"\n{title}:", file=sys.stderr)
        for place, count in self.seen.most_common(most):
            print(f"{count / total:7.1%}  {place}", file=sys.stderr)
        print(file=sys.stderr)
