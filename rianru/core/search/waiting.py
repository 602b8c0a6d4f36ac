"""Changes that were read and are not in the index yet: which come at once, and which can wait for more of their kind.

What a person changed is searchable in a moment. What an import changed by the thousand is gathered meanwhile, each
object once however often it is named: the books that libraries have in common change with the import of each.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from rianru.core.changes import Changed, Position

MANY = 100  # changes of one transaction: an import's, or something like it
GATHERED = 25_000  # objects that wait at most
SLICE = 2_500  # of them at a time, and what came at once beside them
QUIET = 3  # seconds without anything new: whatever brought so much has ended, where it does not say so (`ended`)
SETTLED = 0.5  # seconds behind the end that it says: the next import of a queue begins within them
LONGEST = 45  # seconds that anything waits, but
SHARE = 2  # no more than half of the time that all this has gone on: little is left at its end

FEW = 500  # objects: more come from an import, which is not kept waiting
REST = 0.7  # seconds between two commits of a few objects, at most, and
RESTED = 10  # times as long as the last one took: a commit costs as much as thirty documents

Objects = dict[str, list[UUID]]


def rest(given: Objects, *, took: float) -> float:
    """Seconds to wait for more after a few objects were indexed in `took` seconds.

    One change is indexed at once; where changes come without end, as from the desks of a network, they are gathered.
    """
    many = sum(map(len, given.values()))
    return min(REST, RESTED * took) if 0 < many < FEW else 0.0


class Waiting:
    """`read`: how far the log was read. `reached`: everything up to here has been given out by `due`. `urgent`: what it
    gave out last may not wait for anything.
    """

    def __init__(self, position: Position) -> None:
        self.read = self.reached = position
        self._soon: dict[tuple[str, UUID], None] = {}
        self._later: dict[tuple[str, UUID], None] = {}
        self._draining: dict[tuple[str, UUID], None] = {}
        self._put_off: set[tuple[str, UUID]] = set()
        self._drains_to = position
        self.urgent = False
        self._more = False
        self._ended = float("inf")  # when who said that more was coming stopped saying so
        self._began = self._since = self._last = float("-inf")  # of all that wait, of the oldest, of the latest

    def __len__(self) -> int:
        return len(self._soon) + len(self._later) + len(self._draining)

    @property
    def draining(self) -> bool:
        """Whether `due` has more of its slices to give at once."""
        return bool(self._draining)

    def add(self, entries: list[Changed], *, at: float) -> None:
        """Entries behind `read`, in order; `at` in seconds of any clock that only goes forward."""
        if not entries:
            return
        sizes = Counter(entry.position.xid for entry in entries)
        if max(sizes.values()) >= MANY:
            if at - self._last > LONGEST:
                self._began = at
            if not self._later:
                self._since = at
            self._last = at
        for entry in entries:
            those = self._later if sizes[entry.position.xid] >= MANY else self._soon
            those[entry.kind, entry.object_id] = None
        self.read = entries[-1].position

    def told(self, *, more: bool, at: float) -> None:
        """Whether anybody says that more is coming (changes.coming). Once nobody does any longer, all is soon due."""
        if more:
            self._ended = float("inf")
        elif self._more and self._later:
            self._ended = at
        self._more = more

    def due(self, *, at: float) -> Objects:
        """What to index now, by kind: what may not wait, and some of what has waited enough."""
        if not self._draining and self._later and self._enough(at):
            self._draining, self._later, self._drains_to = self._later, {}, self.read
            self._ended = float("inf")
        given = list(self._soon)
        self.urgent = bool(given)
        self._soon = {}
        given += self._slice()
        if not self._draining:
            self.reached = max(self.reached, self._drains_to) if self._later else self.read
        return _by_kind(dict.fromkeys(given))

    def _slice(self) -> list[tuple[str, UUID]]:
        """The next of what has waited enough. What changed again meanwhile is put off, once, to be indexed with what
        came later: its newer entry lies behind the place that is noted, so a kill loses nothing.
        """
        given: list[tuple[str, UUID]] = []
        while self._draining and not given:
            for one in list(islice(self._draining, SLICE)):
                del self._draining[one]
                if one in self._later and one not in self._put_off:
                    self._put_off.add(one)
                else:
                    self._put_off.discard(one)
                    given.append(one)
        return given

    def _enough(self, at: float) -> bool:
        longest = min(LONGEST, max(QUIET, (at - self._began) / SHARE))
        silent = at - self._ended >= SETTLED or at - self._last >= QUIET
        return silent or len(self._later) >= GATHERED or at - self._since >= longest


def _by_kind(objects: Iterable[tuple[str, UUID]]) -> Objects:
    found: Objects = {}
    for kind, id in objects:
        found.setdefault(kind, []).append(id)
    return found
