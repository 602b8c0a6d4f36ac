"""Status lists: bits that stay where they were put, places that nobody gets twice, revocation that is final."""

import gzip
import random
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges.statuses import LEAST, MOST, decoded
from tests.kernel.badges.pieces import AT, ISSUER, KEYS, LISTS, OTHER, list_credential

INDEXES = st.sets(st.integers(0, LEAST - 1), max_size=30)


def _encoded(data):
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


@settings(max_examples=50, deadline=None)
@given(INDEXES)
def test_a_list_says_what_was_said_and_nothing_else(indexes):
    said = badges.StatusList.blank("suspension").having(dict.fromkeys(indexes, True))
    read = decoded("suspension", said.encoded())
    assert read == said
    assert all(read.says(index) for index in indexes)
    assert sum(byte.bit_count() for byte in read.bits) == len(indexes)


def test_the_first_place_is_the_first_bit_from_the_left():
    assert badges.StatusList.blank("revocation").having({0: True, 9: True}).bits[:2] == b"\x80\x40"


def test_a_blank_list_is_as_long_as_the_standard_asks_and_packs_well():
    blank = badges.StatusList.blank("revocation")
    assert (blank.places, len(blank.bits)) == (131_072, 16_384)
    assert len(blank.encoded()) < 100
    assert gzip.decompress(urlsafe_b64decode(blank.encoded()[1:] + "==")) == blank.bits
    with pytest.raises(ValueError, match="100 places"):
        badges.StatusList.blank("revocation", 100)


def test_a_suspension_ends_and_a_revocation_does_not():
    suspended = badges.StatusList.blank("suspension").having({7: True})
    assert not suspended.having({7: False}).says(7)
    revoked = badges.StatusList.blank("revocation").having({7: True})
    with pytest.raises(badges.RevocationIsFinal):
        revoked.having({7: False})
    assert revoked.having({7: True, 8: False}) == revoked


@pytest.mark.parametrize("index", [-1, LEAST])
def test_a_place_beyond_the_list_is_none(index):
    with pytest.raises(IndexError):
        badges.StatusList.blank("revocation").having({index: True})


@pytest.mark.parametrize("text", [
    "", "z123", "u", "u***", _encoded(b"no gzip"), _encoded(gzip.compress(bytes(10), mtime=0)), _encoded(gzip.compress(bytes(16_384), mtime=0)[:-9]),
    _encoded(gzip.compress(bytes(MOST // 8 + 1), mtime=0)), "u" + "ก" * 8,
], ids=lambda text: text[:12])
def test_a_text_that_is_no_list_is_refused(text):
    with pytest.raises(badges.CredentialUnreadable):
        decoded("revocation", text)


def test_places_are_given_at_random_and_never_twice():
    taken = set(badges.free_indexes(10_000, ()))
    more = badges.free_indexes(10_000, taken)
    assert len(set(more)) == 10_000
    assert not taken & set(more)
    assert max(more) - min(more) > LEAST // 2


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 63), max_size=63), st.randoms(), st.data())
def test_a_small_list_is_given_out_to_the_last_place(taken, chance, data):
    left = 64 - len(taken)
    count = data.draw(st.integers(0, left))
    given_out = badges.free_indexes(count, taken, 64, chance.randrange)
    assert len(given_out) == len(set(given_out)) == count
    assert not taken & set(given_out)
    with pytest.raises(badges.ListFull):
        badges.free_indexes(left + 1, taken, 64, chance.randrange)


def test_the_same_chance_gives_the_same_places():
    assert badges.free_indexes(5, (), below=random.Random(1).randrange) == badges.free_indexes(
        5, (), below=random.Random(1).randrange
    )


def _seen(document, at=AT):
    return badges.seen_list(document, keys=KEYS, seen_at=AT, at=at)


def test_a_list_of_its_issuer_is_taken():
    taken = _seen(list_credential("revocation", 5))
    assert (taken.address, taken.issuer, taken.statuses.says(5)) == (LISTS["revocation"], ISSUER, True)


GOOD = list_credential("revocation", 5)
BLANK = badges.StatusList.blank("revocation").encoded()


@pytest.mark.parametrize("document", [
    {**GOOD, "credentialSubject": {**GOOD["credentialSubject"], "encodedList": BLANK}},
    {name: value for name, value in GOOD.items() if name != "proof"},
    list_credential("revocation", 5, key=OTHER),
    list_credential("revocation", 5, at=AT - timedelta(days=2), until=AT - timedelta(days=1)),
], ids=["altered", "unsigned", "of someone unknown", "old"])
def test_a_list_that_cannot_be_trusted_is_not_taken(document):
    with pytest.raises(badges.CredentialUnreadable):
        _seen(document)


def test_a_badge_is_no_list():
    with pytest.raises(badges.CredentialUnreadable):
        badges.list_of({"type": ["VerifiableCredential", "OpenBadgeCredential"], "credentialSubject": {}})
    with pytest.raises(badges.CredentialUnreadable):
        badges.list_of({"type": ["BitstringStatusListCredential"], "credentialSubject": {"statusPurpose": "message"}})
