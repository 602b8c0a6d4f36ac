"""Spaces as other programs take them: flat columns, GeoJSON and the tags of OpenStreetMap; read a page at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from xml.sax.saxutils import quoteattr

from django.db.models import DecimalField, F, Func, Q, QuerySet, Sum

from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.formats import opening_hours, spreadsheets
from rianru.places.models import Area, Network, OpeningHours, Space, SpaceNetwork
from rianru.places.queries.finding import Wanted, read
from rianru.places.words import KINDS

PAGE: Final = 1_000
COLUMNS: Final = (
    "code", "name_th", "name_en", "kind", "kind_th", "kind_en", "area", "subdistrict", "district", "province",
    "postal_code", "lat", "lon", "approximate", "address_th", "address_en", "phone", "email", "line_id", "website",
    "opening_hours", "facilities", "access", "ages", "languages", "members_only", "networks",
)
"""Of a row, in order; those that an import reads have the names that it knows."""
OSM_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    **{kind: {"amenity": "library"} for kind in (
        "provincial_park", "provincial_library", "district_library", "book_house", "book_corner", "school_library",
        "barracks_library", "condominium_library",
    )},
    "subdistrict_centre": {"amenity": "community_centre"},
    "relearning_space": {"amenity": "training"},
    "museum": {"tourism": "museum"},
    "temple": {"amenity": "place_of_worship", "religion": "buddhist"},
}
"""Kind → tags. What is on line or on wheels is no place on a map, and is left out."""
OSM_OFFERS: Final[Mapping[str, Mapping[str, str]]] = {
    "ramp": {"ramp:wheelchair": "yes"}, "step_free": {"wheelchair": "yes"}, "lift": {"elevator": "yes"},
    "accessible_toilet": {"toilets:wheelchair": "yes"}, "tactile_paving": {"tactile_paving": "yes"},
    "accessible_parking": {"capacity:disabled": "yes"}, "hearing_loop": {"hearing_loop": "yes"},
    "wifi": {"internet_access": "wlan", "internet_access:fee": "no"}, "computers": {"internet_access": "terminal"},
    "children": {"kids_area": "yes"}, "braille": {"books:braille": "yes"}, "large_print": {"books:large_print": "yes"},
}
"""What is there → tags; what has none that mappers use is left out."""


@dataclass(frozen=True, slots=True)
class Out:
    """A space with its areas by level (6, 4, 2 digits), its week, and the codes of its networks."""

    space: Space
    areas: Mapping[int, Area] = field(default_factory=dict)
    week: Sequence[tuple[int, int, int]] = ()
    networks: Sequence[str] = ()

    @property
    def hours(self) -> str:
        """The week as OpenStreetMap writes it; blank where nobody told us."""
        return opening_hours.write(self.week)

    def values(self) -> dict[str, Any]:
        """A value for each of COLUMNS: texts, numbers, truths, lists of texts; None for a position nobody knows."""
        space, kind = self.space, KINDS[self.space.kind]
        small, district, province = (self.areas.get(digits) for digits in (6, 4, 2))
        found: dict[str, Any] = {
            "kind_th": kind.th, "kind_en": kind.en, "area": space.area_id,
            "subdistrict": small.name_th if small else "", "district": district.name_th if district else "",
            "province": province.name_th if province else "",
            "postal_code": small.postal_code.split(" ")[0] if small else "", "lat": _degrees(space.lat),
            "lon": _degrees(space.lon), "opening_hours": self.hours, "networks": list(self.networks),
        }
        return {name: found[name] if name in found else getattr(space, name) for name in COLUMNS}

    def feature(self, url: str) -> dict[str, Any]:
        """A feature of GeoJSON (RFC 7946): east before north, no geometry where no position is known."""
        values = self.values()
        lat, lon = values.pop("lat"), values.pop("lon")
        point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        return {"type": "Feature", "id": self.space.code, "geometry": point, "properties": values | {"url": url}}

    def tags(self, url: str) -> dict[str, str]:
        """The tags of OpenStreetMap; none for what is no place on a map, or where the position is not its keeper's."""
        space = self.space
        if space.kind not in OSM_KINDS or space.lat is None or space.approximate:
            return {}
        values = self.values()
        nets = {"wlan", "terminal"} if {"wifi", "computers"} <= set(space.facilities) else set()
        found: dict[str, str] = {
            **OSM_KINDS[space.kind], "name": space.name_th, "name:th": space.name_th,
            "name:en": space.name_en if space.name_en != space.name_th else "",
            "opening_hours": self.hours, "phone": _abroad(space.phone), "email": space.email,
            "website": space.website or url, "addr:full": space.address_th, "addr:subdistrict": values["subdistrict"],
            "addr:district": values["district"], "addr:province": values["province"],
            "addr:postcode": values["postal_code"], "ref:rianru": space.code,
            "access": "members" if space.members_only else "",
        }
        for offer in (*space.facilities, *space.access):
            found |= OSM_OFFERS.get(offer, {})
        return {name: value for name, value in (
            found | ({"internet_access": ";".join(sorted(nets, reverse=True))} if nets else {})).items() if value}


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)


