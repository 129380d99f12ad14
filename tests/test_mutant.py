"""A class's new mistake is a group in one run, and a named one in the next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine import a_course, a_program, the_assignment

from grader.cli.instructor import main
from grader.model import ExerciseId
from grader.report.classroom import Unknown, gather, unknown_mistakes
from grader.source import LONGEST, definition
from grader.store import open_store
from grader.verify import verify

ROW_MEANS = ExerciseId("row_means")
COUNTER = "class Counter:\n    def __init__(self): self.total = 0\n"
COUNTER += "    def add(self, n): self.total += n\n"
BINH = f"""{COUNTER}
HALF = 2

def total(x):
    return x.sum(axis=1)

def row_means(x):
    # Bình's own way of doing it, a little longer
    result = total(x)
    return result / HALF
"""
AN = f"""import numpy as np

{COUNTER}
def mean_of_rows(x):
    return np.array([sum(row) / 2 for row in x])
"""
CHI = f"{COUNTER}def row_means(x):\n    return x.max(axis=1)\n"


def grader(course: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--course", str(course)])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return a_course(tmp_path)


@pytest.fixture
def results(tmp_path: Path, course: Path) -> Path:
    """A class of three: two with one mistake in different words, one with another."""
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    for name, source in {"an": AN, "binh": BINH, "chi": CHI}.items():
        (handed_in / f"{name}.py").write_text(source, encoding="utf-8")
    run(course, tmp_path)
    return tmp_path / "out"


def run(course: Path, folder: Path) -> Result:
    found = grader(
        *(course, "batch", folder / "in", "-a", "tiny", "--out", folder / "out"),
        *("--workers", "1", "--lang", "en"),
    )
    assert found.exit_code == 0, found.output
    return found


def groups(results: Path) -> tuple[Unknown, ...]:
    with open_store(results / "results.sqlite") as store:
        return unknown_mistakes(gather(store.newest_of_everyone("tiny"), store.enrolled("tiny")))


def test_a_new_mistake_has_its_name_in_the_next_run(
    course: Path, results: Path, tmp_path: Path
) -> None:
    (group,) = groups(results)
    assert (group.exercise, [row.student for row in group.rows]) == ("row_means", ["an", "binh"])
    assert group.checks == ("row_means.example", "row_means.values")
    assert group.name in (results / "class.html").read_text("utf-8")

    made = grader(course, "mutant", results, group.name, "--slug", "half-the-sum")
    assert made.exit_code == 0, made.output
    assert "read it" in made.stdout
    assert "otherwise" not in made.stdout
    draft = results / "mutants" / "half-the-sum.py"
    assert "caught by: row_means.example row_means.values row_means.leaves_input" in (
        draft.read_text("utf-8")
    )

    shutil.move(draft, course / "assignments" / "tiny" / "mutants")
    with (course / "assignments" / "misconceptions.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + draft.with_suffix(".toml").read_text("utf-8"))
    findings = verify(the_assignment(course))
    assert {each.message for each in findings} == {"still to be written"}
    assert {each.where.partition(":")[0] for each in findings} == {"misconception half-the-sum"}

    run(course, tmp_path)
    with open_store(results / "results.sqlite") as store:
        named = {each.student: each.misconceptions for each in store.newest_of_everyone("tiny")}
    assert named == {"an": ("half-the-sum",), "binh": ("half-the-sum",), "chi": ()}
    assert groups(results) == ()


def test_the_representative_is_the_shortest_and_defines_the_graded_name(results: Path) -> None:
    (group,) = groups(results)

    assert group.source == (
        "import numpy as np\n\n\ndef mean_of_rows(x):\n"
        "    return np.array([sum(row) / 2 for row in x])\n\n\nrow_means = mean_of_rows\n"
    )


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        pytest.param(["ffffff"], 2, "no group of unknown mistakes", id="group"),
        pytest.param(["", "--slug", "a"], 2, "no group of unknown mistakes", id="any"),
        pytest.param(["GROUP", "--slug", "../x"], 2, "is no slug", id="slug"),
        pytest.param(["GROUP", "--slug", "wrong-axis"], 2, "choose another --slug", id="taken"),
        pytest.param(["GROUP", "-a", "other"], 2, "no results of other", id="assignment"),
    ],
)
def test_a_wrong_command_is_2_and_writes_nothing(
    course: Path, results: Path, arguments: list[str], code: int, words: str
) -> None:
    (group,) = groups(results)
    arguments = [group.name if each == "GROUP" else each for each in arguments]
    found = grader(course, "mutant", results, *arguments)

    assert found.exit_code == code
    assert words in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert not (results / "mutants").exists()


# ------------------------------------------------------------------ a student's definition


def test_a_definition_comes_with_its_helpers_and_nothing_else() -> None:
    found = definition(a_program(BINH), the_assignment(), ROW_MEANS)

    assert "def total(x)" in found
    assert "HALF = 2" in found
    assert "Counter" not in found


def test_the_last_definition_of_a_notebook_counts() -> None:
    program = a_program("def row_means(x):\n    return 1\n", "def row_means(x):\n    return 2\n")

    assert definition(program, the_assignment(), ROW_MEANS) == "def row_means(x):\n    return 2\n"


@pytest.mark.parametrize(
    "source",
    ["x = 1", "def row_means(x:\n", f"def row_means(x):\n    return {'1 + ' * LONGEST}1\n"],
    ids=["absent", "broken", "long"],
)
def test_no_definition_is_empty(source: str) -> None:
    assert definition(a_program(source), the_assignment(), ROW_MEANS) == ""


def test_what_cannot_be_seen_does_not_get_into_a_mutant() -> None:
    source = "def row_means(x):\n    return 'a\u202eb\u200b'\n"

    assert definition(a_program(source), the_assignment(), ROW_MEANS) == (
        "def row_means(x):\n    return 'ab'\n"
    )
