"""A batch that is killed outright, fifty times, ends as one that nobody disturbed."""

from __future__ import annotations

import csv
import os
import random
import signal
import time
from pathlib import Path

from click.testing import CliRunner
from engine import COURSE

from grader.cli.instructor import main
from grader.store import open_store

RIGHT = (COURSE / "reference/tiny/tiny.py").read_bytes()
WRONG = RIGHT + (COURSE / "assignments/tiny/mutants/wrong-axis.py").read_bytes()
ROUNDS, KILLS = 5, 10


def batch(work: Path, out: Path) -> None:
    command = ["batch", str(work), "-a", "tiny", "--out", str(out), "--course", str(COURSE)]
    ran = CliRunner().invoke(main, [*command, "--workers", "2"])
    assert ran.exit_code == 0, ran.output


def start(work: Path, out: Path) -> int:
    """The same in a process of its own; its number."""
    pid = os.fork()
    if pid == 0:
        try:
            batch(work, out)
        finally:
            os._exit(0)
    return pid


def recorded(out: Path) -> dict[str, int]:
    """How many attempts everyone has."""
    if not (out / "results.sqlite").exists():
        return {}
    with open_store(out / "results.sqlite") as store:
        return {student: store.attempts(student, "tiny") for student in store.students("tiny")}


def rows(out: Path) -> list[tuple[str, ...]]:
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        facts = ("student", "status", "earned", "attempts", "digest", "misconceptions")
        return [tuple(row[fact] for fact in facts) for row in csv.DictReader(file)]


def test_fifty_kills_lose_nothing_and_leave_no_row_twice(tmp_path: Path) -> None:
    work = tmp_path / "in"
    work.mkdir()
    for number in range(24):
        broken = work / f"sv{number:02}.ipynb"
        right = work / f"sv{number:02}.py"
        if number % 3:
            broken.write_bytes(b"{" * (number + 1))
        else:
            right.write_bytes(RIGHT if number % 2 else WRONG)
    batch(work, tmp_path / "undisturbed")
    chance = random.Random(7)

    for number in range(ROUNDS):
        out, finished = tmp_path / f"out{number}", dict[str, int]()
        for _ in range(KILLS):
            pid = start(work, out)
            time.sleep(chance.uniform(0.01, 0.7))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            found = recorded(out)
            assert finished.keys() <= found.keys()
            assert set(found.values()) <= {1}
            finished = found
        batch(work, out)
        assert rows(out) == rows(tmp_path / "undisturbed")
        reports = [path.relative_to(out) for path in sorted(out.glob("students/*/*"))]
        assert len(reports) == 2 * 24
        assert not [path for path in reports if path.name not in {"report.html", "result.json"}]
