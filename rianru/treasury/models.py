"""A double-entry ledger in integer satang. Debits are positive, credits negative; every transaction sums to nought."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.people.models import Membership
from rianru.places.models import Network, Space
from rianru.treasury.words import ACCOUNTS, KINDS, MEMBERS


class Account(models.Model):
    """What a member has put down or owes, or what a space holds, earns or lets go.

    `balance` is kept by the database as entries are written (the first migration). A deposit is ours to give back, so
    it is never above nought; nobody owes less than nothing. An erased member's accounts stay, without a holder.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ACCOUNTS)), name="treasury_account_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=MEMBERS, space__isnull=True) | Q(space__isnull=False, holder__isnull=True),
                name="treasury_account_whose",
            ),
            models.UniqueConstraint(
                fields=["holder", "kind"], condition=Q(holder__isnull=False), name="treasury_account_of_member"
            ),
            models.UniqueConstraint(
                fields=["space", "kind"], condition=Q(space__isnull=False), name="treasury_account_of_space"
            ),
            models.CheckConstraint(
                condition=~Q(kind="deposit") | Q(balance__lte=0), name="treasury_deposit_not_overdrawn"
            ),
            models.CheckConstraint(condition=~Q(kind="owed") | Q(balance__gte=0), name="treasury_owed_not_negative"),
        ]


class Transaction(models.Model):
    """Money that moved, or was asked for, once: with a receipt number of its space, and never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    satang = models.BigIntegerField()  # how much, above nought
    moved_at = models.DateTimeField()
    actor_key = models.UUIDField(null=True)  # whose hand; null: the installation itself
    way = models.TextField(default="")
    reason = models.TextField(default="")
    about_kind = models.TextField(default="")  # "loan", "item"
    about_id = models.UUIDField(null=True)
    fiscal_year = models.SmallIntegerField()  # Buddhist
    number = models.IntegerField()  # of the receipt, in that space and year
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="treasury_transaction_kind"),
            models.CheckConstraint(condition=Q(satang__gt=0), name="treasury_transaction_amount"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="treasury_transaction_reverses",
            ),
            models.UniqueConstraint(fields=["space", "fiscal_year", "number"], name="treasury_receipt_once"),
        ]
        indexes = [
            models.Index(fields=["space", "moved_at", "id"], name="treasury_transaction_day"),
            models.Index(fields=["about_id"], name="treasury_transaction_about", condition=Q(about_id__isnull=False)),
        ]


class Entry(models.Model):
    """One side of a transaction: what an account gained (above nought) or gave."""

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    satang = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(satang=0), name="treasury_entry_moves"),
            models.UniqueConstraint(fields=["transaction", "account"], name="treasury_entry_once"),
        ]
        indexes = [models.Index(F("account"), F("id").desc(), name="treasury_entry_newest")]


class Numbering(models.Model):
    """The last receipt number of a space in a fiscal year."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    fiscal_year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "fiscal_year"], name="treasury_numbering_once")]
