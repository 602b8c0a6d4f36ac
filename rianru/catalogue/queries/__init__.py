"""The only door for reads of the catalogue."""

from rianru.catalogue.queries.arriving import Arrivals, Loved, loved, new_at, newest_page
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
from rianru.catalogue.queries.lists import (
    EntryRow,
    ListRow,
    ListView,
    export_lists,
    kept_ids,
    kept_works,
    linked_list,
    lists,
    own_list,
    public_list,
)
from rianru.catalogue.queries.missing import MissingView, every_missing, later_imports, missing_records, waiting
from rianru.catalogue.queries.records import RecordView, raw_of, record
from rianru.catalogue.queries.shelves import OnShelf, ShelfView, kept_shelves, may_keep_shelf, shelf, shelves
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
    "LISTS", "Arrivals", "Branch", "Copy", "DecisionView", "DoubtView", "EditionRecords", "EditionView", "EntryRow",
    "ImportView", "ListRow", "ListView", "Loved", "MissingView", "Newest", "OnShelf", "OutcomeView", "Pair",
    "RecordCard", "RecordView", "ShelfView", "SourceView", "WorkRow", "WorkView", "compare", "count_doubts",
    "decisions_on", "doubt", "doubts", "edition", "every_missing", "every_outcome", "export_lists", "import_view",
    "imports", "item", "items", "items_at", "items_of_work", "kept_ids", "kept_shelves", "kept_works",
    "later_imports", "linked_list", "lists", "loved", "matches", "may_decide", "may_keep", "may_keep_shelf",
    "missing_records", "near", "new_at", "newest", "newest_page", "outcomes", "own_list", "public_list", "raw_of",
    "record", "records_of_work", "repair_counts", "scope_of", "shelf", "shelves", "source", "source_views",
    "sources", "table_of", "visible_to", "waiting", "where_to", "work", "work_page", "work_rows",
]
