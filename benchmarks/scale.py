"""Classes of growing size: submissions per second, memory, and a second run of what is unchanged.

    python -m benchmarks.scale [students...]

The hand calculations are graded: of all assignments the one whose submissions cost least, so that
what a batch itself adds to each of them shows most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.measure import BIN, ROOT, seconds, table, write
from grader.sandbox.wall.monitor import family

ASSIGNMENT = "softmax_by_hand"
SIZES = (100, 1_000, 10_000)
LOOK_SECONDS = 0.5


def memory(pid: int) -> int:
    """Bytes that a process has for itself, and its part of what it shares."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


def watched(command: list[str | Path]) -> tuple[float, list[tuple[int, int]]]:
    """Wall seconds of *command*; memory of its first process and of all, as time went on."""
    start = time.perf_counter()
    seen = []
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
        while process.poll() is None:
            each = [memory(pid) for pid in family(process.pid)]
            seen.append((each[0], sum(each)))
            time.sleep(LOOK_SECONDS)
        taken = time.perf_counter() - start
        if process.returncode:
            errors.seek(0)
            raise SystemExit(errors.read().decode())
    return taken, seen


def peak(seen: list[tuple[int, int]], which: int) -> str:
    """The most in the first tenth of the run that is warm, and in the rest, in MB."""
    warm = seen[min(8, len(seen) // 3) :]
    begin = max(1, len(warm) // 10)
    parts = [warm[:begin], warm[begin:] or warm]
    return ", ".join(f"{max(each[which] for each in part) / 2**20:.0f}" for part in parts)


def measure(students: int) -> list[str]:
    """A row of the table."""
    with tempfile.TemporaryDirectory() as name:
        made, out = Path(name, "class"), Path(name, "out")
        options: list[str | Path] = ["--students", str(students), "--seed", "1", "--out", made]
        seconds([BIN / "grader", "simulate", ASSIGNMENT, *options])
        command: list[str | Path] = [BIN / "grader", "batch", made / "submissions"]
        command += ["-a", ASSIGNMENT, "--out", out, "--roster", made / "roster.csv"]
        taken, seen = watched(command)
        again = seconds(command)
        store = (out / "results.sqlite").stat().st_size
    row = [f"{students:,}", f"{students / taken:.1f}", f"{taken:.0f}", peak(seen, 0)]
    return [*row, peak(seen, 1), f"{again:.1f}", f"{store / 2**20:.0f}"]


def main() -> None:
    """Measure, print, and write the section of the page."""
    header = ["students", "a second", "s", "first process, MB", "all, MB", "again, s", "store, MB"]
    rows = [measure(students) for students in map(int, sys.argv[1:] or SIZES)]
    words = (
        f"{os.cpu_count()} processes. Memory: the most in the first tenth of a run once warm, and "
        'in the rest. "Again": the same command when there is nothing to do.'
    )
    write("scale", f"{table(header, rows)}\n\n{words}")


if __name__ == "__main__":
    main()
