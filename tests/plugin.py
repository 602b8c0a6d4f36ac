"""Before anything of Django is loaded: a var folder of the tests' own. pyproject.toml registers it with `-p`.

Nothing that a test does may reach the data of whoever runs it, so what the shell says about RIANRU_ is not heard, but
for the few names in HEARD.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

TOGETHER = ("tests/e2e/test_kill.py", "tests/trust/test_lending_over_http.py")  # what is made for all of the file costs most
ROOM = 4 * 1024**3  # bytes
HEARD = {"RIANRU_DATA", "RIANRU_RUN_AS", "RIANRU_E2E_URL"}


@pytest.hookimpl(wrapper=True)  # a wrapper runs before pytest-django loads the settings
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Makes the folder and names it to the settings."""
    compile_once()
    if not os.environ.get("RIANRU_E2E_URL"):
        var = own_var()
        early_config.add_cleanup(lambda: shutil.rmtree(var, ignore_errors=True))
    return (yield)


def compile_once() -> None:
    """Where the shell forbids bytecode beside the sources, it is kept within the environment.

    Tests start hundreds of processes: without it each would compile Django and us anew, three seconds of a processor.
    """
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(Path(sys.prefix) / "compiled")
        sys.dont_write_bytecode = False


def own_var() -> Path:
    """A fresh folder that the user of PostgreSQL may pass through, with nothing of the shell's RIANRU_ left.

    A worker of xdist is ended before it has tidied up, so its folder lies within that of its controller.
    """
    above = os.environ.get("RIANRU_VAR") if os.environ.get("PYTEST_XDIST_WORKER") else None
    for name in [name for name in os.environ if name.startswith("RIANRU_") and name not in HEARD]:
        del os.environ[name]
    var = Path(tempfile.mkdtemp(prefix="rianru-tests-", dir=above or roomy_memory())).resolve()
    var.chmod(0o711)
    os.environ["RIANRU_VAR"] = str(var)
    return var


def roomy_memory() -> str | None:
    """Where a database forgets its disk: these tests kill processes, not machines. None where there is little room."""
    memory = Path("/dev/shm")
    return str(memory) if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM else None


class FilesTogether(LoadScopeScheduling):
    """Tests one by one to whoever is free, those of some files to one process.

    Marks of groups would say so, but under pytest 9.2 xdist 3.8 forgets them (it writes a `_nodeid` that is no longer read).
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((file for file in TOGETHER if nodeid.startswith(file)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """`--dist loadgroup` is ours."""
    return FilesTogether(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Static files by their plain names, from where they lie: gathering them is the supervisor's affair.

    Passwords by the same hasher, with the least work that it takes: a test asks whether they are hashed, not how long.
    """
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):  # run without pytest-django
        return
    from django.conf import settings
    from django.contrib.auth.hashers import ScryptPasswordHasher

    ScryptPasswordHasher.work_factor = 2
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
