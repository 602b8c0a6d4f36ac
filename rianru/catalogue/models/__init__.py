"""Sources, records as received; works, editions, items and lists that readers see; what joins and parts them."""

from rianru.catalogue.models.items import Item, ItemVersion
from rianru.catalogue.models.joining import Decision, Doubt, MatchKey, Merged
from rianru.catalogue.models.lists import ListEntry, LovedWork, ReadingList, Shelf, ShelfEntry
from rianru.catalogue.models.missing import Missing
from rianru.catalogue.models.records import Reading, Record, RecordVersion
from rianru.catalogue.models.sources import Import, Outcome, Source
from rianru.catalogue.models.works import Edition, Work

__all__ = [
    "Decision", "Doubt", "Edition", "Import", "Item", "ItemVersion", "ListEntry", "LovedWork", "MatchKey", "Merged",
    "Missing", "Outcome", "Reading", "ReadingList", "Record", "RecordVersion", "Shelf", "ShelfEntry", "Source", "Work",
]
