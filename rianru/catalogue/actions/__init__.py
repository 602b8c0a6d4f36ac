"""The only writes of the catalogue."""

from rianru.catalogue.actions.covers import (
    AlreadyFetching,
    NoIsbn,
    choose_cover,
    drop_cover_files,
    fetch_cover,
    fetch_cover_by_isbn,
    remove_cover,
    run_fetch,
    sweep_covers,
    upload_cover,
)
from rianru.catalogue.actions.deciding import (
    NothingToDecide,
    TooManyRecords,
    join_editions,
    join_works,
    part_from_edition,
    part_from_work,
    settle_doubt,
    take_back,
)
from rianru.catalogue.actions.importing import (
    ColumnsMissing,
    FileTooLarge,
    SourceNotFound,
    confirm_columns,
    refuse_import,
    run_import,
    start_import,
)
from rianru.catalogue.actions.items import (
    BarcodeTaken,
    PriceWrong,
    add_item,
    describe_item,
    move_item,
    restore_item,
    withdraw_item,
)
from rianru.catalogue.actions.missing import LaterFile, confirm_missing, withdraw_missing
from rianru.catalogue.actions.rereading import rematch
from rianru.catalogue.actions.sources import (
    SourceCodeTaken,
    SourceCodeWrong,
    SourceValuesWrong,
    SpaceUnknown,
    add_source,
    change_source,
    retell,
)
from rianru.catalogue.actions.undoing import LaterImport, NotOver, run_undo, undo_import

__all__ = [
    "AlreadyFetching", "BarcodeTaken", "ColumnsMissing", "FileTooLarge", "LaterFile", "LaterImport", "NoIsbn",
    "NotOver", "NothingToDecide", "PriceWrong", "SourceCodeTaken", "SourceCodeWrong", "SourceNotFound",
    "SourceValuesWrong", "SpaceUnknown", "TooManyRecords", "add_item", "add_source", "change_source", "choose_cover",
    "confirm_columns", "confirm_missing", "describe_item", "drop_cover_files", "fetch_cover", "fetch_cover_by_isbn",
    "join_editions", "join_works", "move_item", "part_from_edition", "part_from_work", "refuse_import", "rematch",
    "remove_cover", "restore_item", "retell", "run_fetch", "run_import", "run_undo", "settle_doubt", "start_import",
    "sweep_covers", "take_back", "undo_import", "upload_cover", "withdraw_item", "withdraw_missing",
]
