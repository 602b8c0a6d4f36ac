from datetime import date

import pytest

from rianru.core import kinds
from rianru.kernel.ids import new_id
from rianru.places import actions
from rianru.places.words import FACILITIES, KINDS
from tests.factories import AT, HOUSE, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SPACE = kinds.get("space")


def test_a_space_has_a_card():
    id = space(code="here")
    assert SPACE.cards([id, new_id()]) == {
        id: kinds.Card("ห้องสมุดทดสอบ", "Test library", KINDS["district_library"], "space", {"code": "here"})
    }


def test_a_space_is_found_by_its_names_kind_code_and_where_it_lies():
    id = space(code="here", area="560101")
    [document] = SPACE.documents([id])
    assert (document.id, document.kind, document.title, document.numbers) == (
        id,
        "space",
        "ห้องสมุดทดสอบ ; Test library",
        ("here",),
    )
    assert "ห้องสมุดประชาชนอำเภอ" in document.subjects
    assert [name in document.text for name in ("เวียง", "เมืองพะเยา", "Phayao")] == [True, True, True]


def test_a_space_that_closed_for_good_leaves_the_index():
    id = space()
    actions.close_space(actor=HOUSE, at=AT, space_id=id, on=date(2026, 11, 21))
    assert list(SPACE.documents([id])) == []


def test_a_rebuild_pages_through_every_space_once():
    ids = [space() for _ in range(3)]
    first = SPACE.pages(None, 2)
    assert first + SPACE.pages(first[-1], 2) == sorted(ids)


def test_every_kind_and_facility_has_words_in_both_languages():
    words = [*KINDS.values(), *(label for _, label in FACILITIES.values())]
    assert [word for word in words if not (word.th and word.en)] == []
