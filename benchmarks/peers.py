"""One submission, the same checks: this grader, otter-grader, nbgrader, plain pytest.

Makes an environment for each peer below ``.venv-peers`` (a minute the first time). The peers run
our own checks as plain calls beside the student's code, so all do the same work; none of them has
isolation, diagnosis or a time limit per call switched on.

    python -m benchmarks.peers [assignment]

``mixed`` in place of an assignment is a course of its own: the first exercises of ``softmax_numpy``
and of ``torch_models``, 27 checks of NumPy and 12 of PyTorch.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import BIN, ROOT, first_exercises, table, write
from grader.assignment import find_course, load_assignment
from grader.model import Check
from grader.pipeline import open_grader
from grader.submission import load_submission
from grader.suite.run import declare_checks

PEERS = ROOT / ".venv-peers"
NEEDS = {"otter": ["otter-grader==7.0.0"], "nbgrader": ["nbgrader==0.9.6"]}
ROUNDS = 5
CHECKS = 34
"""At least how many; the first exercises that have as many are graded."""


def environment(name: str, runtime: Sequence[str]) -> Path:
    """The ``bin`` folder of the peer's own environment, made if it is not there."""
    folder = PEERS / "-".join([name, *runtime])
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        pinned: list[str | Path] = ["--constraint", ROOT / "constraints.txt"]
        subprocess.run([*pip, *pinned, *runtime, "pytest"], check=True)
        subprocess.run([*pip, *NEEDS[name], "ipykernel"], check=True)
        (folder / "ready").touch()
    return folder / "bin"


def notebook(cells: Sequence[dict[str, Any]]) -> str:
    """A notebook of these code cells, each a dict with ``source`` and perhaps ``metadata``."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell{number}",
                    "metadata": {},
                    "outputs": [],
                    "execution_count": None,
                    **cell,
                }
                for number, cell in enumerate(cells)
            ],
        }
    )


def checked(command: Sequence[str | Path], where: Path, variables: dict[str, str]) -> str:
    """Run *command* and return what it printed; it has to succeed."""
    done = subprocess.run(
        command,
        cwd=where,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


MIXED: Final = {"softmax_numpy": 25, "torch_models": 9}
"""At least how many checks of each; whole exercises, the first ones."""


def mixed_course(place: Path) -> Path:
    """A course below *place* with one assignment, ``mixed``, made of exercises of others."""
    for name in ("course.toml", "misconceptions.toml", "conventions.toml"):
        (place / "assignments" / "mixed").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "assignments" / name, place / "assignments" / name)
    folder, reference = place / "assignments" / "mixed", place / "reference" / "mixed"
    manifest = [
        'title = { vi = "Hỗn hợp", en = "Mixed" }',
        'entry = "mixed.py"',
        'runtime = ["numpy", "torch"]',
        'extra = "torch"',
    ]
    sources = []
    for name, least in MIXED.items():
        assignment = load_assignment(find_course(ROOT), name)
        sources.append(assignment.reference or "")
        wanted = first_exercises(assignment, least)
        for each in (each for each in assignment.exercises if each.id in wanted):
            titles = f'{{ vi = "{each.title.vi}", en = "{each.title.en}" }}'
            manifest += [
                "[[exercises]]",
                f'id = "{each.id}"',
                f"title = {titles}",
                f"points = {each.points}",
                "topics = []",
            ]
        for kind in ("public", "hidden"):
            (folder / kind).mkdir(exist_ok=True)
            for path in (assignment.folder / kind).glob("*.py"):
                if not path.stem.startswith("test_") or path.stem[5:] in wanted:
                    shutil.copy(path, folder / kind / path.name)
    (folder / "assignment.toml").write_text("\n".join(manifest) + "\n", "utf-8")
    reference.mkdir(parents=True)
    # What both define is of exercises that are not among these.
    (reference / "mixed.py").write_text(_joined(sources), "utf-8")
    return place


def _joined(sources: Sequence[str]) -> str:
    """Modules one after the other; what has to be at a file's beginning is there once."""
    line = "from __future__ import annotations\n"
    return line + "\n\n".join(source.replace(line, "") for source in sources)


class Work:
    """A submission, and the checks that it is held against."""

    def __init__(self, name: str, folder: Path) -> None:
        self.course = mixed_course(folder / "course") if name == "mixed" else ROOT
        self.assignment = load_assignment(find_course(self.course), name)
        self.exercises = first_exercises(self.assignment, CHECKS)
        self.entry = self.course / "reference" / name / self.assignment.entry
        self.checks: tuple[Check, ...] = tuple(
            each for each in declare_checks(self.assignment) if each.exercise in self.exercises
        )
        self.source = self.assignment.reference or ""
        self.folder = folder
        self.variables = {
            "PYTHONPATH": str(ROOT),
            "CHECKS_COURSE": str(self.course),
            "CHECKS_ASSIGNMENT": name,
            "OMP_NUM_THREADS": "1",
            # Peers may run us as root, in a folder of their own.
            "JUPYTER_PLATFORM_DIRS": "1",
        }

    def call(self, check: Check, namespace: str) -> str:
        """A line of code that runs *check*."""
        return f"__import__('benchmarks.checks').checks.run({check.id!r}, {namespace})"


