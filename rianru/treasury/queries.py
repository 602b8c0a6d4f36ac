"""What members have put down and owe, what moved, and whether it all adds up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import start_of_day
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.treasury.models import Account, Entry, Transaction
from rianru.treasury.words import KINDS, WAYS

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """Satang that a member has put down and satang that they owe, neither below nought."""

    deposit: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One transaction: `satang` as it stands on the receipt; `by` is a key; `reversed`: another took it back."""

    id: UUID
    kind: str
    space_id: UUID
    satang: int
    at: datetime
    way: str
    reason: str
    receipt: str
    by: UUID | None
    about_kind: str
    about_id: UUID | None
    reversed: bool
    reverses: UUID | None
    holder: UUID | None

    @property
    def label(self) -> T:
        """What happened, in words."""
        return KINDS[self.kind]

    @property
    def way_label(self) -> T | None:
        """How it was paid, where it was."""
        return WAYS.get(self.way)


def standings(memberships: Iterable[UUID]) -> dict[UUID, Standing]:
    """What each of these members has put down and owes; nought where nothing ever moved."""
    wanted = list(memberships)
    found: dict[UUID, dict[str, int]] = {id: {} for id in wanted}
    for holder, kind, balance in Account.objects.filter(holder__in=wanted).values_list("holder", "kind", "balance"):
        found[holder][kind] = balance
    return {id: Standing(-kinds.get("deposit", 0), kinds.get("owed", 0)) for id, kinds in found.items()}


def standing(membership_id: UUID) -> Standing:
    """What one member has put down and owes."""
    return standings([membership_id])[membership_id]


def moves_of(membership_id: UUID, *, before: UUID | None = None, limit: int = LIMIT) -> list[Move]:
    """A member's transactions, the newest first; `before`: the last of the page before. Who may see: the face's."""
    own = Entry.objects.filter(account__holder=membership_id).values("transaction")
    rows = _with_all(Transaction.objects.filter(id__in=own)).order_by("-id")
    return [_move(row) for row in (rows.filter(id__lt=before) if before else rows)[:limit]]


def move(id: UUID) -> Move | None:
    """One transaction, for its receipt."""
    row = _with_all(Transaction.objects.filter(id=id)).first()
    return _move(row) if row else None


def moves_about(about_ids: Iterable[UUID]) -> dict[UUID, list[Move]]:
    """Transactions about these loans or items, the oldest first."""
    found: dict[UUID, list[Move]] = {}
    for row in _with_all(Transaction.objects.filter(about_id__in=list(about_ids))).order_by("id"):
        found.setdefault(row.about_id, []).append(_move(row))  # type: ignore[arg-type]
    return found


def day_of_space(
    *, actor: Actor, at: datetime, space_id: UUID, day: date, after: UUID | None = None, limit: int = LIMIT
) -> list[Move]:
    """What moved at a space on a day, in order. Refuses with NotAllowed."""
    require("treasury.see", actor=actor, at=at, scope=places.scope_of_space(space_id))
    rows = _with_all(_on(space_id, day)).order_by("id")
    return [_move(row) for row in (rows.filter(id__gt=after) if after else rows)[:limit]]


def totals(*, actor: Actor, at: datetime, space_id: UUID, day: date) -> dict[str, int]:
    """Satang by which each account of a space changed on a day, by kind: what must be in the drawer among them."""
    require("treasury.see", actor=actor, at=at, scope=places.scope_of_space(space_id))
    rows = Entry.objects.filter(account__space=space_id, transaction__in=_on(space_id, day))
    return {row["account__kind"]: row["sum"] for row in rows.values("account__kind").annotate(sum=Sum("satang"))}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What one kind of move brought into the drawer (or took out of it) in one way on a day; and how often."""

    kind: str
    way: str
    times: int
    satang: int

    @property
    def label(self) -> T:
        """What happened, in words."""
        return KINDS[self.kind]


def sheet(*, actor: Actor, at: datetime, space_id: UUID, day: date) -> list[SheetRow]:
    """A day's cash sheet of a space, by kind and way; its cash adds up to what must be in the drawer."""
    require("treasury.see", actor=actor, at=at, scope=places.scope_of_space(space_id))
    rows = Entry.objects.filter(
        account__kind__in=list(WAYS), account__space=space_id, transaction__in=_on(space_id, day)
    )
    counted = rows.values_list("transaction__kind", "account__kind").annotate(times=Count("id"), sum=Sum("satang"))
    found = [SheetRow(kind, way, times, total) for kind, way, times, total in counted]
    return sorted(found, key=lambda row: (list(KINDS).index(row.kind), list(WAYS).index(row.way)))


def unbalanced() -> list[tuple[str, UUID, int]]:
    """What does not add up: ("transaction", id, its sum), ("account", id, balance less its entries). Empty, always."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'transaction', transaction_id, sum(satang)::bigint FROM treasury_entry
            GROUP BY transaction_id HAVING sum(satang) <> 0
            UNION ALL
            SELECT 'account', a.id, (a.balance - coalesce(sum(e.satang), 0))::bigint FROM treasury_account a
            LEFT JOIN treasury_entry e ON e.account_id = a.id
            GROUP BY a.id HAVING a.balance <> coalesce(sum(e.satang), 0)
            """
        )
        return [(str(kind), id, int(off)) for kind, id, off in cursor.fetchall()]


def receipt_text(space_code: str, fiscal_year: int, number: int) -> str:
    """`LIB-56 2570/000123`: space, fiscal year, number."""
    return f"{space_code.upper()} {fiscal_year}/{number:06}"


def _on(space_id: UUID, day: date) -> QuerySet[Transaction]:
    begins, ends = start_of_day(day), start_of_day(day + timedelta(days=1))
    return Transaction.objects.filter(space=space_id, moved_at__gte=begins, moved_at__lt=ends)


def _with_all(rows: QuerySet[Transaction]) -> QuerySet[Transaction]:
    return rows.select_related("space", "reversed_by").prefetch_related("entries__account")


def _move(row: Transaction) -> Move:
    holders = (entry.account.holder_id for entry in row.entries.all())
    return Move(
        row.id, row.kind, row.space_id, row.satang, row.moved_at, row.way, row.reason,
        receipt_text(row.space.code, row.fiscal_year, row.number), row.actor_key, row.about_kind, row.about_id,
        hasattr(row, "reversed_by"), row.reverses_id, next(filter(None, holders), None),
    )


__all__ = [
    "LIMIT", "Move", "SheetRow", "Standing", "day_of_space", "move", "moves_about", "moves_of", "receipt_text",
    "sheet", "standing", "standings", "totals", "unbalanced",
]
