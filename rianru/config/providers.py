"""Who else may vouch for a person: LINE and ThaID, each where the environment names the client that it gave us."""

import os
from typing import Any

from rianru.config.environment import listed


def configured() -> dict[str, dict[str, Any]]:
    """The providers by their code; none where none is set up. Endpoints can be changed without a new release."""
    return {code: found for code, found in (("thaid", thaid()), ("line", line())) if found["client_id"]}


def line() -> dict[str, Any]:
    """LINE Login v2.1: OpenID Connect; its web sign-ins sign tokens with HS256 and the channel's secret."""
    return {
        "client_id": os.environ.get("RIANRU_LINE_CLIENT_ID", ""),
        "secret": os.environ.get("RIANRU_LINE_CLIENT_SECRET", ""),
        "issuer": os.environ.get("RIANRU_LINE_ISSUER", "https://access.line.me"),
        "authorize_url": os.environ.get("RIANRU_LINE_AUTHORIZE_URL", "https://access.line.me/oauth2/v2.1/authorize"),
        "token_url": os.environ.get("RIANRU_LINE_TOKEN_URL", "https://api.line.me/oauth2/v2.1/token"),
        "keys_url": os.environ.get("RIANRU_LINE_KEYS_URL", "https://api.line.me/oauth2/v2.1/certs"),
        "scopes": listed("RIANRU_LINE_SCOPES", "openid,profile"),
        "algorithms": listed("RIANRU_LINE_ALGORITHMS", "HS256,ES256"),
        "subject": "sub",
        "basic": False,
    }


def thaid() -> dict[str, Any]:
    """ThaID of the Department of Provincial Administration. The national id is not asked for."""
    return {
        "client_id": os.environ.get("RIANRU_THAID_CLIENT_ID", ""),
        "secret": os.environ.get("RIANRU_THAID_CLIENT_SECRET", ""),
        "issuer": os.environ.get("RIANRU_THAID_ISSUER", "https://imauth.bora.dopa.go.th"),
        "authorize_url": os.environ.get(
            "RIANRU_THAID_AUTHORIZE_URL", "https://imauth.bora.dopa.go.th/api/v2/oauth2/auth/"
        ),
        "token_url": os.environ.get("RIANRU_THAID_TOKEN_URL", "https://imauth.bora.dopa.go.th/api/v2/oauth2/token/"),
        "keys_url": os.environ.get("RIANRU_THAID_KEYS_URL", "https://imauth.bora.dopa.go.th/jwks/"),
        "scopes": listed("RIANRU_THAID_SCOPES", "openid,given_name,family_name"),
        "algorithms": listed("RIANRU_THAID_ALGORITHMS", "RS256,ES256"),
        "subject": os.environ.get("RIANRU_THAID_SUBJECT", "sub"),
        "basic": True,
    }
