"""What a badge says, and its canonical order: the same as PyLD's, which is another hand's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges import canonical as canonising
from rianru.kernel.formats.badges.canonical import canonical
from rianru.kernel.formats.badges.statements import statements
from rianru.kernel.formats.badges.vocabulary import CREDENTIALS, shipped
from tests.kernel.badges.pieces import credential, endorsement, list_credential, signed

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\r"), min_size=1, max_size=20,
)
NAMES = st.sampled_from(["_:b0", "_:b1", "_:b2", "_:b3", "_:b4", "<https://a.example/1>"])
QUADS = st.tuples(NAMES, st.sampled_from(["<https://a.example/p>", "<https://a.example/q>"]), NAMES, st.just(""))


def _theirs(document):
    return jsonld.normalize(document, {
        "algorithm": "URDNA2015", "format": "application/n-quads",
        "documentLoader": lambda url, _: {
            "contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": shipped(url),
        },
    })


def _ours(document):
    return canonical(statements(document))


def _changed(*path, to):
    document = badges.as_document(credential())
    inside = document
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = to
    return document


@pytest.mark.parametrize("document", [
    badges.as_document(credential()), signed(), badges.as_document(credential(endorsements=(endorsement(),))),
    endorsement(), list_credential("revocation", 5),
], ids=["badge", "with proof", "endorsed", "endorsement", "list"])
def test_a_document_says_to_us_what_it_says_to_another_hand(document):
    assert _ours(document) == _theirs(document)


def test_twins_are_put_in_the_order_of_another_hand():
    twin = {"type": ["Result"], "value": "12"}
    nested = {"type": ["Result"], "alignment": [{"type": ["Alignment"], "targetName": "a", "targetUrl": "https://a.example"}]}
    document = _changed("credentialSubject", "result", to=[twin, dict(twin), nested, dict(nested), nested])
    assert _ours(document) == _theirs(document)


@settings(max_examples=40, deadline=None)
@given(LETTERS, LETTERS, st.floats(0, 1e9) | st.integers(0, 10**9), st.lists(LETTERS, min_size=1, max_size=4), st.booleans())
def test_any_words_and_numbers_say_the_same_to_another_hand(name, narrative, hours, tags, official):
    document = _changed("credentialSubject", "creditsEarned", to=hours)
    document["name"] = name
    document["issuer"]["official"] = official
    document["credentialSubject"]["achievement"]["criteria"]["narrative"] = narrative
    document["credentialSubject"]["achievement"]["tag"] = tags
    assert _ours(document) == _theirs(document)


@settings(max_examples=150, deadline=None)
@given(st.lists(QUADS.filter(lambda quad: quad[0] != quad[2]), min_size=1, max_size=9))
def test_any_graph_is_put_in_the_order_of_another_hand(quads):
    text = "".join(f"{subject} {predicate} {target} .\n" for subject, predicate, target, _ in quads)
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    assert canonical(quads) == jsonld.normalize(text, options)


def test_what_points_at_itself_is_counted_once():
    """As RDFC-1.0 says, and rdf-canonize does; PyLD counts it twice, so that its word is not asked for here."""
    one, other = ("_:b0", "<https://a.example/p>", "_:b0", ""), ("_:b0", "<https://a.example/p>", "_:b1", "")
    assert canonical([one, other, ("_:b1", "<https://a.example/p>", "_:b0", "")]) == (
        "_:c14n0 <https://a.example/p> _:c14n0 .\n_:c14n0 <https://a.example/p> _:c14n1 .\n"
        "_:c14n1 <https://a.example/p> _:c14n0 .\n"
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(QUADS, min_size=1, max_size=9), st.permutations(["_:b0", "_:b1", "_:b2", "_:b3", "_:b4"]), st.randoms())
def test_names_and_order_of_a_graph_do_not_matter(quads, names, chance):
    renamed = dict(zip(["_:b0", "_:b1", "_:b2", "_:b3", "_:b4"], names, strict=True))
    other = [tuple(renamed.get(part, part) for part in quad) for quad in quads]
    chance.shuffle(other)
    assert canonical(other) == canonical(quads)


def test_a_graph_made_to_keep_us_busy_is_refused():
    nodes = [f"_:b{number}" for number in range(9)]
    everyone = [(one, "<https://a.example/p>", other, "") for one in nodes for other in nodes if one != other]
    with pytest.raises(badges.TooTangled):
        canonical(everyone)
    assert canonising.MOST_PATHS < 10_000


@pytest.mark.parametrize(("path", "to", "at"), [
    (("nickname",), "x", "nickname"),
    (("credentialSubject", "achievement", "licence"), "x", "credentialSubject.achievement.licence"),
    (("issuer", "id"), "issuers/1", "issuer.id"),
    (("issuer", "id"), "https://a.example/with space", "issuer.id"),
    (("issuer", "id"), "name:elsewhere", "issuer.id"),
    (("credentialSubject", "type"), ["Hero"], "credentialSubject.type"),
    (("@context",), [CREDENTIALS, "https://elsewhere.example/v1"], "@context"),
    (("name",), {"@value": "x", "@direction": "rtl"}, "name"),
    (("name",), {"@value": "x", "@language": "TH"}, "name"),
    (("termsOfUse",), [{"@id": "https://a.example"}], "termsOfUse.@id"),
], ids=str)
def test_what_no_signature_would_cover_is_refused_where_it_stands(path, to, at):
    with pytest.raises(badges.MeaningUnknown) as refused:
        statements(_changed(*path, to=to))
    assert refused.value.values["at"] == at


@pytest.mark.parametrize(("path", "to", "at"), [
    (("name",), None, "name"),
    (("name",), "\ud800", "name"),
    (("evidence",), [], "evidence"),
    (("evidence",), [[{"narrative": "x"}]], "evidence"),
    (("issuer",), {}, "issuer"),
    (("credentialSubject", "creditsEarned"), 2**60, "credentialSubject.creditsEarned"),
    (("credentialSubject", "creditsEarned"), float("nan"), "credentialSubject.creditsEarned"),
    (("@context",), CREDENTIALS, "@context"),
    (("type",), [7], "type"),
], ids=str)
def test_what_readers_would_take_differently_is_refused_where_it_stands(path, to, at):
    with pytest.raises(badges.CredentialUnreadable) as refused:
        statements(_changed(*path, to=to))
    assert refused.value.values["at"] == at


def test_another_hand_would_let_an_unknown_line_pass_unsigned():
    """The negative control of being strict: without it a line can be added that no signature covers."""
    document = badges.as_document(credential())
    assert _theirs({**document, "grade": "A+"}) == _theirs(document)


def test_a_text_may_say_its_language():
    document = _changed("name", to=[{"@value": "นักเล่า", "@language": "th"}, {"@value": "Teller", "@language": "en"}])
    assert _ours(document) == _theirs(document)
    assert '"นักเล่า"@th' in _ours(document)


def test_a_document_nested_too_deep_is_refused():
    document = badges.as_document(credential())
    inside = document["issuer"]
    for _ in range(40):
        inside["parentOrg"] = {"type": ["Profile"], "id": "https://a.example/1"}
        inside = inside["parentOrg"]
    with pytest.raises(badges.CredentialUnreadable):
        statements(document)
