"""The `rianru` command. Exit code 0: done; 1: refused, or something to mend; 2: the command was not understood."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

SETTINGS = "rianru.config.settings"
MANAGEMENT = {"worker": "work", "index": "follow_index", "demo": "build_demo", "admin": "make_admin"}
TYPED = {command: name for name, command in MANAGEMENT.items()}
WITHOUT_DATABASE = {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages",
                    "makemigrations", "marc_doctor", "repeat_draw", "version"}
HELP = {
    "run": T("เปิดทุกอย่างบนเครื่องนี้", "start everything on this machine"),
    "serve": T("เปิดเว็บอย่างเดียว ใช้ฐานข้อมูลที่มีอยู่", "the web only, over a database that runs elsewhere"),
    "worker": T("ทำงานเบื้องหลัง", "do background work"),
    "index": T("ตามดัชนีค้นหา", "keep the search index up to date"),
    "migrate": T("ปรับโครงสร้างฐานข้อมูล", "bring the database up to date"),
    "load-areas": T("โหลดเขตการปกครองและวันหยุด", "load areas and holidays"),
    "admin": T("สร้างผู้ดูแลและลิงก์เข้าใช้ครั้งเดียว", "make an administrator and a link that works once"),
    "clear-second-factor": T("ล้างขั้นที่สองที่หาย", "clear a second step that was lost"),
    "add-network": T("เพิ่มเครือข่าย", "add a network"),
    "lay-standard": T("วางหรือปรับมาตรฐาน", "lay a standard, or bring it up to date"),
    "add-spaces": T("เพิ่มแหล่งเรียนรู้จากตาราง CSV", "add spaces from a CSV table"),
    "import-spaces": T("นำรายชื่อแหล่งเรียนรู้เข้า", "bring in a list of spaces"),
    "export-spaces": T("นำแหล่งเรียนรู้ออกเป็นไฟล์", "take spaces out as a file"),
    "add-source": T("เพิ่มแหล่งข้อมูลระเบียน", "add a source of records"),
    "import-marc": T("นำเข้าระเบียน MARC", "import MARC records"),
    "marc-doctor": T("ตรวจและซ่อมไฟล์ระเบียน", "examine and mend a file of records"),
    "rematch": T("อ่านและจับคู่ระเบียนใหม่", "read and match the records anew"),
    "export-matches": T("ส่งออกผลจับคู่ระเบียน", "export which records are one edition and work"),
    "repeat-draw": T("คำนวณผลแบ่งที่นั่งซ้ำ", "compute a published draw of seats again"),
    "backup": T("สำรองฐานข้อมูลและไฟล์", "back up the database and the files"),
    "restore": T("กู้คืนจากข้อมูลสำรอง", "restore a backup"),
    "reindex": T("สร้างดัชนีค้นหาใหม่", "rebuild the search index"),
    "verify-facts": T("ตรวจว่าบันทึกไม่ถูกแก้", "check that the facts were not altered"),
    "credential-keys": T("กุญแจลงชื่อใบรับรอง", "the keys that sign badges"),
    "api-key": T("กุญแจ API ของพันธมิตร", "the API keys of partners"),
    "demo": T("สร้างข้อมูลตัวอย่าง", "build the demo"),
    "demo-signins": T("ผู้ใช้ตัวอย่างที่เข้าใช้ได้ด้วยคลิกเดียว", "who of the demo can be signed in as with one click"),
    "doctor": T("ตรวจการติดตั้งทั้งหมด", "check the whole installation"),
}


def main(argv: list[str] | None = None) -> int:
    """Runs one command; every refusal is printed in Thai and English. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    given = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(given)
    except Refused as refusal:
        return _say(refusal)
    except ImportError as error:
        return _half_installed(error)
    except BrokenPipeError:
        return _unheard()
    except OSError as error:
        return _system(error)
    except KeyboardInterrupt:
        return 130


def demand_database() -> None:
    """Refuses with DatabaseNotRunning, DatabaseDown or DatabaseTooOld."""
    from rianru.config import schema

    schema.connect().close()


def demand_schema() -> None:
    """Refuses with MigrationsMissing too. Django is asked only where the database's own note does not say yes."""
    from rianru.config import schema
    from rianru.config.refusals import MigrationsMissing

    with schema.connect() as connection:
        if schema.is_current(connection):
            return
    import django

    django.setup()
    from rianru.config.prepare import pending

    if waiting := pending():
        raise MigrationsMissing(count=len(waiting), first=waiting[0])


def _dispatch(given: list[str]) -> int:
    name, rest = (given[0], given[1:]) if given else ("--help", [])
    if name in OWN:
        return OWN[name](rest)
    if name == "help" and rest:
        return _dispatch([rest[0], "--help"])
    if name in ("-h", "--help", "help"):
        _usage().print_help()
        return 0
    if name.startswith("-"):
        _usage().error(f"ไม่รู้จัก / not understood: {name}")
    return _manage(name, rest)


