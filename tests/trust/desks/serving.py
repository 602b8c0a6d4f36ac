"""`python -m tests.trust.desks.serving PORT CHILDREN COOKIE`: the web application, in processes that may be killed.

The application is loaded and a page drawn once, then forked: each child answers over HTTP from one socket until it dies,
and another takes its place within milliseconds. So a hundred deaths take seconds; granian's own processes would be loaded anew
for each. Prints `pid` of each child.
"""

import os
import socket
import sys
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer


class Quiet(WSGIRequestHandler):
    """Says nothing, and waits for no answer of the network's names."""

    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def address_string(self) -> str:
        return "127.0.0.1"


def application() -> Any:
    """As rianru.config.wsgi has it, with style sheets from where they lie."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    from rianru.config.wsgi import application as loaded

    return loaded


def framed(app: Any) -> Any:
    """The answer in one piece, so that its length goes ahead of it: who reads half of one knows it."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            parts.close()

    return answer


def warm(cookie: str) -> None:
    """Draws the desk once, so that no child begins by reading templates; leaves no connection behind."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    browser = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = browser.get("/desk/")
    assert answer.status_code == 200, answer.content[:400]
    browser.post("/desk/scan/", {"text": "nobody-0", "mode": "out"}, headers={"X-Desk": "part"})
    connections.close_all()


def child(listener: socket.socket, app: Any) -> int:
    """A process that answers one request after another."""
    if pid := os.fork():
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        return pid
    server = WSGIServer(("127.0.0.1", 0), Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket, server.server_name, server.server_port = listener, "127.0.0.1", listener.getsockname()[1]
    server.setup_environ()
    server.set_app(app)
    server.serve_forever(poll_interval=0.05)
    os._exit(0)


def serve(port: int, children: int, cookie: str) -> None:
    """Until it is ended itself; its children go with it."""
    from rianru.config.embedded.death import die_with_parent

    app = framed(application())
    warm(cookie)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        os.register_at_fork(after_in_child=die_with_parent("KILL"))
        for _ in range(children):
            child(listener, app)
        while True:
            os.wait()
            child(listener, app)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
