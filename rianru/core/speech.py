"""How a command tells what it did."""

from rianru.kernel.words import T


def both(said: T) -> str:
    """The Thai line, then the English one: a terminal does not say who reads it."""
    return f"{said.in_('th')}\n{said.in_('en')}"
