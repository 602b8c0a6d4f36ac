"""Membership of a network: one card at every space of it, households with guardians, and what stands in the way."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.people.models.accounts import Person
from rianru.people.words import BLOCK_REASONS, CATEGORIES, JOINING_ONLINE
from rianru.places.models import Network, Space


class Membership(models.Model):
    """One person's membership of one network, valid at every space of it, up to and with the day `until_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    home_space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    category = models.TextField()
    since_on = models.DateField()
    until_on = models.DateField()
    pin = models.TextField(default="")  # hashed by Django; blank: none chosen
    note = models.TextField(default="")  # for staff
    registered_at = models.DateTimeField()
    registered_by = models.UUIDField(null=True)  # a key; their own where they registered themselves
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "network"], condition=Q(ended_at__isnull=True), name="people_membership_once"
            ),
            models.CheckConstraint(condition=Q(category__in=list(CATEGORIES)), name="people_membership_category"),
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="people_membership_period"),
        ]


class Card(models.Model):
    """A number that stands for a membership. A lost card is ended, never deleted, so that the desk knows it again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="cards")
    number = models.TextField(db_collation="C")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="people_card_number"),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(ended_at__isnull=True), name="people_card_one_live"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9A-Z]{4,32}$"), name="people_card_form"),
        ]


class CardNumbering(models.Model):
    """How many cards a network has given out: the next number is the next one."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, primary_key=True, related_name="+")
    prefix = models.SmallIntegerField(unique=True)  # the first three digits of the network's cards
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(prefix__range=(100, 999)), name="people_numbering_prefix"),
            models.CheckConstraint(condition=Q(last__range=(0, 9_999_999)), name="people_numbering_last"),
        ]


class MembershipTerms(models.Model):
    """How a network takes people in. A network without a row: online, to be confirmed at a desk, for one year."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, primary_key=True, related_name="+")
    online = models.TextField()
    years = models.SmallIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)  # a key

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(online__in=list(JOINING_ONLINE)), name="people_terms_online"),
            models.CheckConstraint(condition=Q(years__range=(1, 10)), name="people_terms_years"),
        ]


class Block(models.Model):
    """Why a membership may not borrow for now; ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="blocks")
    reason = models.TextField()
    note = models.TextField(default="")  # for staff
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    until_on = models.DateField(null=True)  # the last day
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=list(BLOCK_REASONS)), name="people_block_reason"),
            models.UniqueConstraint(
                fields=["membership", "reason"], condition=Q(ended_at__isnull=True), name="people_block_once"
            ),
        ]


class Household(models.Model):
    """People who live together, or care for one another, and may be served together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_at = models.DateTimeField()


class HouseholdMember(models.Model):
    """Someone's place in a household. A guardian acts for its children and for the elders who agreed."""

    class Part(models.TextChoices):
        GUARDIAN = "guardian"
        CHILD = "child"
        ELDER = "elder"  # agreed that the guardians act for them
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="places")
    part = models.TextField(choices=Part)
    agreed_at = models.DateTimeField(null=True)  # of a child: a guardian did; of an elder: they did, witnessed
    agreed_by = models.UUIDField(null=True)  # the key of who agreed
    witnessed_by = models.UUIDField(null=True)  # the key of the staff before whom
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_as = models.TextField(default="")  # "left", or "withdrawn": who agreed no longer does

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_at__isnull=True), name="people_household_one"
            ),
            models.CheckConstraint(
                condition=~Q(part__in=["child", "elder"]) | Q(agreed_at__isnull=False), name="people_household_agreed"
            ),
        ]
