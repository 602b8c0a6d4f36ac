"""The only writes of the catalogue."""

from rianru.catalogue.actions.curating import (
    ShelfEmpty,
    ShelfFull,
    ShelfTitleMissing,
    change_shelf,
    make_shelf,
    move_on_shelf,
    publish_shelf,
    put_on_shelf,
    remove_shelf,
    take_off_shelf,
    unpublish_shelf,
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
from rianru.catalogue.actions.keeping import (
    Kept,
    ListFull,
    bring_back,
    keep_work,
    let_go,
    let_go_of_work,
    move_entry,
    note_entry,
)
from rianru.catalogue.actions.lists import (
    AgeNotSaid,
    DisplayNameMissing,
    ListNameMissing,
    ListStays,
    TooManyLists,
    TooYoungForPublic,
    forget_removed,
    make_list,
    remove_list,
    rename_list,
    restore_list,
    share_list,
)
from rianru.catalogue.actions.loving import count_loved
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
    "AgeNotSaid", "BarcodeTaken", "ColumnsMissing", "DisplayNameMissing", "FileTooLarge", "Kept", "LaterFile",
    "LaterImport", "ListFull", "ListNameMissing", "ListStays", "NotOver", "NothingToDecide", "PriceWrong",
    "ShelfEmpty", "ShelfFull", "ShelfTitleMissing", "SourceCodeTaken", "SourceCodeWrong", "SourceNotFound",
    "SourceValuesWrong", "SpaceUnknown", "TooManyLists", "TooManyRecords", "TooYoungForPublic", "add_item",
    "add_source", "bring_back", "change_shelf", "change_source", "confirm_columns", "confirm_missing",
    "count_loved", "describe_item", "forget_removed", "join_editions", "join_works", "keep_work", "let_go",
    "let_go_of_work", "make_list", "make_shelf", "move_entry", "move_item", "move_on_shelf", "note_entry",
    "part_from_edition", "part_from_work", "publish_shelf", "put_on_shelf", "refuse_import", "rematch",
    "remove_list", "remove_shelf", "rename_list", "restore_item", "restore_list", "retell", "run_import",
    "run_undo", "settle_doubt", "share_list", "start_import", "take_back", "take_off_shelf", "undo_import",
    "unpublish_shelf", "withdraw_item", "withdraw_missing",
]
