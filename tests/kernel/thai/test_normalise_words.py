"""Real words come through normalise as they are written."""

import unicodedata

import pytest

from rianru.kernel.thai import normalise
from rianru.kernel.thai.lexicon import lexicon


@pytest.mark.parametrize("word", ["เกาะ", "เพราะ", "เหมาะ", "เงาะ", "หัวเราะ", "น้ำ", "ฟื้นฟู", "ศิลป์", "ฤๅษี", "กาญจน์", "พุทธฺ"])
def test_a_word_written_right_stays_as_it_is(word):
    assert normalise(word) == word


def test_hardly_any_word_of_the_dictionary_is_respelled():
    words = [unicodedata.normalize("NFC", word) for word in lexicon().words]
    respelled = [word for word in words if normalise(word) != word]
    assert len(respelled) <= len(words) // 2000, respelled[:20]
