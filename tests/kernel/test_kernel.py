"""Laws for the whole of the kernel, each looked at in a process of its own."""

import subprocess
import sys

IMPORT_ALL = """
import pkgutil, importlib, sys, rianru.kernel
for module in pkgutil.walk_packages(rianru.kernel.__path__, "rianru.kernel."):
    if not module.name.startswith("rianru.kernel.formats"):
        importlib.import_module(module.name)
from rianru.kernel.thai import index_tokens
index_tokens("ห้องสมุด")
print([name for name in ("django", "pythainlp", "psycopg") if name in sys.modules])
"""

MANY_THREADS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from rianru.kernel.thai import index_tokens, lexicon
barrier = Barrier(8)
loads = []
load = lexicon._load
lexicon._load = lambda: (loads.append(1), load())[1]
def ask(_):
    barrier.wait()
    return tuple(index_tokens("ย้อมผ้าสีแดง"))
with ThreadPoolExecutor(8) as pool:
    print(set(pool.map(ask, range(8))), len(loads))
"""


def answer(program: str) -> str:
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_kernel_loads_neither_django_nor_pythainlp_nor_a_database() -> None:
    assert answer(IMPORT_ALL) == "[]"


def test_threads_that_ask_at_once_share_one_word_list() -> None:
    assert answer(MANY_THREADS) == "{('ย้อม', 'ผ้า', 'สีแดง')} 1"
