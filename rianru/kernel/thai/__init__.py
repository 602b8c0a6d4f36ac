"""Thai text: one spelling, words, what they are found by, order, and where lines may break."""

from rianru.kernel.thai.clusters import clusters, graphemes
from rianru.kernel.thai.collation import key_start, sort_key, sort_key_normal
from rianru.kernel.thai.digits import to_arabic, to_thai
from rianru.kernel.thai.normal import fold, fold_normal, normalise
from rianru.kernel.thai.segments import break_points, segment, truncate
from rianru.kernel.thai.tokens import index_tokens, pieces, tokens_and_pieces

__all__ = [
    "break_points",
    "clusters",
    "fold",
    "fold_normal",
    "graphemes",
    "index_tokens",
    "key_start",
    "normalise",
    "pieces",
    "segment",
    "sort_key",
    "sort_key_normal",
    "to_arabic",
    "to_thai",
    "tokens_and_pieces",
    "truncate",
]
