"""Names for codes, for screens that count by province, network or space."""

from collections.abc import Iterable

from django.db.models import Value

from rianru.kernel.words import T
from rianru.places.models import Area, Network, Space


def names_of_places(
    *, provinces: Iterable[str] = (), networks: Iterable[str] = (), spaces: Iterable[str] = ()
) -> dict[tuple[str, str], T]:
    """("province" | "network" | "space", code) → its name; in one query, none where nothing is asked for."""
    given = (("province", Area, list(provinces)), ("network", Network, list(networks)), ("space", Space, list(spaces)))
    asked = [
        model._default_manager.filter(code__in=codes).order_by()
        .annotate(of=Value(name)).values_list("of", "code", "name_th", "name_en")
        for name, model, codes in given if codes
    ]
    rows = asked[0].union(*asked[1:], all=True) if asked else ()
    return {(name, code): T.verbatim(name_th, name_en) for name, code, name_th, name_en in rows}
