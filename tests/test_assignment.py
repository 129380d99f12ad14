"""Courses and assignments are read; what is wrong in them is one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine import COURSE, a_course, the_assignment

from grader.assignment import find_course, load_assignment
from grader.errors import AssignmentError, UsageError
from grader.suite.run import declare_checks

TINY = "assignments/tiny"


def test_an_assignment_is_read_with_everything_that_belongs_to_it() -> None:
    assignment = the_assignment()

    assert assignment.points == 7
    assert [exercise.id for exercise in assignment.exercises] == ["row_means", "Counter"]
    assert [path.parent.name for path in assignment.suites] == ["public", "hidden", "hidden"]
    assert assignment.mutants[0].misconception in assignment.misconceptions


def test_checks_are_declared_without_running_any() -> None:
    checks = declare_checks(the_assignment())

    assert [(check.id, check.points, check.disclosure) for check in checks] == [
        ("row_means.example", 1, "public"),
        ("row_means.values", 3, "diagnosis"),
        ("row_means.leaves_input", 1, "sealed"),
        ("Counter.counts", 1, "diagnosis"),
        ("Counter.starts_at_zero", 1, "diagnosis"),
    ]
    assert checks[1].title.vi == "trung bình từng dòng"


def test_a_course_is_found_upwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert find_course(COURSE / "reference" / "tiny").folder == COURSE / "assignments"
    with pytest.raises(UsageError, match="no course found"):
        find_course(tmp_path)
    monkeypatch.setenv("GRADER_COURSE", str(COURSE))
    assert find_course(tmp_path).folder == COURSE / "assignments"


def test_the_seed_follows_the_secret_and_the_digest_the_suite(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    before = the_assignment(course)
    path = course / TINY / "hidden" / "test_Counter.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    after = the_assignment(course)

    assert before.seed == after.seed == the_assignment().seed
    assert before.digest != after.digest


@pytest.mark.parametrize(
    "file, text, message",
    [
        pytest.param(f"{TINY}/assignment.toml", "title = 3", "title: Expected", id="type"),
        pytest.param(f"{TINY}/assignment.toml", "title = ", "not TOML", id="syntax"),
        pytest.param(f"{TINY}/assignment.toml", "", "missing required field", id="empty"),
        pytest.param("assignments/course.toml", "secret = 'x'", "missing required", id="course"),
        pytest.param(f"{TINY}/mutants/x.py", "def f(): ...", "caught by", id="mutant"),
        pytest.param(f"{TINY}/mutants/x.py", "def f(:", "line 1", id="mutant-syntax"),
        pytest.param(f"{TINY}/hidden/test_other.py", "", "no exercise of that name", id="suite"),
    ],
)
def test_a_broken_file_is_one_line_with_its_place(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    course = a_course(tmp_path)
    (course / file).write_text(text, encoding="utf-8")

    with pytest.raises(AssignmentError) as caught:
        the_assignment(course)

    assert Path(file).name in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "suite, message",
    [
        pytest.param("import nothing_of_that_name", "nothing_of_that_name", id="import"),
        pytest.param("def test_x(student): ...", "not marked", id="unmarked"),
        pytest.param(
            "import pytest\n@pytest.mark.check(points=1)\ndef test_x(student): ...",
            "vi:",
            id="title",
        ),
        pytest.param(
            'import pytest\n@pytest.mark.check(points=0)\ndef test_x(): "vi: a\\n en: b"',
            "points",
            id="points",
        ),
    ],
)
def test_a_broken_suite_is_an_assignment_error(tmp_path: Path, suite: str, message: str) -> None:
    course = a_course(tmp_path)
    (course / TINY / "hidden" / "test_Counter.py").write_text(suite, encoding="utf-8")

    with pytest.raises(AssignmentError, match=message):
        declare_checks(the_assignment(course))


def test_an_unknown_assignment_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="there are: tiny"):
        load_assignment(find_course(COURSE), "other")
