"""Seats given fairly: an order that nobody could choose, quotas that say what they are for, a reason for every seat.

What is published lets anybody repeat it: the seed is committed to by its SHA-256 (FIPS 180-4) before anybody joins, and
told after the list is closed; the list is mixed in, so that the seed decides nothing before the list stands. Where an
order by arrival is wanted, the same quotas are filled in the order of `place`, and no seed is needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal

OPEN: Final = "open"
WAITING: Final = "waiting"
By = Literal["lot", "arrival"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A party that wants `size` seats, all together. `groups`: how many of them belong to each group; `place`: how many
    came before, and one.
    """

    code: str
    size: int
    place: int
    groups: Mapping[str, int]

    @property
    def line(self) -> str:
        """As it is published and digested: `code size place group=n,group=n`, groups in the order of their names."""
        groups = ",".join(f"{name}={count}" for name, count in sorted(self.groups.items()) if count)
        return f"{self.code} {self.size} {self.place} {groups}".rstrip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one entry: its rank from 1, its ticket (blank where arrival decides), and why: the group whose
    quota gave the seats, `open`, or `waiting`.
    """

    code: str
    rank: int
    ticket: str
    why: str

    @property
    def seated(self) -> bool:
        """Whether it got its seats."""
        return self.why != WAITING


def new_seed() -> str:
    """64 hexadecimal digits that nobody chose."""
    return secrets.token_hex(32)


def commitment(seed: str) -> str:
    """What is published beforehand."""
    return sha256(seed.encode()).hexdigest()


def digest(entries: Sequence[Entry]) -> str:
    """Of the list: the lines in the order of their codes, each with a line feed."""
    return sha256("".join(f"{one.line}\n" for one in sorted(entries, key=lambda one: one.code)).encode()).hexdigest()


def ticket(seed: str, listed: str, code: str) -> str:
    """The number that an entry draws: SHA-256 of `seed:digest of the list:code`. The lowest is the first."""
    return sha256(f"{seed}:{listed}:{code}".encode()).hexdigest()


def drawn(
    entries: Sequence[Entry], *, seats: int, quotas: Sequence[tuple[str, int]], seed: str, by: By = "lot"
) -> list[Outcome]:
    """The outcome of every entry, in order of rank.

    1. Entries are ranked by ticket, or by place. 2. For each quota in turn: entries with somebody of the group get
    their seats in order of rank, if they fit into what is free, until so many people of the group sit. 3. What is free
    then goes to everybody else in order of rank, again if they fit. 4. The others wait, in order of rank.
    ValueError: two entries with one code, or an entry of nobody.
    """
    if len({one.code for one in entries}) != len(entries) or any(one.size < 1 for one in entries):
        raise ValueError("every entry has a code of its own and at least one person")
    listed = digest(entries)
    tickets = {one.code: ticket(seed, listed, one.code) if by == "lot" else "" for one in entries}
    ranked = sorted(entries, key=lambda one: (tickets[one.code], one.place, one.code))
    why = _filled(ranked, seats, quotas)
    return [Outcome(one.code, rank, tickets[one.code], why.get(one.code, WAITING))
            for rank, one in enumerate(ranked, 1)]


def _filled(ranked: Sequence[Entry], seats: int, quotas: Sequence[tuple[str, int]]) -> dict[str, str]:
    why: dict[str, str] = {}
    free = seats
    sitting: dict[str, int] = {}
    for group, least in (*quotas, (OPEN, 0)):
        for one in ranked:
            if one.code in why or one.size > free:
                continue
            if group != OPEN and (not one.groups.get(group, 0) or sitting.get(group, 0) >= least):
                continue
            why[one.code] = group
            free -= one.size
            for name, count in one.groups.items():
                sitting[name] = sitting.get(name, 0) + count
    return why


def repeated(told: Mapping[str, Any]) -> list[Outcome]:
    """The outcome of what was published (`queries.draws.published` of learning), computed anew by anybody.

    ValueError where it is not such a thing, or the seed is not the one that was committed to.
    """
    try:
        entries = [_read(line) for line in told["entries"]]
        quotas = [(str(one["group"]), int(one["seats"])) for one in told["quotas"]]
        by: By = "lot" if told["by"] == "lot" else "arrival"
        if commitment(told["seed"]) != told["commitment"]:
            raise ValueError("the seed is not the one that was committed to")
        return drawn(entries, seats=int(told["seats"]), quotas=quotas, seed=told["seed"], by=by)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"not a published draw: {error!r}") from error


def _read(line: str) -> Entry:
    code, size, place, *groups = line.split(" ")
    counted = (pair.rsplit("=", 1) for pair in (groups[0].split(",") if groups else ()))
    return Entry(code, int(size), int(place), {name: int(count) for name, count in counted})
