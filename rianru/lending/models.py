"""Rules of lending, loans, holds, items on their way; stocktakes, suggestions and head-counts of a space."""

from django.db import models
from django.db.models import F, Q

from rianru.catalogue.models import Item
from rianru.kernel.ids import new_id
from rianru.lending.words import DECISIONS, ENDS, FOUND, HOLD_STATES, OPEN_HOLDS, REACHES
from rianru.people.models import Membership, Person
from rianru.people.words import CATEGORIES
from rianru.places.models import Network, Space, Stop


class RuleRow(models.Model):
    """One sparse row of the rules: its scope, and what it says (`words.VALUES`, checked by the action that writes)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.ForeignKey(Network, models.CASCADE, null=True, related_name="+")  # none: the whole country
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    item_type = models.TextField(default="")  # blank: any
    category = models.TextField(default="")
    language = models.TextField(default="")
    says = models.JSONField()
    note = models.TextField(default="")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "space", "item_type", "category", "language"], nulls_distinct=False,
                name="lending_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=True) | Q(network__isnull=False), name="lending_rule_place"
            ),
            models.CheckConstraint(condition=Q(category__in=["", *CATEGORIES]), name="lending_rule_category"),
        ]


class RuleStamp(models.Model):
    """Which state the rules are in: one row, another name at every change. Who changes them waits for its lock; who
    keeps a copy compares the name.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(default=new_id)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="lending_stamp_one")]


class Loan(models.Model):
    """One item out to one member, until it is returned. Afterwards nobody's, unless the member keeps their history.

    One open loan a copy is the database's word (`lending_one_open_loan`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.PROTECT, related_name="loans")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="loans", db_index=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)  # where it was lent
    lent_at = models.DateTimeField()
    due_on = models.DateField()
    renewals = models.SmallIntegerField(default=0)
    renewed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_to = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_as = models.TextField(default="")  # a code of words.ENDS; blank while it is open
    claimed_at = models.DateTimeField(null=True)  # the member says that they returned it
    decided = models.JSONField()  # name → [value, id of the row that said so], as it was when lent or renewed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(returned_at__isnull=True), name="lending_one_open_loan"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, ended_as="")
                | Q(returned_at__isnull=False, returned_at__gte=F("lent_at"), ended_as__in=list(ENDS)),
                name="lending_loan_period",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=False) | Q(membership__isnull=False),
                name="lending_open_loan_of_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["membership", "due_on", "id"], condition=Q(returned_at__isnull=True), name="lending_loan_open"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(returned_at__isnull=True), name="lending_loan_due"),
            models.Index(
                fields=["membership", "-id"], condition=Q(membership__isnull=False), name="lending_loan_of"
            ),
            models.Index(
                fields=["returned_to", "-returned_at"], condition=Q(returned_at__isnull=False),
                name="lending_loan_returned",
            ),
        ]


class Hold(models.Model):
    """A turn in the queue for a work, an edition or one copy, to be picked up at a space. The queue is by `placed_at`.

    What is wanted is named by one of its copies (`item`) and how far that reaches: copies are never deleted, and take
    along what the catalogue joins or splits.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="holds", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="holds", db_index=False)
    reach = models.TextField(default="work")
    pickup = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    stop = models.ForeignKey(Stop, models.SET_NULL, null=True, related_name="+", db_index=False)  # where the van halts
    placed_at = models.DateTimeField()
    state = models.TextField(default="waiting")
    suspended_until_on = models.DateField(null=True)  # the day from which it waits again
    wanted_until_on = models.DateField(null=True)  # no longer wanted after this day
    copy = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_index=False)  # the one that answers
    copy_since_at = models.DateTimeField(null=True)
    ready_until_on = models.DateField(null=True)  # the last day on the hold shelf
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(HOLD_STATES)), name="lending_hold_state"),
            models.CheckConstraint(condition=Q(reach__in=list(REACHES)), name="lending_hold_reach"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_HOLDS, ended_at__isnull=True)
                | (~Q(state__in=OPEN_HOLDS) & Q(ended_at__isnull=False)),
                name="lending_hold_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pulled", "travelling", "ready"]) | Q(copy__isnull=False),
                name="lending_hold_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_until_on__isnull=False), name="lending_hold_ready_until"
            ),
            models.UniqueConstraint(
                fields=["copy"], condition=Q(state__in=["pulled", "travelling", "ready"]),
                name="lending_one_hold_a_copy",
            ),
            models.UniqueConstraint(
                fields=["membership", "item"], condition=Q(ended_at__isnull=True), name="lending_hold_once"
            ),
        ]
        indexes = [
            models.Index(fields=["item", "placed_at", "id"], condition=Q(ended_at__isnull=True), name="lending_queue"),
            models.Index(
                fields=["pickup", "state", "id"], condition=Q(ended_at__isnull=True), name="lending_at_pickup"
            ),
            models.Index(fields=["membership", "id"], condition=Q(ended_at__isnull=True), name="lending_hold_of"),
            models.Index(
                fields=["stop"], condition=Q(ended_at__isnull=True, stop__isnull=False), name="lending_at_stop"
            ),
        ]


