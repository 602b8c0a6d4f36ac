"""Suggestions while typing, and why something stands where it does."""

import pytest

from rianru.catalogue.models import Edition
from rianru.core.search import ask, follow
from rianru.core.search.suggest import suggestions
from rianru.core.search.why import why
from rianru.kernel.thai.keyboard import other_layout
from tests.core.searching import add

pytestmark = pytest.mark.django_db
WORKS = [("work",)]


@pytest.fixture
def shelf():
    names = {add(title): title for title in (
        "พระอภัยมณี", "พระอภัยมณี ฉบับการ์ตูนสำหรับเด็กและเยาวชน", "นิราศภูเขาทอง", "The secret garden", "น้ำ",
    )}
    follow.rebuild()
    return names


@pytest.mark.parametrize(("typed", "titles"), [
    ("พระ", {"พระอภัยมณี", "พระอภัยมณี ฉบับการ์ตูนสำหรับเด็กและเยาวชน"}), ("นิรา", {"นิราศภูเขาทอง"}), ("the se", {"The secret garden"}),
    ("THE-SECRET", {"The secret garden"}), ("พระอภัยมณี ฉบับ", {"พระอภัยมณี ฉบับการ์ตูนสำหรับเด็กและเยาวชน"}), ("พระอภัยมณีฉบับก", {"พระอภัยมณี ฉบับการ์ตูนสำหรับเด็กและเยาวชน"}),
    ("พร", set()), ("น้ำ", {"น้ำ"}), ("ภูเขา", set()), ("", set()), ("***", set()), ("\x00\x01", set()),
])
def test_titles_are_suggested_from_three_letters_on(shelf, typed, titles):
    assert {shelf[id] for _, id in suggestions(typed, kinds=WORKS, each=5)} == titles


def test_what_is_typed_on_the_other_keyboard_is_suggested_too(shelf):
    assert {shelf[id] for _, id in suggestions(other_layout("นิราศ"), kinds=WORKS)} == {"นิราศภูเขาทอง"}


def test_no_group_of_kinds_takes_the_place_of_another(shelf):
    assert len(suggestions("พระ", kinds=WORKS, each=1)) == 1
    assert suggestions("พระ", kinds=[("space",)]) == []


def test_a_reason_names_the_words_their_fields_and_what_they_give():
    work, other = add("ผ้าทอ เมืองน่าน", people=["ทอง"]), add("ผ้า", summary="ทอ เมืองน่าน")
    Edition.objects.filter(work=other).update(publisher="ทอ")
    follow.rebuild()
    hits = ask.search("ผ้าทอ เมืองน่าน").hits
    told = why("ผ้าทอ เมืองน่าน", hits)
    first = told[work]
    assert hits[0].id == work
    assert {field for _, field, _ in first.words} >= {"title"}
    assert all(given > 0 for _, _, given in first.words)
    assert (first.typed, first.phrase > 0, first.score) == (ask.WHOLE, True, hits[0].score)


def test_control_a_page_without_hits_has_no_reasons():
    follow.rebuild()
    assert why("ผ้า", ()) == {}