def _abroad(phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    return f"+66 {digits[1:]}" if digits.startswith("0") else ""


def spaces_out(*, actor: Actor, at: datetime, wanted: Wanted) -> Iterator[Out]:
    """Every space that is wanted, by id, read a page at a time in six queries each."""
    found, _, _ = read(actor=actor, at=at, wanted=wanted)
    after: UUID | None = None
    while True:
        page = list(_behind(found, after).order_by("id")[:PAGE])
        if not page:
            return
        yield from _whole(page, at)
        after = page[-1].id


def _behind(rows: QuerySet[Space], after: UUID | None) -> QuerySet[Space]:
    return rows.filter(id__gt=after) if after else rows


def _whole(page: Sequence[Space], at: datetime) -> Iterator[Out]:
    ids = [space.id for space in page]
    areas = Area.objects.in_bulk({space.area_id[:digits] for space in page for digits in (2, 4, 6)})
    weeks: dict[UUID, list[tuple[int, int, int]]] = {}
    for id, *span in OpeningHours.objects.filter(space__in=ids).values_list("space_id", "weekday", "opens", "closes"):
        weeks.setdefault(id, []).append((span[0], span[1], span[2]))
    networks = _networks(page, day_of(at))
    for space in page:
        own = {len(code): areas[code] for code in {space.area_id[:digits] for digits in (2, 4, 6)} if code in areas}
        yield Out(space, own, weeks.get(space.id, ()), networks[space.id])


def _networks(page: Sequence[Space], day: date) -> dict[UUID, list[str]]:
    """The codes of the networks of each space, its home first."""
    codes = dict(Network.objects.values_list("id", "code"))
    found = {space.id: [codes[space.network_id]] for space in page}
    joined = SpaceNetwork.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day), space__in=found, since_on__lte=day
    )
    for space_id, network_id in joined.order_by("since_on", "id").values_list("space_id", "network_id"):
        found[space_id].append(codes[network_id])
    return found


def version_of(*, actor: Actor, at: datetime, wanted: Wanted) -> str:
    """What changes whenever anything that is written out of these spaces does: a sum over their rows, made in SQL."""
    found, total, _ = read(actor=actor, at=at, wanted=wanted)
    sums = [
        found.order_by().aggregate(n=_hashed("places_space"))["n"],
        OpeningHours.objects.filter(space__in=found.values("id")).aggregate(n=_hashed("places_openinghours"))["n"],
        SpaceNetwork.objects.filter(space__in=found.values("id")).aggregate(n=_hashed("places_spacenetwork"))["n"],
    ]
    return "-".join(f"{int(one or 0):x}" for one in (total, *sums))


def _hashed(table: str) -> Sum:
    """The sum of a hash over each whole row."""
    row = Func(F("pk"), template=f"hashtextextended(({table}.*)::text, 0)", output_field=DecimalField())
    return Sum(Func(row, template="(%(expressions)s)::numeric", output_field=DecimalField()))


Addresses = Callable[[str], str]
"""The address of a space's page, by its code."""


def csv_lines(found: Iterable[Out], address: Addresses) -> Iterator[str]:
    """CSV with BOM, a row a space, every cell safe to open."""
    return spreadsheets.lines((*COLUMNS, "url"), (
        [*map(_cell, one.values().values()), address(one.space.code)] for one in found
    ))


def _cell(value: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else "" if value is None else value


def geojson_lines(found: Iterable[Out], address: Addresses) -> Iterator[str]:
    """GeoJSON (RFC 7946), a feature a line."""
    yield '{"type":"FeatureCollection","features":[\n'
    between = ""
    for one in found:
        yield between + json.dumps(one.feature(address(one.space.code)), ensure_ascii=False, separators=(",", ":"))
        between = ",\n"
    yield "\n]}\n"


def osm_lines(found: Iterable[Out], address: Addresses) -> Iterator[str]:
    """OSM XML for editors of OpenStreetMap: new nodes that nobody uploads by mistake."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="Rianru" upload="never">\n'
    number = 0
    for one in found:
        if tags := one.tags(address(one.space.code)):
            number -= 1
            yield f'<node id="{number}" visible="true" lat="{one.space.lat}" lon="{one.space.lon}">\n'
            yield from (f"<tag k={quoteattr(name)} v={_attribute(value)}/>\n" for name, value in tags.items())
            yield "</node>\n"
    yield "</osm>\n"


def _attribute(value: str) -> str:
    """At most 255 letters, as OpenStreetMap takes them; nothing that XML does not."""
    return quoteattr("".join(one for one in value[:255] if one.isprintable()))


FORMS: Final[Mapping[str, tuple[Callable[[Iterable[Out], Addresses], Iterator[str]], str]]] = {
    "csv": (csv_lines, "text/csv"), "geojson": (geojson_lines, "application/geo+json"),
    "osm": (osm_lines, "application/vnd.openstreetmap.data+xml"),
}
"""Ending → lines, media type."""
