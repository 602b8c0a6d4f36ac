"""The functions of rules, each with the least and the most that may be given to it."""

from __future__ import annotations

from typing import Final

MANY: Final = 200

TAKES: Final[dict[str, tuple[int, int]]] = {
    "selected": (2, 2), "selected-at": (2, 2), "count-selected": (1, 1),
    "if": (3, 3), "coalesce": (1, MANY), "once": (1, 1), "not": (1, 1), "true": (0, 0), "false": (0, 0),
    "boolean": (1, 1), "boolean-from-string": (1, 1),
    "number": (1, 1), "int": (1, 1), "round": (1, 2), "floor": (1, 1), "ceiling": (1, 1), "abs": (1, 1),
    "pow": (2, 2), "sqrt": (1, 1), "sum": (1, MANY), "min": (1, MANY), "max": (1, MANY),
    "string": (1, 1), "string-length": (1, 1), "concat": (0, MANY), "join": (1, MANY), "contains": (2, 2),
    "starts-with": (2, 2), "ends-with": (2, 2), "substr": (2, 3), "substring-before": (2, 2),
    "substring-after": (2, 2), "normalize-space": (1, 1), "translate": (3, 3), "regex": (2, 2),
    "today": (0, 0), "date": (1, 1), "format-date": (2, 2), "decimal-date-time": (1, 1),
}  # fmt: skip
