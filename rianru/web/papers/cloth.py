"""What every poster of a network needs: its dye and motif, a QR, and the name of the house."""

from typing import Any

from rianru.kernel.words import get_language
from rianru.places.queries import Network
from rianru.web.papers.codes import qr
from rianru.web.shares.drawing import weaves

SIZES = ("a4", "a3")
DYES = {  # cloth and thread of a network's dye, as on covers
    "indigo": ("#1c336d", "#6795cf"), "leaf": ("#1c4a2f", "#77a86c"), "lac": ("#7f1e30", "#e47d6d"),
    "annatto": ("#8f3512", "#f3ae58"), "plum": ("#542750", "#cb85ad"), "water": ("#14505c", "#69aebb"),
}


def size_of(asked: str) -> str:
    """The sheet that was asked for, else A4."""
    return asked.lower() if asked.lower() in SIZES else "a4"


def cloth(network: Network | None, size: str, url: str) -> dict[str, Any]:
    """What cloth.typ reads; of the house where there is no network."""
    dye, thread = DYES.get(network.dye if network else "", DYES["indigo"])
    across, down, runs = weaves()[network.weave if network and network.weave in weaves() else "diamond"]
    return {
        "lang": get_language(), "size": size, "dye": {"cloth": dye, "thread": thread}, "qr": qr(url),
        "weave": {"across": across, "down": down, "runs": runs}, "where": url.split("://", 1)[-1].split("/", 1)[0],
    }
