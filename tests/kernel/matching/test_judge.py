"""Each rule of the standard by itself: what keeps two records apart, at its very border, and what joins them."""

from itertools import product
from random import Random

import pytest

from rianru.kernel.matching import APART, JOINED, WITH_SLACK, shared_number
from tests.kernel.matching.saying import edition, of, work

KUKRIT = "คึกฤทธิ์ ปราโมช"
ISBN, OTHER = ("9789749906477",), ("9786161234560",)
BASE = {"year": 1990, "pages": 300, "isbns": ISBN}
TITLE = "abcdefghijklmnopqrst"  # 20 characters


def one(**more):
    return of("สี่แผ่นดิน", KUKRIT, **(BASE | more))


def test_a_record_is_of_the_edition_of_its_twin_by_its_isbn():
    assert (edition(one(), one()).same, edition(one(), one()).because) == (True, "isbn")


def test_two_sheets_of_one_number_and_two_names_are_two():
    one = of("Sheet 38075-F1, Rehoboth", title_main="Sheet", part="38075-F1, Rehoboth", isbns=["9786161234560"])
    other = of("Sheet 38075-F1, Milford", title_main="Sheet", part="38075-F1, Milford", isbns=["9786161234560"])
    assert edition(one, other)[:2] == (False, "part")


@pytest.mark.parametrize(("change", "because"), [
    ({"format": "ebook"}, "format"),
    ({"format": "video"}, "format"),
    ({"restricted": True}, "access"),
    ({"language": "eng"}, "language"),
    ({"year": 1991}, "year"),
    ({"pages": 311}, "pages"),
    ({"pages": 289}, "pages"),
    ({"part": "เล่ม 2"}, "part"),
    ({"edition": "ฉบับย่อ"}, "edition"),
    ({"edition": "Large print"}, "edition"),
])
def test_an_isbn_that_both_have_does_not_join_what_a_rule_keeps_apart(change, because):
    found = edition(one(), one(**change))
    assert (found.same, found.because) == (False, because)


@pytest.mark.parametrize("change", [
    {"pages": 310}, {"pages": 290}, {"pages": None}, {"year": None}, {"language": ""}, {"edition": "พิมพ์ครั้งที่ 1"},
    {"edition": "พิมพ์ครั้งที่ 3"}, {"publisher": "ที่ไหนก็ไม่รู้"}, {"series": ("ก",), "series_numbers": ("7",)},
    {"statement": "เรื่องโดย คนอื่น"},
])
def test_control_within_the_border_and_in_silence_it_joins(change):
    found = edition(one(), one(**change))
    assert (found.same, found.because) == (True, "isbn")


def test_edition_statements_with_two_numbers_are_two_editions():
    left, right = one(edition="พิมพ์ครั้งที่ 2"), one(edition="3rd ed.")
    assert (edition(left, right).same, edition(left, right).because) == (False, "edition")
    assert edition(left, one(edition="พิมพ์ครั้งที่ ๒")).same is True


def test_one_series_with_two_numbers_is_two_editions():
    left, right = (one(series=("ผ้าไทย",), series_numbers=(number,)) for number in ("1", "2"))
    assert (edition(left, right).same, edition(left, right).because) == (False, "series")
    assert edition(left, one(series=("ผ้าไทย",), series_numbers=("เล่ม ๑",))).same is True
    assert edition(left, one(series=("มรดกโลก",), series_numbers=("2",))).same is True


@pytest.mark.parametrize(("slips", "same"), [(0, True), (1, True), (2, False), (3, False)])
def test_titles_may_differ_in_under_ten_per_cent_of_their_characters(slips, same):
    other = TITLE[: 20 - slips] + "XYZ"[:slips].lower()
    found = edition(of(TITLE, KUKRIT, **BASE), of(other, KUKRIT, **BASE))
    assert (found.same, found.because) == (same, "isbn" if same else "title")


def test_titles_are_measured_in_characters_where_bytes_would_say_otherwise():
    # 20 characters, 2 of them another Latin letter: 10 % of the characters, and under 5 % of the bytes.
    thai = "กขคงจฉชซญดตถทธนบปผ"
    left, right = of(thai + "ab", KUKRIT, **BASE), of(thai + "xy", KUKRIT, **BASE)
    assert 2 / len((thai + "ab").encode()) < 0.10 <= 2 / len(thai + "ab")
    assert edition(left, right).because == "title"
    # 21 characters, 2 of them Thai in one and Latin in the other: under 10 %, and over it in bytes.
    left, right = of("abcdefghijklmnopqrsกข", KUKRIT, **BASE), of("abcdefghijklmnopqrsyz", KUKRIT, **BASE)
    assert 2 / 21 < 0.10 < 6 / len("abcdefghijklmnopqrsกข".encode())
    assert edition(left, right).same is True


@pytest.mark.parametrize(("left", "right", "same"), [
    ("abcdefghij", "abcdefghxy", True), ("abcdefghij", "abcdefgxyz", False),
])
def test_authors_may_differ_in_20_per_cent_of_their_characters(left, right, same):
    found = edition(of(TITLE, left, **BASE), of(TITLE, right, **BASE))
    assert (found.same, found.because) == (same, "isbn" if same else "author")


def test_an_isbn_on_many_titles_joins_none_of_them_and_is_for_a_person_to_look_at():
    found = edition(one(), of("หลายชีวิต", KUKRIT, **BASE))
    assert (found.same, found.because, found.doubt) == (False, "title", True)


def test_control_titles_that_share_nothing_are_no_matter_for_a_person():
    found = edition(one(), of("หลายชีวิต", KUKRIT, **(BASE | {"isbns": OTHER})))
    assert (found.same, found.doubt) == (False, False)


