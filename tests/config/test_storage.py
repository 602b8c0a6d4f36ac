"""Files that people send: in a folder, or in a bucket of a real S3 server on this machine."""

import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.test import override_settings
from moto.server import ThreadedMotoServer

from rianru.config import doctor, storage

CONTENT = os.urandom(1 << 20) * 11  # more than one part of an upload, more than two blocks of a reading
KEYS = {"RIANRU_S3_BUCKET": "uploads", "RIANRU_S3_ACCESS_KEY": "someone", "RIANRU_S3_SECRET_KEY": "secret",
        "RIANRU_S3_REGION": "ap-southeast-1", "RIANRU_S3_PREFIX": "/rianru/"}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the S3 server."""
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


def chosen(monkeypatch: pytest.MonkeyPatch, **names: str) -> Any:
    """What settings.py makes of these environment variables."""
    for name in [*KEYS, "RIANRU_S3_ENDPOINT"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    from rianru.config import settings

    return runpy.run_path(settings.__file__)["STORAGES"]


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """The default storage as the settings choose it, with an empty bucket."""
    made = chosen(monkeypatch, **KEYS, RIANRU_S3_ENDPOINT=server)
    with override_settings(STORAGES=made):
        found: Any = storages["default"]
        found.connection.create_bucket(
            Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"}
        )
        yield found
        found.bucket.objects.all().delete()
        found.bucket.delete()


def test_a_folder_unless_a_bucket_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(monkeypatch)["default"] == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert chosen(monkeypatch, **KEYS)["default"]["BACKEND"] == "rianru.config.storage.Bucket"


@pytest.mark.parametrize("place", ["a bucket", "a folder"])
def test_a_file_is_saved_opened_read_from_the_middle_and_deleted(
    place: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kept = request.getfixturevalue("bucket") if place == "a bucket" else FileSystemStorage(tmp_path)
    sent = ContentFile(CONTENT)
    name = kept.save("imports/หนังสือ.mrc", sent)
    assert (kept.exists(name), kept.size(name), sent.closed) == (True, len(CONTENT), False)
    with kept.open(name, "rb") as file:
        assert file.read(10) == CONTENT[:10]
        middle = 7 << 20
        file.seek(middle)
        assert (file.read(1000), file.tell()) == (CONTENT[middle : middle + 1000], middle + 1000)
        file.seek(-10, os.SEEK_END)
        assert (file.read(100), file.read(1)) == (CONTENT[-10:], b"")
        file.seek(0)
        assert b"".join(iter(lambda: file.read(999_999), b"")) == CONTENT
    kept.delete(name)
    kept.delete(name)
    assert kept.exists(name) is False
    with pytest.raises(FileNotFoundError):
        kept.open(name, "rb")


def test_the_middle_of_a_large_file_is_reached_without_fetching_the_rest(
    bucket: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = bucket.save("imports/a.mrc", ContentFile(CONTENT))
    fetched: list[int] = []
    real = storage._Ranges.readinto

    def counted(self: Any, buffer: Any) -> int:
        fetched.append(real(self, buffer))
        return fetched[-1]

    monkeypatch.setattr(storage._Ranges, "readinto", counted)
    with bucket.open(name, "rb") as file:
        file.seek(9 << 20)
        assert file.read(5) == CONTENT[9 << 20 : (9 << 20) + 5]
    assert sum(fetched) <= storage.BLOCK < len(CONTENT)


def test_files_lie_below_the_prefix_and_none_is_written_over(bucket: Any) -> None:
    first, second = (bucket.save("imports/a.mrc", ContentFile(one)) for one in (b"one", b"two"))
    assert first != second
    assert [bucket.open(name).read() for name in (first, second)] == [b"one", b"two"]
    keys = sorted(held.key for held in bucket.bucket.objects.all())
    assert keys == sorted(f"rianru/{name}" for name in (first, second))


def test_an_empty_file_is_kept_and_writing_into_a_file_is_refused(bucket: Storage) -> None:
    name = bucket.save("imports/empty", ContentFile(b""))
    assert bucket.open(name).read() == b""
    with pytest.raises(ValueError, match="opened for reading"):
        bucket.open(name, "wb")


@pytest.mark.usefixtures("bucket")
def test_the_doctor_says_that_a_bucket_answers() -> None:
    assert [(one.ok, one.says.in_("en")) for one in doctor.file_store()] == [
        (True, "The bucket uploads answers")
    ]


def test_the_doctor_says_why_a_bucket_that_is_not_there_does_not_answer(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for names in ({"RIANRU_S3_BUCKET": "elsewhere"}, {"RIANRU_S3_ENDPOINT": "http://127.0.0.1:9"}):
        with override_settings(STORAGES=chosen(monkeypatch, **(KEYS | {"RIANRU_S3_ENDPOINT": server} | names))):
            [found] = doctor.file_store()
        assert (found.ok, found.says.in_("en").startswith("The bucket ")) == (False, True)
        assert "secret" not in found.says.in_("en")


def test_control_the_doctor_is_silent_about_a_folder() -> None:
    assert list(doctor.file_store()) == []
