"""The rules of lending, row by row. A table with a hole is refused: nobody must learn at the desk that nothing is said.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.catalogue.words import TYPES
from rianru.core import facts
from rianru.core.actors import NATIONAL, Actor, Scope
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.sparse import Row, Table
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.models import RuleRow
from rianru.lending.queries.rules import scope_line, scope_of, scope_words
from rianru.lending.words import DIMENSIONS, NEEDED, VALUES, Value
from rianru.people.words import CATEGORIES
from rianru.places import queries as places

LONGEST_NOTE = 500
LANGUAGE = 3  # letters of a MARC code


class RuleValueWrong(NotUnderstood):
    """A value that its name does not take."""

    code = "lending.rule_value_wrong"
    says = T(
        "{label} ใส่ได้{wanted} ตรวจแล้วใส่ใหม่",
        "{label} takes {wanted}. Look at it and type it again.",
    )


class RuleSaysNothing(NotUnderstood):
    """A row without any value."""

    code = "lending.rule_says_nothing"
    says = T("กติกานี้ยังไม่ได้บอกอะไร ใส่อย่างน้อยหนึ่งค่า", "This rule says nothing yet. Give at least one value.")


class RuleScopeWrong(NotUnderstood):
    """A kind of item, of member or a language that nobody knows, or a space of another network."""

    code = "lending.rule_scope_wrong"
    says = T("ขอบเขตของกติกาไม่ตรงกับที่มี เลือกจากรายการ", "The scope of the rule is not one of ours. Choose from the list.")


class RuleTableHole(Refused):
    """After this change nothing would be said of a value in some case."""

    code = "lending.rule_table_hole"
    says = T(
        "ถ้าบันทึกแบบนี้ จะไม่มีใครบอกว่า “{label}” เป็นเท่าไรสำหรับ {where} ใส่ค่านี้ในกติกาที่กว้างกว่าก่อน",
        "Saved like this, nothing would say “{label}” for {where}. Say it in a wider rule first.",
    )


@dataclass(frozen=True, slots=True)
class RuleScope:
    """To what a row speaks; blank or none: to anything."""

    network_id: UUID | None = None
    space_id: UUID | None = None
    item_type: str = ""
    category: str = ""
    language: str = ""


def set_rule(
    *, actor: Actor, at: datetime, scope: RuleScope, says: Mapping[str, Any], note: str = "",
) -> UUID:
    """Says these values of a scope, instead of what was said of it before. Its id.

    Refuses with RuleValueWrong, RuleSaysNothing, RuleScopeWrong and RuleTableHole.
    """
    require("lending.set_rules", actor=actor, at=at, scope=_where(scope.network_id, scope.space_id))
    kept = _usable(says)
    _known(scope)
    with transaction.atomic():
        _next_change()
        where: dict[str, Any] = asdict(scope)
        row, _ = RuleRow.objects.update_or_create(
            **where,
            defaults={"says": kept, "note": note.strip()[:LONGEST_NOTE], "changed_at": at, "changed_by": actor.key},
        )
        _refuse_holes()
        facts.record(kinds.RULE_SET, actor=actor, at=at, object_kind="lending_rule", object_id=row.id,
                     space_id=scope.space_id, changed=tuple(kept))
    return row.id


def remove_rule(*, actor: Actor, at: datetime, rule_id: UUID) -> None:
    """Takes a row out of the table. Refuses with NotFound and RuleTableHole."""
    row = RuleRow.objects.filter(id=rule_id).first()
    if row is None:
        raise NotFound()
    require("lending.set_rules", actor=actor, at=at, scope=_where(row.network_id, row.space_id))
    with transaction.atomic():
        _next_change()
        if not RuleRow.objects.filter(id=rule_id).delete()[0]:
            raise NotFound()
        _refuse_holes()
        facts.record(kinds.RULE_REMOVED, actor=actor, at=at, object_kind="lending_rule", object_id=rule_id,
                     space_id=row.space_id)


def tried(
    *, network_id: UUID | None, scope: RuleScope, says: Mapping[str, Any], without: UUID | None = None
) -> tuple[Table, Table]:
    """The table as it is, and as it would be with a row changed (or `without` one): to compare before saving.

    Nothing is written. Refuses as `set_rule` does, but for holes, which the comparison shows.
    """
    rows = RuleRow.objects.all() if network_id is None else _of_network(network_id)
    now = {str(row.id): Row(str(row.id), scope_of(row), row.says) for row in rows}
    after = {id: row for id, row in now.items() if id != str(without)}
    if says:
        one = RuleRow(network_id=scope.network_id, space_id=scope.space_id, item_type=scope.item_type,
                      category=scope.category, language=scope.language)
        _known(scope)
        fresh = Row("new", scope_of(one), _usable(says))
        after = {id: row for id, row in after.items() if row.scope != fresh.scope} | {"new": fresh}
    return Table(DIMENSIONS, now.values()), Table(DIMENSIONS, after.values())


def _of_network(network_id: UUID) -> list[RuleRow]:
    rows = RuleRow.objects.filter(network=network_id) | RuleRow.objects.filter(network=None)
    return list(rows)


def _where(network_id: UUID | None, space_id: UUID | None) -> Scope:
    """Who may say it: whoever keeps the space, the network, or the country."""
    if space_id is not None:
        return places.scope_of_space(space_id)
    return places.scope_of_network(network_id) if network_id is not None else NATIONAL


def _next_change() -> None:
    """Changes of the table come one after another: each sees the whole table as the last one left it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lending_rulestamp (id, version) VALUES (1, %s) "
            "ON CONFLICT (id) DO UPDATE SET version = excluded.version", [new_id()],
        )


