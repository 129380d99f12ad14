"""The simulated class is what it says, the same each time, and grading finds what was foretold."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import find_course, load_assignment
from grader.cli.instructor import main
from grader.errors import AssignmentError, UsageError
from grader.model import Assignment, Check
from grader.simulate import simulate
from grader.suite.run import declare_checks

SAMPLE = Path(__file__).with_name("sample_course")


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return load_assignment(find_course(SAMPLE), "tiny")


@pytest.fixture(scope="module")
def checks(tiny: Assignment) -> tuple[Check, ...]:
    return declare_checks(tiny)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_arguments_give_equal_classes(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    for out in ("first", "second"):
        simulate(tiny, checks, students=40, seed=3, out=tmp_path / out)
    simulate(tiny, checks, students=40, seed=4, out=tmp_path / "another")

    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert files(tmp_path / "first") != files(tmp_path / "another")


def test_a_class_of_thirty_is_like_a_class(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    simulate(tiny, checks, students=30, seed=1, out=tmp_path)
    kinds = Counter(row["kind"] for row in rows(tmp_path / "truth.csv"))

    assert kinds == {
        "mutant": 13,
        "accepted": 8,
        "reference": 4,
        "broken": 3,
        "template": 1,
        "missing": 1,
    }


def test_everything_appears_in_a_large_class(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    simulate(tiny, checks, students=300, seed=1, out=tmp_path)
    truth = rows(tmp_path / "truth.csv")
    cases = {row["case"] for row in truth}
    suffixes = {Path(row["file"]).suffix for row in truth if row["kind"] == "mutant"}
    composed = {unicodedata.is_normalized("NFC", row["file"]) for row in truth}

    assert {mutant.id for mutant in tiny.mutants} <= cases
    assert {"empty-file", "archive-bomb", "half-notebook", "never-imports", "no-code"} <= cases
    assert {".py", ".ipynb", ".zip"} <= suffixes
    assert composed == {True, False}


def test_truth_and_submissions_name_the_same_students(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    submissions = simulate(tiny, checks, students=60, seed=2, out=tmp_path)
    truth = rows(tmp_path / "truth.csv")

    assert sorted(row["file"] for row in truth if row["file"]) == sorted(
        path.name for path in submissions.iterdir()
    )
    assert sorted(row["student"] for row in truth) == sorted(
        row["key"] for row in rows(tmp_path / "roster.csv")
    )
    assert [row["status"] for row in truth if not row["file"]] == ["missing"] * 2


def test_a_mutants_points_come_from_the_checks_it_loses(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    simulate(tiny, checks, students=60, seed=2, out=tmp_path)
    points = {check.id: check.points for check in checks}
    mutants = [row for row in rows(tmp_path / "truth.csv") if row["kind"] == "mutant"]

    assert mutants
    for row in mutants:
        lost = sum(points[check] for check in points if check in row["lost"].split())
        assert int(row["earned"]) == int(row["possible"]) - lost < int(row["possible"])
        assert row["misconception"] == row["case"].partition(".")[0]


def test_a_class_is_not_written_over(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    simulate(tiny, checks, students=1, seed=1, out=tmp_path)

    with pytest.raises(UsageError, match="is there already"):
        simulate(tiny, checks, students=1, seed=1, out=tmp_path)


def test_a_mutant_that_lists_an_unknown_check_is_told(
    tmp_path: Path, tiny: Assignment, checks: tuple[Check, ...]
) -> None:
    without = [check for check in checks if check.id != "Counter.starts_at_zero"]

    with pytest.raises(
        AssignmentError, match=r"keeps-state\.py: caught by Counter\.starts_at_zero"
    ):
        simulate(tiny, without, students=1, seed=1, out=tmp_path)


def test_the_gradebook_agrees_with_the_truth_for_everyone(root: Path, tmp_path: Path) -> None:
    """Everything that a student of the course can hand in is graded as was known beforehand."""
    runner = CliRunner()
    course = ["--course", str(root)]
    made = ["simulate", "softmax_numpy", "--students", "30", "--seed", "5", "--out", str(tmp_path)]
    assert runner.invoke(main, [*made, *course]).exit_code == 0
    out = tmp_path / "results"
    work = ["batch", str(tmp_path / "submissions"), "-a", "softmax_numpy", "--out", str(out)]
    roster = ["--roster", str(tmp_path / "roster.csv")]
    assert runner.invoke(main, [*work, *roster, *course]).exit_code == 0

    facts = ("student", "status", "earned", "possible")
    truth = rows(tmp_path / "truth.csv")
    found = {row["student"]: row for row in rows(out / "gradebook.csv")}
    assert [[found[row["student"]][fact] for fact in facts] for row in truth] == [
        [row[fact] for fact in facts] for row in truth
    ]
    assert {row["student"]: found[row["student"]]["misconceptions"] for row in truth} == {
        row["student"]: row["misconception"] for row in truth
    }
