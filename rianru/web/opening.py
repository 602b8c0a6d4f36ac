"""Files for everyone's programs: any page of the web may read them, without cookies, and one address only so often."""

import functools
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.web.limits import tried

P = ParamSpec("P")
MOST: Final = 240  # files in a window; an office's computers share an address


class TooManyFiles(Refused):
    """As many files as a quarter of an hour gives to one address."""

    code = "web.too_many_files"
    status = 429
    says = T("ขอไฟล์ถี่เกินไป รอสัก 15 นาทีแล้วขอใหม่ ข้อมูลเปลี่ยนไม่บ่อยกว่านั้น",
             "Too many files at once. Wait a quarter of an hour: the data changes no more often than that.")


def opened(answer: HttpResponseBase) -> HttpResponseBase:
    """Lets any page read it: it is the same for everybody who brings no cookies."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def open_data(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]
              ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view that gives a file to everybody. Refuses with TooManyFiles."""

    @functools.wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not tried(request, "open-data", most=MOST):
            raise TooManyFiles()
        return opened(view(request, *args, **kwargs))

    return counted
