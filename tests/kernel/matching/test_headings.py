import pytest

from rianru.kernel.matching.headings import LONGEST, broader, heading_id, heading_key, volumes


@pytest.mark.parametrize("name", [
    "ม.ร.ว. คึกฤทธิ์ ปราโมช", "คึกฤทธิ์ ปราโมช, ม.ร.ว.", "หม่อมราชวงศ์คึกฤทธิ์  ปราโมช", "ปราโมช, คึกฤทธิ์", "คึกฤทธิ์ ปราโมช",
    "คึกฤทธิ์ ปราโมช, 2454-2538",
])
def test_an_author_is_one_with_and_without_rank_dates_and_inversion(name):
    assert heading_key("author", name) == "คึกฤทธิ์-ปราโมช"


@pytest.mark.parametrize(("left", "right"), [
    ("นายสมชาย", "ดร.สมชาย"),  # a given name alone keeps its title: there are many
    ("โรงเรียนอนุบาล 1", "โรงเรียนอนุบาล 2"), ("Rama IV", "Rama V"), ("ชูใจ ริมตรัง", "ชูใจ ริมคลอง"), ("กรมศิลปากร", "ศิลปากร"),
])
def test_different_authors_stay_two(left, right):
    assert heading_key("author", left) != heading_key("author", right)


@pytest.mark.parametrize(("left", "right"), [("C", "C++"), ("C++", "C#"), ("ผ้าทอ -- น่าน", "ผ้าทอ น่าน")])
def test_different_subjects_stay_two(left, right):
    assert heading_key("subject", left) != heading_key("subject", right)


@pytest.mark.parametrize("kind", ["author", "subject", "series"])
@pytest.mark.parametrize("name", ["สุนทรภู่", "ผ้าทอ -- น่าน", "夏目漱石", "ຄຳເພົາ", "C++", "Ars poetica (vol. 2)", "ข" * 400])
def test_a_key_is_an_address_and_leads_to_itself(kind, name):
    key = heading_key(kind, name)
    assert key
    assert len(key) <= LONGEST
    assert not set(key) & set(" /?%.\"'")
    if len(name) < 100:
        assert heading_key(kind, key) == key


def test_long_names_that_begin_alike_stay_two():
    assert heading_key("series", "ข" * 400 + "ก") != heading_key("series", "ข" * 400 + "ค")


@pytest.mark.parametrize("name", ["", "???", " -- ", "-"])
def test_signs_alone_are_no_heading(name):
    assert [heading_key(kind, name) for kind in ("author", "subject", "series")] == ["", "", ""]


def test_an_id_follows_from_kind_and_key():
    assert str(heading_id("author", "สุนทรภู่")) == str(heading_id("author", "สุนทรภู่"))
    assert heading_id("author", "สุนทรภู่") != heading_id("subject", "สุนทรภู่")


def test_a_divided_subject_lies_under_the_wider_ones():
    assert broader("ผ้าทอ -- น่าน -- ประวัติ") == ("ผ้าทอ", "ผ้าทอ -- น่าน")
    assert broader("ผ้าทอ--น่าน") == ("ผ้าทอ",)
    assert broader("ผ้าทอ") == ()


@pytest.mark.parametrize(("number", "span"), [
    ("เล่ม ๓", (3, 3)), ("3", (3, 3)), ("[4]", (4, 4)), ("no. 12", (12, 12)), ("vol. II", (2, 2)), ("1-2", (1, 2)),
    ("เล่ม 3-5", (3, 5)), ("ปีที่ 3 ฉบับที่ 5", None), ("3/2545", None), ("5-3", None), ("ฉบับพิเศษ", None), ("", None),
])
def test_the_volumes_that_a_number_names(number, span):
    assert volumes(number) == span
