"""Networks: adding one, and what it is called."""

import re
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places.actions.cities import CodeTaken, broken
from rianru.places.actions.spaces import CodeWrong
from rianru.places.models import Network, Organisation
from rianru.places.queries import scope_of_network

LONGEST = 200  # letters of a name


class HostTaken(Refused):
    """Another network answers under this host name."""

    code = "places.host_taken"
    says = T(
        "ชื่อเว็บ {host} เป็นของเครือข่ายอื่นแล้ว ใช้ชื่ออื่น",
        "The host {host} belongs to another network. Choose another one.",
    )


class NetworkNameMissing(Refused):
    """Nobody could find it."""

    code = "places.network_name_missing"
    status = 422
    says = T("ใส่ชื่อเครือข่ายภาษาไทย ยาวไม่เกิน {most} ตัวอักษร", "Give the network a Thai name of at most {most} letters.")


def add_network(
    *, actor: Actor, at: datetime, code: str, name_th: str, name_en: str, organisation_th: str = "",
    organisation_en: str = "", organisation_kind: str = "", host: str | None = None, sender: str = "",
) -> UUID:
    """Adds a network, and its organisation where that is new; its id.

    Refuses with CodeWrong, CodeTaken, HostTaken and NetworkNameMissing.
    """
    require("places.add_network", actor=actor, at=at)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,49}", code):
        raise CodeWrong(wrong=code[:60])
    names, keeper = _names(name_th, name_en), " ".join(normalise(organisation_th).split())[:LONGEST]
    try:
        with transaction.atomic():
            of = Organisation.objects.get_or_create(
                name_th=keeper, defaults={"name_en": organisation_en or keeper, "kind": organisation_kind or "other"}
            )[0] if keeper else None
            network = Network.objects.create(
                code=code, organisation=of, host=host.lower() if host else None, sender=sender, **names
            )
            facts.record("places.network_added", actor=actor, at=at, object_kind="network", object_id=network.id)
    except IntegrityError as error:
        if broken(error).startswith("places_network_code"):
            raise CodeTaken(taken=code) from error
        if broken(error).startswith("places_network_host"):
            raise HostTaken(host=host) from error
        raise
    return network.id


@transaction.atomic
def name_network(*, actor: Actor, at: datetime, network_id: UUID, name_th: str, name_en: str) -> None:
    """What it is called from now on; its code, and so its address, stays. Refuses with NotFound, NetworkNameMissing."""
    require("places.name_network", actor=actor, at=at, scope=scope_of_network(network_id))
    if not Network.objects.filter(id=network_id).update(**_names(name_th, name_en)):
        raise NotFound()
    facts.record("places.network_named", actor=actor, at=at, object_kind="network", object_id=network_id)


def _names(name_th: str, name_en: str) -> dict[str, str]:
    """As they are kept; without an English one the Thai one stands for it."""
    th, en = (" ".join(normalise(name).split()) for name in (name_th, name_en))
    if not th or max(len(th), len(en)) > LONGEST:
        raise NetworkNameMissing(most=LONGEST)
    return {"name_th": th, "name_en": en or th}
