"""Thai in Latin letters, in any of the ways in which people write it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from rianru.kernel.thai.latin import latin


@pytest.mark.parametrize("ways", [
    ("สุนทรภู่", "sunthorn phu", "Sunthon Phoo", "SUNTHON-PHU"), ("พระอภัยมณี", "phra aphai mani", "pra apai manee"),
    ("เชียงใหม่", "Chiang Mai"), ("ขุนช้างขุนแผน", "khun chang khun phaen", "kun chang kun paen"), ("สี่แผ่นดิน", "si phaendin"),
    ("ห้องสมุด", "hong samut"), ("หนังสือ", "nangsue", "nangseu"), ("พลพงษ์", "phonphong", "polpong"), ("วิชัย", "vichai", "wichai"),
    ("กรุงเทพ", "krung thep", "krung theb"), ("เรียน", "rian", "rien"), ("ครูผู้ช่วย", "khru phu chuai", "kroo poo chuay"),
    ("ทราย", "sai"), ("ศรี", "sri", "si"), ("เกลียวคลื่น", "kliao khluen"), ("ไหม", "mai"), ("ถนน", "thanon"), ("แม่อนงค์", "mae anong"),
])
def test_thai_and_every_way_of_writing_it_have_one_key(ways):
    keys = {latin(way) for way in ways}
    assert len(keys) == 1 or min(fuzz.ratio(latin(ways[0]), key) for key in keys) >= 88


@pytest.mark.parametrize(("thai", "key"), [
    ("สุนทรภู่", "suntonpu"), ("เชียงใหม่", "ciangmai"), ("ห้องสมุด", "hongsamut"), ("บุตร", "put"), ("เพชร", "pet"), ("จันทน์", "can"),
    ("ธรรม", "tam"), ("บรรณ", "pan"), ("ช่วย", "cuai"), ("น้ำ", "nam"), ("อยู่", "yu"), ("หมอก", "mok"), ("๑๒๓", ""), ("日本", ""),
])
def test_thai_is_read_syllable_by_syllable(thai, key):
    assert latin(thai) == key


def test_control_other_names_have_another_key():
    names = ("สุนทรภู่", "พระอภัยมณี", "เชียงใหม่", "วิษณุ", "ลพบุรี")
    assert max(fuzz.ratio(latin(one), latin(other)) for one in names for other in names if one != other) < 60


@given(st.text(max_size=60) | st.text("กขคงตรลวยหอ่้์ะาิีเแโใไฤๆฯบณ ab", max_size=40))
def test_any_text_has_a_key_of_small_letters_alone(text):
    assert re.fullmatch("[a-z]*", latin(text))
