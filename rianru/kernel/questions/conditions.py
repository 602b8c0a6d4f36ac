"""Rules without a language: "show this if the answer to that is so", joined by and, or by or.

The simple part of what `logic` can say: written as a rule, and read back from one where it is as simple as that. A rule
that says more stays a rule, for those who write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal

from rianru.kernel.questions.faults import CodeBad
from rianru.kernel.questions.logic import Call, names_in, parsed
from rianru.kernel.questions.logic import Literal as Said
from rianru.kernel.questions.logic.syntax import Answer, Node
from rianru.kernel.questions.model import Form
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

Joint = Literal["and", "or"]
Sign = Literal["is", "is_not", "has", "lacks", "least", "most", "equals", "agreed", "not_agreed", "answered", "blank"]
SIGNS: Final[dict[str, T]] = {
    "is": T("ตอบว่า", "is"), "is_not": T("ไม่ได้ตอบว่า", "is not"),
    "has": T("เลือก", "includes"), "lacks": T("ไม่ได้เลือก", "does not include"),
    "equals": T("เท่ากับ", "equals"), "least": T("ตั้งแต่", "is at least"), "most": T("ไม่เกิน", "is at most"),
    "agreed": T("ตกลง", "is agreed to"), "not_agreed": T("ไม่ได้ตกลง", "is not agreed to"),
    "answered": T("ตอบแล้ว", "is answered"), "blank": T("ยังไม่ตอบ", "is not answered"),
}  # fmt: skip
"""What may be said of an answer, in the order in which it is offered."""
WITHOUT: Final = frozenset({"agreed", "not_agreed", "answered", "blank"})
"""Signs that need no value beside them."""
_FOR: Final[dict[Form, tuple[Sign, ...]]] = {
    "code": ("is", "is_not"), "codes": ("has", "lacks"), "whole": ("equals", "least", "most"),
    "decimal": ("equals", "least", "most"), "yes": ("agreed", "not_agreed"),
}  # fmt: skip
_COMPARED: Final = {"equals": "=", "least": ">=", "most": "<="}


class NumberMissing(Refused):
    """A condition that compares with a number has none."""

    code = "questions.number_missing"
    status = 400
    says = T("ใส่ตัวเลขที่จะเทียบด้วย", "Give the number to compare with.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so: a column, a sign, and a code or number where the sign needs one."""

    column: str
    sign: Sign
    value: str = ""


def signs_for(form: Form) -> tuple[Sign, ...]:
    """What may be said of a column's answers."""
    return (*_FOR.get(form, ()), "answered", "blank")


def rule_of(conditions: Sequence[Condition], joint: Joint = "and") -> str:
    """The rule that says it; blank for none. Refuses with NumberMissing and CodeBad."""
    return f" {joint} ".join(map(_written, conditions))


def understood(rule: str) -> tuple[tuple[Condition, ...], Joint] | None:
    """The conditions of a rule, and how they are joined; None where it says more than conditions can."""
    if not rule.strip():
        return (), "and"
    try:
        tree = parsed(rule)
    except Refused:
        return None
    joint: Joint = "or" if isinstance(tree, Call) and tree.name == "or" else "and"
    parts = tree.given if isinstance(tree, Call) and tree.name in ("and", "or") else (tree,)
    found = [_condition(part) for part in parts]
    return None if None in found else (tuple(filter(None, found)), joint)


def names_of(rule: str) -> tuple[str, ...]:
    """The columns that a rule asks for; none where it cannot be read."""
    try:
        return names_in(rule) if rule.strip() else ()
    except Refused:
        return ()


def _written(one: Condition) -> str:
    answer = f"${{{one.column}}}"
    if one.sign in ("answered", "blank"):
        return f"{answer} {'!=' if one.sign == 'answered' else '='} ''"
    if one.sign in ("agreed", "not_agreed"):
        return f"{answer} {'=' if one.sign == 'agreed' else '!='} 'OK'"
    if one.sign in _COMPARED:
        return f"{answer} {_COMPARED[one.sign]} {_number(one.value)}"
    if one.sign in ("has", "lacks"):
        chosen = f"selected({answer}, {_quoted(one.value)})"
        return chosen if one.sign == "has" else f"not({chosen})"
    return f"{answer} {'=' if one.sign == 'is' else '!='} {_quoted(one.value)}"


def _quoted(code: str) -> str:
    if not code or ("'" in code and '"' in code):
        raise CodeBad(name=code[:64])
    return f'"{code}"' if "'" in code else f"'{code}'"


def _number(typed: str) -> str:
    try:
        value = float(typed.strip().replace(",", "")) if len(typed) <= 40 and "_" not in typed else None
    except ValueError:
        value = None
    if value is None or not isfinite(value) or abs(value) > 1e15:
        raise NumberMissing
    return _plain(value)


def _plain(value: float) -> str:
    """Without an exponent, which rules do not know."""
    return f"{value:.12f}".rstrip("0").rstrip(".")


def _condition(node: Node) -> Condition | None:
    """One comparison, or None where it is something else."""
    if not isinstance(node, Call):
        return None
    if node.name == "not" and isinstance(inner := node.given[0], Call) and inner.name == "selected":
        chosen = _condition(inner)
        return Condition(chosen.column, "lacks", chosen.value) if chosen else None
    if len(node.given) != 2 or not isinstance(node.given[0], Answer):
        return None
    name, value = node.given[0].name, _value(node.given[1])
    if isinstance(value, str):
        return _of_text(node.name, name, value)
    sign = next((sign for sign, written in _COMPARED.items() if written == node.name), None)
    return Condition(name, sign, _plain(value)) if sign and value is not None else None  # type: ignore[arg-type]


def _value(node: Node) -> float | str | None:
    if isinstance(node, Said):
        return node.value
    if isinstance(node, Call) and node.name == "negative" and isinstance(inner := node.given[0], Said):
        return -inner.value if isinstance(inner.value, float) else None
    return None


def _of_text(function: str, name: str, value: str) -> Condition | None:
    if function == "selected":
        return Condition(name, "has", value) if value else None
    if function not in ("=", "!="):
        return None
    yes = function == "="
    if value == "":
        return Condition(name, "blank" if yes else "answered")
    if value == "OK":
        return Condition(name, "agreed" if yes else "not_agreed")
    return Condition(name, "is" if yes else "is_not", value)
