"""A code by e-mail that proves an address in this browser: ten minutes, three tries, once.

The session holds a salted hash of it, never the code. Wrong codes count like wrong passwords of that address.
"""

import hmac
import secrets
import time
from hashlib import sha256

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest

from rianru.web.accounts import letters, limits

LIVES = 600  # seconds
TRIES = 3


def send(request: HttpRequest, purpose: str, email: str) -> bool:
    """Mails a code; False, with nothing sent, where this address or this client asks too often."""
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return False
    code, salt = get_adapter().generate_login_code(), secrets.token_hex(16)
    request.session[_place(purpose)] = {
        "email": email, "salt": salt, "hash": _hash(salt, code), "sent_at": time.time(), "tries": 0,
    }
    letters.send("account/email/login_code", email, {"request": request, "code": code})
    return True


def waiting_for(request: HttpRequest, purpose: str) -> str:
    """The address whose code is waited for; blank where none is."""
    kept = request.session.get(_place(purpose))
    return str(kept["email"]) if kept and time.time() - kept["sent_at"] < LIVES else ""


def proves(request: HttpRequest, purpose: str, typed: str) -> bool:
    """Whether the code is right; it is then spent, as it is after three wrong ones."""
    kept = request.session.get(_place(purpose))
    if not kept or not waiting_for(request, purpose):
        return False
    right = hmac.compare_digest(_hash(kept["salt"], typed), kept["hash"])
    kept["tries"] += 1
    if right or kept["tries"] >= TRIES:
        request.session.pop(_place(purpose))
    else:
        request.session[_place(purpose)] = kept
    if not right:
        limits.note_failure(request, kept["email"])
    return right


def _hash(salt: str, code: str) -> str:
    plain = "".join(code.split()).replace("-", "").upper()
    return hmac.new(salt.encode(), plain.encode("utf-8", "replace"), sha256).hexdigest()


def _place(purpose: str) -> str:
    return f"mailed_code.{purpose}"
