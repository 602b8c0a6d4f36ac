"""Names are compared without titles of rank, in any order, in characters."""

import pytest

from rianru.kernel.matching.names import alike, name_key, names_in, script

KUKRIT = "คึกฤทธิ์ ปราโมช"


@pytest.mark.parametrize("written", [
    "คึกฤทธิ์ ปราโมช", "หม่อมราชวงศ์คึกฤทธิ์ ปราโมช", "หม่อมราชวงศ์ คึกฤทธิ์ ปราโมช", "คึกฤทธิ์ ปราโมช, หม่อมราชวงศ์",
    "ม.ร.ว. คึกฤทธิ์ ปราโมช", "ม.ร.ว.คึกฤทธิ์ ปราโมช", "คึกฤทธิ์ ปราโมช, ม.ร.ว., 2454-2538", "คึกฤทธิ์ ปราโมช,",
    "คึกฤทธิ์  ปราโมช.", "ศาสตราจารย์ ม.ร.ว. คึกฤทธิ์ ปราโมช",
])
def test_titles_of_rank_and_dates_are_no_part_of_a_name_wherever_they_stand(written):
    assert name_key(written) == name_key(KUKRIT)


@pytest.mark.parametrize(("titled", "bare"), [
    ("พระยาอนุมานราชธน", "พระยาอนุมานราชธน"),
    ("พระ อนุมาน", "อนุมาน"),
    ("นายสมชาย ใจดี", "นายสมชาย ใจดี"),
    ("นาย สมชาย ใจดี", "สมชาย ใจดี"),
    ("นางสาวสมหญิง ใจดี", "สมหญิง ใจดี"),
    ("ดร.สมหญิง ใจดี", "สมหญิง ใจดี"),
    ("ผศ.ดร. สมหญิง ใจดี", "สมหญิง ใจดี"),
    ("Dr. Jane Smith", "Jane Smith"),
    ("Smith, Jane, Dr.", "Jane Smith"),
])
def test_a_title_that_may_begin_a_name_is_taken_off_only_where_it_stands_alone(titled, bare):
    assert alike(name_key(titled), name_key(bare))


@pytest.mark.parametrize("name", ["นายกรัฐมนตรี", "พระพุทธเจ้า", "ครูบาศรีวิชัย", "ขุนแผน", "นายผี", "หลวงวิจิตรวาทการ"])
def test_a_name_that_begins_like_a_title_keeps_its_beginning(name):
    assert name_key(name) == name


@pytest.mark.parametrize(("one", "other"), [
    ("Smith, John", "John Smith"),
    ("Austen, Jane, 1775-1817", "Jane Austen"),
    ("ปราโมช, คึกฤทธิ์", "คึกฤทธิ์ ปราโมช"),
    ("Tolkien, J. R. R.", "J.R.R. Tolkien"),
    ("Rowling, J. K.", "J K Rowling"),
])
def test_an_inverted_name_is_the_same_name(one, other):
    assert alike(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), [
    ("J. Smith", "John Smith"), ("Smith, J.", "John Smith"), ("J. P. Smith", "John Paul Smith"),
])
def test_an_initial_stands_for_a_word_that_begins_with_it(one, other):
    assert alike(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), [
    ("J. Smith", "Mary Smith"), ("J. Smith", "John Brown"), ("John Smith", "Jane Smith Brown"), ("J.", "John"),
    ("J. S.", "John Smith"),
])
def test_control_an_initial_of_another_name_does_not(one, other):
    assert not alike(name_key(one), name_key(other))


def test_an_author_may_differ_in_20_per_cent_of_the_characters_and_no_more():
    ten = "abcdefghij"
    assert alike(ten, "abcdefghXY")
    assert not alike(ten, "abcdefgXYZ")


def test_the_share_is_counted_in_characters_where_bytes_would_say_otherwise():
    # 14 characters: 3 replaced are 21 %; in UTF-8 bytes they are 3 of 22, 14 %.
    one, other = "สมชาabcdefghij", "สมชาabcdefgXYZ"
    assert len(one) == 14
    assert 3 / len(one.encode()) <= 0.2 < 3 / len(one)
    assert not alike(one, other)
    # 15 characters, 3 Thai ones replaced by Latin ones: 20 %; in bytes 9 of 21.
    one, other = "abcdefghijklกขค", "abcdefghijklxyz"
    assert 3 / len(one) <= 0.2 < 9 / len(one.encode())
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), [
    ("วาณิช จรุงกิจอนันต์", "วานิช จรุงกิจอนันต์"), ("คึกฤทธิ ปราโมช", "คึกฤทธิ์ ปราโมช"), ("Hemingway, Ernest", "Hemmingway, Ernest"),
    ("ยาขอบ", "ยาขอบ."),
])
def test_a_slip_of_the_pen_is_the_same_name(one, other):
    assert alike(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), [
    ("สมชาย ใจดี", "สมหญิง ใจงาม"), ("ทมยันตี", "โสภาค สุวรรณ"), ("Austen, Jane", "Eliot, George"), ("", "สมชาย"),
])
def test_control_other_people_are_others(one, other):
    assert not alike(name_key(one), name_key(other))


@pytest.mark.parametrize(("one", "other"), [
    ("เทศบาลตำบลแม่กา", "เทศบาลตำบลแม่ปืม"), ("โรงเรียนพะเยาพิทยาคม", "โรงเรียนเชียงคำวิทยาคม"),
    ("University of Leeds", "University of Essex"), ("กรมศิลปากร", "กรมป่าไม้"),
])
def test_two_bodies_of_one_kind_are_not_one_by_the_name_of_their_kind(one, other):
    assert not alike(name_key(one), name_key(other))


@pytest.mark.parametrize("body", ["เทศบาลตำบลแม่กา", "University of Leeds", "กรมศิลปากร", "โรงเรียน"])
def test_control_a_body_is_itself(body):
    assert alike(name_key(body), name_key(body))


@pytest.mark.parametrize(("statement", "names"), [
    ("", ()),
    ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
    ("เขียนโดย สมชาย ใจดี ; แปลโดย สมหญิง ใจงาม", ("สมชาย ใจดี",)),
    ("สมชาย ใจดี และ สมหญิง ใจงาม", ("สมชาย ใจดี", "สมหญิง ใจงาม")),
    ("สมชาย ใจดี, สมหญิง ใจงาม, มานี มานะ, ปิติ พอใจ", ("สมชาย ใจดี", "สมหญิง ใจงาม", "มานี มานะ")),
    ("by John Smith and Mary Brown", ("john smith", "mary brown")),
    ("John Smith ... [et al.]", ("john smith",)),
    ("ผู้แต่ง: ดร. สมชาย ใจดี", ("สมชาย ใจดี",)),
    ("สมชาย ใจดี และคนอื่น ๆ", ("สมชาย ใจดี",)),
])
def test_a_statement_names_its_authors_and_not_its_translators(statement, names):
    assert names_in(statement) == names


def test_a_name_of_signs_alone_is_empty_and_scripts_are_told_apart():
    assert [name_key(text) for text in ("", " ", "...", "2454-2538", "ดร.")] == [""] * 5
    assert [script(name) for name in ("สมชาย", "john", "john สมชาย", "")] == ["thai", "other", "thai", "other"]
