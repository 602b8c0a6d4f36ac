"""One desk over HTTP: scans with keys, and asks again, with the same key, until it is answered."""

import http.client
import random
import re
import threading
import urllib.parse
import uuid
from dataclasses import dataclass, field

LENT, BACK, USED = "ให้ยืมแล้ว", "รับคืนแล้ว", "นับว่าใช้ในห้องสมุด"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SAID = re.compile(r'class="lead"[^>]*>(.*?)</', re.S)


@dataclass
class Told:
    """What was acknowledged: every key with what it was for; and what else came of asking."""

    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: int = 0  # requests that were sent
    dropped: int = 0  # lines that this desk cut before it read the answer
    unanswered: int = 0  # lines that somebody else cut, and answers that were none
    wrong: list[str] = field(default_factory=list)  # acknowledgements that are not what was asked for


class Teller(threading.Thread):
    """Lends every copy of its own to its member and takes it back, until it has sent `most` requests or is told to stop.

    `drop`: the share of requests whose line is cut before the answer is read. `same`: whether a retry carries the same key;
    without it the promise must break.
    """

    def __init__(self, port: int, seat: dict, *, seed: int, drop: float = 0.0, same: bool = True, most: int = 10**9) -> None:
        super().__init__(daemon=True)
        self.port, self.seat, self.drop, self.same, self.most = port, seat, drop, same, most
        self.chance = random.Random(seed)
        self.token, self.secret, self.told, self.over = "", "", Told(), threading.Event()
        self.failed: BaseException | None = None

    def run(self) -> None:
        """Trips, until `most` requests were sent; the last trip is finished."""
        try:
            while not self.token and not self.over.is_set():
                self._open()
            while not self.over.is_set() and self.told.asked < self.most:
                self.trip()
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for this thread
            self.failed = error

    def trip(self) -> None:
        """Each copy out, read here or paid for in between, and each copy back."""
        for copy in self.seat["copies"]:
            self.sure("out", copy, LENT)
        self.sure("deposit", "0.25", "")
        for copy in self.seat["copies"]:
            self.sure("in", copy, BACK)
        self.sure("use", self.seat["copies"][0], USED)

    def sure(self, what: str, of: str, wanted: str) -> None:
        """Asks until it is answered; what was acknowledged is kept under the last key that was sent."""
        key = str(uuid.uuid4())
        while not self.over.is_set():
            answer = self.ask(*self._form(what, of, key))
            if answer is not None:
                status, said = answer
                self.told.keys[key] = (what, of)
                if (status, what) != (302, "deposit") and (status != 200 or wanted not in said or not wanted):
                    found = _SAID.search(said)
                    self.told.wrong.append(f"{what} {of}: {status} {found[1].strip() if found else said[:80]}")
                return
            key = key if self.same else str(uuid.uuid4())

    def ask(self, path: str, form: dict[str, str]) -> tuple[int, str] | None:
        """One request over a line of its own; none where no answer came."""
        self.told.asked += 1
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **form})
            line.request("POST", path, body, self._headers() | {"Content-Type": "application/x-www-form-urlencoded"})
            if self.chance.random() < self.drop:
                self.told.dropped += 1
                return None
            answer = line.getresponse()
            status, text = answer.status, answer.read().decode()
            if answer.getheader("Content-Length") is None:  # the server died amid its headers
                raise http.client.IncompleteRead(b"")
        except (OSError, http.client.HTTPException):
            self.told.unanswered += 1
            return None
        finally:
            line.close()
        if status >= 500:
            self.told.unanswered += 1
            return None
        return status, text

    def _form(self, what: str, of: str, key: str) -> tuple[str, dict[str, str]]:
        member = self.seat["member"]
        if what == "deposit":
            return f"/members/{member}/money/", {"key": key, "do": "take_deposit", "satang": of, "way": "cash"}
        return "/desk/scan/", {"key": key, "text": of, "mode": what, "member": member if what == "out" else ""}

    def _headers(self) -> dict[str, str]:
        cookies = f"sessionid={self.seat['cookie']}" + (f"; csrftoken={self.secret}" if self.token else "")
        return {"Cookie": cookies, "X-Desk": "part", "Accept-Language": "th"}

    def _open(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", "/desk/", headers=self._headers())
            answer = line.getresponse()
            text = answer.read().decode()
            found = _TOKEN.search(text)
            cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
            self.secret = next(one.partition("=")[2].partition(";")[0] for one in cookies if one.startswith("csrftoken="))
            self.token = found[1] if found else ""
        except (OSError, http.client.HTTPException, StopIteration):
            self.over.wait(0.1)
        finally:
            line.close()
