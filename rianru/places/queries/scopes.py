"""Which scopes cover a space: what rules ask before anyone may do anything there."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection

from rianru.core.actors import NATIONAL, Scope
from rianru.kernel.words import T
from rianru.places.models import City, Network, Space

_SCOPES = """
    SELECT space.id, space.network_id, array_remove(array_agg(covered.city_id), NULL)
    FROM places_space AS space
    LEFT JOIN places_cityarea AS covered ON space.area_id LIKE covered.area_id || '%%'
    WHERE space.id = ANY(%s) GROUP BY space.id, space.network_id
"""
_SPACE: Final = """
    SELECT space.*, array(
        SELECT covered.city_id FROM places_cityarea AS covered WHERE space.area_id LIKE covered.area_id || '%%'
    ) AS cities
    FROM places_space AS space WHERE space.code = %s
"""


def scopes_of_spaces(ids: Iterable[UUID]) -> dict[UUID, Scope]:
    """National, its network, every city whose areas cover it, and itself; for each space that exists."""
    with connection.cursor() as cursor:
        cursor.execute(_SCOPES, [list(ids)])
        return {
            id: frozenset(
                {*NATIONAL, ("network", network_id), ("space", id), *(("city", city_id) for city_id in cities)}
            )
            for id, network_id, cities in cursor.fetchall()
        }


def scope_of_space(space_id: UUID) -> Scope:
    """The scopes of one space; only the national one where there is no such space."""
    return scopes_of_spaces([space_id]).get(space_id, NATIONAL)


def space_in_scope(code: str) -> tuple[Space, Scope] | None:
    """A space by its code, and every scope that covers it; one query, because every scan at a desk asks it."""
    found = next(iter(Space.objects.raw(_SPACE, [code])), None)
    if found is None:
        return None
    cities: list[UUID] = found.cities  # type: ignore[attr-defined]
    within = {("network", found.network_id), ("space", found.id), *(("city", city) for city in cities)}
    return found, NATIONAL | within


def scope_of_network(network_id: UUID) -> Scope:
    """The network's own scope and the national one."""
    return frozenset({*NATIONAL, ("network", network_id)})


def scope_words(pairs: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID | None], T]:
    """The names of scopes that exist, in at most three queries."""
    wanted = set(pairs)
    found: dict[tuple[str, UUID | None], T] = {("national", None): T("ทั้งประเทศ", "The whole country")}
    for kind, model in (("network", Network), ("city", City), ("space", Space)):
        ids = [id for name, id in wanted if name == kind and id is not None]
        rows = model.objects.filter(id__in=ids).values_list("id", "name_th", "name_en") if ids else ()
        found |= {(kind, id): T.verbatim(th, en) for id, th, en in rows}
    return {pair: found[pair] for pair in wanted if pair in found}
