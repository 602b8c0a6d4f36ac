"""A template engine of its own: the tags and the templates, and nothing of the pages' context."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.utils import translation

from rianru.kernel.words import speaking

WEB = Path(__file__).resolve().parents[3] / "rianru" / "web"
Draw = Callable[..., str]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(
        dirs=[str(WEB / "templates")],
        builtins=["rianru.web.templatetags.rianru"],
        libraries={
            "static": "django.templatetags.static", "codes": "rianru.web.templatetags.codes",
            "keeping": "rianru.web.templatetags.keeping",
        },
    )


@pytest.fixture
def draw(engine: Engine) -> Draw:
    """Renders a snippet in a language with a context."""

    def drawn(snippet: str, language: str = "th", **context: Any) -> str:
        with translation.override(language), speaking(language):
            return engine.from_string(snippet).render(Context(context))

    return drawn
