"""The addresses of authors, subjects and series, from their names alone: no query, however many names a page has."""

from typing import cast, get_args

from django.urls import reverse

from rianru.kernel.matching.headings import Kind, heading_key

LISTS: dict[Kind, str] = {"author": "authors", "subject": "subjects", "series": "series_list"}


def heading_address(kind: str, name: str) -> str:
    """The page of a name, in the language of the page being made; empty for a name of signs alone.

    `kind`: author, subject or series; another one is a ValueError.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"no kind of heading: {kind}")
    key = heading_key(cast(Kind, kind), name)
    return reverse(kind, kwargs={"key": key}) if key else ""
