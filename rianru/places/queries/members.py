"""Networks with their members: how each stands, since when and why, and what was before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rianru.kernel.dates import start_of_day
from rianru.kernel.words import T
from rianru.places.models import Network, NetworkStatus, Space, SpaceNetwork
from rianru.places.queries.finding import in_network
from rianru.places.words import OWN_STANDINGS, STANDINGS

IN = ("pilot", "active", "paused")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A space as a member; `since` and `reason` where they are written."""

    space: Space
    status: str
    since: date | None = None
    reason: str = ""
    home: bool = True

    @property
    def label(self) -> T:
        """In words."""
        return STANDINGS[self.status]


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network with how it stands and how many spaces are in it."""

    network: Network
    status: str
    since: date | None
    reason: str
    spaces: int

    @property
    def name(self) -> T:
        """In both languages."""
        return T.verbatim(self.network.name_th, self.network.name_en)

    @property
    def label(self) -> T:
        """In words."""
        return OWN_STANDINGS[self.status]


def network_rows(*, on: date, codes: Iterable[str] | None = None) -> list[NetworkRow]:
    """Every network (or those of these codes), by code; three queries."""
    found = Network.objects.select_related("organisation").order_by("code")
    networks = list(found.filter(code__in=list(codes)) if codes is not None else found)
    stands = {one.network_id: one for one in NetworkStatus.objects.filter(space=None, until_on=None)}
    home = dict(Network.objects.filter(space__closed_on=None).annotate(n=Count("space")).values_list("id", "n"))
    also = dict(
        SpaceNetwork.objects.filter(_lasting(on), space__closed_on=None).values("network").annotate(n=Count("id"))
        .values_list("network", "n")
    )
    return [
        NetworkRow(one, own.status if own else "active", own.since_on if own else None, own.reason if own else "",
                   home.get(one.id, 0) + also.get(one.id, 0))
        for one in networks for own in [stands.get(one.id)]
    ]


def members_within(network_id: UUID, *, on: date) -> QuerySet[Space]:
    """The spaces of a network on a day: at home in it, or members beside their home; not closed for good."""
    return Space.objects.filter(in_network(network_id, start_of_day(on)), closed_on=None)


def members(
    network_id: UUID, *, on: date, status: str = "", after: tuple[str, UUID] | None = None, limit: int = 50
) -> list[MemberRow]:
    """Members in Thai order, of one status where that is named; two queries."""
    rows = members_within(network_id, on=on)
    if status:
        rows = rows.filter(_stands(network_id, status))
    if after:
        rows = rows.filter(Q(sort_th__gt=after[0]) | Q(sort_th=after[0], id__gt=after[1]))
    return _rows(list(rows.order_by("sort_th", "id")[:limit]), network_id)


def asking_counts(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many wait for a decision, by network; one query."""
    rows = NetworkStatus.objects.filter(network__in=list(ids), status="asked", until_on=None, space__isnull=False)
    return dict(rows.values("network").annotate(n=Count("id")).values_list("network", "n"))


def asking(network_id: UUID) -> list[MemberRow]:
    """Spaces that wait for a decision, the first who asked first."""
    rows = NetworkStatus.objects.filter(
        network=network_id, status="asked", until_on=None, space__isnull=False
    ).select_related("space").order_by("since_on", "id")[:200]
    return [MemberRow(one.space, one.status, one.since_on, one.reason, False) for one in rows if one.space]


def standings(network_id: UUID, *, on: date) -> dict[str, int]:
    """How many members stand how, of those that are in it."""
    every = members_within(network_id, on=on)
    counts = {status: every.filter(_stands(network_id, status)).count() for status in IN}
    return {status: n for status, n in counts.items() if n}


def kinds_of(network_id: UUID, *, on: date) -> dict[str, int]:
    """How many members there are of each kind, the most first."""
    rows = members_within(network_id, on=on).values("kind").annotate(n=Count("id")).values_list("kind", "n")
    return dict(sorted(rows, key=lambda pair: (-pair[1], pair[0])))


def network_by_code(code: str) -> Network | None:
    """One by its code."""
    return Network.objects.filter(code=code).first()


def history(network_id: UUID, space_id: UUID | None = None) -> list[NetworkStatus]:
    """Every stretch of how a space (or the network itself) stood, the newest first."""
    rows = NetworkStatus.objects.filter(network=network_id).order_by("-since_on", "-id")
    return list((rows.filter(space=space_id) if space_id else rows.filter(space=None))[:100])


def standing(status_id: UUID) -> NetworkStatus | None:
    """One stretch of how a space or a network stood, with both."""
    return NetworkStatus.objects.select_related("space", "network").filter(id=status_id).first()


def asked_before(one: NetworkStatus) -> NetworkStatus | None:
    """The request to join that a standing answers; none where it answers none."""
    rows = NetworkStatus.objects.filter(network=one.network_id, space=one.space_id, set_at__lte=one.set_at)
    before = rows.exclude(id=one.id).order_by("-set_at", "-id").first()
    return before if before is not None and before.status == "asked" and one.space_id else None


def standings_since(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[NetworkStatus]]:
    """What was decided in each of these networks since a moment of its own and concerns everyone: who was taken in, and
    how the network itself stands. One query.
    """
    if not since:
        return {}
    concerns = Q(space=None) | Q(space__closed_on=None, status__in=("pilot", "active"))
    rows = NetworkStatus.objects.filter(concerns, network__in=since, set_at__gt=min(since.values()), set_at__lte=until)
    found: dict[UUID, list[NetworkStatus]] = {}
    for one in rows.select_related("space", "network").order_by("set_at", "id"):
        if one.set_at > since[one.network_id]:
            found.setdefault(one.network_id, []).append(one)
    return found


def member(network_id: UUID, space_id: UUID, *, on: date) -> MemberRow | None:
    """How one space stands, also one that asks or has left; none where it never had to do with the network."""
    space = Space.objects.filter(id=space_id).first()
    if space is None:
        return None
    within = members_within(network_id, on=on).filter(id=space_id).exists()
    known = NetworkStatus.objects.filter(network=network_id, space=space_id).exists()
    return _rows([space], network_id)[0] if within or known else None


def _rows(spaces: Sequence[Space], network_id: UUID) -> list[MemberRow]:
    written = {
        one.space_id: one
        for one in NetworkStatus.objects.filter(network=network_id, space__in=[one.id for one in spaces], until_on=None)
    }
    return [
        MemberRow(one, own.status if own else "active", own.since_on if own else None, own.reason if own else "",
                  one.network_id == network_id)
        for one in spaces for own in [written.get(one.id)]
    ]


def _stands(network_id: UUID, status: str) -> Q:
    own = NetworkStatus.objects.filter(network=network_id, space=OuterRef("id"), until_on=None)
    written = Q(Exists(own.filter(status=status)))
    return written | ~Q(Exists(own)) if status == "active" else written


def _lasting(on: date) -> Q:
    return Q(since_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))
