"""Rows of the access matrix for the pages of spaces: maps, photos, and what visitors say is wrong."""

from typing import Any

from tests.trust.access_matrix import DESKS, EVERYONE, KEEPERS, Row, public, the_space

SECRET = "ประตูหลังอยู่ฝั่งวัด"
SPACES = {
    "map_spaces": public(),
    "space_photo_file": public(kwargs=lambda world: {"digest": world["photo"], "width": "240"}),
    "space_correct": Row(GET=EVERYONE, POST=EVERYONE, kwargs=the_space, data=lambda world: {"field": "hours", "said": ""}),
    # Its keepers alone tend the photos; each keeper has a queue, and sees what is said of spaces of their own
    "space_photos": Row(GET=KEEPERS, POST=KEEPERS, kwargs=the_space, data=lambda world: {"do": "add"}),
    "corrections": Row(GET=DESKS, secret=lambda world: SECRET, told=KEEPERS),
    "correction": Row(
        GET=KEEPERS, POST=KEEPERS, kwargs=lambda world: {"id": world["correction"]}, data=lambda world: {"do": "reject"},
        secret=lambda world: SECRET, told=KEEPERS,
    ),
}


def told_wrong(at: Any, space: Any) -> dict[str, Any]:
    """What a visitor said of the space, and a photo of it."""
    from rianru.core.actors import ANONYMOUS
    from rianru.places import actions, queries
    from tests.factories.pictures import picture
    from tests.people import making

    said = actions.suggest_correction(actor=ANONYMOUS, at=at, space_id=space.id, field="position", said=SECRET)
    actions.add_photo(actor=making.MACHINE, at=at, space_id=space.id, data=picture(), alt_th="หน้าอาคาร")
    return {"correction": said, "photo": queries.photos_of(space.id)[0].digest}
