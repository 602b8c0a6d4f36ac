"""Names for codes, for screens that count by province, network or space."""

from collections.abc import Iterable

from rianru.kernel.words import T
from rianru.places.models import Area, Network, Space


def names_of_places(
    *, provinces: Iterable[str] = (), networks: Iterable[str] = (), spaces: Iterable[str] = ()
) -> dict[tuple[str, str], T]:
    """("province" | "network" | "space", code) → its name; one query for each that is asked for."""
    asked = (("province", Area, list(provinces)), ("network", Network, list(networks)), ("space", Space, list(spaces)))
    found: dict[tuple[str, str], T] = {}
    for name, model, codes in asked:
        if codes:
            rows = model._default_manager.filter(code__in=codes).values_list("code", "name_th", "name_en")
            found |= {(name, code): T.verbatim(name_th, name_en) for code, name_th, name_en in rows}
    return found
