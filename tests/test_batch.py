"""A batch goes on, whatever happens to one submission, one process or the whole program."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import find_course, load_assignment
from grader.batch import Done, Settings, grade_all, student_folder, write_class
from grader.cli.instructor import main
from grader.errors import SandboxError
from grader.executor import open_executor
from grader.layout import Entry, Person, open_submissions
from grader.model import Assignment, Level, Phrase, StudentId
from grader.simulate import simulate
from grader.store import Status, Store, open_store
from grader.suite.run import declare_checks

COURSE = Path(__file__).with_name("sample_course")
RIGHT = (COURSE / "reference" / "tiny" / "tiny.py").read_bytes()
WRONG = RIGHT + (COURSE / "assignments" / "tiny" / "mutants" / "wrong-axis.py").read_bytes()


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return load_assignment(find_course(COURSE), "tiny")


@pytest.fixture
def settings(tiny: Assignment) -> Settings:
    return Settings(assignment=tiny, lang="en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "out" / "results.sqlite") as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def class_of(folder: Path, work: dict[str, bytes]) -> tuple[Entry, ...]:
    """A file for each student."""
    folder.mkdir(exist_ok=True)
    for name, data in work.items():
        (folder / name).write_bytes(data)
    with open_submissions(folder) as entries:
        return entries


def gradebook(out: Path) -> dict[str, dict[str, str]]:
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def told(done: list[Done]) -> dict[str, tuple[str, int | None]]:
    return {row.student: (row.status, row.earned) for row in done}


def test_everyone_gets_a_row_a_report_and_a_result(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    work = {"Ấn.py": RIGHT, "binh.py": WRONG, "chi.ipynb": b"{", "dung.py": b"x = 1\n"}
    entries = class_of(tmp_path / "in", work)
    done = list(grade_all(entries, settings, store, out, workers=2))
    roster = (
        Person(student=StudentId("Ấn"), name="Trần Văn Ấn", email="an@example.edu"),
        Person(student=StudentId("em"), name="Lê Em"),
    )
    write_class(out, settings.assignment, store, entries=entries, roster=roster, lang="en")

    rows = gradebook(out)
    assert told(done) == {
        "Ấn": ("graded", 7),
        "binh": ("graded", 2),
        "chi": ("ungraded", None),
        "dung": ("graded", 0),
    }
    assert {student: row["status"] for student, row in rows.items()} == {
        "Ấn": "graded",
        "binh": "graded",
        "chi": "ungraded",
        "dung": "graded",
        "em": "missing",
    }
    assert (rows["Ấn"]["name"], rows["Ấn"]["percent"]) == ("Trần Văn Ấn", "100.0")
    assert (rows["binh"]["misconceptions"], rows["binh"]["row_means"]) == ("wrong-axis", "0")
    assert "chi.ipynb" in rows["chi"]["reason"]
    for student in ("Ấn", "binh", "chi", "dung"):
        report = out / rows[student]["report"]
        result = json.loads(report.with_name("result.json").read_bytes())
        assert result["student"] == student
        assert "<html" in report.read_text("utf-8")


def test_no_process_is_idle_while_there_is_work(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    limits = replace(settings.assignment.limits, cell_seconds=30.0)
    settings = replace(settings, assignment=replace(settings.assignment, limits=limits))
    slow = b"import time\ntime.sleep(6)\n" + RIGHT
    quick = {f"{number}.py": RIGHT + b"# %d\n" % number for number in range(1, 10)}
    entries = class_of(tmp_path / "in", {"0.py": slow, **quick})
    given = []

    def given_out() -> Iterator[Entry]:
        for entry in entries:
            given.append(entry.student)
            yield entry

    order = []
    for row in grade_all(given_out(), settings, store, out, workers=2):
        order.append(row.student)
        # While this row is dealt with, each process has something to do, and the next at hand.
        assert len(given) == min(len(order) + 3, len(entries))
    # The slow one holds one process; the other does everything else in the meantime.
    assert order[-1] == "0"
    assert sorted(order) == sorted(given)


def test_what_is_graded_and_has_not_changed_is_not_graded_again(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    work = {"an.py": RIGHT, "binh.py": WRONG, "chi.ipynb": b"{"}

    def again(settings: Settings, *, fresh: bool = False) -> dict[str, bool]:
        entries = class_of(tmp_path / "in", work)
        rows = grade_all(entries, settings, store, out, workers=1, fresh=fresh)
        return {row.student: row.again for row in rows}

    assert again(settings) == {"an": False, "binh": False, "chi": False}
    assert again(settings) == {"an": True, "binh": True, "chi": True}
    work["binh.py"] = RIGHT
    assert again(settings) == {"an": True, "binh": False, "chi": True}
    (out / student_folder(StudentId("an")) / "report.html").unlink()
    assert again(settings) == {"an": False, "binh": True, "chi": True}
    assert again(replace(settings, seed=1)) == {"an": False, "binh": False, "chi": False}
    assert again(replace(settings, seed=1), fresh=True)["an"] is False
    changed = replace(settings.assignment, digest="another")
    assert again(replace(settings, assignment=changed, seed=1))["an"] is False
    assert store.attempts(StudentId("binh"), "tiny") == 5


def test_a_batch_says_who_moved_and_by_how_much(tmp_path: Path) -> None:
    out = tmp_path / "out"
    work = {"an.py": RIGHT, "binh.py": WRONG, "chi.py": RIGHT}

    def batch() -> str:
        class_of(tmp_path / "in", work)
        command = ["batch", str(tmp_path / "in"), "-a", "tiny", "--out", str(out)]
        return CliRunner().invoke(main, [*command, "--course", str(COURSE)]).output

    assert "moved since" not in batch()
    work |= {"an.py": WRONG, "binh.py": RIGHT}
    lines = batch().splitlines()
    start = lines.index("2 moved since the last run:")
    assert lines[start + 1 : start + 3] == ["-5  an  7 → 2 of 7", "+5  binh  2 → 7 of 7"]
    assert "moved since" not in batch()


def test_processes_that_cannot_start_are_no_fault_of_a_submission() -> None:
    with (
        pytest.raises(SandboxError, match="end as soon as they start"),
        open_executor(2, os._exit, 1),
    ):
        pass


def test_an_old_report_does_not_outlive_a_new_submission(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    for data in (RIGHT, b"\xff\xfe\xfd"):
        entries = class_of(tmp_path / "in", {"an.py": data})
        list(grade_all(entries, settings, store, out, workers=1))
    result = json.loads((out / student_folder(StudentId("an")) / "result.json").read_bytes())

    assert result["exercises"] == []
    assert "an.py" in result["reason"]


def test_a_killed_process_loses_nothing(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    entries = class_of(tmp_path / "in", {f"sv{n:02}.py": RIGHT for n in range(16)})
    others = set(multiprocessing.active_children())
    done = []
    with closing(grade_all(entries, settings, store, out, workers=2)) as rows:
        for row in rows:
            done.append(row)
            if len(done) == 3:
                (victim, *_) = set(multiprocessing.active_children()) - others
                os.kill(victim.pid or 0, signal.SIGKILL)

    assert told(done) == {f"sv{n:02}": ("graded", 7) for n in range(16)}
    assert len(done) == 16
    assert {store.attempts(row.student, "tiny") for row in done} == {1}


class Deadly(type(Path())):  # type: ignore[misc]
    """A path that ends the process in which it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


