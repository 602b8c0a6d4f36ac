"""The environment's words as values."""

import os


def flag(name: str, default: bool = False) -> bool:
    """An environment variable as yes or no; `1`, `true`, `yes`, `on` are yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated environment variable as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
