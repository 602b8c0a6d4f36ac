"""Badges in pictures: one plain chunk, found again to the letter, and pictures that are none, damaged or of two minds."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges.baking import KEYWORD


def _png(colour=(200, 120, 40)):
    data = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(data, "PNG")
    return data.getvalue()


PNG = _png()


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with(*chunks):
    return PNG[:33] + b"".join(chunks) + PNG[33:]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_what_was_baked_is_found_again(text):
    assert badges.unbaked(badges.baked(PNG, text)) == text


def test_the_picture_is_the_same_and_another_hand_reads_the_chunk():
    picture = badges.baked(PNG, '{"name": "นักเล่า"}')
    with Image.open(io.BytesIO(picture)) as opened, Image.open(io.BytesIO(PNG)) as plain:
        assert opened.tobytes() == plain.tobytes()
        assert opened.text["openbadgecredential"] == '{"name": "นักเล่า"}'
    assert KEYWORD + b"\0\0\0\0\0" + b'{"name"' in picture


def test_baking_again_replaces_the_badge():
    twice = badges.baked(badges.baked(PNG, "first"), "second")
    assert badges.unbaked(twice) == "second"
    assert twice == badges.baked(PNG, "second")


def test_other_texts_of_a_picture_stay():
    other = _chunk(b"iTXt", b"Title\0\0\0\0\0Story")
    picture = badges.baked(_with(other), "x")
    assert other in picture
    assert badges.unbaked(picture) == "x"


@pytest.mark.parametrize("data", [
    b"", b"GIF89a", PNG[:8], PNG[:40], PNG[:-4], PNG[:8] + PNG[33:], b"\xff\xd8\xff" + PNG,
    PNG[:8] + b"\xff\xff\xff\xff" + PNG[12:],
], ids=["nothing", "gif", "head", "cut", "cut at the end", "no header", "jpeg", "endless chunk"])
def test_what_is_no_whole_png_is_refused(data):
    for act in (badges.unbaked, lambda picture: badges.baked(picture, "x")):
        with pytest.raises(badges.PictureNotPng):
            act(data)


def test_a_damaged_chunk_is_refused_wherever_it_is():
    picture = badges.baked(PNG, "a credential")
    place = picture.index(b"a credential")
    with pytest.raises(badges.PictureDamaged):
        badges.unbaked(picture[:place] + b"A" + picture[place + 1 :])
    with pytest.raises(badges.PictureDamaged):
        badges.baked(PNG[:45] + bytes([PNG[45] ^ 1]) + PNG[46:], "x")


@pytest.mark.parametrize("data", [
    KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"x"), KEYWORD + b"\0\0\0\xff\xff\xff", KEYWORD + b"\0\0\0\0\0\xff\xfe",
], ids=["compressed", "no end of language", "no UTF-8"])
def test_a_chunk_that_is_not_plain_is_refused(data):
    with pytest.raises(badges.PictureDamaged):
        badges.unbaked(_with(_chunk(b"iTXt", data)))


def test_two_badges_in_one_picture_are_refused():
    one = _chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0x")
    for act in (badges.unbaked, lambda picture: badges.baked(picture, "x")):
        with pytest.raises(badges.BakedTwice):
            act(_with(one, one))


def test_a_picture_without_a_badge_says_so():
    with pytest.raises(badges.NothingBaked):
        badges.unbaked(PNG)
