"""The board of a challenge on paper: to hang on a wall, to stamp by hand, to take home."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.learning import queries
from rianru.learning.queries import ChallengeView
from rianru.web.health import now
from rianru.web.papers.cloth import DYES
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words
from rianru.web.passport import present
from rianru.web.requests import actor_of
from rianru.web.shares.drawing import weaves


@require_safe
def board(request: HttpRequest, id: UUID) -> HttpResponse:
    """A4: the squares, or the goals one under the other, and a QR to the page."""
    view = queries.challenge(actor=actor_of(request), at=now(), id=id)
    if view is None:
        raise NotFound()
    url = request.build_absolute_uri(reverse("challenge", kwargs={"id": id}))
    answer = HttpResponse(pdf("board.typ", data(view, url)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="board.pdf"'
    return answer


def data(view: ChallengeView, url: str) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    network = view.challenge.space.network
    across, down, runs = weaves()[network.weave]
    cloth, thread = DYES[network.dye]
    return {
        "lang": get_language(), "title_plain": str(view.title), "title": words(str(view.title)),
        "when": words(str(present.period(view))), "reach": words(str(present.reaches(view))),
        "asks": words(str(T("สำเร็จเมื่อได้ {asks}", "Complete with {asks}", asks=present.asks(view)))),
        "side": view.side, "squares": [
            {"words": words(str(one["title"])), "free": one["free"]} for one in present.squares(view)],
        "rewards": [words(f"{one['title']} · {one['after']} · {one['space']}") for one in present.rewards(view)],
        "rewards_say": words(str(T("รางวัล", "Rewards"))), "qr": qr(url),
        "scan": words(str(T("สแกนเพื่อร่วม", "Scan to take part"))), "where": url.partition("://")[2],
        "name_say": words(str(T("ชื่อหรือเลขบัตร", "Name, or number of the card"))),
        "host": words(str(T.verbatim(view.challenge.space.name_th, view.challenge.space.name_en))),
        "dye": {"cloth": cloth, "thread": thread}, "weave": {"across": across, "down": down, "runs": runs},
    }
