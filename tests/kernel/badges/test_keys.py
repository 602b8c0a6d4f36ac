"""Keys: written as others write them, read back, and never those of someone else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges.keys import from_base58, to_base58
from tests.kernel.badges.pieces import AT, ISSUER, KEY, OTHER


@given(st.binary(min_size=1, max_size=80))
def test_base58_is_read_back_and_written_in_one_way_only(data):
    text = to_base58(data)
    assert from_base58(text, len(data)) == data
    for other in (text[1:], "z1" + text[1:], text + "0", text + "z1"):
        with suppress(ValueError):
            assert from_base58(other, len(data)) != data
    with pytest.raises(ValueError, match="base58btc"):
        from_base58(text + "0", len(data))


def test_base58_is_that_of_others():
    assert to_base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert to_base58(b"\0\0(\x7f\xb4\xcd") == "z11233QC4"


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_read_back_from_its_document(seed):
    key = badges.SigningKey.of(seed, ISSUER)
    assert key.seed == seed
    assert key.address.startswith(f"{ISSUER}#z6Mk")
    (read,) = badges.keys_of(badges.key_document(ISSUER, [key.public]), AT).values()
    assert (read.address, read.raw, read.seen_at) == (key.address, key.public.raw, AT)
    assert read.signed(key.sign(b"data"), b"data")
    assert not read.signed(key.sign(b"data"), b"date")


def test_a_key_that_was_lost_is_marked_and_signs_no_more_for_others():
    lost = badges.PublicKey(KEY.address, ISSUER, KEY.public.raw, AT, revoked_at=AT)
    document = badges.key_document(ISSUER, [lost, KEY.public])
    assert document["assertionMethod"] == [KEY.address]
    assert badges.keys_of(badges.key_document(ISSUER, [lost]), AT) == {KEY.address: lost}


@pytest.mark.parametrize("change", [
    {"controller": OTHER.controller}, {"id": "https://elsewhere.example/9#z6Mk"}, {"type": "JsonWebKey"},
    {"publicKeyMultibase": "z6Mk"}, {"publicKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"},
    {"publicKeyMultibase": None},
], ids=str)
def test_a_document_that_speaks_for_another_or_holds_no_key_of_ours_is_refused(change):
    document = badges.key_document(ISSUER, [KEY.public])
    document["verificationMethod"] = [{**document["verificationMethod"][0], **change}]
    with pytest.raises(badges.KeyUnclear):
        badges.keys_of(document, AT)


def test_keys_of_other_kinds_are_passed_over():
    document = badges.key_document(ISSUER, [KEY.public])
    elliptic = {"id": f"{ISSUER}#zDn", "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": "zDnaepBuvsQ8cpsWrVKw8"}
    document["verificationMethod"] += [elliptic, {"id": f"{ISSUER}#1", "type": "JsonWebKey"}]
    assert list(badges.keys_of(document, AT)) == [KEY.address]


@pytest.mark.parametrize("document", [{}, {"id": ISSUER}, {"id": ISSUER, "verificationMethod": [7]}])
def test_what_is_no_document_of_keys_is_refused(document):
    with pytest.raises(badges.KeyUnclear):
        badges.keys_of(document, AT)


def test_a_did_key_is_its_own_document():
    text = KEY.public.multibase
    assert badges.did_key(f"did:key:{text}#{text}").raw == KEY.public.raw
    for wrong in (f"did:key:{text}", f"did:key:{text}#z6Mk", "did:key:z6Mk#z6Mk", KEY.address):
        assert badges.did_key(wrong) is None


def test_a_secret_is_never_shown():
    assert KEY.seed.hex() not in repr(KEY)
    assert "private" not in repr(KEY)
