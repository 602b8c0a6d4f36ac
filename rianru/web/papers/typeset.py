"""Papers as PDF, set by typst: a template of the house, data as JSON, fonts of the house, nothing fetched.

typst would break Thai anywhere: every text comes as its words, which the template puts into boxes (`words`).
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from rianru.kernel.thai import break_points

HERE = Path(__file__).parent


def words(text: str) -> list[str]:
    """The pieces between which a line may end."""
    return list(break_points(text))


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The document that a template of this folder makes of `data`, which typst takes as data, never as markup."""
    fonts = Path(settings.PACKAGE_DIR) / "web" / "static" / "vendor" / "paper"
    made: bytes = typst.compile(
        str(HERE / template), root=str(HERE), font_paths=[str(fonts)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made
