"""The desk of a network, with a member and copies to lend."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rianru.catalogue import actions as catalogue
from rianru.lending import actions
from rianru.lending.actions import RuleScope
from tests.lending import making as lending
from tests.people import making
from tests.web.catalogue.conftest import _own_folders, signed_in
from tests.web.members.conftest import desk, librarian, net

__all__ = ["_own_folders", "desk", "librarian", "net", "signed_in"]


@dataclass
class Table:
    """The caretaker of `here` in a browser, a member, and barcodes of three copies of three works."""

    browser: Client
    net: Any
    member: Any
    copies: list[str]

    def scan(self, text: str, *, key: str = "", member: str = "", mode: str = "out", part: bool = True) -> str:
        from rianru.kernel.ids import new_id

        answer = self.browser.post(
            "/desk/scan/", {"text": text, "key": key or str(new_id()), "member": member, "mode": mode},
            headers={"X-Desk": "part"} if part else {},
        )
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def table(net, desk, tmp_path) -> Table:
    house: dict[str, Any] = {"actor": making.MACHINE, "at": timezone.now() - timedelta(days=1)}
    actions.set_rule(**house, scope=RuleScope(), says=lending.PLAIN)
    copies = []
    for number in range(3):
        copies.append(f"SCAN{number}")
        catalogue.add_item(**house, edition_id=lending.work(f"เล่มที่ {number}").id, space_id=net.here.id,
                           barcode=copies[-1], call_number=f"895.91{number}")
    return Table(desk, net, net.register(), copies)
