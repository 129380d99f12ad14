"""The result database keeps what it was given, and says in one line why it cannot."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_wall import as_ordinary_user

from grader.errors import StoreError
from grader.model import Level, StudentId
from grader.store import (
    _FIRST,
    VERSION,
    Attempt,
    Basis,
    Enrolled,
    Status,
    Unexplained,
    network_file_system,
    open_store,
)

BASIS = Basis(
    assignment="tiny",
    assignment_digest="d1",
    seed=str(1 << 70),
    environment="{}",
    language="vi",
)
GRADED = Attempt(
    student=StudentId("Nguyễn Văn An"),
    basis=BASIS,
    graded_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    status=Status.GRADED,
    digest="abc",
    isolation=Level.PROCESS,
    earned=3,
    possible=7,
    misconceptions=("wrong-axis", "sum-not-mean"),
    conventions=("median",),
    result='{"earned": 3}',
    seconds=0.25,
    unexplained=(
        Unexplained(
            exercise="row_means",
            behaviour="0a1b",
            checks=("row_means.example", "row_means.values"),
            source="def row_means(x):\n    return x\n",
        ),
        Unexplained(exercise="Counter", behaviour="2c", checks=("Counter.counts",), source=""),
    ),
)
UNGRADED = Attempt(
    student=StudentId("Bình"),
    basis=BASIS,
    graded_at=datetime(2026, 11, 20, 8, 31, tzinfo=UTC),
    status=Status.UNGRADED,
    reason="binh.zip bị hỏng",
)


@pytest.mark.parametrize("attempt", [GRADED, UNGRADED], ids=["graded", "ungraded"])
def test_an_attempt_comes_back_as_it_was(tmp_path: Path, attempt: Attempt) -> None:
    with open_store(tmp_path / "results.sqlite") as store:
        store.record(attempt)
    with open_store(tmp_path / "results.sqlite") as store:
        assert store.newest(attempt.student, "tiny") == attempt


def test_attempts_are_only_added_and_the_last_one_counts(tmp_path: Path) -> None:
    later = replace(GRADED, digest="def", earned=7)
    with open_store(tmp_path / "results.sqlite") as store:
        for attempt in (GRADED, UNGRADED, later):
            store.record(attempt)

        assert store.newest(GRADED.student, "tiny") == later
        assert store.attempts(GRADED.student, "tiny") == 2
        assert store.students("tiny") == ["Bình", "Nguyễn Văn An"]
        assert store.newest(GRADED.student, "another") is None


def test_a_graded_attempt_without_result_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "results.sqlite") as store:
        with pytest.raises(StoreError, match="CHECK constraint"):
            store.record(replace(GRADED, result=None))
        assert store.students("tiny") == []


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    def write(name: str) -> None:
        with open_store(tmp_path / "results.sqlite") as store:
            for _ in range(40):
                store.record(replace(UNGRADED, student=StudentId(name)))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("an", "binh", "chi")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with open_store(tmp_path / "results.sqlite") as store:
        assert [store.attempts(StudentId(name), "tiny") for name in ("an", "binh", "chi")] == [
            40
        ] * 3


def test_a_full_disk_is_one_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    with open_store(path) as store:
        store.record(GRADED)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(
            StoreError, match=r"results\.sqlite: database or disk is full"
        ) as raised:
            store.record(replace(GRADED, result="x" * 100_000))

        assert "\n" not in str(raised.value)
        assert store.newest(GRADED.student, "tiny") == GRADED


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()

    with pytest.raises(StoreError, match="newer grader"), open_store(path):
        pass


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE runs (id)")
    connection.close()

    with pytest.raises(StoreError, match="not a result database"), open_store(path):
        pass


@pytest.mark.parametrize("content", [b"not a database\n" * 100, b"SQLite format 3\0" + bytes(3)])
def test_a_file_that_is_no_database_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "results.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreError, match="not a database") as raised, open_store(path):
        pass
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", ["file/results.sqlite", "folder"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    (tmp_path / "folder").mkdir()

    with pytest.raises(StoreError, match="choose another --out"), open_store(tmp_path / place):
        pass


def test_a_store_that_may_only_be_read_is_one_line(root: Path) -> None:
    read = "import sys; from pathlib import Path; from grader.store import *"
    read += "; open_store(Path(sys.argv[1])).__enter__()"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "results.sqlite")
        with open_store(path):
            pass
        path.chmod(0o444)
        path.parent.chmod(0o555)
        argv = [sys.executable, "-c", read, str(path)]
        done = subprocess.run(
            as_ordinary_user(argv) if os.geteuid() == 0 else argv,
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        path.parent.chmod(0o755)

    last = done.stderr.splitlines()[-1]
    assert re.search(r"StoreError: \S+results\.sqlite: .*readonly.*; choose another --out", last)


MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 0:40 / /home rw - nfs4 files.example.org:/home rw,vers=4.2
41 40 254:1 / /home/scratch rw - xfs /dev/vdb rw
42 27 0:41 / /mnt/bài\040tập rw - cifs //server/share rw
""".strip()


@pytest.mark.parametrize(
    "path,kind",
    [
        ("/srv/out", ""),
        ("/home/an/out", "nfs4"),
        ("/homework", ""),
        ("/home/scratch/x", ""),
        ("/mnt/bài tập/x", "cifs"),
    ],
)
def test_a_network_file_system_is_noticed(path: str, kind: str) -> None:
    assert network_file_system(Path(path), MOUNTS) == kind


def test_this_machines_mounts_are_read(tmp_path: Path) -> None:
    assert network_file_system(tmp_path / "not" / "there") == ""


def test_an_older_database_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(_FIRST)
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO attempt VALUES (1, 'an', 'tiny', 'd', '1', '{}', 'vi', "
            "'2026-11-20T08:30:00+00:00', 'ungraded', NULL, NULL, NULL, NULL, '', '', NULL, 'x', 0)"
        )
    connection.close()

    with open_store(path) as store:
        store.record(GRADED)
        assert [each.student for each in store.newest_of_everyone("tiny")] == [
            "Nguyễn Văn An",
            "an",
        ]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()
    with open_store(path) as store:
        assert store.newest(GRADED.student, "tiny") == GRADED


def test_everyones_newest_attempt_comes_once(tmp_path: Path) -> None:
    later = replace(GRADED, digest="def", unexplained=())
    other = replace(GRADED, basis=replace(BASIS, assignment="other"))
    with open_store(tmp_path / "results.sqlite") as store:
        for attempt in (GRADED, UNGRADED, other, later):
            store.record(attempt)

        assert list(store.newest_of_everyone("tiny")) == [UNGRADED, later]
        assert store.assignments() == ["tiny", "other"]


def test_the_class_is_the_last_one_that_was_told(tmp_path: Path) -> None:
    an = Enrolled(student=StudentId("an"), name="Trần An", handed_in=True)
    binh = Enrolled(student=StudentId("binh"), name="", handed_in=False)
    with open_store(tmp_path / "results.sqlite") as store:
        store.enrol("tiny", [an])
        store.enrol("other", [an])
        store.enrol("tiny", iter([binh, an]))

        assert store.enrolled("tiny") == [an, binh]
        assert store.enrolled("other") == [an]
        assert store.enrolled("nothing") == []
