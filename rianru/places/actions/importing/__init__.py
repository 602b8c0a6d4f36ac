"""Spaces from lists that others keep: a file is sent, looked at, told row by row, and written on a person's word."""

from rianru.places.actions.importing.checking import check_import
from rianru.places.actions.importing.columns import COLUMNS, SpaceColumnsWrong
from rianru.places.actions.importing.files import (
    MOST_BYTES,
    MOST_ROWS,
    NoRows,
    NotASpaceList,
    SpaceFileTooLarge,
    TooManyRows,
)
from rianru.places.actions.importing.reasons import keeps_out, short, words
from rianru.places.actions.importing.starting import (
    STATES,
    ImportNotReady,
    PreviewStale,
    SourceUnnamed,
    confirm_space_columns,
    drop_space_import,
    guessed_columns,
    refuse_space_import,
    start_space_import,
    write_space_import,
)
from rianru.places.actions.importing.writing import run_write

__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "MOST_ROWS",
    "STATES",
    "ImportNotReady",
    "NoRows",
    "NotASpaceList",
    "PreviewStale",
    "SourceUnnamed",
    "SpaceColumnsWrong",
    "SpaceFileTooLarge",
    "TooManyRows",
    "check_import",
    "confirm_space_columns",
    "drop_space_import",
    "guessed_columns",
    "keeps_out",
    "refuse_space_import",
    "run_write",
    "short",
    "start_space_import",
    "words",
    "write_space_import",
]