@pytest.mark.parametrize("format", ["serial", "eserial"])
def test_serials_are_one_by_their_issn(format):
    left, right = (of("ศิลปวัฒนธรรม", format=format, issns=("01253654",)) for _ in "12")
    assert (edition(left, right).same, edition(left, right).because) == (True, "issn")


def test_control_books_of_one_series_with_an_issn_are_not_one_by_it():
    left, right = (of(title, KUKRIT, issns=("01253654",)) for title in ("สี่แผ่นดิน", "หลายชีวิต"))
    assert edition(left, right).same is False


@pytest.mark.parametrize("kind", ["oclc:1", "lccn:1", "doi:10.1/1"])
def test_a_number_that_is_meant_for_everyone_joins_like_an_isbn(kind):
    left, right = (of("สี่แผ่นดิน", KUKRIT, identifiers=(kind,)) for _ in "12")
    assert (edition(left, right).same, edition(left, right).because) == (True, "identifier")


@pytest.mark.parametrize(("values", "because"), [
    ({"year": 1990}, "title_author_year"),
    ({"pages": 300}, "title_author_pages"),
    ({"publisher": "ดอกหญ้า"}, "title_author_publisher"),
])
def test_without_a_number_two_sources_are_joined_by_title_author_and_one_thing_more(values, because):
    left, right = (of("สี่แผ่นดิน", KUKRIT, **values) for _ in "12")
    assert (edition(left, right).same, edition(left, right).because) == (True, because)


def test_title_and_author_alone_do_not_join_but_a_person_should_look():
    found = edition(of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน", KUKRIT))
    assert (found.same, found.because, found.doubt) == (None, "evidence", True)


@pytest.mark.parametrize(("values", "because"), [
    ({"year": 1990, "pages": 300}, "title_year_pages"),
    ({"year": 1990, "publisher": "ดอกหญ้า"}, "title_year_publisher"),
])
def test_without_an_author_it_takes_two_things_more(values, because):
    left, right = (of("รายงานประจำปี", **values) for _ in "12")
    assert (edition(left, right).same, edition(left, right).because) == (True, because)


@pytest.mark.parametrize("values", [{}, {"year": 1990}, {"pages": 300}, {"publisher": "ดอกหญ้า"}])
def test_control_a_short_title_with_one_thing_more_joins_nothing(values):
    left, right = (of("ข้าว", **values) for _ in "12")
    assert edition(left, right).same is None


@pytest.mark.parametrize("values", [
    {}, {"year": 1990}, {"year": 1990, "pages": 300}, {"year": 1990, "pages": 300, "publisher": "ดอกหญ้า"},
])
def test_two_records_of_one_source_never_join_by_title_alone(values):
    left, right = (of("สี่แผ่นดิน", KUKRIT, **values) for _ in "12")
    found = edition(left, right, same_source=True)
    assert (found.same, found.because) == (None, "same_source")


def test_control_two_records_of_one_source_join_by_a_number_they_share():
    assert edition(one(), one(), same_source=True).same is True


def test_two_isbns_are_no_edition_by_title_though_one_work():
    left, right = one(), one(isbns=OTHER)
    assert (edition(left, right).same, edition(left, right).because) == (None, "isbn")
    assert work(left, right).same is True


def test_two_publishers_without_a_number_are_two_editions():
    left, right = (of("สี่แผ่นดิน", KUKRIT, year=1990, publisher=name) for name in ("ดอกหญ้า", "สยามรัฐ"))
    assert (edition(left, right).same, edition(left, right).because) == (False, "publisher")


def test_names_in_two_scripts_are_not_compared_letter_by_letter():
    left, right = of("1984 ฉบับแปล", "จอร์จ ออร์เวลล์", **BASE), of("1984 ฉบับแปล", "Orwell, George", **BASE)
    assert edition(left, right).same is True


def test_every_reason_has_words_in_both_languages():
    for words in (*JOINED.values(), *APART.values()):
        assert words.in_("th") != words.in_("en")
        assert all((words.in_("th"), words.in_("en")))


def any_record(dice: Random):
    """A record of any of a few titles, names, years, pages and numbers."""
    title = " ".join(dice.choices(["สี่แผ่นดิน", "สี่แผ่นดิ", "แผ่นดิน", "เล่ม 2", "1984", "II", ": นวนิยาย"], k=dice.randint(1, 3)))
    people = dice.choices([KUKRIT, "คึกฤทธ ปราโมช", "Smith, John", "J. Smith"], k=dice.randint(0, 2))
    return of(
        title, *people, year=dice.choice([None, 1990, 1991]), pages=dice.choice([None, 300, 311]),
        isbns=dice.choice([(), (), ISBN, OTHER]), publisher=dice.choice(["", "ดอกหญ้า", "สยามรัฐ"]),
        edition=dice.choice(["", "ฉบับย่อ"]), format=dice.choice(["book", "book", "ebook"]),
    )


def test_slack_only_widens_and_has_no_say_in_the_other_reasons():
    dice = Random(15)
    records = [any_record(dice) for _ in range(200)]
    seen = set()
    for one, other in product(records, repeat=2):
        without, slack = edition(one, other), edition(one, other, slack=2.0)
        seen.add((without.same, slack.same))
        if without.same is not False:
            assert slack.same is not False
            assert (without.because == "isbn") == (slack.because == "isbn")
        elif without.because not in WITH_SLACK and not shared_number(one, other):
            assert slack == without
    assert {(False, False), (False, True), (True, True), (None, None)} <= seen
