"""The only writes of the catalogue."""

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
    "BarcodeTaken", "ColumnsMissing", "FileTooLarge", "LaterFile", "LaterImport", "NotOver", "NothingToDecide",
    "PriceWrong", "SourceCodeTaken", "SourceCodeWrong", "SourceNotFound", "SourceValuesWrong", "SpaceUnknown",
    "TooManyRecords", "add_item", "add_source", "change_source", "confirm_columns", "confirm_missing", "describe_item",
    "join_editions", "join_works", "move_item", "part_from_edition", "part_from_work", "refuse_import", "rematch",
    "restore_item", "retell", "run_import", "run_undo", "settle_doubt", "start_import", "take_back", "undo_import",
    "withdraw_item", "withdraw_missing",
]
