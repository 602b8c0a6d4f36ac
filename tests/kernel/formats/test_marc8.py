"""MARC-8 to Unicode: marks before their letters, other sets, escapes that are left over, and nothing lost unsaid."""

import unicodedata

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.formats.marc.marc8 import Converted, from_marc8


@pytest.mark.parametrize(("raw", "text"), [
    (b"Plain", "Plain"),
    (b"L'\xe2et\xe2e", "L'été"),
    (b"Gr\xe8un und gro\xc7", "Grün und groß"),
    (b"Vi\xf2\xe3et", "Việt"),
    (b"Domaci\xe2c \xe9Zivot", "Domacić Život"),
    (b"CO\x1bb2\x1bs", "CO₂"),
    (b"10\x1bp6\x1bs", "10⁶"),
    (b"\x1bga\x1bs", "α"),
    (b"\x1b(NnOBYJ\x1b(B", "Нобый"),
    (b"\x1b$1" + b"!GW!YZ" + b"\x1b(B", "海豚"),
    (b"tab\tand\r\nline", "tab\tand\r\nline"),
])  # fmt: skip
def test_each_set_becomes_unicode_in_nfc(raw, text):
    found = from_marc8(raw)
    assert found.text == text
    assert (found.unknown, found.idle, found.open) == (0, 0, False)
    assert unicodedata.is_normalized("NFC", found.text)


@pytest.mark.parametrize(("raw", "found"), [
    (b"a\x1b(Bb", Converted("ab", idle=1)),
    (b"a\x1bsb", Converted("ab", idle=1)),
    (b"\x1b$1" + b"!GW", Converted("海", open=True, used=True)),
    (b"\x1b$1!0", Converted("\ufffd", unknown=1, open=True)),
    (b"a\xffb", Converted("a\ufffdb", unknown=1)),
    (b"e\xe2", Converted("e\u0301".replace("e\u0301", "é"), unknown=1)),
    (b"\xe2 x", Converted(" \u0301x", unknown=1)),
    (b"He\x1b(\"Sx", Converted("Hex", idle=1)),
    (b"a\x1b", Converted("a", idle=1)),
])  # fmt: skip
def test_what_is_left_over_unknown_or_open_is_counted(raw, found):
    assert from_marc8(raw) == found


@given(st.binary(max_size=80))
def test_any_bytes_become_text_that_can_be_stored(raw):
    from_marc8(raw).text.encode("utf-8")


@given(st.lists(st.sampled_from([b"a", b"Z", b" ", b"\xe2e", b"\xe8u", b"\xb2", b"\xa5", b"\xf0c", b"\xe9s"]), max_size=30))
def test_a_known_reader_reads_the_same(parts):
    raw = b"".join(parts)
    assert from_marc8(raw).text == pymarc.marc8.marc8_to_unicode(raw)
