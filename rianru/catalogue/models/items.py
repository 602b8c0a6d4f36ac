"""Copies on shelves."""

from django.db import models
from django.db.models import Q

from rianru.catalogue.models.records import Record
from rianru.catalogue.models.sources import Import
from rianru.catalogue.models.works import Edition
from rianru.kernel.ids import new_id
from rianru.places.models import Space


class Item(models.Model):
    """One copy, whose home is `space`. It never vanishes silently.

    `state` says what becomes of it: lending turns it (actions/circulating.py), each time from a state that it knows.
    """

    class State(models.TextChoices):
        AVAILABLE = "available"
        ON_LOAN = "on_loan"
        IN_TRANSIT = "in_transit"  # to a member who waits for it, or home
        ON_HOLD_SHELF = "on_hold_shelf"  # where a member picks it up
        DAMAGED = "damaged"
        LOST = "lost"  # a member lost it
        MISSING = "missing"  # nobody knows where it is
        ABSENT = "absent"  # its source no longer lists it
        WITHDRAWN = "withdrawn"  # a librarian took it out of the stock

    id = models.UUIDField(primary_key=True, default=new_id)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items")
    space = models.ForeignKey(Space, models.PROTECT)
    listed_at = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+")  # where its source says it stands
    record = models.ForeignKey(Record, models.PROTECT, related_name="items", null=True)  # none: added by hand
    # Added by hand, it goes where this record goes.
    beside = models.ForeignKey(Record, models.SET_NULL, related_name="+", null=True)
    place_in_record = models.SmallIntegerField(null=True)
    barcode = models.TextField()
    call_number = models.TextField()
    copy = models.TextField()
    shelf = models.TextField()
    type = models.TextField(default="", db_default="")  # for the rules of lending; blank: the format of its edition
    status = models.TextField(default="")  # the source's own word for it
    price = models.IntegerField(null=True)  # satang
    note = models.TextField(default="")  # for staff
    state = models.TextField(choices=State, default=State.AVAILABLE)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "place_in_record"], name="catalogue_item_once"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="catalogue_item_price"),
        ]
        indexes = [
            models.Index(fields=["barcode"], name="catalogue_item_barcode"),
            models.Index(fields=["space", "id"], name="catalogue_item_space"),
        ]


class ItemVersion(models.Model):
    """What a copy was before an import changed its record, so that rolling back gives it back as it stood."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="versions")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    listed_at = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+")
    barcode = models.TextField()
    call_number = models.TextField()
    copy = models.TextField()
    shelf = models.TextField()
    status = models.TextField()
    price = models.IntegerField(null=True)
    note = models.TextField()
    state = models.TextField(choices=Item.State)
    changed_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(Import, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()
