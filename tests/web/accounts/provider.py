"""A provider of OpenID Connect on a real socket, with real keys; it can be told to lie in one way at a time."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "our-client", "a-secret-of-thirty-two-characters"


class Provider:
    """Who is at the door (`claims`), and what is wrong with the next token (`lie`)."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm, self.issuer = algorithm, "https://provider.example.org"
        self.claims: dict[str, Any] = {"sub": "U-1234"}
        self.lie: dict[str, Any] = {}
        self.signs_with: Any = None
        self.header: dict[str, Any] = {}
        self.status, self.body = 200, b""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.authorization = ""
        self.key = rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
        self.other = rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
        self.url = ""

    def settings(self, code: str) -> dict[str, dict[str, Any]]:
        return {code: {
            "client_id": CLIENT, "secret": SECRET, "issuer": self.issuer, "authorize_url": f"{self.url}/authorize",
            "token_url": f"{self.url}/token", "keys_url": f"{self.url}/keys", "scopes": ["openid", "profile"],
            "algorithms": [self.algorithm], "subject": "sub", "basic": code == "thaid",
        }}

    def authorize(self, address: str) -> dict[str, str]:
        """What the provider does when a person agrees: a code that remembers the question."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Redeems a code once, for whoever knows the verifier."""
        query = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if query is None or challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        said = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"], **self.claims,
            **self.lie,
        }
        said = {name: value for name, value in said.items() if value is not None}
        headers = {"kid": "one", **self.header}
        algorithm = headers.pop("alg", self.algorithm)
        keys: dict[str, Any] = {"HS256": SECRET, "none": None}
        key = self.signs_with or keys.get(algorithm, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": jwt.encode(said, key, algorithm, headers)}

    def keys(self) -> dict[str, Any]:
        if self.algorithm == "HS256":
            return {"keys": []}
        kind: Any = jwt.algorithms.RSAAlgorithm if self.algorithm == "RS256" else jwt.algorithms.ECAlgorithm
        return {"keys": [{**json.loads(kind.to_jwk(self.key.public_key())), "kid": "one", "use": "sig"}]}


@contextmanager
def running(algorithm: str = "RS256") -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider(algorithm)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.authorization = self.headers.get("Authorization", "")
            provider.asked.append(body)
            self._send(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def do_GET(self) -> None:
            self._send(provider.keys())

        def _send(self, answer: dict[str, Any]) -> None:
            content = provider.body or json.dumps(answer).encode()
            self.send_response(provider.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Silently."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