class Route(models.Model):
    """What it costs to send an item from one space to another, and the days it takes. No row: by distance."""

    id = models.BigAutoField(primary_key=True)
    sender = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    receiver = models.ForeignKey(Space, models.CASCADE, related_name="+")
    satang = models.IntegerField()
    days = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "receiver"], name="lending_route_once"),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="lending_route_leads"),
            models.CheckConstraint(condition=Q(satang__gte=0, days__gte=0), name="lending_route_costs"),
        ]


class Manifest(models.Model):
    """What one bag or box holds on its way from a space to another; its code is on the bag as a QR."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    sender = models.ForeignKey(Space, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Space, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sender=F("receiver")), name="lending_manifest_leads")]


class Transit(models.Model):
    """One item on its way; one way at a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.PROTECT, related_name="transits", db_index=False)
    sender = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    hold = models.ForeignKey(Hold, models.SET_NULL, null=True, related_name="+")  # none: it goes home
    manifest = models.ForeignKey(Manifest, models.PROTECT, null=True, related_name="transits")
    wanted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # the bag that holds it left
    received_at = models.DateTimeField(null=True)
    given_up = models.BooleanField(default=False)  # it ended otherwise: lent on the way, turned back, lost

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(received_at__isnull=True), name="lending_one_way_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="lending_transit_leads"),
        ]
        indexes = [
            models.Index(fields=["sender", "id"], condition=Q(received_at__isnull=True), name="lending_transit_out"),
            models.Index(fields=["receiver", "id"], condition=Q(received_at__isnull=True), name="lending_transit_in"),
        ]


class Stocktake(models.Model):
    """One walk along the shelves of a space or of a part of it: what stands there is scanned, the rest is missing.

    Blank: no limit. A call number lies between `call_from` and everything that begins with `call_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    shelf = models.TextField(default="")
    call_from = models.TextField(default="")
    call_until = models.TextField(default="")
    begun_at = models.DateTimeField()
    newest = models.UUIDField(null=True)  # the last copy that the space had then: ids rise, later ones were added since
    closed_at = models.DateTimeField(null=True)
    given_up = models.BooleanField(default=False)  # closed, and nothing was marked missing
    expected = models.IntegerField(null=True)  # when it was closed
    missing = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "shelf", "call_from", "call_until"], condition=Q(closed_at__isnull=True),
                name="lending_one_stocktake",
            ),
            models.CheckConstraint(
                condition=Q(missing__isnull=True) | Q(closed_at__isnull=False), name="lending_stocktake_closed"
            ),
        ]
        indexes = [models.Index(fields=["space", "-id"], name="lending_stocktake_of")]


class Sighting(models.Model):
    """One barcode seen on a stocktake: what it was by the books, and where it was to go. Seen twice is seen once."""

    id = models.BigAutoField(primary_key=True)
    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="sightings", db_index=False)
    barcode = models.TextField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")  # none: no copy that we know here
    found = models.TextField()  # a code of words.FOUND
    goes = models.TextField(default="")  # as check_in says; blank: it stays where it stands
    to = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "barcode"], name="lending_seen_once"),
            models.CheckConstraint(condition=Q(found__in=list(FOUND)), name="lending_sighting_found"),
        ]
        indexes = [models.Index(fields=["stocktake", "item"], name="lending_seen_item")]


class Suggestion(models.Model):
    """Something a reader would like to find here, and what the library decided about it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    network = models.ForeignKey(Network, models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(Space, models.SET_NULL, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # none: a visitor, or forgotten
    title = models.TextField()
    author = models.TextField(default="")
    isbn = models.TextField(default="")
    why = models.TextField(default="")
    made_at = models.DateTimeField()
    decision = models.TextField(default="")  # a code of words.DECISIONS; blank while it waits
    reason = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=list(DECISIONS), decided_at__isnull=False),
                name="lending_suggestion_decided",
            ),
        ]
        indexes = [models.Index(fields=["network", "decision", "-id"], name="lending_suggested")]


class HeadCount(models.Model):
    """How many people came to a space on a day, as its desk counted."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", db_index=False)
    day_on = models.DateField()
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "day_on"], name="lending_headcount_once"),
            models.CheckConstraint(condition=Q(people__gte=0), name="lending_headcount_people"),
        ]
