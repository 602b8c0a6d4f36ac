"""What the rules decide in a case, and which row said so. The table is read whole, and kept until it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from rianru.catalogue.words import TYPES, language
from rianru.kernel.dates import date_text
from rianru.kernel.money import baht_text
from rianru.kernel.sparse import Row, Table
from rianru.kernel.words import T
from rianru.lending.models import RuleRow, RuleStamp
from rianru.lending.words import DIMENSION_LABELS, DIMENSIONS, VALUES
from rianru.people.words import CATEGORIES
from rianru.places import queries as places

EVERYWHERE: Final = T("ทุกกรณี", "Every case")
YES: Final = {True: T("ได้", "Yes"), False: T("ไม่ได้", "No")}
MOST_CASES = 5_000  # of which the answer is kept


@dataclass(frozen=True, slots=True)
class Case:
    """What is lent where to whom. `language` is a MARC code; `item_type` the copy's own type, else its format."""

    network: UUID
    space: UUID
    item_type: str
    category: str
    language: str

    def said(self) -> dict[str, str]:
        """As the table has it."""
        return {
            "network": str(self.network), "space": str(self.space), "item_type": self.item_type,
            "category": self.category, "language": self.language,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds of one value, the row that said so, and how many rows it went before."""

    name: str
    value: Any
    row: UUID
    scope: Mapping[str, str]
    passed_over: tuple[Any, ...] = ()

    @property
    def label(self) -> T:
        """What it is."""
        return VALUES[self.name].label

    @property
    def text(self) -> T:
        """The value as people read it."""
        return value_text(self.name, self.value)


@dataclass(frozen=True, slots=True)
class RuleView:
    """A row with its scope in words and what it says, by name."""

    id: UUID
    network: UUID | None
    space: UUID | None
    item_type: str
    category: str
    language: str
    says: Mapping[str, Any]
    note: str
    scope_words: tuple[tuple[T, T], ...]  # dimension and value

    @property
    def where(self) -> T:
        """The scope in one line."""
        return scope_line(self.scope_words)


@dataclass(slots=True)
class _Kept:
    stamp: UUID | None
    table: Table
    answers: dict[Case, dict[str, Answer]] = field(default_factory=dict)


_kept: list[_Kept] = []  # none or one, of this process


def stamp() -> UUID | None:
    """The name of the state that the rules are in."""
    return RuleStamp.objects.values_list("version", flat=True).first()


def table() -> Table:
    """All rows there are, of every network; read again where they changed."""
    return _now(stamp()).table


def decided(case: Case, *, known_stamp: UUID | None = None) -> dict[str, Answer]:
    """By name, what holds in a case; a name of which nothing is said is not there.

    `known_stamp`: the state that the rules are in, where the caller has just read it; else it is asked for.
    """
    kept = _now(stamp() if known_stamp is None else known_stamp)
    found = kept.answers.get(case)
    if found is None:
        found = {
            name: Answer(
                name, one.value, UUID(one.row.name), one.row.scope,
                tuple((UUID(row.name), row.says[name]) for row in one.passed_over),
            )
            for name, one in kept.table.decide(case.said()).items()
        }
        if len(kept.answers) < MOST_CASES:
            kept.answers[case] = found
    return found


def values(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Only the values, by name."""
    return {name: answer.value for name, answer in answers.items()}


def why(answers: Iterable[Answer]) -> list[T]:
    """Each answer with the row that said so, in words."""
    listed = list(answers)
    words = scope_words([answer.scope for answer in listed])
    return [
        T("{label} {value} ตามกติกา: {where}", "{label}: {value}, by the rule for: {where}",
          label=answer.label, value=answer.text, where=scope_line(said))
        for answer, said in zip(listed, words, strict=True)
    ]


def rule_rows(*, network_id: UUID | None = None) -> list[RuleView]:
    """The rows that hold in a network, those of the country among them; all without one. The most general first."""
    rows = RuleRow.objects.order_by("network", "space", "item_type", "category", "language", "id")
    if network_id is not None:
        rows = rows.filter(network=network_id) | rows.filter(network=None)
    listed = sorted(rows, key=lambda row: (bool(row.space_id), bool(row.network_id), len(scope_of(row))))
    words = scope_words([scope_of(row) for row in listed])
    return [
        RuleView(row.id, row.network_id, row.space_id, row.item_type, row.category, row.language, row.says, row.note,
                 said)
        for row, said in zip(listed, words, strict=True)
    ]


def scope_of(row: RuleRow) -> dict[str, str]:
    """Dimension → value, without those that may be anything. A space's network goes without saying."""
    said = {
        "space": str(row.space_id or ""), "network": "" if row.space_id else str(row.network_id or ""),
        "item_type": row.item_type, "category": row.category, "language": row.language,
    }
    return {name: value for name, value in said.items() if value}


def scope_words(scopes: Iterable[Mapping[str, str]]) -> list[tuple[tuple[T, T], ...]]:
    """Scopes in words, in at most two queries however many."""
    listed = list(scopes)
    pairs = {(name, UUID(scope[name])) for scope in listed for name in ("space", "network") if name in scope}
    names = places.scope_words(pairs) if pairs else {}
    return [
        tuple((DIMENSION_LABELS[name], _value_words(name, scope[name], names)) for name in DIMENSIONS if name in scope)
        for scope in listed
    ]


def scope_line(words: Iterable[tuple[T, T]]) -> T:
    """A scope in one line: “network North · language Thai”."""
    parts = [value for _, value in words]
    if not parts:
        return EVERYWHERE
    return T.verbatim(" · ".join(part.in_("th") for part in parts), " · ".join(part.in_("en") for part in parts))


def value_text(name: str, value: Any) -> T:
    """A value as people read it."""
    kind = VALUES[name].kind
    if kind == "yes":
        return YES[bool(value)]
    if kind == "satang":
        return baht_text(value)
    if kind == "date":
        return date_text(date.fromisoformat(value))
    if kind == "choice":
        return (VALUES[name].choices or {})[value]
    units = {"days": T("{n:,} วัน", "{n:,} {n:day|days}"), "years": T("{n} ปี", "{n} {n:year|years}")}
    return units.get(kind, T("{n:,}", "{n:,}")).having(n=value)


def _value_words(name: str, value: str, names: Mapping[tuple[str, UUID | None], T]) -> T:
    if name in ("space", "network"):
        return names.get((name, UUID(value)), T.verbatim(value, value))
    if name == "language":
        return language(value)
    return (TYPES if name == "item_type" else CATEGORIES).get(value, T.verbatim(value, value))


def _now(stamp: UUID | None) -> _Kept:
    if not _kept or _kept[0].stamp != stamp:
        rows = [Row(str(row.id), scope_of(row), row.says) for row in RuleRow.objects.all()]
        _kept[:] = [_Kept(stamp, Table(DIMENSIONS, rows))]
    return _kept[0]
