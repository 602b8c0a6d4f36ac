"""What a record can be found by when its twin is looked for: 64-bit numbers, equal where something telling is equal."""

from hashlib import blake2b

from rianru.kernel.matching.traits import Traits

# Characters of a title's beginning and end: one slip spoils one of them, not both. The same for every title, or
# one that leaves its subtitle out would be cut elsewhere. Longer ones find fewer false twins, and miss more true ones.
SHORT, LONG = 12, 32
FIRST, LAST = 3, 2  # characters of an author's first name and of the last: many are called สมชาย, and write of the same


def keys(of: Traits) -> list[int]:
    """Signed 64-bit keys, each once: numbers; beginning and end of the title with the author; title with its year."""
    texts = [f"i{number}" for number in of.isbns]
    texts += [f"s{number}" for number in of.issns]
    texts += [f"n{number}" for number in of.identifiers]
    if of.main:
        texts += _by_title(of)
    return list({int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True) for text in texts})


def _by_title(of: Traits) -> list[str]:
    title = of.main
    found = [f"y{title}|{of.year}|{of.kind}"]
    names = {_short(name) for name in of.people[:2]}
    if not names:
        found.append(f"p{title}|{of.publisher[-8:]}|{of.kind}")
    for name in names:
        found += [f"b{title[:SHORT]}|{name}", f"e{title[-SHORT:]}|{name}"]
        if len(title) > SHORT:
            found.append(f"B{title[:LONG]}|{name}")
        if len(title) > LONG:
            found.append(f"E{title[-LONG:]}|{name}")
        if of.uniform:
            found.append(f"{'B' if len(of.uniform) > SHORT else 'b'}{of.uniform[:LONG]}|{name}")
    return found


def _short(name: str) -> str:
    """The beginnings of the first and of the last word of a name; of a name of one word, its own."""
    first, _, last = name.partition(" ")
    return f"{first[:FIRST]} {last.rpartition(' ')[2][:LAST]}"
