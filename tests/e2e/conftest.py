"""A whole installation for the browser: `rianru run --demo` in a folder of its own, as a newcomer starts it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Response, expect

from tests.plugin import roomy_memory

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS = 400  # seconds in which an installation with a demo stands, on a machine with other things to do
expect.set_options(timeout=30_000)  # as long as everything else here is waited for


@dataclass(frozen=True)
class House:
    """A running installation."""

    url: str
    var: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that goes away, and that the user of PostgreSQL may pass through (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory(prefix="rr-house-", dir=roomy_memory()) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The time in which the house of all comes to stand is not taken from that of the test that asks for it first."""
    for item in items:
        if "house" in getattr(item, "fixturenames", ()) and Path(__file__).parent in item.path.parents:
            own = item.get_closest_marker("timeout")
            item.add_marker(pytest.mark.timeout((own.args[0] if own else 300) + STARTS), append=False)


def start_house(var: Path, *, demo: bool = True, timeout: float = STARTS) -> House:
    """Starts an installation and waits until it says that it is ready."""
    port = free_port()
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"RIANRU_VAR": str(var), "RIANRU_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    command = [str(Path(sys.executable).parent / "rianru"), "run", "--port", str(port), *(["--demo"] if demo else [])]
    with (var.parent / f"{var.name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return House(url, var, process)
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError((var.parent / f"{var.name}.log").read_text()[-4000:])


def stop_house(house: House, *, how: int = signal.SIGINT, timeout: float = 120) -> int:
    """Ctrl-C, and the exit code."""
    house.process.send_signal(how)
    return house.process.wait(timeout)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """One demo installation for all browser tests."""
    if os.environ.get("RIANRU_E2E_URL"):  # an installation that already runs, while writing tests
        idle = subprocess.Popen(["true"])
        yield House(os.environ["RIANRU_E2E_URL"].rstrip("/"), Path(os.environ.get("RIANRU_VAR", "var")), idle)
        return
    with own_folder() as folder:
        running = start_house(folder / "var")
        yield running
        stop_house(running)


@pytest.fixture
def phone(browser, house) -> Iterator:
    """A page of a phone's size."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=house.url, locale="th-TH")
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser, house) -> Iterator:
    """A page of a desktop's size."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=house.url, locale="th-TH")
    yield context.new_page()
    context.close()


def follow(what) -> Response:
    """Clicks on what leads to another page, and waits until all of that page is there; the page as it was sent.

    A click by itself ends with the first bytes of the answer: what is read then may be of half a page.
    """
    with what.page.expect_navigation() as there:
        what.click()
    return there.value


def enter(page, text: str = "") -> None:
    """Types what leads to another page when Enter is pressed, and waits for that page."""
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def imported(page) -> None:
    """Until a file that was sent has been taken in. The page that watches is then loaded anew: all of it is waited for."""
    page.get_by_text("เสร็จแล้ว").first.wait_for(timeout=90_000)
    page.wait_for_load_state()


def sign_in(page, who: str) -> None:
    """One-click sign-in as a demo person; `who` is part of the button's name."""
    page.goto("/accounts/login/")
    follow(page.get_by_role("button", name=who))
    assert "/login/" not in page.url


def sit(page, code: str = "lib-56") -> None:
    """Chooses the desk at which one works."""
    page.goto(f"/desk/where/?q={code}")
    follow(page.locator(f".seat[value={code}]"))
