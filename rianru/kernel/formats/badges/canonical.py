"""RDFC-1.0 (W3C RDF Dataset Canonicalization): the same statements always give the same text.

What nameless nodes are called does not matter. A credential of ours has a few that differ in what they say, and then
one pass over them decides. Twins (two results that say the same) need the paths through their neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from itertools import permutations
from typing import Final

from rianru.kernel.formats.badges.refusals import TooTangled
from rianru.kernel.formats.badges.statements import Quad

MOST_PATHS: Final = 4_000  # orders of twins tried; a credential made to keep a verifier busy needs more


def canonical(quads: Iterable[Quad]) -> str:
    """N-Quads in canonical order with canonical names, every line ended. TooTangled beyond `MOST_PATHS`."""
    statements = list(dict.fromkeys(quads))
    names = _Canonising(statements).names()
    return "".join(sorted({_line(*(names.get(part, part) for part in quad)) for quad in statements}))


def _line(subject: str, predicate: str, target: str, graph: str) -> str:
    return f"{subject} {predicate} {target} {graph} .\n" if graph else f"{subject} {predicate} {target} .\n"


class _Names:
    """Gives names in the order of asking: `_:c14n0`, `_:c14n1`, …"""

    def __init__(self, prefix: str, given: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.given = dict(given or {})

    def give(self, node: str) -> str:
        return self.given.setdefault(node, f"{self.prefix}{len(self.given)}")

    def copy(self) -> _Names:
        return _Names(self.prefix, self.given)


class _Canonising:
    """The state of RDFC-1.0 section 4.2: statements by nameless node, their first hashes, and the names given."""

    def __init__(self, statements: list[Quad]) -> None:
        self.saying: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in statements:
            for node in {part for part in (quad[0], quad[2], quad[3]) if part.startswith("_:")}:
                self.saying[node].append(quad)
        self.first = {node: self._first_degree(node) for node in self.saying}
        self.canonical = _Names("_:c14n")
        self.paths = 0

    def names(self) -> dict[str, str]:
        """The canonical name of every nameless node (section 4.4)."""
        alike: defaultdict[str, list[str]] = defaultdict(list)
        for node, digest in self.first.items():
            alike[digest].append(node)
        twins = [alike[digest] for digest in sorted(alike) if len(alike[digest]) > 1]
        for digest in sorted(alike):
            if len(alike[digest]) == 1:
                self.canonical.give(alike[digest][0])
        for group in twins:
            self._name(group)
        return self.canonical.given

    def _name(self, group: list[str]) -> None:
        found: list[tuple[str, _Names]] = []
        for node in group:
            if node not in self.canonical.given:
                trial = _Names("_:b")
                trial.give(node)
                found.append(self._many_degrees(node, trial))
        for _, trial in sorted(found, key=lambda one: one[0]):
            for node in trial.given:
                self.canonical.give(node)

    def _first_degree(self, node: str) -> str:
        """Section 4.6: what is said of a node, with itself as `a` and every other nameless one as `z`."""
        lines = [
            _line(*(("_:a" if part == node else "_:z") if part.startswith("_:") else part for part in quad))
            for quad in self.saying[node]
        ]
        return _digest("".join(sorted(lines)))

    def _related(self, related: str, quad: Quad, names: _Names, position: str) -> str:
        """Section 4.7: a neighbour, by what is known of it and by how it is reached."""
        known = self.canonical.given.get(related) or names.given.get(related) or self.first[related]
        predicate = "" if position == "g" else quad[1]
        return _digest(position + predicate + known)

    def _many_degrees(self, node: str, names: _Names) -> tuple[str, _Names]:
        """Section 4.8: the least of all paths through the neighbours, and the names given on it."""
        neighbours: defaultdict[str, list[str]] = defaultdict(list)
        for quad in self.saying[node]:
            for part, position in ((quad[0], "s"), (quad[2], "o"), (quad[3], "g")):
                if part.startswith("_:") and part != node:
                    neighbours[self._related(part, quad, names, position)].append(part)
        said = ""
        for digest in sorted(neighbours):
            path, names = self._least(digest, neighbours[digest], names)
            said += digest + path
        return _digest(said), names

    def _least(self, digest: str, group: list[str], names: _Names) -> tuple[str, _Names]:
        chosen: tuple[str, _Names] | None = None
        for order in permutations(group):
            self.paths += 1
            if self.paths > MOST_PATHS:
                raise TooTangled
            walked = self._walk(order, names.copy(), chosen[0] if chosen else "")
            if walked and (chosen is None or walked[0] < chosen[0]):
                chosen = walked
        assert chosen is not None  # the first order is never given up
        return chosen

    def _walk(self, order: tuple[str, ...], names: _Names, best: str) -> tuple[str, _Names] | None:
        """One order of neighbours; None as soon as it cannot be the least."""
        path, ahead = "", []
        for related in order:
            if related in self.canonical.given:
                path += self.canonical.given[related]
            else:
                if related not in names.given:
                    ahead.append(related)
                path += names.give(related)
            if best and len(path) >= len(best) and path > best:
                return None
        for related in ahead:
            digest, deeper = self._many_degrees(related, names)
            path += f"{names.give(related)}<{digest}>"
            names = deeper
            if best and len(path) >= len(best) and path > best:
                return None
        return path, names


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
