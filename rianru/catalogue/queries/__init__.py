"""The only door for reads of the catalogue."""

from rianru.catalogue.queries.citing import cited, described, marc_of
from rianru.catalogue.queries.headings import (
    MOST_SORTED,
    HeadingFacts,
    HeadingPlace,
    HeadingRow,
    Narrowed,
    Order,
    heading,
    heading_counts,
    heading_facts,
    heading_near,
    heading_number,
    heading_page,
    heading_rows,
    heading_works,
    initials,
    most_held,
)
from rianru.catalogue.queries.imports import (
    LISTS,
    ImportView,
    OutcomeView,
    SourceView,
    every_outcome,
    import_view,
    imports,
    outcomes,
    repair_counts,
    scope_of,
    source,
    source_views,
    sources,
    table_of,
)
from rianru.catalogue.queries.items import edition, item, items, items_of_work, may_keep
from rianru.catalogue.queries.joining import (
    DecisionView,
    DoubtView,
    EditionRecords,
    Pair,
    RecordCard,
    compare,
    count_doubts,
    decisions_on,
    doubt,
    doubts,
    matches,
    may_decide,
    near,
    records_of_work,
    where_to,
)
from rianru.catalogue.queries.missing import MissingView, every_missing, later_imports, missing_records, waiting
from rianru.catalogue.queries.records import RecordView, raw_of, record
from rianru.catalogue.queries.related import Related, Shared, related
from rianru.catalogue.queries.works import (
    Branch,
    Copy,
    EditionView,
    Newest,
    WorkRow,
    WorkView,
    items_at,
    newest,
    visible_to,
    work,
    work_page,
    work_rows,
)

__all__ = [
    "Branch", "Copy", "DecisionView", "DoubtView", "EditionRecords", "EditionView", "HeadingFacts", "HeadingPlace",
    "HeadingRow", "ImportView", "LISTS", "MOST_SORTED", "MissingView", "Narrowed", "Newest", "Order", "OutcomeView",
    "Pair", "RecordCard", "RecordView", "Related", "Shared", "SourceView", "WorkRow", "WorkView", "cited", "compare",
    "count_doubts", "decisions_on", "described", "doubt", "doubts", "edition", "every_missing", "every_outcome",
    "heading", "heading_counts", "heading_facts", "heading_near", "heading_number", "heading_page", "heading_rows",
    "heading_works", "import_view", "imports", "initials", "item", "items", "items_at", "items_of_work",
    "later_imports", "marc_of", "matches", "may_decide", "may_keep", "missing_records", "most_held", "near", "newest",
    "outcomes", "raw_of", "record", "records_of_work", "related", "repair_counts", "scope_of", "source",
    "source_views", "sources", "table_of", "visible_to", "waiting", "where_to", "work", "work_page", "work_rows",
]