def test_a_second_death_is_that_row_and_no_other(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    entries = list(class_of(tmp_path / "in", {f"sv{n:02}.py": RIGHT for n in range(12)}))
    entries[5] = replace(entries[5], path=Deadly(entries[5].path))
    done = list(grade_all(entries, settings, store, out, workers=2))
    write_class(out, settings.assignment, store, entries=entries, lang="en")

    assert Counter(row.status for row in done) == {Status.GRADED: 11, Status.GRADER_ERROR: 1}
    row = gradebook(out)["sv05"]
    assert row["status"] == "grader error"
    assert "died twice" in row["reason"]
    assert row["report"] == ""


def test_an_error_of_ours_is_a_row_and_is_tried_again(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    work = {"an.py": RIGHT, "binh.py": WRONG}
    entries = class_of(tmp_path / "in", work)
    bad = [replace(entries[0], path=None), entries[1]]  # type: ignore[arg-type]

    first = list(grade_all(bad, settings, store, out, workers=1))
    second = list(grade_all(entries, settings, store, out, workers=1))

    assert told(first) == {"an": ("grader error", None), "binh": ("graded", 2)}
    assert [row.needs_review for row in first] == [True, False]
    assert told(second) == {"an": ("graded", 7), "binh": ("graded", 2)}


def test_a_machine_that_cannot_grade_is_told_once(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    entries = class_of(tmp_path / "in", {"an.py": RIGHT, "binh.py": RIGHT})
    broken = replace(settings.assignment, runtime=("no_such_library",))

    with pytest.raises(SandboxError):
        list(grade_all(entries, replace(settings, assignment=broken), store, out, workers=1))
    assert store.students("tiny") == []


def test_a_higher_level_is_not_taken_from_a_lower_attempt(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    entries = class_of(tmp_path / "in", {"an.py": RIGHT})
    list(grade_all(entries, settings, store, out, workers=1))
    attempt = store.newest(StudentId("an"), "tiny")
    assert attempt is not None
    store.record(replace(attempt, isolation=Level.PROCESS))

    (same,) = grade_all(entries, replace(settings, require=Level.PROCESS), store, out, workers=1)
    assert same.again
    store.record(replace(attempt, isolation=None))
    (anew,) = grade_all(entries, replace(settings, require=Level.PROCESS), store, out, workers=1)
    assert not anew.again


def test_stopping_keeps_what_is_finished(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    entries = class_of(tmp_path / "in", {f"sv{n:02}.py": RIGHT for n in range(30)})

    def stopped() -> bool:
        return len(store.students("tiny")) >= 4

    done = list(grade_all(entries, settings, store, out, workers=2, stopped=stopped))
    write_class(out, settings.assignment, store, entries=entries, lang="en")

    assert 4 <= len(done) < 30
    assert Counter(row["status"] for row in gradebook(out).values()) == {
        "graded": len(done),
        "pending": 30 - len(done),
    }


def test_notes_and_earlier_students_stay_in_the_gradebook(
    tmp_path: Path, settings: Settings, store: Store, out: Path
) -> None:
    first = class_of(tmp_path / "first", {"an.py": RIGHT})
    note = Phrase("{newest} was graded.", {"newest": "binh.zip"})
    second = [
        replace(entry, notes=(note,)) for entry in class_of(tmp_path / "second", {"binh.py": WRONG})
    ]
    for entries in (first, second):
        list(grade_all(entries, settings, store, out, workers=1))
    write_class(out, settings.assignment, store, entries=second, lang="en")

    rows = gradebook(out)
    assert {student: row["earned"] for student, row in rows.items()} == {"an": "7", "binh": "2"}
    assert rows["binh"]["notes"] == "binh.zip was graded."


# ------------------------------------------------------------------ the real program, real signals


@pytest.fixture
def simulated(tmp_path: Path, tiny: Assignment) -> Path:
    simulate(tiny, declare_checks(tiny), students=60, seed=1, out=tmp_path)
    return tmp_path / "submissions"


def start(submissions: Path, out: Path) -> subprocess.Popen[str]:
    """``grader batch`` in a session of its own, as a terminal has it."""
    command = [str(Path(sys.executable).with_name("grader")), "batch", str(submissions)]
    options = ["-a", "tiny", "--out", str(out), "--course", str(COURSE), "--workers", "2"]
    return subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def recorded(out: Path) -> int:
    path = out / "results.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM attempt").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def session_members(session: int) -> list[int]:
    """The processes of a session, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_ctrl_c_loses_nothing_and_the_same_command_goes_on(simulated: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with start(simulated, out) as process:
        wait_until(lambda: recorded(out) >= 3 or process.poll() is not None)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    kept = recorded(out)

    assert process.returncode == 130
    assert "run the same command again to go on" in stderr.splitlines()[-1]
    assert "Traceback" not in stdout + stderr
    assert 3 <= kept < len(list(simulated.iterdir()))
    assert Counter(row["status"] == "pending" for row in gradebook(out).values())[False] == kept
    wait_until(lambda: not session_members(process.pid), 10)

    with start(simulated, out) as process:
        stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert f"{kept} of all unchanged" in stdout
    assert recorded(out) == len(gradebook(out)) == len(list(simulated.iterdir()))


def test_a_killed_batch_keeps_its_rows_and_leaves_no_process(
    simulated: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with start(simulated, out) as process:
        wait_until(lambda: recorded(out) >= 3 or process.poll() is not None)
        process.kill()
        process.communicate(timeout=60)

    assert recorded(out) >= 3
    wait_until(lambda: not session_members(process.pid), 20)
