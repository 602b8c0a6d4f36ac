from io import StringIO

import pytest

from rianru.kernel.progress import Progress
from rianru.kernel.words import T, speaking

LABEL = T("นำเข้า", "Importing")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def run(out: StringIO, steps: int, seconds: float, total: int | None = None) -> list[str]:
    clock = Clock()
    with Progress(steps if total is None else total, LABEL, out, clock) as progress:
        for _ in range(steps):
            clock.now += seconds
            progress.advance()
    return out.getvalue().splitlines()


def test_a_log_gets_a_line_for_every_tenth_part() -> None:
    lines = run(StringIO(), 100, 1.0)
    assert len(lines) == 11
    assert lines[0] == "นำเข้า 10/100 (10%) · เหลือราว 90 วินาที"
    assert lines[-1] == "นำเข้า 100/100 (100%) · เสร็จแล้ว"


def test_a_log_of_slow_work_gets_a_line_every_half_minute() -> None:
    clock, out = Clock(), StringIO()
    progress = Progress(1_000_000, LABEL, out, clock)
    for _ in range(120):
        clock.now += 1
        progress.advance()
    assert len(out.getvalue().splitlines()) == 4


def test_nothing_is_printed_more_than_five_times_a_second() -> None:
    clock, out = Clock(), Terminal()
    progress = Progress(10_000, LABEL, out, clock)
    for _ in range(10_000):
        clock.now += 0.001
        progress.advance()
    assert out.getvalue().count("\r") <= 50
    assert run(StringIO(), 1000, 0.0001) == ["นำเข้า 1,000/1,000 (100%) · เสร็จแล้ว"]


def test_a_terminal_gets_one_bar_that_fills() -> None:
    out = Terminal()
    with speaking("en"):
        run(out, 2, 1.0)
    frames = out.getvalue().split("\r")
    assert frames[1].rstrip() == "████████████░░░░░░░░░░░░ Importing 1/2 (50%) · about 1 s left"
    assert frames[-1].rstrip() == "████████████████████████ Importing 2/2 (100%) · done"
    assert out.getvalue().count("\n") == 1


def test_work_of_unknown_or_no_length_is_counted() -> None:
    clock, out = Clock(), StringIO()
    with Progress(None, LABEL, out, clock) as progress:
        clock.now += 31
        progress.advance(5)
    assert out.getvalue().splitlines() == ["นำเข้า 5", "นำเข้า 5 · เสร็จแล้ว"]
    assert run(StringIO(), 0, 0) == ["นำเข้า 0 · เสร็จแล้ว"]


def test_work_that_breaks_says_where_it_stopped() -> None:
    out = StringIO()

    def break_off() -> None:
        with Progress(10, LABEL, out, Clock()) as progress:
            progress.advance(4)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert out.getvalue().splitlines() == ["นำเข้า 4/10 (40%) · หยุดกลางทาง"]
