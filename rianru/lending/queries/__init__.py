"""The only door for reads of lending."""

from rianru.lending.queries.day import LISTS, DayRow, counts, rows
from rianru.lending.queries.desk import (
    BackRow,
    LoanRow,
    ReadyRow,
    came_back,
    kept_for,
    loans_of,
    open_loans_of,
    ready_for,
)
from rianru.lending.queries.rules import Answer, Case, RuleView, decided, rule_rows, why
from rianru.lending.queries.scene import Borrower, Copy, borrower, copies, copies_scanned, copy
from rianru.lending.queries.waiting import waiting_for

__all__ = [
    "LISTS", "Answer", "BackRow", "Borrower", "Case", "Copy", "DayRow", "LoanRow", "ReadyRow", "RuleView", "borrower",
    "came_back", "copies", "copies_scanned", "copy", "counts", "decided", "kept_for", "loans_of", "open_loans_of",
    "ready_for", "rows", "rule_rows", "waiting_for", "why",
]
