"""How many of what was found are of which value of a facet.

Each segment of the index hands over its most frequent values, which are added up; a value that is frequent in one
of them alone may so come out too low. Where that can be, what is shown is counted once more, one by one.
"""

from collections.abc import Sequence
from typing import Any

import tantivy

from rianru.core.search import schema
from rianru.core.search.choices import Choices, narrowed

MOST_VALUES = 8  # of a facet
MOST_OF_CHOSEN = 50  # of one that is chosen from: its own choice must not vanish
HANDED_OVER = 2_000  # values of a segment, of facets counted by code
REMEMBERED = 200_000  # names behind codes
_names: dict[tuple[str, int], str] = {}


def counted(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, choices: Choices, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """value → how many, by facet ("kind" is one). A facet that is chosen from is counted as if it were not."""
    known = [name for name in names if name in schema.FACETS or name == "kind"]
    apart = [name for name in known if choices.chosen.get(name) or (name == "kind" and choices.kinds)]
    together = [name for name in known if name not in apart]
    found: dict[str, dict[str, int]] = {}
    for own, but, most in ((together, "", MOST_VALUES), *(([name], name, MOST_OF_CHOSEN) for name in apart)):
        if own:
            found |= _terms(searcher, shape, narrowed(query, choices.clauses(shape, but=but)), own, most)
    return {name: found[name] for name in known}


def _terms(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, names: Sequence[str], most: int
) -> dict[str, dict[str, int]]:
    found = searcher.aggregate(query, {name: {"terms": _asked(name, most)} for name in names})
    return {name: _named(searcher, shape, query, name, found[name]) for name in names}


def _asked(name: str, most: int) -> dict[str, Any]:
    if name in schema.NAMED:
        return {"field": schema.coded(name), "size": most, "segment_size": HANDED_OVER}
    return {"field": name if name == "kind" else schema.facet(name), "size": most}


def _named(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, name: str, counts: dict[str, Any]
) -> dict[str, int]:
    found = {one["key"]: int(one["doc_count"]) for one in counts["buckets"]}
    if name in schema.NAMED:
        found = {value: count for code, count in found.items() if (value := _name(searcher, shape, name, int(code)))}
    if counts.get("doc_count_error_upper_bound"):
        exact = {value: _how_many(searcher, shape, query, name, value) for value in found}
        found = dict(sorted(exact.items(), key=lambda one: -one[1]))
    return found


def _how_many(
    searcher: tantivy.Searcher, shape: tantivy.Schema, query: tantivy.Query, name: str, value: str
) -> int:
    one = tantivy.Query.term_query(shape, name if name == "kind" else schema.facet(name), value, "basic")
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, one), (tantivy.Occur.Must, query)])
    return int(searcher.search(tantivy.Query.const_score_query(both, 0.0), limit=1).count or 0)  # type: ignore[attr-defined]  # its stubs lag behind


def _name(searcher: tantivy.Searcher, shape: tantivy.Schema, name: str, code: int) -> str:
    """The value behind a code, read from any document that has it; blank where none is left."""
    known = _names.get((name, code))
    if known is not None:
        return known
    hits = searcher.search(
        tantivy.Query.term_query(shape, schema.coded(name), code, "basic"), limit=1, count=False
    ).hits
    values = searcher.doc(hits[0][1])["named"][0].split("\n") if hits else []
    found = next((value for value in values if schema.code(value) == code), "")
    if len(_names) >= REMEMBERED:
        _names.clear()
    if found:
        _names[name, code] = found
    return found
