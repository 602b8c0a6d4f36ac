"""What the tests of the staff pages share: who signs in, what a page says, what a form sends."""

import re
from html import unescape

from django.test import Client

from rianru.core.actors import Role
from rianru.kernel.ids import new_id
from tests.people import making


def seen(response) -> str:
    """The text of a page, without marks; blanks as a reader sees them."""
    html = response.content.decode().replace("<wbr>", "")
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def keyed(**more) -> dict[str, str]:
    """What a form sends, with a key of its own."""
    return {"key": str(new_id()), **{name: str(value) for name, value in more.items()}}


def librarian(signed_in, network: str = "north", **more) -> Client:
    return signed_in(Role.LIBRARIAN, "network", making.network(network).id, **more)


def links(response, pattern: str) -> list[str]:
    """The addresses on a page that match, each once, in order."""
    found = re.findall(r'href="([^"]+)"', response.content.decode())
    return list(dict.fromkeys(unescape(one) for one in found if re.search(pattern, one)))
