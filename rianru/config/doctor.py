"""`rianru doctor`: looks at the whole installation and says, line by line, what is well and what to do about the rest.

A check yields findings; adding one is adding a function to BEFORE, DATABASE or DJANGO. A later group is only asked when
the earlier one makes it possible. Nothing is changed, and nothing secret is printed.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rianru.config import schema
from rianru.config.embedded import var_folder
from rianru.config.refusals import DoctorFound, HalfInstalled, PortTaken
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

ROOT = schema.PACKAGE.parent
ENOUGH_MB = 1024
OLD_SECONDS = 600
OLD_BACKUP_SECONDS = 8 * 86_400
STALLED_SECONDS = 120  # without a sign of life from its worker
SETUP = T("สั่ง sh scripts/setup.sh", "Run sh scripts/setup.sh")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line. `todo` says what to do where it is not well."""

    ok: bool
    says: T
    todo: T | None = None


def examine(*, port: int) -> int:
    """Prints every finding; 0 when all is well, else 1. `port` is the one that the web is to use."""
    bad = 0
    for finding in findings(port=port):
        bad += not finding.ok
        show(finding)
    if bad:
        summary = DoctorFound(count=bad)
        print(summary.text("th"), summary.text("en"), sep="\n", file=sys.stderr)
    return 1 if bad else 0


def findings(*, port: int) -> Iterator[Finding]:
    """Everything, in the order in which it depends on each other."""
    for before in BEFORE:
        yield from before()
    yield from listening(port)
    try:
        connection = schema.connect()
    except (Refused, ImportError) as error:
        refusal = error if isinstance(error, Refused) else HalfInstalled(package=str(error.name))
        yield Finding(ok=False, says=refusal.message)
        return
    with connection:
        for check in DATABASE:
            yield from check(connection)
    yield from _with_django()


def show(finding: Finding) -> None:
    mark = "✓" if finding.ok else "✗"
    print(f"{mark} {finding.says.in_('th')}\n  {finding.says.in_('en')}")
    if finding.todo and not finding.ok:
        print(f"  → {finding.todo.in_('th')}\n  → {finding.todo.in_('en')}")


def python() -> Iterator[Finding]:
    version, fits = ".".join(map(str, sys.version_info[:3])), sys.version_info >= (3, 11)
    says = T("Python {version} ใช้ได้", "Python {version} is new enough") if fits else T(
        "Python {version} เก่าเกินไป", "Python {version} is too old")
    yield Finding(ok=fits, says=says.having(version=version),
                  todo=T("ติดตั้ง Python 3.11 ขึ้นไป แล้วสั่ง sh scripts/setup.sh",
                         "Install Python 3.11 or newer, then run sh scripts/setup.sh"))


def packages() -> Iterator[Finding]:
    """Installed versions against requirements.lock; a package for other systems only may be missing."""
    lock = ROOT / "requirements.lock"
    if not lock.exists():
        yield Finding(ok=False, says=T("ไม่พบ {lock}", "{lock} is missing", lock=str(lock)), todo=SETUP)
        return
    wrong = [f"{name} {found or 'ไม่มี/none'} ≠ {' / '.join(versions)}"
             for name, (versions, marked) in _locked(lock.read_text()).items()
             if (found := _installed(name)) not in versions and (found or not marked)]
    if wrong:
        yield Finding(ok=False, todo=SETUP, says=T("แพ็กเกจไม่ตรงกับที่ล็อกไว้: {wrong}",
                                                    "Packages differ from the lock: {wrong}", wrong="; ".join(wrong)))
    else:
        yield Finding(ok=True, says=T("แพ็กเกจตรงกับที่ล็อกไว้ทุกตัว", "Every package is at its locked version"))


def embedded_programs() -> Iterator[Finding]:
    if os.environ.get("DATABASE_URL"):
        return
    from rianru.config.embedded.binaries import carried

    try:
        version = carried()[0].version
        yield Finding(ok=True, says=T("มี PostgreSQL {version} ในตัว", "PostgreSQL {version} is carried",
                                       version=version))
    except Refused as refusal:
        yield Finding(ok=False, says=refusal.message, todo=SETUP)


