"""``verify`` finds nothing in a sound assignment, and each fault that is planted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from engine import COURSE, a_course, the_assignment

from grader.verify import Memory, verify

TINY = "assignments/tiny"


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(course: Path) -> None:
        path = course / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return apply


def write(file: str, text: str) -> Callable[[Path], None]:
    def apply(course: Path) -> None:
        (course / file).write_text(text, encoding="utf-8")

    return apply


HARMLESS = """'''Nothing that a check sees.

caught by: Counter.counts
'''
"""


def test_a_sound_assignment_has_no_findings() -> None:
    assert verify(the_assignment(COURSE)) == ()


@pytest.mark.parametrize(
    "plant, where, message",
    [
        pytest.param(
            write(f"{TINY}/mutants/keeps-state.harmless.py", HARMLESS),
            "mutant keeps-state.harmless",
            "no check catches it",
            id="a-mutant-that-no-check-kills",
        ),
        pytest.param(
            write(
                f"{TINY}/mutants/keeps-state.twin.py",
                (COURSE / TINY / "mutants/wrong-axis.py").read_text(encoding="utf-8"),
            ),
            "mutant wrong-axis",
            "cannot be told from keeps-state",
            id="a-confusable-pair",
        ),
        pytest.param(
            edit("assignments/misconceptions.toml", 'vi = "Xem `axis`."', 'vi = ""'),
            "misconception wrong-axis: inspect",
            "translation (vi) is missing",
            id="a-missing-translation",
        ),
        pytest.param(
            lambda course: (course / TINY / "statement.en.md").unlink(),
            "statement.en.md",
            "missing",
            id="a-missing-statement",
        ),
        pytest.param(
            edit("reference/tiny/tiny.py", "self.total += n", "self.total += 1"),
            "reference",
            "Counter.counts: failed",
            id="a-reference-that-fails",
        ),
        pytest.param(
            write(
                "student_template/tiny/tiny.py",
                (COURSE / "reference/tiny/tiny.py").read_text(encoding="utf-8"),
            ),
            "template tiny.py",
            "earns row_means.values",
            id="a-template-that-earns",
        ),
        pytest.param(
            edit("tests/accepted/tiny/loops.py", "sum(row)", "-sum(row)"),
            "accepted loops.py",
            "row_means.values: failed",
            id="an-accepted-variant-that-fails",
        ),
        pytest.param(
            edit(
                f"{TINY}/mutants/keeps-state.py", "starts_at_zero", "starts_at_zero Counter.counts"
            ),
            "mutant keeps-state",
            "does not lose Counter.counts",
            id="a-list-that-is-too-long",
        ),
        pytest.param(
            edit(f"{TINY}/mutants/wrong-axis.py", "row_means.leaves_input", ""),
            "mutant wrong-axis",
            "also loses row_means.leaves_input",
            id="a-list-that-is-too-short",
        ),
        pytest.param(
            edit(f"{TINY}/assignment.toml", "points = 5", "points = 6"),
            "exercise row_means",
            "6 in assignment.toml, 5 in its checks",
            id="points-that-do-not-add-up",
        ),
        pytest.param(
            edit(f"{TINY}/hidden/test_Counter.py", "total), 0, what", "total), 0.5 - 0.5, what"),
            "",
            "",
            id="control-a-change-that-changes-nothing",
        ),
        pytest.param(
            edit(f"{TINY}/hidden/test_row_means.py", 'needs=["row_means.values"]', 'needs=["x.y"]'),
            "check row_means.leaves_input",
            "needs x.y, which is no earlier check",
            id="a-need-that-is-no-check",
        ),
        pytest.param(
            edit(
                f"{TINY}/hidden/test_Counter.py",
                "    counter.add(3)\n",
                "    counter.add(3)\n    assert counter is not None\n",
            ),
            "hidden/test_Counter.py:14",
            "bare assert",
            id="a-bare-assert",
        ),
        pytest.param(
            edit(
                f"{TINY}/public/test_row_means.py",
                "def test_example(student)",
                "def test_example(student, rng)",
            ),
            "public/test_row_means.py:8",
            "a public check cannot use rng",
            id="a-public-check-with-random-inputs",
        ),
        pytest.param(
            edit(
                f"{TINY}/hidden/test_row_means.py", 'conventions={"median"', 'conventions={"mode"'
            ),
            "",
            "",
            id="control-a-convention-that-nobody-uses",
        ),
    ],
)
def test_each_planted_fault_is_found(
    tmp_path: Path, plant: Callable[[Path], None], where: str, message: str
) -> None:
    course = a_course(tmp_path)
    plant(course)

    findings = verify(the_assignment(course))

    if where:
        assert any(f.where == where and message in f.message for f in findings), findings
    else:
        assert findings == ()


def test_what_was_sound_is_not_graded_again_until_it_changes(tmp_path: Path) -> None:
    course = a_course(tmp_path)

    def graded() -> list[str]:
        pieces: list[str] = []
        assignment = the_assignment(course)
        assert verify(assignment, pieces.append, Memory(tmp_path / "memory", assignment)) == ()
        return pieces

    everything = graded()
    assert {"reference", "mutant keeps-state", "reference, seed 1"} <= {*everything}
    assert graded() == []

    accepted = min((course / "tests/accepted/tiny").glob("*.py"))
    accepted.write_text(accepted.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert graded() == [f"accepted {accepted.name}"]

    edit("reference/tiny/tiny.py", "import", "# changed\nimport")(course)
    assert graded() == everything


def test_a_finding_is_found_again(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    write(f"{TINY}/mutants/keeps-state.harmless.py", HARMLESS)(course)
    assignment = the_assignment(course)
    found = verify(assignment, memory=Memory(tmp_path, assignment))
    assert found
    pieces: list[str] = []
    assert verify(assignment, pieces.append, Memory(tmp_path, assignment)) == found
    assert pieces == ["mutant keeps-state.harmless"]
