"""Cells that go into a spreadsheet."""


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The value as text; one that a spreadsheet would run (= + - @ tab CR) gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("-").isdigit() else text
