"""Signatures: the vector that the W3C publishes, and no byte of a badge that can be changed."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges import verifying, vocabulary
from rianru.kernel.formats.badges.keys import to_base58
from rianru.kernel.formats.badges.moments import moment_of
from rianru.kernel.formats.badges.proofs import proof_of, proven, signed_bytes, with_proof
from rianru.kernel.refusals import Refused
from tests.kernel.badges.pieces import AT, KEY, credential, seen, signed, verdict

STATUSES = seen()
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
# Data Integrity EdDSA Cryptosuites 1.0, B.1 (W3C): keys, document, hashes and proof as published.
VECTOR_SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
VECTOR_HASHES = (
    "4c4d3890a157f8d611b13c265c2c22f39aa0a567c7c7dd9ba3e45cd579784eeb"
    "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
)
VECTOR = {
    "@context": ["https://www.w3.org/ns/credentials/v2", EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    "proof": {
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2023-02-24T23:36:38Z",
        "verificationMethod": "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "proofPurpose": "assertionMethod",
        "proofValue": "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9",
    },
}


@pytest.fixture
def _examples(monkeypatch):
    """The vocabulary of the W3C's examples gives every unknown word an address; of its words we need two."""
    words = {word: f"https://www.w3.org/ns/credentials/examples#{word}" for word in ("AlumniCredential", "alumniOf")}
    shipped = vocabulary.shipped
    monkeypatch.setattr(vocabulary, "shipped", lambda url: {"@context": words} if url == EXAMPLES else shipped(url))
    vocabulary.terms_of.cache_clear()
    yield
    vocabulary.terms_of.cache_clear()


@pytest.mark.usefixtures("_examples")
def test_the_published_vector_is_hashed_signed_and_verified_to_the_letter():
    key = badges.SigningKey.of_multibase(VECTOR_SECRET, VECTOR["issuer"])
    proof = proof_of(VECTOR)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    assert key.address == proof["verificationMethod"]
    assert signed_bytes(VECTOR, options).hex() == VECTOR_HASHES
    assert proven(VECTOR, proof, key.public)
    assert with_proof(VECTOR, key, moment_of(proof["created"], "created")) == VECTOR
    assert not proven({**VECTOR, "name": "Alumni Credential."}, proof, key.public)


def _survivors(texts, original):
    """Texts that say something else than the original and are still called good."""
    found = []
    for text in texts:
        try:
            document = badges.document_of(text)
        except Refused:
            continue
        if document != original and verdict(document, statuses=STATUSES).outcome == "good":
            found.append(text)
    return found


def _each_byte_changed(text):
    for place, sign in enumerate(text):
        if sign.isascii():
            yield text[:place] + ("1" if sign == "0" else "0" if sign.isdigit() else "x" if sign != "x" else "y") + text[place + 1 :]
        else:
            yield text[:place] + chr(ord(sign) + 1) + text[place + 1 :]


@pytest.mark.trust
def test_no_byte_of_a_signed_badge_can_be_changed():
    document = signed()
    assert verdict(document, statuses=STATUSES).outcome == "good"
    assert _survivors(_each_byte_changed(json.dumps(document, ensure_ascii=False)), document) == []


@pytest.mark.trust
def test_where_proofs_are_not_looked_at_changed_bytes_are_found_to_survive(monkeypatch):
    monkeypatch.setattr(verifying, "proven", lambda *_: True)
    document = signed()
    assert len(_survivors(_each_byte_changed(json.dumps(document, ensure_ascii=False)), document)) > 1_000


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_stretch_of_a_signed_badge_can_be_cut_or_replaced(data):
    document = signed()
    text = json.dumps(document, ensure_ascii=False)
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin, min(begin + 60, len(text))))
    put = data.draw(st.sampled_from(["", '"', ",", "null", "[]", text[:20], '"a":1,', "\\u0000"]) | st.text(max_size=5))
    assert _survivors([text[:begin] + put + text[end:]], document) == []


def test_a_line_added_to_a_signed_badge_is_found():
    document = signed()
    assert verdict({**document, "grade": "A+"}).of("proof").reason == "unreadable"
    assert verdict({**document, "description": "A+"}).of("proof").reason == "altered"
    assert verdict({**document, "proof": {**document["proof"], "nonce": "1"}}).of("proof").reason == "altered"


def test_white_space_and_the_order_of_lines_do_not_matter():
    document = signed()
    turned = json.dumps(dict(reversed(document.items())), indent=3, ensure_ascii=True)
    assert verdict(turned).outcome == "good"


def test_a_second_proof_that_we_cannot_check_leaves_ours_good():
    document = signed()
    document["proof"] = [{"type": "OtherProof"}, document["proof"]]
    assert verdict(document).outcome == "good"


def test_a_proof_that_has_ended_or_builds_on_others_is_not_good():
    document = badges.as_document(credential())
    proof = {name: value for name, value in signed()["proof"].items() if name != "proofValue"} | {"expires": "2026-11-02T00:00:00Z"}
    ended = {**document, "proof": {**proof, "proofValue": to_base58(KEY.sign(signed_bytes(document, proof)))}}
    assert verdict(ended).outcome == "good"
    assert verdict(ended, at=AT + timedelta(days=2)).of("proof").reason == "proof_ended"
    chained = {**document, "proof": {**ended["proof"], "previousProof": "urn:uuid:1"}}
    assert verdict(chained).of("proof").reason == "unsigned"


def test_signing_again_replaces_the_proof():
    document = with_proof(signed(), KEY, AT)
    assert document == signed()


def test_what_could_not_be_verified_is_not_signed():
    with pytest.raises(badges.MeaningUnknown):
        with_proof({**badges.as_document(credential()), "grade": "A+"}, KEY, AT)
