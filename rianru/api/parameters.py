"""Parameters that many operations have."""

from typing import Annotated

from pydantic import Field

from rianru.api.cursors import LONGEST
from rianru.api.house import Asked

MOST = 100
# Nothing that a database cannot hold or a log cannot show: no control signs.
PLAIN = r"^[^\x00-\x1f\x7f]*$"

# Degrees north and east, in Thailand; what is said of it is said by `PointUnclear`.
POINT = r"^((0?[5-9]|1[0-9]|20)(\.[0-9]{1,9})?,(9[7-9]|10[0-5])(\.[0-9]{1,9})?)?$"

Limit = Annotated[int, Field(ge=1, le=MOST, description="How many results in a page.", examples=[20])]
Cursor = Annotated[
    str, Field(max_length=LONGEST, description="`next_cursor` of the page before, as it is. It lives an hour.")
]
AreaCode = Annotated[
    str, Field(pattern=r"^([0-9]{2}){0,4}$", description="A province (2 digits), district (4), sub-district (6) or "
               "village (8) by its official code.", examples=["56"]),
]
Code = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=60, description="Its code.")]
MaybeCode = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]*$", max_length=60)]
"""A code, or nothing; each place says of what."""


class Paged(Asked):
    """What every list takes."""

    limit: Limit = 20
    cursor: Cursor = ""
