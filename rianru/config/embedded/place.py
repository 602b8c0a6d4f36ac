"""Where the embedded server lies: var, its data and its socket, and how others find it.

    <var>/postgres/data, socket       as oneself, or as root where PostgreSQL's user can reach var
    /var/lib/rianru/<hash>/…          as root where it cannot; no parent folder is ever opened to others
    <var>/run/postgres.json           a note of the last start: base, socket, user id, var
    <var>/keys/postgres               the password of the role `rianru`
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rianru.config.embedded import probe

ROLE = DATABASE = "rianru"
FALLBACK = Path("/var/lib/rianru")
PORT = 5432
SOCKET_LIMIT = 107  # bytes of sun_path without its end
AWKWARD = re.compile(rb"[,\"'\\%@\x00-\x1f]")  # libpq and postgresql.conf read these in a folder's name as their own


@dataclass(frozen=True, kw_only=True)
class Place:
    """One cluster's folders. `var` is the absolute folder they belong to; `uid` the user that owns them."""

    var: str
    base: str
    socket: str
    uid: int

    @property
    def data(self) -> Path:
        return Path(self.base) / "data"


def var_folder() -> Path:
    """RIANRU_VAR, else `var` beside the package; absolute, links resolved as far as they lead somewhere."""
    return Path(os.path.realpath(os.environ.get("RIANRU_VAR") or Path(__file__).parents[3] / "var"))


def note_path(var: Path) -> Path:
    return var / "run" / "postgres.json"


def password_path(var: Path) -> Path:
    return var / "keys" / "postgres"


def fallback_base(var: Path) -> Path:
    return FALLBACK / hashlib.sha256(os.fsencode(var)).hexdigest()[:16]


def noted(var: Path) -> Place | None:
    """What the last start wrote down; None where there is no note or it is not one."""
    try:
        return Place(**json.loads(note_path(var).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write_note(place: Place) -> None:
    """Replaces the note as a whole."""
    path = note_path(Path(place.var))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(place)))
    fresh.replace(path)


def planned(var: Path) -> Place:
    """The noted place, else the one that a first start as this user would choose."""
    note = noted(var)
    if note is not None and note.var == str(var):
        return note
    fallback = fallback_base(var)
    base = fallback if (fallback / "data").exists() else var / "postgres"
    return Place(var=str(var), base=str(base), socket=str(base / "socket"), uid=os.geteuid())


def socket_folder(base: Path, *, uid: int, before: Place | None) -> Path:
    """`base/socket` where its name is short and plain enough, else a short private folder, the noted one if safe."""
    plain = base / "socket"
    name = os.fsencode(plain)
    if len(name) + len(f"/.s.PGSQL.{PORT}") <= SOCKET_LIMIT and not AWKWARD.search(name):
        return plain
    if before is not None and before.base == str(base) and private_to(Path(before.socket), uid):
        return Path(before.socket)
    short = Path(tempfile.mkdtemp(prefix="rianru-", dir=_short_parent()))
    os.chown(short, uid, -1)
    return short


def private_to(folder: Path, uid: int) -> bool:
    """Whether it is a real folder of that user which nobody else may enter."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and stat.S_IMODE(found.st_mode) == 0o700


def _short_parent() -> str:
    uid = os.geteuid()
    mine = Path("/run") if uid == 0 else Path(f"/run/user/{uid}")
    return str(mine) if os.access(mine, os.W_OK | os.X_OK) and mine.stat().st_uid == uid else "/tmp"


def connection_settings(var: Path) -> dict[str, str]:
    """Django's HOST, PORT, USER, PASSWORD and NAME, from files alone, whether or not the server runs.

    The password is empty before the first start. OSError where the key file cannot be read.
    """
    place = planned(Path(var))
    try:
        password = password_path(Path(var)).read_text().strip()
    except FileNotFoundError:
        password = ""
    return {"HOST": place.socket, "PORT": "", "USER": ROLE, "PASSWORD": password, "NAME": DATABASE}


def locate(var: Path) -> dict[str, str] | None:
    """`{host, user, password, dbname}` of the server that answers now for this var, else None. Takes about 1 ms."""
    place = planned(Path(var))
    if not answers(place):
        return None
    given = connection_settings(Path(var))
    return {"host": given["HOST"], "user": ROLE, "password": given["PASSWORD"], "dbname": DATABASE}


def answers(place: Place) -> bool:
    """Whether our own server takes connections there, by connecting and by the user that listens, never by a file."""
    answer = probe.ask(Path(place.socket), port=PORT, user=ROLE, database=DATABASE)
    return answer.state == "ready" and answer.uid == place.uid
