"""Imports and sources as staff see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.catalogue.models import Import, Rejection, Source
from rianru.catalogue.words import REASONS
from rianru.core.actors import NATIONAL, Actor, Role, Scope
from rianru.core.permissions import permitted
from rianru.kernel.words import T
from rianru.places import queries as places


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import; `percent` of its bytes dealt with."""

    run: Import

    @property
    def percent(self) -> int:
        """0 to 100."""
        return min(100, self.run.offset * 100 // max(self.run.size, 1))

    @property
    def over(self) -> bool:
        """Whether nothing more will change."""
        return self.run.state in (Import.State.DONE, Import.State.REFUSED)

    @property
    def refusal(self) -> T:
        """Why it could not go on, if so."""
        return T.verbatim(self.run.refusal_th, self.run.refusal_en)


def scope_of(source: Source | None) -> Scope:
    """Every scope that covers a source: its network's, else national."""
    return places.scope_of_network(source.network_id) if source and source.network_id else NATIONAL


def sources(*, actor: Actor, at: datetime) -> list[Source]:
    """The sources this actor may import into, by code."""
    return [
        source for source in Source.objects.order_by("code")
        if permitted("catalogue.import_records", actor=actor, at=at, scope=scope_of(source))
    ]


def _visible_to(actor: Actor, at: datetime) -> QuerySet[Import]:
    if actor.kind == "system":
        return Import.objects.all()
    allowed = [
        grant for grant in actor.grants
        if actor.secure and grant.role in (Role.ADMINISTRATOR, Role.LIBRARIAN) and grant.since <= at
        and (grant.until is None or at < grant.until)
    ]
    if any(grant.scope_kind == "national" for grant in allowed):
        return Import.objects.all()
    networks = [grant.scope_id for grant in allowed if grant.scope_kind == "network"]
    return Import.objects.filter(Q(source__network__in=networks))


def imports(*, actor: Actor, at: datetime, before: UUID | None = None, limit: int = 30) -> list[ImportView]:
    """The newest imports this actor may see, older than `before`."""
    found = _visible_to(actor, at).select_related("source").order_by("-id")
    return [ImportView(run) for run in (found.filter(id__lt=before) if before else found)[:limit]]


def import_view(*, actor: Actor, at: datetime, id: UUID) -> ImportView | None:
    """One import, where this actor may see it."""
    run = _visible_to(actor, at).select_related("source").filter(id=id).first()
    return ImportView(run) if run else None


def rejections(*, run_id: UUID, after: int = 0, limit: int = 100) -> list[tuple[Rejection, T]]:
    """Rejected records after one number, each with its reason in words."""
    found = Rejection.objects.filter(run_id=run_id, number__gt=after).order_by("number")[:limit]
    return [(one, REASONS.get(one.reason, T(one.reason, one.reason))) for one in found]
