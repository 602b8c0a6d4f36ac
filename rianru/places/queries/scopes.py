"""Which scopes cover a space: what rules ask before anyone may do anything there."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from rianru.core import prepared, requests
from rianru.core.actors import NATIONAL, Scope
from rianru.kernel.words import T
from rianru.places.models import City, Network, Space

_COLUMNS: Final = [field.attname for field in Space._meta.concrete_fields]
_SPACES = """
    SELECT {columns}, array(
        SELECT covered.city_id FROM places_cityarea AS covered WHERE space.area_id LIKE covered.area_id || '%%'
    ) FROM places_space AS space WHERE {which}
"""
_SCOPES: Final = _SPACES.format(columns="space.id, space.network_id", which="space.id = ANY(%s)")
_SPACE: Final = _SPACES.format(columns=", ".join(f"space.{name}" for name in _COLUMNS), which="space.code = %s")


def scopes_of_spaces(ids: Iterable[UUID]) -> dict[UUID, Scope]:
    """National, its network, every city whose areas cover it, and itself; for each space that exists.

    Within a request that has taken its seat at the desk of a space (`space_in_scope`) its own are known already.
    """
    wanted = list(ids)
    found: dict[UUID, Scope] = {id: known for id in wanted if (known := requests.noted(("scope", id)))}
    if left := [id for id in wanted if id not in found]:
        found |= {id: _covering(id, network_id, cities) for id, network_id, cities in prepared.rows(_SCOPES, [left])}
    return found


def scope_of_space(space_id: UUID) -> Scope:
    """The scopes of one space; only the national one where there is no such space."""
    return scopes_of_spaces([space_id]).get(space_id, NATIONAL)


def space_in_scope(code: str) -> tuple[Space, Scope] | None:
    """A space by its code, and every scope that covers it; one query, because every scan at a desk asks it."""
    found = prepared.rows(_SPACE, [code])
    if not found:
        return None
    *values, cities = found[0]
    space = Space.from_db(DEFAULT_DB_ALIAS, _COLUMNS, values)
    scope = _covering(space.id, space.network_id, cities)
    requests.note(("scope", space.id), scope)
    return space, scope


def _covering(space_id: UUID, network_id: UUID, cities: Iterable[UUID]) -> Scope:
    own = {("network", network_id), ("space", space_id), *(("city", city) for city in cities)}
    return NATIONAL | own


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


def scope_of_area(code: str) -> Scope:
    """National, every city that covers the whole area, and every network with a space in it; the country: national."""
    if not code:
        return NATIONAL
    around = [code[:length] for length in (2, 4, 6) if length <= len(code)]
    cities = City.objects.filter(areas__code__in=around).values_list("id", flat=True)
    networks = Space.objects.filter(area__code__startswith=code, closed_on=None).values_list("network_id", flat=True)
    return NATIONAL | {("city", id) for id in cities} | {("network", id) for id in networks.distinct()}
