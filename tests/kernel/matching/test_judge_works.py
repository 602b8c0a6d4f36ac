"""Works: volumes, parts, translations, abridgements, films of books; what is one work in several editions, what is not."""

import pytest

from tests.kernel.matching.saying import edition, of, work

PHANOM = "พนมเทียน"
KUKRIT = "คึกฤทธิ์ ปราโมช"
TOLSTOY = "Tolstoy, Leo, 1828-1910"


@pytest.mark.parametrize("values", [
    {"year": 2001}, {"pages": 900}, {"isbns": ("9786161234560",)}, {"format": "ebook"}, {"format": "audio"},
    {"restricted": True}, {"edition": "ฉบับตัวพิมพ์ใหญ่"},
])
def test_two_editions_of_one_text_are_one_work(values):
    base = {"year": 1990, "pages": 300, "isbns": ("9789749906477",), "publisher": "ดอกหญ้า"}
    left, right = of("สี่แผ่นดิน", KUKRIT, **base), of("สี่แผ่นดิน", KUKRIT, **(base | values))
    assert (edition(left, right).same is True, work(left, right).same) == (False, True)


@pytest.mark.parametrize(("one", "other"), [
    ("เพชรพระอุมา เล่ม 1", "เพชรพระอุมา เล่ม 2"),
    ("เพชรพระอุมา เล่มที่ ๑", "เพชรพระอุมา เล่ม 2"),
    ("เพชรพระอุมา ภาค 1", "เพชรพระอุมา ภาค 2"),
    ("History of Siam vol. 1", "History of Siam v. 2"),
    ("เพชรพระอุมา", "เพชรพระอุมา เล่ม 2"),
    ("แฮร์รี่ พอตเตอร์ 1", "แฮร์รี่ พอตเตอร์ 2"),
    ("Windows 95", "Windows 98"),
])
@pytest.mark.parametrize("isbns", [(), ("9789749906477",)])
def test_volumes_and_numbered_parts_stay_apart_even_under_the_isbn_of_the_set(one, other, isbns):
    left, right = (of(title, PHANOM, year=1990, isbns=isbns) for title in (one, other))
    assert (edition(left, right).same, work(left, right).same) == (False, False)


@pytest.mark.parametrize(("one", "other"), [
    ("เพชรพระอุมา เล่ม 1", "เพชรพระอุมา เล่มที่ ๑"), ("เพชรพระอุมา ล.1", "เพชรพระอุมา เล่ม1"),
    ("History of Siam vol. 1", "History of Siam, v. 1"), ("Henry IV: Part 1", "Henry IV: pt. 1"), ("เล่าเรื่อง ๑๐ ปี", "เล่าเรื่อง 10 ปี"),
])
def test_control_one_volume_written_in_two_ways_is_one(one, other):
    left, right = (of(title, PHANOM, year=1990) for title in (one, other))
    assert (edition(left, right).same, work(left, right).same) == (True, True)


def test_parts_that_have_names_and_no_numbers_are_told_apart_by_their_names():
    left, right = (
        of(f"เพชรพระอุมา {name}", PHANOM, title_main="เพชรพระอุมา", part=name, year=1990) for name in ("ไพรมหากาฬ", "ดงมรณะ")
    )
    assert (edition(left, right).same, work(left, right).same) == (False, False)
    assert edition(left, left).same is True


def test_a_translation_is_another_edition_of_the_work_that_its_uniform_title_names():
    english = of("War and peace", TOLSTOY, language="eng", uniform_title="Voĭna i mir")
    french = of("Guerre et paix", TOLSTOY, language="fre", uniform_title="Voina i mir")
    russian = of("Voina i mir", TOLSTOY, language="rus")
    for left, right in ((english, french), (english, russian), (french, russian)):
        assert (edition(left, right).same, work(left, right).same) == (False, True)
        assert work(left, right).because == "uniform_title"


def test_control_without_a_uniform_title_nothing_says_that_two_titles_are_one_work():
    english, french = of("War and peace", TOLSTOY, language="eng"), of("Guerre et paix", TOLSTOY, language="fre")
    assert work(english, french).same is False


def test_control_one_uniform_title_of_two_authors_is_two_works():
    left = of("Works", TOLSTOY, uniform_title="Works")
    right = of("Works", "Chekhov, Anton", uniform_title="Works")
    assert (work(left, right).same, work(left, right).because) == (False, "author")


def test_an_abridgement_is_another_edition():
    left, right = of("สามก๊ก", KUKRIT, year=1990), of("สามก๊ก", KUKRIT, year=1990, edition="ฉบับย่อ")
    assert (edition(left, right).same, edition(left, right).because) == (False, "edition")


def test_a_film_of_a_book_is_another_work():
    left, right = of("สี่แผ่นดิน", KUKRIT, year=1990), of("สี่แผ่นดิน", KUKRIT, year=1990, format="video")
    assert (edition(left, right).same, work(left, right).same) == (False, False)
    assert work(left, right).because == "format"


def test_one_title_of_two_authors_is_two_works():
    left, right = of("ความรัก", "สมชาย ใจดี", year=1990), of("ความรัก", "โสภาค สุวรรณ", year=1990)
    assert (edition(left, right).same, work(left, right).same) == (False, False)


@pytest.mark.parametrize("values", [{}, {"year": 1990}, {"publisher": "ดอกหญ้า"}])
def test_one_short_title_without_an_author_is_no_work(values):
    left, right = of("ข้าว", **values), of("ข้าว", year=2001)
    assert work(left, right).same is None


@pytest.mark.parametrize(("one", "other"), [
    ("แบบเรียนเล่มต้น", "แบบเรียนเล่มปลาย"), ("พจนานุกรมไทย-อังกฤษ ฉบับนักเรียน", "พจนานุกรมไทย-อังกฤษ ฉบับนักวิชา"),
    ("The first book of everything that matters to children", "The third book of everything that matters to children"),
])
def test_another_word_in_a_long_title_is_another_work_though_it_is_under_ten_per_cent(one, other):
    assert work(of(one, KUKRIT), of(other, KUKRIT)).same is False


def test_a_subtitle_that_only_one_of_them_gives_does_not_part_works():
    long = of("แม่เบี้ย: นวนิยายรางวัลซีไรต์", "วาณิช จรุงกิจอนันต์", title_main="แม่เบี้ย", year=1990)
    short = of("แม่เบี้ย", "วาณิช จรุงกิจอนันต์", year=1990)
    assert (edition(long, short).same, work(long, short).same) == (True, True)


def test_a_slip_of_the_pen_in_title_and_name_is_still_the_work():
    left, right = of("ประวัติศาสตร์ล้านนา", "สรัสวดี อ๋องสกุล"), of("ประวัติศาสตร์ล้านา", "สรัสวดี ออ๋งสกุล")
    assert work(left, right).same is True
