"""The only door for reads of lending."""

from rianru.lending.queries.bags import BagView, Way, bag, bags_to, ways_from
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
    titles_of,
)
from rianru.lending.queries.queue import HoldRow, hold, holds_of
from rianru.lending.queries.rules import Answer, Case, RuleView, decided, rule_rows, why
from rianru.lending.queries.scene import Borrower, Copy, borrower, copies, copies_scanned, copy
from rianru.lending.queries.waiting import waiting_for

__all__ = [
    "LISTS", "Answer", "BackRow", "BagView", "Borrower", "Case", "Copy", "DayRow", "HoldRow", "LoanRow", "ReadyRow",
    "RuleView", "Way", "bag", "bags_to", "borrower", "came_back", "copies", "copies_scanned", "copy", "counts",
    "decided", "hold", "holds_of", "kept_for", "loans_of", "open_loans_of", "ready_for", "rows", "rule_rows",
    "titles_of", "waiting_for", "ways_from", "why",
]
