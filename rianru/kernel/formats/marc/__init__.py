"""MARC 21 (ISO 2709), read by its terminators: lengths and offsets in leader and directory are not believed."""

from rianru.kernel.formats.marc.describe import Description, Person, describe
from rianru.kernel.formats.marc.holdings import Holding, HoldingsMapping, MappingWrong, holdings
from rianru.kernel.formats.marc.iso2709 import Chunk, NotMarc, Unreadable, read, split
from rianru.kernel.formats.marc.record import Field, Record

__all__ = [
    "Chunk", "Description", "Field", "Holding", "HoldingsMapping", "MappingWrong", "NotMarc", "Person", "Record",
    "Unreadable", "describe", "holdings", "read", "split",
]
