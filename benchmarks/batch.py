"""A class of simulated students: `grader batch` beside one plain pytest process per student.

Both get the same files and the same suites, and run on as many processes as there are CPUs. Plain
pytest has no isolation, diagnosis, report or database; it is given the suites through
``benchmarks.plain``. A process that does not end within ``PATIENCE`` seconds is stopped.

    python -m benchmarks.batch [assignment] [students] [rounds]
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measure import BIN, ROOT, seconds, table, write

WORKERS = os.cpu_count() or 1
PATIENCE = 20.0
ROUNDS = 2


def submissions(made: Path, assignment: str) -> dict[str, Path]:
    """The file of each student that both can read: one `.py` or `.ipynb`, by student."""
    with (made / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "graded"]
    found = {}
    for row in rows:
        path = made / "submissions" / row["file"]
        path = next(path.glob(f"{assignment}.*"), path) if path.is_dir() else path
        if path.suffix in {".py", ".ipynb"}:
            found[row["student"]] = path
    return found


def plain_pytest(file: Path, assignment: str, empty: Path) -> int | None:
    """The points that plain pytest gives to *file*; None where it came to no end."""
    folder = ROOT / "assignments" / assignment
    entry = ROOT / "reference" / assignment / f"{assignment}.py"
    command: list[str | Path] = [
        BIN / "python",
        "-m",
        "pytest",
        "-q",
        "--tb=no",
        "-c",
        empty / "pytest.ini",
    ]
    options: list[str | Path] = [
        "-p",
        "benchmarks.plain",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "--rootdir",
        folder,
    ]
    files: list[str | Path] = ["--student", file, "--entry", entry]
    try:
        done = subprocess.run(
            [*command, *options, *files, folder / "public", folder / "hidden"],
            cwd=empty,
            env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    last = done.stdout.strip().rpartition("\n")[2].split()
    return int(last[1]) if last[:1] == ["points"] else None


def timed(action: Callable[[], object]) -> float:
    """Wall seconds of *action*."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Measure in turns, print, and write the section of the page."""
    assignment = sys.argv[1] if len(sys.argv) > 1 else "softmax_numpy"
    students = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = folder / "class"
        options: list[str | Path] = ["--students", str(students), "--seed", "1", "--out", made]
        seconds([BIN / "grader", "simulate", assignment, *options])
        found = submissions(made, assignment)
        write(f"batch-{assignment}", measure(folder, found, assignment, rounds))


def measure(folder: Path, files: dict[str, Path], assignment: str, rounds: int) -> str:
    """The section's text: submissions per second of both, and their ratio."""
    given = folder / "given"
    for student, file in files.items():
        (given / student).mkdir(parents=True)
        shutil.copy(file, given / student / f"{assignment}{file.suffix}")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    points: dict[str, int | None] = {}

    def ours() -> None:
        options: list[str | Path] = ["--workers", str(WORKERS), "--fresh", "--out", folder / "out"]
        seconds([BIN / "grader", "batch", given, "-a", assignment, *options])

    def plain() -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            found = pool.map(lambda file: plain_pytest(file, assignment, folder), files.values())
            points.update(zip(files, found, strict=True))

    ours()
    taken = [(timed(ours), timed(plain)) for _ in range(rounds)]
    graded = gradebook(folder / "out" / "gradebook.csv")
    same = sum(points[name] == graded.get(name) for name in files)
    endless = sum(found is None for found in points.values())
    mean = [len(files) / statistics.median(column) for column in zip(*taken, strict=True)]
    ratio = statistics.median(other / own for own, other in taken)
    rows = [
        ["`grader batch`: isolation, diagnosis, reports, database", f"{mean[0]:.1f}", "1"],
        ["one plain pytest process per student", f"{mean[1]:.2f}", f"{1 / ratio:.3f}"],
    ]
    return (
        table([f"`{assignment}`", "submissions per second", "relative"], rows)
        + f"\n\n`grader batch` is {ratio:.1f} times as fast: {len(files)} submissions, "
        f"{WORKERS} processes each, rounds in turns: {rounds}. "
        f"Both give the same points to {same}; {endless} of the plain processes were stopped "
        f"after {PATIENCE:.0f} s."
    )


def gradebook(path: Path) -> dict[str, int]:
    """Points earned, by student."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: int(row["earned"] or 0) for row in csv.DictReader(file)}


if __name__ == "__main__":
    main()
