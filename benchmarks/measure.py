"""Commands against the clock, and the figures written down with the machine they are from."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from grader.model import Assignment, ExerciseId
from grader.suite.run import declare_checks

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "README.md"
BIN = ROOT / ".venv" / "bin"


def first_exercises(assignment: Assignment, checks: int) -> list[ExerciseId]:
    """The first exercises that have at least so many checks together."""
    many = Counter(check.exercise for check in declare_checks(assignment))
    found: list[ExerciseId] = []
    for exercise in assignment.exercises:
        if sum(many[each] for each in found) < checks:
            found.append(exercise.id)
    return found


def seconds(command: Sequence[str | Path], *, codes: tuple[int, ...] = (0,)) -> float:
    """Wall time of one run of *command*, which has to end with one of *codes*."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stderr}")
    return taken


def medians(
    commands: dict[str, Sequence[str | Path]], runs: int, *, codes: tuple[int, ...] = (0,)
) -> dict[str, float]:
    """Median wall time of each command, run in turns so that a busy moment hits all of them."""
    for command in commands.values():
        seconds(command, codes=codes)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(seconds(command, codes=codes))
    return {name: statistics.median(times) for name, times in taken.items()}


def machine() -> str:
    """One line about where the figures are from."""
    model = re.search(r"model name\s*:\s*(.+)", _read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", _read("/proc/meminfo"))
    parts = [
        f"{os.cpu_count()} CPUs" + (f" ({model[1].strip()})" if model else ""),
        f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"NumPy {version('numpy')}",
        f"pytest {version('pytest')}",
    ]
    return ", ".join(part for part in parts if part)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(section: str, text: str) -> None:
    """Print *text*, and put it into the page in the place of what *section* said before."""
    print(text)
    stamp = f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}."
    block = f"<!-- {section} -->\n{text}\n\n{stamp}\n<!-- /{section} -->"
    page = PAGE.read_text("utf-8")
    pattern = re.compile(rf"<!-- {section} -->.*?<!-- /{section} -->", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE}: no place for {section}")
    PAGE.write_text(pattern.sub(lambda _: block, page), "utf-8")


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""
