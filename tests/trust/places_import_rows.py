"""Rows of the access matrix for lists of spaces: by the network into which they are brought; out, for everyone."""

from typing import Any

from tests.trust.access_matrix import Row, at, keyed, public, the_space

BRINGERS = at(("national", "network", "other_network"), "administrator")
OWN_BRINGERS = at(("national", "network"), "administrator")
FILE = "quietschools.csv"


def the_list(world: Any) -> dict[str, Any]:
    return {"id": world["space_list"]}


LISTS = {
    "spaces_csv": public(),
    "spaces_geojson": public(),
    "spaces_osm": public(),
    "space_hours": public(kwargs=the_space),
    "space_diary": public(kwargs=the_space),
    "space_sheet": public(kwargs=the_space),
    "space_lists": Row(GET=BRINGERS, secret=lambda world: FILE, told=OWN_BRINGERS),
    "space_list_new": Row(
        GET=BRINGERS, POST=BRINGERS, data=keyed(), secret=lambda world: "สำนักงานเงียบ", told=OWN_BRINGERS
    ),
    "space_list": Row(GET=OWN_BRINGERS, POST=OWN_BRINGERS, kwargs=the_list, data=keyed(do="drop")),
    "space_list_columns": Row(GET=OWN_BRINGERS, POST=OWN_BRINGERS, kwargs=the_list, data=keyed()),
    "space_list_live": Row(GET=OWN_BRINGERS, kwargs=the_list),
    "space_list_file": Row(GET=OWN_BRINGERS, kwargs=the_list),
    "space_list_report": Row(GET=OWN_BRINGERS, kwargs=lambda world: {**the_list(world), "which": "rejected"}),
}


def listed_spaces(at: Any, network_id: Any) -> dict[str, Any]:
    """A list of spaces of the network, looked at and not written."""
    from django.core.files.base import ContentFile

    from rianru.places.actions import importing
    from tests.people import making

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    id = importing.start_space_import(
        **house, network_id=network_id, source="สำนักงานเงียบ", file_name=FILE,
        file=ContentFile("ชื่อ,รหัสเขต\nบ้านหนังสือเงียบ,5601\n".encode()),
    )
    importing.confirm_space_columns(**house, import_id=id, columns=["name_th", "area"], kind="book_house", queue=False)
    importing.check_import(actor=making.MACHINE, clock=lambda: at, import_id=id)
    return {"space_list": id}
