"""Somebody was erased: what was issued to them names nobody, is revoked for good, and so it verifies."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions.lists import mark
from rianru.credentials.models import Credential, Evidence

AT_ONCE = 5_000


@transaction.atomic
def forget_erased(*, actor: Actor, at: datetime) -> int:
    """Revokes the credentials that lost their person, and clears what was signed and told; how many. A list whose key
    is away is signed when the key is back: nobody has to wait for that to be erased.
    """
    require("credentials.forget", actor=actor, at=at)
    waiting = Credential.objects.filter(person=None, revoked_at=None).order_by("status_list", "status_index")
    lists: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for id, list_id, index in waiting.values_list("id", "status_list", "status_index")[:AT_ONCE]:
        lists[list_id][id] = index
    for list_id, rows in sorted(lists.items()):
        mark(list_id, at=at, revoked=rows.values(), waits=True)
        Credential.objects.filter(id__in=rows).update(
            revoked_at=at, revoked_for="", suspended_for="", document="", token="", issued_by=None, shows_name=False,
            shows_evidence=False,
        )
        Evidence.objects.filter(credential__in=rows).delete()
    count = sum(map(len, lists.values()))
    if count:
        facts.record(kinds.FORGOTTEN, actor=system("credentials.forget"), at=at, count=count)
    return count
