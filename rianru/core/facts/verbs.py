"""The verbs of facts: each registered once, with its words, by the app that records it."""

from rianru.kernel.words import T

_VERBS: dict[str, T] = {}


def verb(name: str, label: T) -> str:
    """Registers `app.past_tense` and returns it. The same name with other words is a ValueError."""
    if _VERBS.setdefault(name, label) != label:
        raise ValueError(f"verb {name} is registered twice")
    return name


def verbs() -> dict[str, T]:
    """Every verb with its words, in order of name."""
    return dict(sorted(_VERBS.items()))


def known(name: str) -> str:
    """The name, if it is registered; else KeyError, so that a slip of the pen records nothing."""
    if name not in _VERBS:
        raise KeyError(f"no verb {name}")
    return name
