"""Real titles that nobody here invented: 826 laws of Thailand, whose texts the Copyright Act leaves free (section 7).

`laws.txt` is sorted: titles as the Office of the Council of State lists them, without its remarks on updates.
"""

import re
from functools import cache
from pathlib import Path

from bench.queries.works import Printed, Work

_LIST = Path(__file__).parent / "laws.txt"
_YEAR = re.compile(r",?\s*(?:พ\.\s?ศ\.|(?:พระ)?พุทธศักราช|พุทธสักราช)\s*(\d{4})$")


@cache
def laws() -> tuple[Work, ...]:
    """Each a work; its key is l and its line. `main` is the title without the year."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return tuple(_work(title, f"l{number}") for number, title in enumerate(lines, 1))


def _work(title: str, key: str) -> Work:
    year = _YEAR.search(title)
    main = title[: year.start()] if year else title
    printed = Printed(
        title=title, main=main, people=(), subjects=("กฎหมาย -- ไทย",), series="", isbns=(),
        year=int(year[1]) - 543 if year else 2000, publisher="ราชกิจจานุเบกษา", barcode=f"6{int(key[1:]):07}",
        call_number=f"348.593 ก{int(key[1:]):03}",
    )
    return Work(key, title, main, (), [printed], titles={title, main})
