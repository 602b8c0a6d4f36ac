import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai import clusters, fold, index_tokens, pieces, tokens_and_pieces
from rianru.kernel.thai.lexicon import lexicon
from tests.kernel.thai.texts import dictionary_words, texts

ANY = st.deferred(texts)
WORDS = st.deferred(lambda: st.sampled_from(dictionary_words()))


def held(document: str) -> set[str]:
    """All that the index keeps of a document."""
    tokens = index_tokens(document)
    return {*tokens, *(piece for token in tokens for piece in pieces(token))}


def finds(query: str, document: str) -> bool:
    """The rule of the README: each query word is held itself, or by all of its pieces."""
    have = held(document)
    return all(token in have or (pieces(token) and set(pieces(token)) <= have) for token in index_tokens(query))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("การย้อมผ้าสีแดง (Natural Dye) ๒๕๖๖", ["การ", "ย้อม", "ผ้า", "สีแดง", "natural", "dye", "2566"]),
        ("Hello-world, ABC123 3.14", ["hello", "world", "abc123", "3", "14"]),
        ("เด็กๆ ณ กรุงเทพฯ พ.ศ.2566", ["เด็ก", "ณ", "กรุงเทพ", "พศ", "2566"]),
        ("ศกร. ศกร", ["ศกร", "ศกร"]),
        ("ภาษาไทยPython", ["ภาษาไทย", "python"]),
        ("เเมวชอบน\u0e4d\u0e49า", ["แมว", "ชอบ", "น้ำ"]),
        ("ฯลฯ … — ๆ เ ็", []),
        ("", []),
    ],
)
def test_tokens_are_folded_words_in_order(text: str, tokens: list[str]) -> None:
    assert index_tokens(text) == tokens


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("แดง", "สีแดง"),
        ("ผ้า", "ย้อมผ้า"),
        ("ผ้า", "ผ้าไหมไทย"),
        ("เรียนรู้", "เมืองแห่งการเรียนรู้"),
        ("๑๐๐", "100 ปี"),
        ("100", "๑๐๐ ปี"),
        ("phaya", "Phayā"),
        ("ฤๅษี", "ฤาษีดัดตน"),
        ("ห้องสมุดประชาชน", "ห้องสมุดเพื่อประชาชน"),
        ("日本語", "日本語の本"),
    ],
)
def test_a_query_finds_a_document(query: str, document: str) -> None:
    assert finds(query, document)


@pytest.mark.parametrize(
    ("query", "document"), [("กา", "การเรียน"), ("อง", "ห้องสมุด"), ("มา", "มากมาย"), ("แมว", "สีแดง")]
)
def test_a_query_does_not_find_letters_that_are_no_word(query: str, document: str) -> None:
    assert not finds(query, document)


@pytest.mark.parametrize(
    ("word", "inside"),
    [
        ("สีแดง", ("สี", "แดง")),
        ("ผ้าไหม", ("ผ้า", "ไหม")),
        ("การ", ()),
        ("python", ()),
        ("2569", ()),
        ("日本語", ("日本", "本語")),
        ("日本", ()),
        ("", ()),
    ],
)
def test_pieces_are_the_words_inside_a_word(word: str, inside: tuple[str, ...]) -> None:
    assert pieces(word) == inside


def test_an_unknown_word_is_found_by_any_part_of_it() -> None:
    assert index_tokens("ฆิฌุฎีฏู") == ["ฆิฌุฎีฏู"]
    assert pieces("ฆิฌุฎีฏู") == ("ฆิฌุ", "ฌุฎี", "ฎีฏู")
    assert [finds(part, "ฆิฌุฎีฏู") for part in ("ฆิฌุ", "ฌุฎีฏู", "ฏูฆิ")] == [True, True, False]


@given(ANY)
def test_tokens_are_folded_and_hold_no_blank(text: str) -> None:
    tokens = index_tokens(text)
    assert [token for token in tokens if token.split() != [token]] == []
    assert index_tokens(fold(text)) == tokens


@given(ANY)
def test_tokens_and_pieces_together_are_what_each_is_alone(text: str) -> None:
    tokens, inside = tokens_and_pieces(text)
    assert (tokens, set(inside)) == (index_tokens(text), {piece for token in tokens for piece in pieces(token)})


@given(ANY)
def test_pieces_lie_inside_their_word_on_its_clusters_and_never_repeat(text: str) -> None:
    for token in index_tokens(text):
        found = pieces(token)
        assert (len(set(found)), token in found) == (len(found), False)
        assert [piece for piece in found if piece not in token] == []
        assert pieces(token) == found


@given(WORDS, WORDS)
def test_a_document_finds_itself(one: str, other: str) -> None:
    assert finds(one + other, one + other)
    assert finds(one, f"{one} {other}")
    assert finds(other, f"{one} {other}")


def on_cluster_edge(compound: str, cut: int) -> bool:
    ends = [0]
    for part in clusters(compound):
        ends.append(ends[-1] + len(part))
    return cut in ends


def test_every_compound_of_the_dictionary_is_found_by_both_of_its_words() -> None:
    words = dictionary_words()
    known = set(words)
    splits = [(c, cut) for c in words for cut in range(2, len(c) - 1) if c[:cut] in known and c[cut:] in known]
    missed = [(c, cut) for c, cut in splits if not {c[:cut], c[cut:]} <= held(c)]
    # What is left looks like a compound and is none: เหลือ is not เห + ลือ, ธรรม is not ธร + รม.
    assert [split for split in missed if on_cluster_edge(*split)] == []
    assert len(missed) * 400 < len(splits)


def test_words_written_together_are_found_but_for_one_pair_in_a_thousand() -> None:
    words, chance = dictionary_words(), random.Random(5)
    pairs = [(chance.choice(words), chance.choice(words)) for _ in range(5000)]
    missed = [(one, other) for one, other in pairs if not (finds(one, one + other) and finds(other, one + other))]
    assert len(missed) * 1000 <= len(pairs)


def test_the_dictionary_holds_our_own_words_and_no_blanks() -> None:
    words = lexicon().words
    assert {"ศกร.", "บ้านหนังสือ", "เมืองแห่งการเรียนรู้", "พะเยา", "ผ้าขาวม้า"} <= words
    assert [word for word in words if word.split() != [word]] == []


def test_a_very_long_word_is_cut_into_pieces_without_filling_the_cache() -> None:
    word = "ฆฌ" * 5000
    began = time.process_time()
    assert len(pieces(word)) <= 10_000
    assert time.process_time() - began < 5
