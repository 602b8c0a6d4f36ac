"""The only writes of the catalogue."""

from rianru.catalogue.actions.importing import (
    FileTooLarge,
    SourceNotFound,
    refuse_import,
    run_import,
    start_import,
)
from rianru.catalogue.actions.sources import SourceCodeTaken, SourceCodeWrong, SpaceUnknown, add_source

__all__ = [
    "FileTooLarge", "SourceCodeTaken", "SourceCodeWrong", "SourceNotFound", "SpaceUnknown", "add_source",
    "refuse_import", "run_import", "start_import",
]
