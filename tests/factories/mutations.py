"""Small files of every form, and the thousands of ways in which they can be broken: the same ones for the same seed."""

import random
from collections.abc import Callable, Iterator, Mapping

JUNK = [
    b"\x00", b"\x1d", b"\x1e", b"\x1f", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"<", b">", b"&", b"&#x", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<!DOCTYPE x>", b"<?", b"<record>", b"</record>", b"<leader>", b"</subfield>", b'"', b"'", b"\\",
    b"{", b"}", b"[", b"]", b",", b";", b"\t", b"=", b"@", b"99999", b"-1", b"NaN", b"1e999", b"\\ud800", b"%n%s", b"\xe0\xb8",
    "ก็".encode("cp874"), "เธ\x81".encode(), b"\x1b$1", b"A" * 3000, b"[" * 1500, b"<a>" * 400, b'{"leader":',
]  # fmt: skip


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(content, chance)
    return start, min(len(content), start + int(chance.paretovariate(0.7)))


def flip_bits(content: bytes, chance: random.Random) -> bytes:
    """A few bits turned."""
    turned = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if turned:
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def cut_short(content: bytes, chance: random.Random) -> bytes:
    """Only the beginning, or only the end."""
    place = _place(content, chance)
    return content[:place] if chance.random() < 0.7 else content[place:]


def leave_out(content: bytes, chance: random.Random) -> bytes:
    """A stretch missing."""
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def double(content: bytes, chance: random.Random) -> bytes:
    """A stretch twice, or many times."""
    start, end = _span(content, chance)
    return content[:start] + content[start:end] * chance.choice([2, 2, 3, 50]) + content[end:]


def swap(content: bytes, chance: random.Random) -> bytes:
    """Two stretches in each other's place."""
    a, b, c, d = sorted(_place(content, chance) for _ in range(4))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def insert_junk(content: bytes, chance: random.Random) -> bytes:
    """Something that means something in one form or another, or nothing anywhere."""
    place = _place(content, chance)
    junk = chance.choice(JUNK) if chance.random() < 0.8 else chance.randbytes(chance.randint(1, 200))
    return content[:place] + junk + content[place:]


def wrong_numbers(content: bytes, chance: random.Random) -> bytes:
    """Digits exchanged: lengths, offsets, tags, years."""
    changed = bytearray(content)
    digits = [place for place, one in enumerate(changed) if 48 <= one <= 57]
    for place in chance.sample(digits, min(len(digits), chance.randint(1, 20))):
        changed[place] = chance.choice(b"0123456789 -")
    return bytes(changed)


def other_encoding(content: bytes, chance: random.Random) -> bytes:
    """A stretch of Thai in TIS-620, or read as such and saved again; where it cannot be, as it was."""
    start, end = _span(content, chance)
    part = content[start:end]
    try:
        turned = part.decode("utf-8").encode("cp874") if chance.random() < 0.5 else part.decode("cp874").encode("utf-8")
    except UnicodeError:
        return insert_junk(content, chance)
    return content[:start] + turned + content[end:]


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bits, cut_short, leave_out, double, swap, insert_junk, wrong_numbers, other_encoding,
)  # fmt: skip


def mutations(files: Mapping[str, bytes], count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` broken files, in turn of each of `files`, each broken in one to four ways; its name tells which they are."""
    chance = random.Random(seed)
    names = list(files)
    for n in range(count):
        name = names[n % len(names)]
        content, ways = files[name], []
        for _ in range(chance.choice([1, 1, 2, 4])):
            way = chance.choice(WAYS)
            content = way(content, chance)
            ways.append(way.__name__)
        yield f"{n} {name} {'+'.join(ways)}", content
