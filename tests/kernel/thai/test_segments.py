from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai import break_points, clusters, graphemes, segment, truncate
from rianru.kernel.thai.clusters import may_part
from tests.kernel.thai.texts import texts

ANY = st.deferred(texts)
LIBRARY = "ห้องสมุดประชาชนจังหวัดพะเยา"


def test_segment_finds_the_words_of_libraries() -> None:
    assert segment("ย้อมผ้าที่บ้านหนังสือ") == ["ย้อม", "ผ้า", "ที่", "บ้านหนังสือ"]
    assert segment("ศกร.ตำบล พะเยา") == ["ศกร.", "ตำบล", " ", "พะเยา"]
    assert segment("เมืองแห่งการเรียนรู้") == ["เมืองแห่งการเรียนรู้"]
    assert segment("") == []


@given(ANY)
def test_segments_joined_are_the_text(text: str) -> None:
    assert "".join(segment(text)) == text


@given(ANY)
def test_clusters_and_graphemes_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("เกาะ", ["เกาะ"]),
        ("จันทร์", ["จันทร์"]),
        ("น้ำ", ["น้ำ"]),
        ("สิทธิ์", ["สิทธิ์"]),
        ("ธรรมชาติ", ["ธรรม", "ชา", "ติ"]),
        ("นครรัฐ", ["น", "ค", "ร", "รัฐ"]),
        ("ห้องสมุด", ["ห้อ", "ง", "ส", "มุ", "ด"]),
        ("กินนรรำ", ["กิ", "น", "น", "ร", "รำ"]),
    ],
)
def test_a_cluster_holds_what_cannot_stand_alone(word: str, parts: list[str]) -> None:
    assert clusters(word) == parts


@given(ANY)
def test_break_points_joined_are_the_text_and_cut_no_cluster(text: str) -> None:
    pieces = break_points(text)
    assert "".join(pieces) == text
    assert [(a, b) for a, b in pairwise(pieces) if not may_part(a[-1], b[0])] == []
    assert sum(len(graphemes(piece)) for piece in pieces) == len(graphemes(text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("การย้อมผ้า", ["การ", "ย้อม", "ผ้า"]),
        ("เด็กๆ อ่าน", ["เด็กๆ ", "อ่าน"]),
        ("ปี 2569 (พ.ศ.)", ["ปี ", "2569 ", "(พ.ศ.)"]),
        ("12\u00a0นาที", ["12\u00a0นาที"]),
        ("hello-world ไทย", ["hello-world ", "ไทย"]),
        ("แม่น้ำภาษาไทยEnglish", ["แม่น้ำ", "ภาษาไทย", "English"]),
        ("แห่งไม่ซ้ำ วันนี้ไม่มีกิจกรรม", ["แห่ง", "ไม่ซ้ำ ", "วันนี้", "ไม่มี", "กิจกรรม"]),
        ("มาหรือไม่ ครับ", ["มา", "หรือไม่ ", "ครับ"]),
        ("", []),
    ],
)
def test_a_line_breaks_between_words_only(text: str, pieces: list[str]) -> None:
    assert break_points(text) == pieces


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        (LIBRARY, 100, LIBRARY),
        (LIBRARY, 15, "ห้องสมุดประชาชน…"),
        ("ห้องสมุด ประชาชน", 9, "ห้องสมุด…"),
        ("เกาะเกร็ด", 2, "…"),
        ("น้ำน้ำน้ำ", 2, "น้ำ…"),
        ("Hello world again", 12, "Hello world…"),
        ("Hello world again", 13, "Hello world…"),
        ("ก", 1, "ก"),
        ("", 1, ""),
        ("👩\u200d🎓👩\u200d🎓👩\u200d🎓", 2, "👩\u200d🎓…"),
    ],
)
def test_truncate_cuts_between_words(text: str, length: int, cut: str) -> None:
    assert truncate(text, length) == cut


def test_truncate_takes_another_ellipsis_and_needs_room_for_it() -> None:
    assert truncate("Hello world", 8, ellipsis="...") == "Hello..."
    assert truncate("Hello world", 5, ellipsis="") == "Hello"
    with pytest.raises(ValueError, match="room"):
        truncate("Hello", 0)
    with pytest.raises(ValueError, match="room"):
        truncate("Hello", 2, ellipsis="...")


@given(ANY, st.integers(1, 40))
def test_truncate_keeps_to_its_length_and_cuts_no_cluster(text: str, length: int) -> None:
    cut = truncate(text, length)
    assert len(graphemes(cut)) <= length
    if cut != text:
        kept = cut.removesuffix("…")
        assert text.startswith(kept)
        rest = text[len(kept):]  # blanks before the cut are left out: a vowel that waits for a letter may stand before one
        assert not kept or rest[0].isspace() or may_part(kept[-1], rest[0])


def test_a_very_long_run_without_spaces_is_segmented_in_reasonable_time() -> None:
    text = "ตากลมมากมาย" * 10_000
    assert "".join(segment(text)) == text