def var_and_disk() -> Iterator[Finding]:
    var = var_folder()
    existing = next(folder for folder in (var, *var.parents) if folder.exists())
    writable = os.access(existing, os.W_OK | os.X_OK) and existing.is_dir()
    says = T("เขียนใน {var} ได้", "{var} can be written") if writable else T(
        "เขียนใน {var} ไม่ได้", "{var} cannot be written")
    yield Finding(ok=writable, says=says.having(var=str(var)),
                  todo=T("แก้สิทธิ์ หรือกำหนด RIANRU_VAR", "Mend its permissions, or set RIANRU_VAR"))
    free = shutil.disk_usage(existing).free // 1024**2
    yield Finding(ok=free >= ENOUGH_MB, says=T("ที่ว่างบนดิสก์ {free:,} MB", "{free:,} MB of disk are free", free=free),
                  todo=T("เพิ่มที่ว่างให้ถึง {enough:,} MB", "Make room: {enough:,} MB are wanted", enough=ENOUGH_MB))


def keys() -> Iterator[Finding]:
    """Every key file readable, not empty, and closed to others."""
    folder = var_folder() / "keys"
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    except OSError as error:
        yield _bad_key(folder, error.strerror or str(error))
        return
    problems = [(path, problem) for path in files if (problem := _key_problem(path))]
    yield from (_bad_key(path, problem) for path, problem in problems)
    if not problems:
        yield Finding(ok=True, says=T("กุญแจ {count} ไฟล์อ่านได้และปิดจากคนอื่น",
                                      "{count} key {count:file|files} {count:is|are} readable and closed to "
                                      "others", count=len(files)))


def front_end() -> Iterator[Finding]:
    """Every file that scripts/vendor.py noted is there: fonts and vendored scripts."""
    vendor = schema.PACKAGE / "web" / "static" / "vendor"
    try:
        wanted = list(json.loads((vendor / ".sources.json").read_text()))
    except (OSError, ValueError):
        wanted = []
    missing = [name for name in wanted if not (vendor / name).is_file() or not (vendor / name).stat().st_size]
    fonts = sum(name.endswith(".woff2") for name in wanted)
    if wanted and fonts and not missing:
        yield Finding(ok=True, says=T("ไฟล์หน้าเว็บครบ {count} ไฟล์ แบบอักษร {fonts}",
                                      "{count} front-end {count:file|files} {count:is|are} there, {fonts} of "
                                      "them fonts",
                                      count=len(wanted), fonts=fonts))
    else:
        yield Finding(ok=False, todo=SETUP, says=T("ไฟล์หน้าเว็บไม่ครบ: {missing}",
                                                   "Front-end files are missing: {missing}",
                                                   missing=", ".join(missing) or str(vendor)))