def otter(work: Work) -> Callable[[], None]:
    """``otter run`` on the notebook, with one test case for each check."""
    binaries = environment("otter", work.assignment.runtime)
    folder = work.folder / "otter"
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for exercise in work.exercises:
        lines = [
            "from otter.test_files import test_case",
            "OK_FORMAT = False",
            f"name = {str(exercise)!r}",
            "points = None",
        ]
        for number, check in enumerate(c for c in work.checks if c.exercise == exercise):
            lines += [
                f"@test_case(points={check.points})",
                f"def test_{number}(env):",
                f"    {work.call(check, 'env')}",
            ]
        (tests / f"{exercise}.py").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "work.ipynb").write_text(notebook([{"source": work.source}]), "utf-8")
    make: list[str | Path] = [binaries / "otter", "generate", "-t", "tests", "--no-environment"]
    checked(make, folder, work.variables)
    zipped = next(path.name for path in folder.glob("*.zip"))
    variables = work.variables | {"PATH": f"{binaries}:{os.environ['PATH']}"}

    def run() -> None:
        command: list[str | Path] = [
            binaries / "otter",
            "run",
            "-a",
            zipped,
            "-o",
            folder,
            "work.ipynb",
        ]
        checked(command, folder, variables)
        result = json.loads((folder / "results.json").read_text("utf-8"))
        earned = sum(float(test.get("score") or 0) for test in result["tests"])
        expect_all(work, earned, "otter")

    return run


def nbgrader(work: Work) -> Callable[[], None]:
    """``nbgrader autograde`` on the notebook, with one test cell for each check."""
    binaries = environment("nbgrader", work.assignment.runtime)
    folder = work.folder / "nbgrader"
    tests = [
        {
            "source": work.call(check, "globals()"),
            "metadata": {
                "nbgrader": {
                    "grade": True,
                    "grade_id": f"check{number}",
                    "locked": True,
                    "points": check.points,
                    "schema_version": 3,
                    "solution": False,
                    "task": False,
                    "cell_type": "code",
                }
            },
        }
        for number, check in enumerate(work.checks)
    ]
    text = notebook([{"source": work.source}, *tests])
    for place in ("source/ps", "submitted/ada/ps"):
        (folder / place).mkdir(parents=True)
        (folder / place / "work.ipynb").write_text(text, "utf-8")
    variables = work.variables | {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }
    command: list[str | Path] = [binaries / "nbgrader"]
    checked([*command, "generate_assignment", "ps", "--force"], folder, variables)

    def run() -> None:
        checked([*command, "autograde", "ps", "--force"], folder, variables)
        code = (
            "from nbgrader.api import Gradebook\n"
            "with Gradebook('sqlite:///gradebook.db') as book:\n"
            "    print(book.find_submission('ps', 'ada').score)"
        )
        said = checked([binaries / "python", "-c", code], folder, variables)
        expect_all(work, float(said.strip().rpartition("\n")[2]), "nbgrader")

    return run


def plain_pytest(work: Work) -> Callable[[], None]:
    """One cold pytest process, with the student's code inside it."""
    folder = work.folder / "pytest"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    suites = [path for path in work.assignment.suites if path.stem[5:] in work.exercises]
    command: list[str | Path] = [BIN / "python", "-m", "pytest", "-q", "--tb=no"]
    command += ["-c", folder / "pytest.ini", "-p", "benchmarks.plain", "-p", "no:cacheprovider"]
    command += ["--rootdir", work.assignment.folder]
    command += ["--import-mode=importlib", "--student", work.entry, "--entry", work.entry, *suites]

    def run() -> None:
        said = checked(command, folder, work.variables)
        expect_all(work, float(said.strip().rpartition("points ")[2].split()[0]), "pytest")

    return run


@contextmanager
def ours(work: Work) -> Iterator[Callable[[], None]]:
    """A warm grader, as in a batch: behind the wall, a fork for each check."""
    with open_grader(work.assignment, exercises=work.exercises) as grader:

        def run() -> None:
            grade = grader.grade(load_submission(work.entry, "ada"))  # type: ignore[arg-type]
            expect_all(work, grade.earned, "grader")

        yield run


def command_line(work: Work) -> Callable[[], None]:
    """The student's command, cold: Python, libraries, suites, wall, report."""
    only = [f"--exercise={each}" for each in work.exercises]

    def run() -> None:
        command: list[str | Path] = [BIN / "grade", work.entry, "-a", work.assignment.id]
        checked([*command, "--course", work.course, *only], ROOT, {})

    return run


def expect_all(work: Work, earned: float, who: str) -> None:
    """All have to come to the same result, or they did not do the same work."""
    points = sum(check.points for check in work.checks)
    if round(earned) != points:
        raise SystemExit(f"{who}: {earned} points, not {points}")


def main() -> None:
    """Measure in turns, print, and write the section of the page."""
    name = sys.argv[1] if len(sys.argv) > 1 else "softmax_numpy"
    with tempfile.TemporaryDirectory() as folder:
        work = Work(name, Path(folder))
        with ours(work) as warm:
            runs = {
                "`grader batch`, one submission of many": warm,
                "`grade`, from cold": command_line(work),
                "one cold pytest process": plain_pytest(work),
                "nbgrader autograde": nbgrader(work),
                "otter run": otter(work),
            }
            taken: dict[str, list[float]] = {label: [] for label in runs}
            for number in range(ROUNDS + 1):
                for label, run in runs.items():
                    start = time.perf_counter()
                    run()
                    if number:  # the first round warms caches of files
                        taken[label].append(time.perf_counter() - start)
    found = {label: statistics.median(times) for label, times in taken.items()}
    base = next(iter(found.values()))
    rows = [[label, f"{each:.3f}", f"{each / base:.1f}"] for label, each in found.items()]
    header = [f"{len(work.checks)} checks of `{name}`", "seconds", "relative"]
    write(f"peers-{name}", f"{table(header, rows)}\n\nMedians of {ROUNDS} rounds, in turns.")


if __name__ == "__main__":
    main()
