"""`python -m tests.trust.desks.world DESKS COPIES`: a network to lend in, and a session at a desk for each teller, as JSON."""

import json
import sys
from datetime import timedelta
from typing import Any


def build(desks: int, copies: int) -> list[dict[str, Any]]:
    """For each teller: the cookie of a librarian's session, a member's id, and barcodes at their own space."""
    from django.utils import timezone

    from rianru.core.actors import Role
    from rianru.people import actions as people
    from rianru.people.actions import Particulars
    from tests.lending import making
    from tests.people import making as places

    since = timezone.now() - timedelta(days=2)
    network = places.network("north")
    making.rule(making.PLAIN)
    librarian = places.staff(since, Role.LIBRARIAN, "network", network.id)
    made = []
    for n in range(desks):
        space = places.space(f"desk-{n}", within=network)
        new = people.register_member(
            actor=places.MACHINE, at=since, space_id=space.id, category="adult", who=Particulars(f"คนที่ {n}", "ใจดี"))
        made.append({"cookie": _session(librarian.account_id, space.code), "member": str(new.membership_id),
                     "copies": making.copies(making.work(), *[space.id] * copies)})
    return made


def _session(account: Any, space: str) -> str:
    """Signed in with both steps, and sitting at this desk."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model
    from django.test import Client

    user = get_user_model().objects.get(pk=account)
    app = Authenticator.objects.filter(user=user).first() or TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").instance
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "id": app.pk, "at": 0, "type": "totp"}]
    session["account_authentication_methods_user"], session["desk"] = str(user.pk), space
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(build(int(sys.argv[1]), int(sys.argv[2]))))