def _refuse_holes() -> None:
    """Only rows that say a name matter to its holes, so few cases are looked at; a row for every case has none."""
    rows = [Row(str(row.id), scope_of(row), row.says) for row in RuleRow.objects.all()]
    everywhere = {name for row in rows if not row.scope for name in row.says}
    for name in NEEDED:
        if name in everywhere:
            continue
        own = [row for row in rows if name in row.says]
        hole = next(iter(Table(DIMENSIONS, own).holes([name])), None)
        if hole is not None:
            case = {key: value for key, value in hole.case.items() if not value.startswith("\0")}
            [words] = scope_words([case])
            raise RuleTableHole(label=VALUES[name].label, where=scope_line(words))


def _usable(says: Mapping[str, Any]) -> dict[str, Any]:
    if not says:
        raise RuleSaysNothing()
    for name, value in says.items():
        asked = VALUES.get(name)
        if asked is None:
            raise RuleValueWrong(label=T.verbatim(name, name), wanted=T("เฉพาะชื่อที่มี", "known names only"))
        if not _fits(asked, value):
            raise RuleValueWrong(label=asked.label, wanted=_wanted(asked))
    return dict(says)


def _fits(asked: Value, value: Any) -> bool:
    if asked.kind == "yes":
        return isinstance(value, bool)
    if asked.kind == "choice":
        return isinstance(value, str) and value in (asked.choices or {})
    if asked.kind == "date":
        return _is_day(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and asked.least <= int(value) <= asked.most


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


def _wanted(asked: Value) -> T:
    if asked.kind == "yes":
        return T("ได้หรือไม่ได้", "yes or no")
    if asked.kind == "date":
        return T("วันที่", "a day")
    if asked.kind == "choice":
        return T("ข้อที่มีในรายการ", "one of the list")
    shift = 100 if asked.kind == "satang" else 1
    return T("ตั้งแต่ {least:,} ถึง {most:,}", "{least:,} to {most:,}", least=asked.least // shift,
             most=asked.most // shift)


def _known(scope: RuleScope) -> None:
    network = scope.network_id
    if scope.space_id is not None:
        space = places.space_by_id(scope.space_id)
        if space is None or space.network_id != network:
            raise RuleScopeWrong()
    language = scope.language
    if (scope.item_type and scope.item_type not in TYPES) or (scope.category and scope.category not in CATEGORIES) or (
        language and not (len(language) == LANGUAGE and language.isascii() and language.islower())
    ):
        raise RuleScopeWrong()
