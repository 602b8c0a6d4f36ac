"""The rows of conditions in a form: of a question, of a page, of a quota."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from rianru.kernel.questions import Questionnaire
from rianru.kernel.questions import conditions as simple
from rianru.kernel.refusals import Refused
from rianru.web.surveys.making.drawing import columns_to_ask
from rianru.web.surveys.making.question_form import Typed, from_post, relevant_of


def relevance_of(rule: str) -> Typed:
    """A rule as the form shows it: conditions where it is as simple as that, else the rule itself."""
    shown = simple.understood(rule)
    asks = "rule" if shown is None else "when"
    typed = Typed({"relevant": rule, "asks": asks, "joint": shown[1] if shown else "and"})
    typed.rows["when"] = [
        {"column": one.column, "sign": one.sign, "value": one.value} for one in (shown[0] if shown else ())
    ]
    return typed


def typed_relevance(posted: Mapping[str, str], form: Questionnaire) -> Typed:
    """What was sent, with a row more where a question was chosen to add one."""
    return with_condition(from_post(posted), posted, form)


def with_condition(typed: Typed, posted: Mapping[str, str], form: Questionnaire) -> Typed:
    """A row more for the question that was chosen under `when_new`."""
    column = posted.get("when_new", "")
    found = next((one for one in columns_to_ask(form, "") if one["name"] == column), None)
    if found is not None:
        first = found["choices"][0]["code"] if found["choices"] else ""
        typed.rows["when"].append({"column": column, "sign": found["signs"][0][0], "value": first})
    return typed


def as_rule(typed: Typed) -> Typed:
    """The same conditions as a rule, to be written on; half of one is left out."""
    whole = []
    for row in typed.rows.get("when", []):
        one = replace(typed, rows=typed.rows | {"when": [row]})
        with suppress(Refused):
            whole.append(relevant_of(one))
    joint = " or " if typed["joint"] == "or" else " and "
    return replace(typed, texts=typed.texts | {"asks": "rule", "relevant": joint.join(filter(None, whole))})


def conditions_shown(form: Questionnaire, typed: Typed, own: str = "") -> list[dict[str, Any]]:
    """Each condition with what may be chosen beside it."""
    columns = {one["name"]: one for one in columns_to_ask(form, own)}
    return [_shown(row, columns.get(row["column"])) for row in typed.rows.get("when", [])]


def _shown(row: dict[str, str], column: dict[str, Any] | None) -> dict[str, Any]:
    if column is None:
        sign = [(row["sign"], simple.SIGNS[row["sign"]])] if row["sign"] in simple.SIGNS else []
        return row | {"label": row["column"], "signs": sign, "choices": [], "valued": bool(row["value"]), "gone": True}
    signs = list(column["signs"])
    if row["sign"] in simple.SIGNS and row["sign"] not in dict(signs):
        signs.append((row["sign"], simple.SIGNS[row["sign"]]))
    known = not row["value"] or any(one["code"] == row["value"] for one in column["choices"])
    return row | {
        "label": column["label"], "signs": signs, "choices": column["choices"] if known else [], "gone": False,
        "numeric": column["form"] in ("whole", "decimal"),
        "valued": any(sign not in simple.WITHOUT for sign, _ in signs),
    }
