"""However many were graded: a grader's process keeps no more of them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from engine import a_course, the_assignment

from grader import batch, chain
from grader.assignment import find_course, load_assignment
from grader.batch import Done, Settings
from grader.cli.classroom import _LARGEST_TABLE, _Tally
from grader.layout import Entry, open_submissions
from grader.model import StudentId
from grader.store import Status
from grader.worksheet import as_toml, open_sheets

ROUND = 40
"""Submissions after which everything is warm, and as many again."""


@contextmanager
def a_process(settings: Settings) -> Iterator[None]:
    """This one, as a batch's process that grades."""
    batch._prepare(settings)
    (process,) = batch._HERE
    try:
        yield
    finally:
        process.close()
        batch._HERE.clear()


def grade(entries: Sequence[Entry]) -> None:
    for entry in entries:
        attempt = batch._grade(batch._Job(entry=entry, known=None)).attempt
        assert attempt is not None
        assert attempt.status is Status.GRADED


def alive() -> Counter[str]:
    """How many objects of each kind there are that could hold others.

    Weak references hold nothing: abstract classes keep some, of each class they were asked about.
    """
    gc.collect()
    found = Counter(type(each).__name__ for each in gc.get_objects())
    for kind in ("ReferenceType", "builtin_function_or_method"):
        del found[kind]
    return found


def two_rounds(settings: Settings, entries: Sequence[Entry]) -> tuple[Counter[str], Counter[str]]:
    """What there is after the first round, and after as much work of the same kinds."""
    assert len(entries) == 2 * ROUND
    with a_process(settings):
        grade(entries[:ROUND])
        before = alive()
        grade(entries[ROUND:])
        return before, alive()


def test_of_a_large_class_only_those_are_listed_who_need_a_look() -> None:
    done = _Tally()
    for number in range(5 * _LARGEST_TABLE):
        status = Status.UNGRADED if number % 100 == 7 else Status.GRADED
        points = 3 + (number == 11)
        done.add(Done(student=StudentId(f"{number}"), status=status, earned=points, before=3))

    assert done.count == 5 * _LARGEST_TABLE
    assert done.statuses[Status.GRADED] + len(done.listed) == done.count
    assert {row.status for row in done.listed} == {Status.UNGRADED}
    assert [(change, row.student) for change, row in done.moved] == [(1, "11")]


def test_of_programs_nothing_is_left(tmp_path: Path) -> None:
    course = a_course(tmp_path / "course")
    mutants = course / "assignments" / "tiny" / "mutants"
    (mutants / "wrong-axis.raises.py").write_text(
        '"""There is no such axis.\n\n'
        'caught by: row_means.example row_means.values row_means.leaves_input\n"""\n\n\n'
        "def row_means(x):\n    return x.mean(axis=2)\n"
    )
    kinds = [
        "x.mean(axis=1)",
        "x.mean(axis=0)",
        "x.mean(axis=2)",
        "x.max(axis=1)",
        "nothing",
        "[[1], [2]]",
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2 * ROUND):
        body = kinds[number % len(kinds)]
        (folder / f"{number:03}.py").write_text(
            f"# {number}\nimport numpy as np\ndef row_means(x):\n    return {body}\n"
        )
    settings = Settings(assignment=the_assignment(course), lang="en")
    with open_submissions(folder) as entries:
        before, after = two_rounds(settings, entries)

    assert (after - before).total() < ROUND / 2
    # Of a mutant's replay an exception or an object has all: the process that it came up in.
    assert after["Conversation"] <= 1


def test_of_numbers_worked_out_by_hand_a_row_for_each_classmate_is_left(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_BOUNDS", ROUND)
    assignment = load_assignment(find_course(root), "softmax_by_hand")
    sheets = open_sheets(assignment)
    everyone = [StudentId(f"{number:03}") for number in range(2 * ROUND)]
    for number, student in enumerate(everyone):
        # Right work, two mistakes that have a name, and the answers of whoever sits in front.
        whose = everyone[max(0, number - number % 4 // 3)]
        sheet = sheets.sheet(assignment.seed, whose)
        answers = sheet.right if number % 4 in (0, 3) else sheets.wrong[number % 4].answers(sheet)
        (tmp_path / f"{student}.toml").write_text(as_toml(answers))
    near = tuple(everyone[: ROUND // 2])
    settings = Settings(assignment=assignment, lang="en", classmates=near)
    with open_submissions(tmp_path) as entries:
        before, after = two_rounds(settings, entries)

    assert (after - before).total() < ROUND / 2
    # The process's and ours.
    assert after["Bounds"] == 2 * ROUND
    assert after["Sheet"] == 2 * chain._SHEETS
