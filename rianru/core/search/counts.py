"""How many of what was found are of which value of a facet.

Each segment of the index hands over its most frequent values, which are added up; a value that is frequent in one
of them alone may so come out too low. Where that can be, what is shown is counted once more, one by one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import tantivy

from rianru.core import kinds
from rianru.core.search import schema
from rianru.core.search.choices import Choices, any_of, must, narrowed

MOST_VALUES = 8  # of a facet
MOST_OF_CHOSEN = 50  # of one that is chosen from: its own choice must not vanish
HANDED_OVER = 400  # values of a segment, of facets counted by code
ALL = 65_000  # more than any segment has of few documents
REMEMBERED = 200_000  # names behind codes
_names: dict[tuple[str, int], str] = {}


def counted(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, choices: Choices, names: Sequence[str],
    total: int,
) -> dict[str, dict[str, int]]:
    """value → how many, by facet ("kind" is one). A facet that is chosen from is counted as if it were not.

    `total`: how many there are with all that is chosen.
    """
    known = [name for name in names if name in schema.FACETS or (name == "kind" and not choices.kinds)]
    apart = [name for name in known if choices.chosen.get(name)]
    together = [name for name in known if name not in apart]
    found: dict[str, dict[str, int]] = {}
    for own, but, most in ((together, "", MOST_VALUES), *(([name], name, MOST_OF_CHOSEN) for name in apart)):
        if own:
            found |= _terms(searcher, shape, narrowed(query, choices.clauses(searcher, shape, but=but)), own, most)
    if choices.kinds and "kind" in names:
        found["kind"] = _kinds(searcher, shape, query, choices, total)
    return {name: found[name] for name in names if name in found}


def _kinds(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, choices: Choices, total: int
) -> dict[str, int]:
    """How many of each kind, whichever are chosen. Asked one by one, since most kinds have few documents."""
    whole = narrowed(query, choices.clauses(searcher, shape, but="kind"))
    counts: dict[str, int] = {}
    for name in dict.fromkeys((*kinds.in_scope(""), *choices.kinds)):
        one = narrowed(whole, [must(any_of(shape, "kind", (name,)))])
        counts[name] = total if choices.kinds == (name,) else how_many(searcher.search(one, limit=1))
    return dict(sorted(((name, n) for name, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])))


def how_many(result: tantivy.SearchResult) -> int:
    """How many documents a search found, beyond those it hands over."""
    return int(result.count or 0)  # type: ignore[attr-defined]  # its stubs lag behind


def _terms(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, names: Sequence[str], most: int
) -> dict[str, dict[str, int]]:
    asked = {_field(name): _asked(name, most) for name in names}
    found = searcher.aggregate(query, {field: {"terms": terms} for field, terms in asked.items()})
    counts = {name: found[_field(name)] for name in names}
    parts = searcher.num_segments > 1  # of one segment alone each count is whole
    unsure = [
        name for name, own in counts.items()
        if parts and name not in schema.PROFILE and own.get("doc_count_error_upper_bound")
    ]
    if unsure:
        counts |= _again(searcher, shape, query, {name: _values(counts[name]) for name in unsure})
    return {name: _in_words(searcher, shape, name, _values(own), most) for name, own in counts.items()}


def _again(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, values: Mapping[str, Mapping[Any, int]]
) -> dict[str, Any]:
    """The same of only those documents that have a value which is shown: few, so that every segment hands over all."""
    either = tantivy.Query.boolean_query([
        (tantivy.Occur.Should, tantivy.Query.term_set_query(shape, _field(name), list(own)))
        for name, own in values.items()
    ])
    asked = {name: {"terms": _asked(name, ALL)} for name in values}
    found = searcher.aggregate(tantivy.Query.boolean_query([must(either), (tantivy.Occur.Must, query)]), asked)
    return {
        name: {"buckets": [one for one in found[name]["buckets"] if one["key"] in own]} for name, own in values.items()
    }


def _asked(name: str, most: int) -> dict[str, Any]:
    found = {"field": _field(name), "size": ALL if name in schema.PROFILE else most}
    return found | {"segment_size": max(most, HANDED_OVER)} if name in schema.NAMED else found


def _field(name: str) -> str:
    if name in schema.NAMED:
        return schema.coded(name)
    if name in schema.PROFILE:
        return "profile"
    return name if name == "kind" else schema.facet(name)


def _values(counts: Mapping[str, Any]) -> dict[Any, int]:
    return {one["key"]: int(one["doc_count"]) for one in counts["buckets"]}


def _in_words(
    searcher: tantivy.Searcher, shape: tantivy.Schema, name: str, counts: Mapping[Any, int], most: int
) -> dict[str, int]:
    if name in schema.PROFILE:
        return _apart(name, counts, most)
    return _by_name(searcher, shape, name, counts) if name in schema.NAMED else dict(counts)


def _apart(name: str, counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Of one facet, how many documents have each value, by how many have which values of all: the most frequent."""
    each: Counter[str] = Counter()
    for profile, many in counts.items():
        each.update({value: many for of, value in schema.of_profile(profile) if of == name})
    return dict(sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _by_name(
    searcher: tantivy.Searcher, shape: tantivy.Schema, name: str, counts: Mapping[int, int]
) -> dict[str, int]:
    named = {_name(searcher, shape, name, code): count for code, count in counts.items()}
    return {value: count for value, count in named.items() if value}


def _name(searcher: tantivy.Searcher, shape: tantivy.Schema, name: str, code: int) -> str:
    """The value behind a code, read from any document that has it; blank where none is left."""
    known = _names.get((name, code))
    if known is not None:
        return known
    one = tantivy.Query.const_score_query(tantivy.Query.term_query(shape, schema.coded(name), code, "basic"), 0.0)
    hits = searcher.search(one, limit=1, count=False).hits
    values = searcher.doc(hits[0][1])["named"][0].split("\n") if hits else []
    found = next((value for value in values if schema.code(value) == code), "")
    if len(_names) >= REMEMBERED:
        _names.clear()
    if found:
        _names[name, code] = found
    return found
