"""ISBNs that are valid and never given twice by accident: the serial number is spread over a block."""

from dataclasses import dataclass

_BLOCKS = {"616": 6, "974": 6, "0": 8}  # group → digits that follow before the check digit
_STEP = {6: 387_463, 8: 61_803_399}  # prime to the block's size, so that neighbours are far apart


@dataclass(frozen=True, slots=True)
class Isbn:
    """Thirteen digits, and the group's length for hyphens. `note` is what cataloguers put in brackets."""

    digits: str
    group: int
    note: str = ""


def numbered(serial: int, *, group: str) -> Isbn:
    """The ISBN of a serial number within a group: 616 and 974 for Thai books, 0 for English ones."""
    width = _BLOCKS[group]
    body = f"978{group}{serial * _STEP[width] % 10**width:0{width}}"
    return Isbn(body + check13(body), len(group))


def check13(twelve: str) -> str:
    """The check digit of twelve digits (ISO 2108)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def ten(isbn: Isbn) -> str:
    """The ISBN-10 of a 978 number."""
    nine = isbn.digits[3:12]
    check = sum((place + 1) * int(digit) for place, digit in enumerate(nine)) % 11
    return nine + ("X" if check == 10 else str(check))


def hyphened(isbn: Isbn, digits: str) -> str:
    """`digits` (13 or 10 of them) with hyphens after group and publisher."""
    head = "978-" if len(digits) == 13 else ""
    body = digits[-10:]
    cut = isbn.group
    house = cut + (4 if isbn.group == 1 else 3)
    return f"{head}{body[:cut]}-{body[cut:house]}-{body[house:9]}-{body[9]}"
