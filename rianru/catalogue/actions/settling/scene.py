"""What is on the table while records are placed: pure values, no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rianru.kernel.matching import Traits

Id = str
"""An id as text: thousands are compared and looked up a batch, and text is several times as fast as a UUID."""
Pair = tuple[Id, Id]


class Known:
    """A live record: whose it is, what counts of it, and where it stands; `edition` is None until it is placed.
    `was`: the edition that the tables have.
    """

    __slots__ = ("edition", "id", "source", "traits", "was", "work")

    def __init__(self, id: Id, source: Id, traits: Traits, edition: Id | None = None, work: Id | None = None) -> None:
        self.id, self.source, self.traits = id, source, traits
        self.edition, self.work, self.was = edition, work, edition


@dataclass(slots=True)
class Placing:
    """Why a record is of its edition: a code of kernel.matching.reasons, and the record it was compared with."""

    because: str = "first"
    because_of: Id | None = None


@dataclass(slots=True)
class Scene:
    """`moving`: records to place, oldest first. `near`: for each, the records that share a key with it. `spoken`: what
    librarians decided of two records, by level; the pair is ordered.
    """

    records: dict[Id, Known]
    moving: list[Id]
    near: dict[Id, list[Id]]
    spoken: dict[str, dict[Pair, bool]]
    editions: dict[Id, list[Id]] = field(default_factory=dict)  # → its records
    works: dict[Id, list[Id]] = field(default_factory=dict)  # → its editions
    work_of: dict[Id, Id] = field(default_factory=dict)  # edition →
    placed: dict[Id, Placing] = field(default_factory=dict)  # record →
    joined: dict[Id, Placing] = field(default_factory=dict)  # edition → why it is of its work
    gone_editions: dict[Id, Id] = field(default_factory=dict)  # merged → into
    gone_works: dict[Id, Id] = field(default_factory=dict)
    doubts: dict[Pair, str] = field(default_factory=dict)
    stood: dict[Id, Id] = field(default_factory=dict)  # edition → its work as the tables have it
    any_spoken: bool = field(init=False)
    """Whether a librarian decided anything here."""

    def __post_init__(self) -> None:
        self.any_spoken = bool(self.spoken["edition"] or self.spoken["work"])

    def word(self, level: str, one: Id, other: Id) -> bool | None:
        """What a librarian said of two records; None where nobody did."""
        return self.spoken[level].get(ordered(one, other)) if self.spoken[level] else None

    def members(self, work: Id) -> Iterable[Id]:
        """The records of a work."""
        for edition in self.works.get(work, ()):
            yield from self.editions.get(edition, ())


def ordered(one: Id, other: Id) -> Pair:
    """Two ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def id_list(ids: Iterable[object]) -> str:
    """Ids as PostgreSQL writes an array, to be cast to uuid[]."""
    return "{" + ",".join([str(id) for id in ids]) + "}"