def backups() -> Iterator[Finding]:
    """A restore that was cut off, and how long ago the last `rianru backup` of this var folder was."""
    from rianru.config.backup.unfinished import demand_finished
    from rianru.web.health import backup_age

    try:
        demand_finished(var_folder())
    except Refused as refusal:
        yield Finding(ok=False, says=refusal.message)
    if os.environ.get("DATABASE_URL") and (age := backup_age()) is not None:
        hours = int(age // 3600)
        yield Finding(ok=age < OLD_BACKUP_SECONDS,
                      says=T("สำรองข้อมูลล่าสุดเมื่อ {hours:,} ชั่วโมงก่อน",
                             "The last backup was {hours:,} {hours:hour|hours} ago",
                             hours=hours),
                      todo=T("สั่ง rianru backup และดูตัวตั้งเวลา", "Run rianru backup, and look at its timer"))


def listening(port: int) -> Iterator[Finding]:
    """Free, or taken by a Rianru that answers."""
    from rianru.config.running import check_port, ready

    try:
        check_port(host="127.0.0.1", port=port)
        yield Finding(ok=True, says=T("พอร์ต {port} ว่าง", "Port {port} is free", port=port))
    except PortTaken as taken:
        ok, said = ready(("127.0.0.1", port))
        if ok or '"ready"' in said:
            yield Finding(ok=ok, says=T("เว็บที่พอร์ต {port} ตอบ: {said}", "The web on port {port} answers: {said}",
                                        port=port, said=said[:300]),
                          todo=T("ดูข้อที่ไม่ผ่านด้านล่าง", "See what is not well below"))
        else:
            yield Finding(ok=False, says=taken.message)
    except Refused as refusal:
        yield Finding(ok=False, says=refusal.message)


def server(connection: Connection) -> Iterator[Finding]:
    """`schema.connect` has refused what is too old."""
    version = connection.info.parameter_status("server_version")
    yield Finding(ok=True, says=T("ฐานข้อมูล PostgreSQL {version} ตอบ", "The database answers: PostgreSQL {version}",
                                  version=version))
    row = connection.execute(
        "SELECT rolsuper, getdatabaseencoding(), current_setting('fsync'), current_setting('full_page_writes') "
        "FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    superuser, encoding, fsync, pages = row or (False, "?", "?", "?")
    yield Finding(ok=not superuser,
                  says=T("บัญชีฐานข้อมูลมีสิทธิ์สูงสุด", "The database role is a superuser") if superuser
                  else T("บัญชีฐานข้อมูลไม่มีสิทธิ์สูงสุด", "The database role is no superuser"),
                  todo=T("ใช้บัญชีธรรมดาใน DATABASE_URL", "Use an ordinary role in DATABASE_URL"))
    durable = (encoding, fsync, pages) == ("UTF8", "on", "on")
    state = f"{encoding}, fsync {fsync}, full_page_writes {pages}"
    yield Finding(ok=durable,
                  says=T("ฐานข้อมูลเก็บเป็น UTF8 และเขียนลงดิสก์จริง ({state})",
                         "The database is UTF8 and writes to disk ({state})", state=state) if durable
                  else T("ฐานข้อมูลไม่ได้เก็บเป็น UTF8 หรือไม่ได้เขียนลงดิสก์จริง ({state})",
                         "The database is not UTF8, or does not write to disk ({state})", state=state),
                  todo=T("สร้างฐานข้อมูลเป็น UTF8 เปิด fsync และ full_page_writes",
                         "Create it as UTF8; switch fsync and full_page_writes on"))


def stalled_jobs(connection: Connection) -> Iterator[Finding]:
    """Jobs whose worker gave no sign of life, and jobs that failed in the last day."""
    if connection.execute("SELECT to_regclass('procrastinate_jobs') IS NULL").fetchone() == (True,):
        return  # `migrations` says so
    row = connection.execute(
        "SELECT count(*) FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker "
        "ON worker.id = job.worker_id WHERE job.status = 'doing' AND (worker.id IS NULL "
        "OR worker.last_heartbeat < now() - make_interval(secs => %s))", [STALLED_SECONDS]).fetchone()
    count = row[0] if row else 0
    yield Finding(ok=not count,
                  says=T("งานเบื้องหลังค้าง {count} งาน",
                         "{count} background {count:job|jobs} {count:is|are} stalled", count=count) if count
                  else T("ไม่มีงานเบื้องหลังที่ค้าง", "No background job is stalled"),
                  todo=T("เปิด rianru worker งานที่ค้างจะทำใหม่เอง",
                         "Run rianru worker; stalled jobs are retried by themselves"))
    row = connection.execute(
        "SELECT count(DISTINCT job.id) FROM procrastinate_jobs AS job JOIN procrastinate_events AS event "
        "ON event.job_id = job.id WHERE job.status = 'failed' AND event.type = 'failed' "
        "AND event.at > now() - interval '1 day'").fetchone()
    failed = row[0] if row else 0
    yield Finding(ok=not failed,
                  says=T("งานเบื้องหลังล้มเหลวในหนึ่งวัน {failed} งาน",
                         "{failed} background {failed:job|jobs} failed within a day",
                         failed=failed) if failed
                  else T("ไม่มีงานเบื้องหลังที่ล้มเหลวในหนึ่งวัน", "No background job failed within a day"),
                  todo=T("อ่านเหตุใน var/log/worker.log", "Read why in var/log/worker.log"))


def file_store() -> Iterator[Finding]:
    """The bucket, where files are kept in one: it is there and answers to our keys."""
    from django.core.files.storage import default_storage

    kept: Any = default_storage
    bucket, why = getattr(kept, "bucket_name", ""), ""
    if not bucket:
        return
    try:
        kept.connection.meta.client.head_bucket(Bucket=bucket)
    except Exception as error:  # noqa: BLE001 (whatever keeps it from answering is the finding)
        why = f"{type(error).__name__}: {error}"
    yield Finding(ok=not why,
                  says=T("บัคเก็ต {bucket} ไม่ตอบ: {why}", "The bucket {bucket} does not answer: {why}",
                         bucket=bucket, why=why) if why
                  else T("บัคเก็ต {bucket} ตอบ", "The bucket {bucket} answers", bucket=bucket),
                  todo=T("ตรวจค่า RIANRU_S3_… กุญแจ และสิทธิ์", "Check RIANRU_S3_…, its keys and their rights"))


def migrations() -> Iterator[Finding]:
    from rianru.config.prepare import pending

    waiting = pending()
    yield Finding(ok=not waiting,
                  says=T("ฐานข้อมูลยังไม่ได้ปรับโครงสร้าง {count} ขั้น",
                         "{count} {count:migration|migrations} {count:is|are} pending", count=len(waiting))
                  if waiting else T("โครงสร้างฐานข้อมูลตรงกับโปรแกรม", "Every migration has been applied"),
                  todo=T("สั่ง rianru migrate", "Run rianru migrate"))


def readiness() -> Iterator[Finding]:
    """What /readyz asks, from here: index and its lag, age of the queue, disk."""
    from django.conf import settings

    from rianru.config.supervise import is_draining
    from rianru.web.health import readiness as asked

    if not is_draining(settings.DRAINING_FILE):
        settings.DRAINING_FILE = settings.VAR / "run" / "nothing"  # a mark that a killed supervisor left says nothing
    todo = {
        "index": T("เปิด rianru index หรือสั่ง rianru reindex", "Run rianru index, or rianru reindex"),
        "queue": T("เปิด rianru worker", "Run rianru worker"),
        "migrations": T("สั่ง rianru migrate", "Run rianru migrate"),
        "draining": T("กำลังปิด รอให้ปิดเสร็จ แล้วสั่ง rianru run", "It is stopping; wait, then run rianru run"),
    }
    for check in asked():
        plain = T("readyz {name}: {detail}", "readyz {name}: {detail}", name=check.name)
        says = WELL.get(check.name, plain) if check.ok else plain
        yield Finding(ok=check.ok, says=says.having(detail=check.detail), todo=todo.get(check.name))


# By the name of a check of /readyz, what holds where it is well.
WELL = {
    "database": T("ฐานข้อมูลเขียนได้ ({detail})", "The database can be written ({detail})"),
    "migrations": T("readyz เห็นโครงสร้างฐานข้อมูลครบ ({detail})", "To /readyz the schema is complete ({detail})"),
    "index": T("ดัชนีค้นหาตามทัน ({detail})", "The search index keeps up ({detail})"),
    "queue": T("คิวงานเดินอยู่ ({detail})", "The queue of jobs moves ({detail})"),
    "disk": T("ดิสก์มีที่ว่างพอ ({detail})", "The disk has room ({detail})"),
}
BEFORE: list[Callable[[], Iterator[Finding]]] = [python, packages, embedded_programs, var_and_disk, keys, front_end]
DATABASE: list[Callable[[Connection], Iterator[Finding]]] = [server, stalled_jobs]
def money() -> Iterator[Finding]:
    """The ledger: every transaction sums to nought, and every balance is the sum of its entries."""
    from rianru.treasury.queries import unbalanced

    wrong = unbalanced()
    if not wrong:
        yield Finding(ok=True, says=T("บัญชีเงินลงตัวทุกรายการ", "Every account of money adds up"))
        return
    kind, id, off = wrong[0]
    yield Finding(
        ok=False,
        says=T("บัญชีเงินไม่ลงตัว {n:,} แห่ง ที่แรก {kind} {id} ต่าง {off:,} สตางค์",
               "Money does not add up in {n:,} {n:place|places}; the first: {kind} {id}, off by {off:,} satang",
               n=len(wrong), kind=kind, id=str(id), off=off),
        todo=T("มีคนแก้ฐานข้อมูลโดยตรง กู้คืนจากข้อมูลสำรอง หรือหาว่าใครแก้ก่อนใช้ต่อ",
               "The database was changed by hand. Restore a backup, or find out who did it before going on."),
    )


def signing_keys() -> Iterator[Finding]:
    """Every key that signs badges is there."""
    from rianru.credentials.queries import keys_away

    away = keys_away()
    if not away:
        yield Finding(ok=True, says=T("กุญแจลงชื่อใบรับรองอยู่ครบ", "Every key that signs badges is there"))
        return
    yield Finding(
        ok=False,
        says=T("กุญแจลงชื่อใบรับรองหายไป {n:,} ดอก ดอกแรก {file}",
               "{n:,} {n:key that signs|keys that sign} badges {n:is|are} gone; the first: {file}",
               n=len(away), file=away[0]),
        todo=T("กู้ keys/credentials จากที่สำรองไว้ หรือสั่ง rianru credential-keys rotate",
               "Restore keys/credentials from the backup of the keys, or run rianru credential-keys rotate."),
    )


DJANGO: list[Callable[[], Iterator[Finding]]] = [file_store, migrations, money, signing_keys, readiness, backups]


def _with_django() -> Iterator[Finding]:
    import django

    try:
        django.setup()
    except Exception as error:  # noqa: BLE001 (whatever keeps it from loading is the finding)
        yield Finding(ok=False, todo=SETUP, says=T("โปรแกรมโหลดไม่ขึ้น: {why}", "The program does not load: {why}",
                                                   why=f"{type(error).__name__}: {error}"))
        return
    for check in DJANGO:
        try:
            found = list(check())
        except Exception as error:  # noqa: BLE001 (a check that cannot run is a finding)
            found = [Finding(ok=False, says=T("ตรวจ {name} ไม่ได้: {why}", "{name} could not be checked: {why}",
                                              name=check.__name__, why=f"{type(error).__name__}: {error}".strip()),
                             todo=T("สั่ง rianru migrate แล้วตรวจใหม่", "Run rianru migrate, then look again"))]
        yield from found
        if not all(finding.ok for finding in found):
            return


def _locked(text: str) -> dict[str, tuple[list[str], bool]]:
    """By name, the versions that a pip lock file allows, and whether each is only for some systems or Pythons."""
    found: dict[str, tuple[list[str], bool]] = {}
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;)?", line):
            versions, marked = found.get(match.group(1), ([], True))
            found[match.group(1)] = ([*versions, match.group(2)], marked and match.group(3) is not None)
    return found


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _key_problem(path: Path) -> str:
    try:
        found = path.stat()
        if not path.read_bytes().strip():
            return "empty"
    except OSError as error:
        return error.strerror or str(error)
    return f"mode {stat.S_IMODE(found.st_mode):04o}" if stat.S_IMODE(found.st_mode) & 0o077 else ""


def _bad_key(path: Path, problem: str) -> Finding:
    return Finding(ok=False, says=T("กุญแจ {path}: {problem}", "Key {path}: {problem}", path=str(path), problem=problem),
                   todo=T("chmod 600 แฟ้มนั้น หรือกู้คืนจากข้อมูลสำรองของกุญแจ",
                          "chmod 600 it, or restore it from the backup of the keys"))
