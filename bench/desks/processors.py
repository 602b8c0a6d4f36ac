"""What each part of a running installation takes of the processors: the figure that does not depend on neighbours."""

import os
from collections import Counter
from pathlib import Path

PARTS = (("postgres", "database"), ("granian", "web"), ("rianru.config.command worker", "worker"),
         ("rianru.config.command index", "index"))
TICK = os.sysconf("SC_CLK_TCK")


def spent(house: int, var: Path) -> Counter[str]:
    """Seconds of processor time until now, by part: of process `house` and all below it, of the PostgreSQL whose data
    lie in a folder, and of this process (`desks`). What ended is counted with its parent.
    """
    found: Counter[str] = Counter()
    every = {pid: _read(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    known = {pid: one for pid, one in every.items() if one}
    roots = {house} | {pid for pid, one in known.items() if "postgres" in one[1] and str(var) in one[1]}
    for pid, (_, said, ticks) in known.items():
        if _below(pid, roots, known):
            found[next((name for sign, name in PARTS if sign in said), "house")] += ticks
    own = os.times()
    found["desks"] = round((own.user + own.system) * TICK)
    return Counter({name: ticks / TICK for name, ticks in found.items()})


def _read(pid: int) -> tuple[int, str, int] | None:
    """Parent, command line and ticks; none where it has ended."""
    try:
        cells = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        said = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return None
    return int(cells[1]), said, sum(map(int, cells[11:15]))


def _below(pid: int, roots: set[int], known: dict[int, tuple[int, str, int]]) -> bool:
    while pid in known:
        if pid in roots:
            return True
        pid = known[pid][0]
    return False
