"""A class on a real Dask cluster: one scheduler, two workers, and what can happen to them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from engine import COURSE, a_course, the_assignment

from grader.batch import Done, Settings, grade_all
from grader.cli.instructor import main
from grader.layout import Entry, open_submissions
from grader.model import Assignment, StudentId
from grader.sandbox.wall.monitor import family
from grader.store import Status, open_store

RIGHT = (COURSE / "reference/tiny/tiny.py").read_text(encoding="utf-8")
WRONG = RIGHT + (COURSE / "assignments/tiny/mutants/wrong-axis.py").read_text(encoding="utf-8")
DEADLY = RIGHT + "\nDEADLY = True\n"


@dataclass(frozen=True)
class Cluster:
    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The nanny of each worker starts it again when it dies, as on any real cluster."""
    folder = tmp_path_factory.mktemp("dask")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    with ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / "log").open("ab"))
            command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0]]
            process = stack.enter_context(
                subprocess.Popen(
                    [*command, *arguments[1:]], cwd=folder, stdout=log, stderr=log, env=os.environ
                )
            )
            stack.callback(process.terminate)
            return process

        start(*scheduler)
        workers = tuple(start(*worker, "--local-directory", str(folder / str(n))) for n in range(2))
        yield Cluster(f"dask://127.0.0.1:{port}", workers)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The tiny one, with a check that ends the grader's own process on a certain submission."""
    course = a_course(tmp_path_factory.mktemp("course"))
    suite = course / "assignments/tiny/hidden/test_Counter.py"
    text = suite.read_text(encoding="utf-8").replace(
        "    counter.add(3)\n",
        "    counter.add(3)\n    if probe(student, deadly):\n        os._exit(9)\n",
    )
    text = text.replace("from grader.suite.api import ", "from grader.suite.api import probe, ")
    text = text.replace("import pytest\n", "import os\n\nimport pytest\n", 1)
    text += "\n\ndef deadly(module):\n    return getattr(module, 'DEADLY', False)\n"
    suite.write_text(text, encoding="utf-8")
    return the_assignment(course)


def class_of(folder: Path, work: dict[str, str]) -> tuple[Entry, ...]:
    folder.mkdir()
    for student, source in work.items():
        (folder / f"{student}.py").write_text(source, encoding="utf-8")
    with open_submissions(folder) as entries:
        return entries


def grade(
    tmp_path: Path, assignment: Assignment, work: dict[str, str], address: str | None
) -> dict[str, Done]:
    settings = Settings(assignment=assignment, lang="en")
    out = tmp_path / ("far" if address else "near")
    entries = class_of(tmp_path / f"in-{out.name}", work)
    with open_store(out / "results.sqlite") as store:
        rows = grade_all(entries, settings, store, out, workers=1, cluster=address)
        return {row.student: row for row in rows}


def as_dask(cluster: Cluster) -> str:
    return cluster.address.replace("dask://", "tcp://")


def test_results_equal_those_of_a_local_run(
    tmp_path: Path, assignment: Assignment, cluster: Cluster
) -> None:
    work = {f"sv{n}": (RIGHT, WRONG, "x = 1\n", "def (")[n % 4] for n in range(8)}
    far = grade(tmp_path, assignment, work, as_dask(cluster))
    near = grade(tmp_path, assignment, work, None)

    assert far == near
    reports = [tmp_path / place / "students" for place in ("far", "near")]
    names = [sorted(path.name for path in folder.glob("*/*")) for folder in reports]
    assert names[0] == names[1]


def test_a_killed_worker_loses_nothing(
    tmp_path: Path, assignment: Assignment, cluster: Cluster
) -> None:
    entries = class_of(tmp_path / "in", {f"sv{n:02}": RIGHT for n in range(12)})
    settings = Settings(assignment=assignment, lang="en")
    done: list[Done] = []
    with open_store(tmp_path / "out/results.sqlite") as store:
        work = grade_all(
            entries, settings, store, tmp_path / "out", workers=1, cluster=as_dask(cluster)
        )
        with closing(work) as rows:
            for row in rows:
                done.append(row)
                if len(done) == 3:
                    kill_the_process_below(cluster.workers[0])
        attempts = {store.attempts(StudentId(row.student), "tiny") for row in done}

    assert Counter((row.status, row.earned) for row in done) == {(Status.GRADED, 7): 12}
    assert attempts == {1}


def kill_the_process_below(nanny: subprocess.Popen[bytes]) -> None:
    """The worker itself, which its nanny then starts again."""
    below = family(nanny.pid)[1:]
    workers = []
    for pid in below:
        with suppress(ProcessLookupError, FileNotFoundError):  # a short-lived one has gone
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                workers.append(pid)
    os.kill(workers[0], signal.SIGKILL)


def test_a_submission_that_kills_its_worker_twice_is_that_row_and_no_other(
    tmp_path: Path, assignment: Assignment, cluster: Cluster
) -> None:
    work = {f"sv{n}": DEADLY if n == 2 else RIGHT for n in range(5)}
    done = grade(tmp_path, assignment, work, as_dask(cluster))

    assert {row.student for row in done.values() if row.status is not Status.GRADED} == {"sv2"}
    assert "died twice" in done["sv2"].reason


def test_the_command(tmp_path: Path, cluster: Cluster) -> None:
    class_of(tmp_path / "in", {"an": RIGHT, "binh": WRONG})
    command = ["batch", str(tmp_path / "in"), "-a", "tiny", "--course", str(COURSE)]
    command += ["--out", str(tmp_path / "out")]
    ran = CliRunner().invoke(main, [*command, "--executor", cluster.address])
    assert ran.exit_code == 0, ran.output
    assert "2 graded" in ran.output


@pytest.mark.parametrize(
    "executor, says",
    [
        ("dask://127.0.0.1:1", "no scheduler answers"),
        ("dask://nowhere", "expected dask://HOST:PORT"),
        ("slurm://x:1", "expected dask://HOST:PORT"),
    ],
)
def test_an_executor_that_cannot_be_used_is_one_line(
    tmp_path: Path, executor: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.cluster._SECONDS", 1)
    class_of(tmp_path / "in", {"an": RIGHT})
    command = ["batch", str(tmp_path / "in"), "-a", "tiny", "--course", str(COURSE)]
    command += ["--out", str(tmp_path / "out"), "--executor", executor]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 2
    (line,) = ran.stderr.strip().splitlines()
    assert says in line
