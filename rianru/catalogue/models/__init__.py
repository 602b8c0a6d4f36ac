"""Sources, records as received; works, editions, items and lists that readers see; what joins and parts them;
authors, subjects and series.
"""

from rianru.catalogue.models.covers import FOLDER, Cover, CoverFetch, CoverRecord, cover_path
from rianru.catalogue.models.headings import Heading, HeadingForm, HeadingWalk, HeadingWork
from rianru.catalogue.models.items import Item, ItemVersion
from rianru.catalogue.models.joining import Decision, Doubt, MatchKey, Merged
from rianru.catalogue.models.lists import ListEntry, LovedWork, ReadingList, Shelf, ShelfEntry
from rianru.catalogue.models.missing import Missing
from rianru.catalogue.models.records import Reading, Record, RecordVersion
from rianru.catalogue.models.sources import Import, Outcome, Source
from rianru.catalogue.models.works import Edition, Work

__all__ = [
    "FOLDER",
    "Cover",
    "CoverFetch",
    "CoverRecord",
    "Decision",
    "Doubt",
    "Edition",
    "Heading",
    "HeadingForm",
    "HeadingWalk",
    "HeadingWork",
    "Import",
    "Item",
    "ItemVersion",
    "ListEntry",
    "LovedWork",
    "MatchKey",
    "Merged",
    "Missing",
    "Outcome",
    "Reading",
    "ReadingList",
    "Record",
    "RecordVersion",
    "Shelf",
    "ShelfEntry",
    "Source",
    "Work",
    "cover_path",
]