def _usage() -> argparse.ArgumentParser:
    lines = [f"  {name:<20}{text.in_('th')}\n{'':<22}{text.in_('en')}" for name, text in HELP.items()]
    return argparse.ArgumentParser(
        prog="rianru", usage="rianru <คำสั่ง / command> [...]", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="เรียนรู้ แพลตฟอร์มเมืองแห่งการเรียนรู้ / Rianru, the platform of learning cities\n\n"
                    "คำสั่ง / commands:\n" + "\n".join(lines)
                    + "\n\nแต่ละคำสั่งมี --help / each command has --help",
    )


def _run(rest: list[str]) -> int:
    from rianru.config import running

    parser = _web_parser("run")
    parser.add_argument("--demo", action="store_true",
                        help="พร้อมข้อมูลสาธิต / with the demo and its one-click sign-ins")
    options = parser.parse_args(rest)
    return running.run(demo=options.demo, host=options.host, port=options.port)


def _serve(rest: list[str]) -> int:
    from rianru.config import running

    options = _web_parser("serve").parse_args(rest)
    return running.serve(host=options.host, port=options.port)


def _doctor(rest: list[str]) -> int:
    from rianru.config import doctor

    parser = argparse.ArgumentParser(prog="rianru doctor", description=_about("doctor"))
    parser.add_argument("--port", type=_port, default=8000, help="พอร์ตที่จะใช้ / the port you mean to use (8000)")
    return doctor.examine(port=parser.parse_args(rest).port)


def _backup(rest: list[str]) -> int:
    from rianru.config.backup import commands

    return commands.backup(rest, about=_about("backup"))


def _restore(rest: list[str]) -> int:
    from rianru.config.backup import commands

    return commands.restore(rest, about=_about("restore"))


def _web_parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"rianru {name}", description=_about(name))
    parser.add_argument("--host", default="127.0.0.1", help="ที่อยู่ที่เปิดรับ / the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="พอร์ต / the port to listen on (8000)")
    return parser


def _about(name: str) -> str:
    return f"{HELP[name].in_('th')} / {HELP[name].in_('en')}"


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError("พอร์ตเป็นเลข 1 ถึง 65535 / a port is a number from 1 to 65535")


def _manage(name: str, rest: list[str]) -> int:
    """A management command of Django's or ours, in this process. An unknown one is exit code 2."""
    from rianru.demo.management.commands._refusals import DemoRefused

    command = MANAGEMENT.get(name, name.replace("-", "_"))
    if command == "build_demo" and os.environ.get("DATABASE_URL"):
        raise DemoRefused()
    if not _known(command):
        return 2
    ours = _is_ours(command)
    if "--help" not in rest and "-h" not in rest and command not in WITHOUT_DATABASE:
        demand_schema() if ours else demand_database()
    try:
        _execute(command, ["rianru", TYPED.get(command, command.replace("_", "-")) if ours else command, *rest])
    except Exception as error:
        _explain(error)
        raise
    return 0


def _is_ours(command: str) -> bool:
    from django.core.management import get_commands

    return str(get_commands().get(command, "")).startswith("rianru.")


def _execute(command: str, argv: list[str]) -> None:
    """As `django.core.management` does; its words about the usage show the name that people type."""
    from django.core.management import ManagementUtility

    utility = ManagementUtility(argv)
    if argv[1] == command:
        utility.execute()
    else:
        utility.fetch_command(command).run_from_argv(argv)


def _known(command: str) -> bool:
    import django
    from django.core.management import get_commands

    from rianru.config.refusals import CommandUnknown

    django.setup()
    if command in get_commands():
        return True
    _say(CommandUnknown(name=command.replace("_", "-")))
    return False


def _explain(error: Exception) -> None:
    """A database that went away while the command ran is named; anything else is a defect and crashes."""
    from django.db import InterfaceError, OperationalError

    if isinstance(error, OperationalError | InterfaceError):
        demand_database()


def _unheard() -> int:
    """Whoever read what we print is gone, as `head` is after its lines: as a shell counts it, and without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


def _say(refusal: Refused) -> int:
    print(refusal.text("th"), refusal.text("en"), sep="\n", file=sys.stderr, flush=True)
    return 1


def _half_installed(error: ImportError) -> int:
    from rianru.config.refusals import HalfInstalled

    if (error.name or "rianru").split(".")[0] == "rianru":
        raise error
    return _say(HalfInstalled(package=error.name))


def _system(error: OSError) -> int:
    """A full disk or a folder that cannot be written is named; anything else is a defect and crashes."""
    from rianru.config.embedded import var_folder
    from rianru.config.refusals import NoSpace, VarNotWritable

    var = var_folder()
    where = Path(error.filename) if isinstance(error.filename, str) else var
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        existing = next(folder for folder in (where, *where.absolute().parents) if folder.exists())
        free = shutil.disk_usage(existing).free // 1024**2
        return _say(NoSpace(path=str(where), free_mb=free, needed_mb=300))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and where.is_relative_to(var):
        return _say(VarNotWritable(path=str(where), reason=error.strerror or str(error)))
    raise error


OWN: dict[str, Callable[[list[str]], int]] = {
    "run": _run, "serve": _serve, "doctor": _doctor, "backup": _backup, "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main())
