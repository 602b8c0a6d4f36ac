"""The only door for reads of lending."""

from rianru.lending.models import Stocktake
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
from rianru.lending.queries.numbers import MEASURES_BY, Line, Table, Where, beside_each_other, numbers, totals
from rianru.lending.queries.queue import HoldRow, hold, holds_of
from rianru.lending.queries.rules import Answer, Case, RuleView, decided, rule_rows, why
from rianru.lending.queries.scene import Borrower, Copy, borrower, copies, copies_scanned, copy
from rianru.lending.queries.stock import (
    WHYS,
    MoveRow,
    QueueRow,
    WeedRow,
    count_suggestions,
    head_counts,
    moves,
    queues,
    routes,
    suggestions,
    suggestions_of,
    weeding,
)
from rianru.lending.queries.stocktakes import (
    MISPLACED,
    RESULTS,
    STRANGE,
    Counts,
    MissingRow,
    SightingRow,
    every_missing,
    every_sighting,
    missing,
    shelves,
    sightings,
    stocktake,
    stocktakes,
)
from rianru.lending.queries.stocktakes import PAGE as STOCK_PAGE
from rianru.lending.queries.stocktakes import counts as stocktake_counts
from rianru.lending.queries.waiting import waiting_for

__all__ = [
    "LISTS", "MEASURES_BY", "MISPLACED", "RESULTS", "STOCK_PAGE", "STRANGE", "WHYS", "Answer", "BackRow", "BagView",
    "Borrower", "Case", "Copy", "Counts", "DayRow", "HoldRow", "Line", "LoanRow", "MissingRow", "MoveRow", "QueueRow",
    "ReadyRow", "RuleView", "SightingRow", "Stocktake", "Table", "Way", "WeedRow", "Where", "bag", "bags_to",
    "beside_each_other", "borrower", "came_back", "copies", "copies_scanned", "copy", "count_suggestions", "counts",
    "decided", "every_missing", "every_sighting", "head_counts", "hold", "holds_of", "kept_for", "loans_of",
    "missing", "moves", "numbers", "open_loans_of", "queues", "ready_for", "routes", "rows", "rule_rows", "shelves",
    "sightings", "stocktake", "stocktake_counts", "stocktakes", "suggestions", "suggestions_of", "titles_of",
    "totals", "waiting_for", "ways_from", "weeding", "why",
]
