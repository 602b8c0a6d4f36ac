"""The two commands as people type them."""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rianru.config import schema
from rianru.config.backup import archive, keys, restoring, sums, taking, unfinished
from rianru.config.embedded import Embedded, var_folder
from rianru.config.refusals import MigrationsMissing
from rianru.kernel.words import T


def backup(rest: list[str], *, about: str) -> int:
    """`rianru backup DEST`."""
    parser = argparse.ArgumentParser(prog="rianru backup", description=about)
    parser.add_argument("dest", type=Path, help="โฟลเดอร์ที่เก็บชุดสำรอง / the folder that holds the archives")
    parser.add_argument("--keep", type=_positive, metavar="N",
                        help="เก็บชุดใหม่สุด N ชุด ลบที่เก่ากว่า / keep the newest N archives, remove older ones")
    parser.add_argument("--keys", type=Path, metavar="FILE",
                        help="เก็บกุญแจลงไฟล์นี้ด้วย / write the keys to this file too, apart from the archives")
    options = parser.parse_args(rest)
    return _backup(options.dest, keep=options.keep, key_file=options.keys)


def restore(rest: list[str], *, about: str) -> int:
    """`rianru restore FROM`."""
    parser = argparse.ArgumentParser(prog="rianru restore", description=about)
    parser.add_argument("source", metavar="FROM", type=Path, help="โฟลเดอร์ rianru-… ชุดหนึ่ง / one folder rianru-…")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="ไฟล์กุญแจที่สำรองไว้ / the file of keys")
    parser.add_argument("--check", action="store_true",
                        help="ตรวจชุดสำรองอย่างเดียว / only examine the archive, restore nothing")
    options = parser.parse_args(rest)
    if options.check:
        show(archive.verify(options.source), options.source)
        return 0
    return _restore(options.source.absolute(), key_file=options.keys)


def show(manifest: archive.Manifest, folder: Path) -> None:
    """What an archive holds, with the two sums that `restore` prints again."""
    _say(T("{folder} จากรุ่น {release} เมื่อ {at}", "{folder} of release {release}, taken at {at}",
           folder=str(folder), release=manifest.release, at=manifest.made_at))
    show_sums(manifest.tables, files_count=manifest.files, files_digest=archive.files_digest(folder))
    if manifest.absent:
        _say(T("ฐานข้อมูลอ้างถึงไฟล์ที่ไม่มีอยู่แล้ว {count:,} ไฟล์",
               "The database names {count:,} {count:file|files} that nobody has.",
               count=manifest.absent))


def show_sums(tables: dict[str, sums.Sum], *, files_count: int, files_digest: str) -> None:
    print(f"database  {len(tables)} tables  {sum(one.rows for one in tables.values())} rows  {sums.overall(tables)}")
    print(f"files     {files_count} files  {files_digest}", flush=True)


def _backup(place: Path, *, keep: int | None, key_file: Path | None) -> int:
    import django

    var = var_folder()
    unfinished.demand_finished(var)
    with schema.connect() as connection:
        if connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone() == (True,):
            raise MigrationsMissing(count=1, first="core.0001_initial")
    django.setup()
    from django.core.files.storage import default_storage

    source = taking.Source(conninfo=schema.conninfo(), storage=default_storage, var=var,
                           release=importlib.metadata.version("rianru"))
    taken = taking.take(source, place, at=datetime.now(UTC), keep=keep)
    show(taken.manifest, taken.folder)
    for name in taken.removed:
        _say(T("ลบชุดเก่า {name}", "Removed the older {name}", name=name))
    if key_file is not None:
        count = keys.save(var, key_file, place=place)
        _say(T("กุญแจ {count} ไฟล์อยู่ที่ {path} เข้ารหัสและเก็บแยกจากข้อมูล ใครมีทั้งสองอย่างปลอมแปลงได้",
               "{count} {count:key|keys} {count:is|are} in {path}. Encrypt it and keep it apart from the data: "
               "who has both can forge.",
               count=count, path=str(key_file)))
    else:
        _say(T("กุญแจใน {path} ไม่อยู่ในชุดนี้ สำรองแยกด้วย --keys",
               "The keys in {path} are not in it: --keys backs them up apart.", path=str(var / "keys")))
    return 0


def _restore(folder: Path, *, key_file: Path | None) -> int:
    _say(T("กำลังตรวจชุดสำรอง", "Examining the archive."))
    manifest = archive.verify(folder)
    var = var_folder()
    with _database(var, key_file):
        import django

        django.setup()
        restored = restoring.restore(folder, _target(var))
        show_sums(restored.tables, files_count=restored.files, files_digest=archive.files_digest(folder))
        _count_facts()
        _rebuild_index()
    _say(T("กู้คืนแล้ว สั่ง rianru doctor และ rianru verify-facts", "Restored. Now rianru doctor and rianru verify-facts."))
    if key_file is None:
        _say(T("ยังไม่ได้กู้คืนกุญแจ หากมีไฟล์กุญแจ ให้นำกลับก่อนเปิดใช้",
               "No keys were restored: put them back before you start."))
    if manifest.absent:
        _say(T("ไม่มีไฟล์ {count:,} ไฟล์อยู่ตั้งแต่ตอนสำรอง",
               "{count:,} {count:file|files} {count:was|were} missing when it was taken.", count=manifest.absent))
    return 0


@contextlib.contextmanager
def _database(var: Path, key_file: Path | None) -> Iterator[None]:
    """The keys first, since settings make what is missing; then the server of DATABASE_URL, or one of our own."""
    from rianru.config.embedded.siting import make_var

    make_var(var)
    if key_file is not None:
        keys.restore(key_file, var)
    embedded = None if os.environ.get("DATABASE_URL") else Embedded(var)
    if embedded is not None:
        embedded.start()
    try:
        schema.connect().close()
        yield
    finally:
        if embedded is not None:
            embedded.stop()


def _target(var: Path) -> restoring.Target:
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from django.db.migrations.loader import MigrationLoader

    def migrate() -> None:
        call_command("migrate", interactive=False, verbosity=0)

    disk = MigrationLoader(None).disk_migrations or {}
    known = {f"{app}.{name}" for key, one in disk.items() for app, name in (key, *one.replaces)}
    return restoring.Target(conninfo=schema.conninfo(), storage=default_storage, var=var, known=known,
                            migrate=migrate, told=_say)


def _count_facts() -> None:
    """The roll-up, so that the first figures that anybody sees are whole."""
    from rianru.core.facts import rollup

    while rollup.advance(limit=50_000):
        pass


def _rebuild_index() -> None:
    from rianru.core.search import follow, store

    _say(T("กำลังสร้างดัชนีค้นหา", "Building the search index."))
    with store.writing():
        count = follow.rebuild(told=lambda done: print(f"  {done:,}", flush=True) if done % 50_000 == 0 else None)
    _say(T("ดัชนีมี {count:,} รายการ", "The index holds {count:,} {count:document|documents}.", count=count))


def _positive(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError("จำนวนเต็มตั้งแต่ 1 / a whole number from 1")


def _say(words: T) -> None:
    print(words.in_("th"), words.in_("en"), sep="\n", flush=True)

