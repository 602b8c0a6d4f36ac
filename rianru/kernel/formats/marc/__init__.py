"""MARC 21, read by its terminators: lengths and offsets in leader and directory are not believed."""

from rianru.kernel.formats.marc.describe import FieldMapping, describe, headline
from rianru.kernel.formats.marc.description import Description, Link, Person
from rianru.kernel.formats.marc.holdings import Holding, HoldingsMapping, MappingWrong, holdings
from rianru.kernel.formats.marc.iso2709 import Chunk, NotMarc, Unreadable, read, split
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.formats.marc.treatment import Treatment

__all__ = [
    "Chunk", "Description", "Field", "FieldMapping", "Holding", "HoldingsMapping", "Link", "MappingWrong", "NotMarc",
    "Person", "Record", "Treatment", "Unreadable", "describe", "headline", "holdings", "read", "split",
]
