"""Draws the share image and the app icons with Chromium. Run by hand when the mark or its words change.

python rianru/web/icons/draw.py [path to chromium]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

WEB = Path(__file__).resolve().parent.parent
DRAWINGS = (
    ("share.html", "share.png", 1200, 630),
    ("icon.html", "icon-512.png", 512, 512),
    ("icon.html", "icon-192.png", 192, 192),
    ("icon.html", "apple-touch-icon.png", 180, 180),
)


@contextmanager
def served() -> Iterator[str]:
    """The folder over HTTP: a browser gives no fonts to a page opened from a file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(WEB)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def draw(chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    with served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-quic"])
        for page, picture, width, height in DRAWINGS:
            sheet = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            sheet.goto(f"{address}/icons/{page}", wait_until="networkidle")
            sheet.evaluate("document.fonts.ready")
            sheet.screenshot(path=WEB / "static" / picture)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
