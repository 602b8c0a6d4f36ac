"""Where on the search page each kind is looked for."""

import pytest

from rianru.core import kinds
from rianru.kernel.words import T


def test_every_searchable_kind_has_a_scope_and_every_scope_a_kind():
    searchable = [kind for kind in kinds.all_kinds().values() if kind.documents]
    assert [kind.name for kind in searchable if kind.scope not in kinds.SCOPES] == []
    assert [scope for scope in kinds.SCOPES if not kinds.in_scope(scope)] == []
    assert sorted(kinds.in_scope("")) == sorted(kind.name for kind in searchable)


def test_a_kind_of_a_scope_that_is_none_is_a_programming_error():
    with pytest.raises(ValueError, match="nowhere"):
        kinds.register(kinds.Kind("stray", T("หลง", "Stray"), cards=lambda ids: {}, scope="nowhere"))
