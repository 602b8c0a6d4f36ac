"""The only door for reads of the catalogue."""

from rianru.catalogue.queries.covers import (
    Picture,
    cover_file,
    covers_of_editions,
    covers_of_works,
    covers_waiting,
    edition_of_cover,
    may_cover,
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
    "LISTS", "Branch", "Copy", "DecisionView", "DoubtView", "EditionRecords", "EditionView", "ImportView",
    "MissingView", "Newest", "OutcomeView", "Pair", "Picture", "RecordCard", "RecordView", "SourceView", "WorkRow",
    "WorkView", "compare", "count_doubts", "cover_file", "covers_of_editions", "covers_of_works", "covers_waiting",
    "decisions_on", "doubt", "doubts", "edition", "edition_of_cover", "every_missing", "every_outcome", "import_view",
    "imports", "item", "items", "items_at", "items_of_work", "later_imports", "matches", "may_cover", "may_decide",
    "may_keep", "missing_records", "near", "newest", "outcomes", "raw_of", "record", "records_of_work", "repair_counts",
    "scope_of", "source", "source_views", "sources", "table_of", "visible_to", "waiting", "where_to", "work",
    "work_page", "work_rows",
]
