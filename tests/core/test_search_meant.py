"""What was meant: fields, phrases, the other keyboard, what sounds alike; and facets."""

import pytest

from rianru.core.search import ask, follow
from rianru.kernel.thai.keyboard import other_layout
from tests.core.searching import add, near


@pytest.fixture
def shelf(db):
    """Works to search among, by a short name."""
    works = {
        "phra": add("พระอภัยมณี", people=["สุนทรภู่"], subjects=["วรรณคดีไทย"]),
        "nirat": add("นิราศภูเขาทอง", people=["สุนทรภู่"]),
        "mae": add("แม่น้ำของแผ่นดิน", people=["มานี ใจดี"], subjects=["แม่น้ำ"], summary="น้ำกับเมือง"),
        "muang": add("เมืองกับน้ำ", people=["ชูใจ เลิศล้ำ"]),
        "computer": add("คอมพิวเตอร์เบื้องต้น", isbns=["9786161234567"]),
        "garden": add("The secret garden", people=["Burnett, Frances Hodgson"]),
    }
    follow.rebuild()
    return works


@pytest.mark.parametrize(("query", "names"), [
    ("title:น้ำ", {"muang", "mae"}), ("ชื่อเรื่อง:แม่น้ำ แผ่นดิน", {"mae"}), ("author:สุนทรภู่", {"phra", "nirat"}),
    ("ผู้แต่ง:สุนทรภู่ นิราศ", {"nirat"}), ("author:น้ำ", set()), ("subject:แม่น้ำ", {"mae"}), ("หัวเรื่อง:วรรณคดี", {"phra"}),
    ("isbn:978-616-123-456-7", {"computer"}), ("น้ำ -แม่น้ำ", {"muang"}), ("สุนทรภู่ -title:นิราศ", {"phra"}), ("-สุนทรภู่", {"phra", "nirat"}),
    ('"secret garden"', {"garden"}), ('"garden secret"', set()), ("garden secret", {"garden"}), ('author:"frances burnett"', set()),
    ('title:"the secret', {"garden"}), ("unknown:garden", set()),
])
def test_fields_phrases_and_what_is_not_wanted(shelf, query, names):
    answer = ask.search(query)
    got = set() if answer.near or answer.relaxed else {hit.id for hit in answer.hits}
    assert got == {shelf[name] for name in names}


@pytest.mark.parametrize(("query", "name", "meant"), [
    ("0kd'kogvkmv'", None, ""), ("rit,vF", None, ""), ("ghost", None, ""), (other_layout("พระอภัยมณี"), "phra", "พระอภัยมณี"),
    (other_layout("secret garden"), "garden", "secret garden"),
])
def test_the_other_keyboard_is_tried_and_said(shelf, query, name, meant):
    answer = ask.search(query)
    assert (answer.layout if not answer.near else "") == meant
    assert [hit.id for hit in answer.hits] == ([shelf[name]] if name else [])


@pytest.mark.parametrize(("query", "name"), [
    ("พระอภัยมะณี", "phra"), ("พระอภยมณี", "phra"), ("นิราสภูเขาทอง", "nirat"), ("คอมพิวเต้อเบื้องต้น", "computer"),
    ("phra aphai mani", "phra"), ("pra apai manee", "phra"), ("secert garden", "garden"), ("nirat phukhao thong", "nirat"),
])
def test_slips_other_spellings_and_romanised_thai_find_what_sounds_alike_and_say_so(shelf, query, name):
    answer = ask.search(query)
    assert (answer.near, answer.relaxed) == (True, False)
    assert answer.hits[0].id == shelf[name]


def test_romanised_names_find_everything_of_theirs(shelf):
    assert near("sunthorn phu") == near("soonthorn phoo") == {shelf["phra"], shelf["nirat"]}


@pytest.mark.parametrize("query", ["จักรวาลวิทยา", "quantum chromodynamics", "97", "ๆๆ", "น", "9786169999999"])
def test_control_where_nothing_is_close_nothing_is_shown(shelf, query):
    answer = ask.search(query)
    assert (answer.total, answer.near) == (0, False)


def test_facets_count_what_was_found_and_narrow_it(shelf):
    whole = ask.search("สุนทรภู่", facets=["author", "subject", "format", "made_up"])
    assert whole.facets["author"] == {"สุนทรภู่": 2}
    assert whole.facets["subject"] == {"วรรณคดีไทย": 1}
    assert set(whole.facets) == {"author", "subject", "format"}
    narrow = ask.search("สุนทรภู่", facets=["subject"], chosen={"subject": ["วรรณคดีไทย"], "made_up": ["x"]})
    assert ({hit.id for hit in narrow.hits}, narrow.total) == ({shelf["phra"]}, 1)
    assert ask.search("สุนทรภู่", chosen={"subject": ["ไม่มี"]}).total == 0
