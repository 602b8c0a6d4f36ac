"""The only ways in which money moves: one transaction each, with a receipt, that sums to nought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, fiscal_year_be
from rianru.kernel.ids import new_id
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.treasury.kinds import VERBS
from rianru.treasury.models import Account, Entry, Transaction
from rianru.treasury.queries import receipt_text
from rianru.treasury.words import MEMBERS, WAYS

MOST = 100_000_000  # satang: a million baht
LONGEST_REASON = 500


class AmountWrong(NotUnderstood):
    """Nothing, less than nothing, or more than a million baht."""

    code = "treasury.amount_wrong"
    says = T(
        "จำนวนเงินต้องมากกว่า 0 และไม่เกิน 1,000,000 บาท ตรวจตัวเลขอีกครั้ง",
        "An amount is more than 0 and at most 1,000,000 baht. Look at the figure again.",
    )


class MoreThanOwed(Refused):
    """More was to be paid or waived than is owed."""

    code = "treasury.more_than_owed"
    says = T(
        "ยอดค้างเหลือ {owed} รับหรือยกเว้นได้ไม่เกินนี้",
        "What is owed is {owed}. No more than that can be paid or waived.",
    )


class DepositTooSmall(Refused):
    """More was to be given back, or taken, than was put down."""

    code = "treasury.deposit_too_small"
    says = T(
        "เงินประกันเหลือ {deposit} คืนได้ไม่เกินนี้",
        "The deposit stands at {deposit}. No more than that can be given back.",
    )


class StillOwes(Refused):
    """A deposit is not given back while something is owed."""

    code = "treasury.still_owes"
    says = T(
        "ยังค้างอยู่ {owed} ชำระหรือหักจากเงินประกันก่อน แล้วจึงคืนส่วนที่เหลือ",
        "{owed} is still owed. Settle that first, then give back the rest.",
    )


class ReasonMissing(NotUnderstood):
    """Letting money go, or taking a transaction back, needs a reason."""

    code = "treasury.reason_missing"
    says = T("บอกเหตุผลสั้น ๆ ด้วย จะพิมพ์ไว้ในใบเสร็จ", "Give a short reason: it stands on the receipt.")


class WayUnknown(NotUnderstood):
    """Neither cash nor transfer."""

    code = "treasury.way_unknown"
    says = T("เลือกว่ารับเป็นเงินสดหรือเงินโอน", "Choose cash or transfer.")


class AlreadyReversed(Refused):
    """A transaction is taken back once, and a reversal never."""

    code = "treasury.already_reversed"
    says = T("รายการนี้ยกเลิกไปแล้ว ไม่ต้องทำซ้ำ", "This was taken back already. Nothing more to do.")


class CannotReverse(Refused):
    """What came of it has been used since: the deposit was given back, or what was owed is paid."""

    code = "treasury.cannot_reverse"
    says = T(
        "ยกเลิกไม่ได้ เพราะเงินก้อนนี้ถูกใช้หรือคืนไปแล้ว ยกเลิกรายการที่ตามมาก่อน",
        "This cannot be taken back: the money has been used or returned since. Take that back first.",
    )


@dataclass(frozen=True, slots=True)
class Posted:
    """A transaction that was written, and the number of its receipt."""

    id: UUID
    receipt: str


@dataclass(frozen=True, slots=True)
class About:
    """What money is about: a loan or an item."""

    kind: str = ""
    id: UUID | None = None


NOTHING = About()


def take_deposit(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, way: str = "cash"
) -> Posted:
    """A member puts money down."""
    require("treasury.take", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        books = _Books(membership_id, space_id, (_known(way), "deposit"))
        return _post(books, "deposit", {way: satang, "deposit": -satang}, satang, actor=actor, at=at, way=way)


def refund_deposit(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, way: str = "cash"
) -> Posted:
    """Some or all of a deposit goes back. Refuses with StillOwes and DepositTooSmall.

    Whether anything is still out is not known on this floor: lending asks that first.
    """
    require("treasury.refund", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        books = _Books(membership_id, space_id, (_known(way), "deposit", "owed"))
        if books.owed:
            raise StillOwes(owed=baht_text(books.owed))
        if satang > books.put_down:
            raise DepositTooSmall(deposit=baht_text(books.put_down))
        return _post(books, "refund", {"deposit": satang, way: -satang}, satang, actor=actor, at=at, way=way)


def fine(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, about: About = NOTHING,
    reason: str = "",
) -> Posted:
    """A member owes a fine; what the deposit holds is taken from it at once, as TK Park does."""
    return _ask("fine", "fines", actor, at, membership_id, space_id, satang, about, reason)


def charge(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, about: About = NOTHING,
    reason: str = "",
) -> Posted:
    """A member owes for something lost or damaged, or for handling it; from the deposit as far as it goes."""
    return _ask("charge", "charges", actor, at, membership_id, space_id, satang, about, reason)


def _ask(
    kind: str, income: str, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, about: About,
    reason: str,
) -> Posted:
    require("treasury.charge", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        books = _Books(membership_id, space_id, ("owed", "deposit", income))
        sides = {"owed": satang, income: -satang}
        posted = _post(books, kind, sides, satang, actor=actor, at=at, about=about, reason=reason)
        covered = min(satang, books.put_down)
        if covered:
            _post(books, "settlement", {"deposit": covered, "owed": -covered}, covered, actor=actor, at=at, about=about)
        return posted


def pay(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, way: str = "cash"
) -> Posted:
    """A member pays some or all of what they owe. Refuses with MoreThanOwed."""
    require("treasury.take", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        books = _Books(membership_id, space_id, (_known(way), "owed"))
        books.within_owed(satang)
        return _post(books, "payment", {way: satang, "owed": -satang}, satang, actor=actor, at=at, way=way)


def waive(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, reason: str,
    about: About = NOTHING,
) -> Posted:
    """Lets some or all of what is owed go, for a reason. Refuses with ReasonMissing and MoreThanOwed."""
    require("treasury.waive", actor=actor, at=at, scope=places.scope_of_space(space_id))
    said = _reason(reason)
    with transaction.atomic():
        books = _Books(membership_id, space_id, ("waived", "owed"))
        books.within_owed(satang)
        sides = {"waived": satang, "owed": -satang}
        return _post(books, "waiver", sides, satang, actor=actor, at=at, about=about, reason=said)


def reverse(*, actor: Actor, at: datetime, transaction_id: UUID, reason: str) -> Posted:
    """Takes a transaction back by its mirror image. Refuses with NotFound, AlreadyReversed and CannotReverse."""
    found = Transaction.objects.filter(id=transaction_id).first()
    if found is None:
        raise NotFound()
    require("treasury.reverse", actor=actor, at=at, scope=places.scope_of_space(found.space_id))
    said = _reason(reason)
    with transaction.atomic():
        first = Transaction.objects.select_for_update().get(id=transaction_id)
        if first.kind == "reversal" or Transaction.objects.filter(reverses=first).exists():
            raise AlreadyReversed()
        entries = list(first.entries.order_by("id"))
        accounts = _locked(entry.account_id for entry in entries)
        sides = [(accounts[entry.account_id], -entry.satang) for entry in entries]
        for account, satang in sides:
            after = account.balance + satang
            if (account.kind == "deposit" and after > 0) or (account.kind == "owed" and after < 0):
                raise CannotReverse()
        return _write(
            "reversal", sides, first.satang, space_id=first.space_id, actor=actor, at=at, way=first.way, reason=said,
            about=About(first.about_kind, first.about_id), reverses=first,
        )


class _Books:
    """A member's accounts and a space's, locked in order of id until the transaction ends."""

    def __init__(self, membership_id: UUID, space_id: UUID, kinds: Sequence[str]) -> None:
        member, space = people.member(membership_id), places.space_by_id(space_id)
        if member is None or space is None or member.network_id != space.network_id:
            raise NotFound()  # at a desk of another network there is no such member
        self.key = member.key
        self.space_id = space_id
        _open(kinds, membership_id, space_id, member.network_id)
        whose = Account.objects.filter(kind__in=kinds)
        mine = whose.filter(holder=membership_id) | whose.filter(space=space_id)
        locked = _locked(mine.values_list("id", flat=True))
        self.accounts = {account.kind: account for account in locked.values()}

    @property
    def owed(self) -> int:
        return self.accounts["owed"].balance

    @property
    def put_down(self) -> int:
        return -self.accounts["deposit"].balance

    def within_owed(self, satang: int) -> None:
        if satang > self.owed:
            raise MoreThanOwed(owed=baht_text(self.owed))


def _post(
    books: _Books, kind: str, sides: dict[str, int], satang: int, *, actor: Actor, at: datetime, way: str = "",
    about: About = NOTHING, reason: str = "",
) -> Posted:
    return _write(
        kind, [(books.accounts[name], amount) for name, amount in sides.items()], satang, space_id=books.space_id,
        actor=actor, at=at, way=way, about=about, reason=reason, subject=books.key,
    )


def _open(kinds: Sequence[str], membership_id: UUID, space_id: UUID, network_id: UUID) -> None:
    """Accounts that are not there yet, at nought."""
    rows = [
        (new_id(), kind, network_id, None if kind in MEMBERS else space_id, membership_id if kind in MEMBERS else None)
        for kind in sorted(kinds)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO treasury_account (id, kind, network_id, space_id, holder_id, balance) "
            "VALUES (%s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING", rows,
        )


def _locked(ids: Iterable[UUID]) -> dict[UUID, Account]:
    rows = Account.objects.select_for_update().filter(id__in=list(ids)).order_by("id")
    return {account.id: account for account in rows}


def _write(
    kind: str, sides: Sequence[tuple[Account, int]], satang: int, *, space_id: UUID, actor: Actor, at: datetime,
    way: str = "", about: About = NOTHING, reason: str = "", reverses: Transaction | None = None,
    subject: UUID | None = None,
) -> Posted:
    """Writes both sides; the database adds them to the balances. Refuses with AmountWrong."""
    if not 0 < satang <= MOST:
        raise AmountWrong()
    year = fiscal_year_be(day_of(at))
    written = Transaction.objects.create(
        kind=kind, space_id=space_id, satang=satang, moved_at=at, actor_key=actor.key, way=way,
        reason=reason[:LONGEST_REASON], about_kind=about.kind, about_id=about.id, fiscal_year=year,
        number=_next_number(space_id, year), reverses=reverses,
    )
    Entry.objects.bulk_create(Entry(transaction=written, account=account, satang=moved) for account, moved in sides)
    for account, moved in sides:
        account.balance += moved
    facts.record(
        VERBS[kind], actor=actor, at=at, subject=subject, object_kind=about.kind or "transaction",
        object_id=about.id or written.id, space_id=space_id, satang=satang,
    )
    code = places.codes_of([space_id])[space_id]
    return Posted(written.id, receipt_text(code, year, written.number))


def _next_number(space_id: UUID, year: int) -> int:
    """One after another, without a gap: a receipt that is rolled back gives its number back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO treasury_numbering (space_id, fiscal_year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (space_id, fiscal_year) DO UPDATE SET last = treasury_numbering.last + 1 RETURNING last",
            [space_id, year],
        )
        return int(cursor.fetchone()[0])


def _known(way: str) -> str:
    if way not in WAYS:
        raise WayUnknown()
    return way


def _reason(typed: str) -> str:
    said = typed.strip()[:LONGEST_REASON]
    if not said:
        raise ReasonMissing()
    return said
