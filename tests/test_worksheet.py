"""Worksheets, and what grading makes of the numbers that were handed in."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from click.testing import CliRunner, Result
from engine import said, verdicts

from grader.assignment import find_course, load_assignment
from grader.by_hand import neighbours
from grader.chain import Sheet
from grader.cli.instructor import main as grader_command
from grader.errors import AssignmentError
from grader.model import Assignment, Grade, StudentId, Submission, SubmittedFile
from grader.pipeline import Grader, open_grader
from grader.report.html import to_html
from grader.simulate import simulate
from grader.worksheet import as_toml, fill, literal, to_markdown, to_page

ADA, BOB = StudentId("ada"), StudentId("bob")


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    return load_assignment(find_course(root), "softmax_by_hand")


@pytest.fixture(scope="module")
def grader(assignment: Assignment) -> Iterator[Grader]:
    with open_grader(assignment, classmates=(ADA, BOB)) as opened:
        yield opened


def the_sheet(grader: Grader, student: StudentId = ADA) -> Sheet:
    sheet = grader.sheet(student)
    assert sheet is not None
    return sheet


def handed_in(text: str, name: str = "answers.toml", student: StudentId = ADA) -> Submission:
    file = SubmittedFile(path=PurePosixPath(name), data=text.encode())
    return Submission(student=student, files=(file,), digest="d" * 64)


def graded(grader: Grader, text: str, name: str = "answers.toml") -> Grade:
    """The text as ada's work, with her right answers in place of ``{{ … }}``."""
    return grader.grade(fill(handed_in(text, name), the_sheet(grader)))


def notes_of(grade: Grade, check: str) -> str:
    return next(said(result.notes) for result in grade.results if result.check.id == check)


# ------------------------------------------------------------------ worksheets


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_worksheet_has_every_number_and_names_every_answer(
    assignment: Assignment, grader: Grader, lang: str
) -> None:
    sheet = the_sheet(grader)
    text = to_markdown(assignment, sheet, lang)

    numbers = set(re.findall(r"-?\d+(?:\.\d+)?", text))
    given = {f"{n:.6g}" for value in sheet.given.values() for n in np.asarray(value).flat}
    assert given <= numbers
    assert all(f"`{name}`" in text for name in assignment.answers)
    assert "{{" not in text


def test_a_worksheet_has_no_answer(assignment: Assignment, grader: Grader) -> None:
    sheet = the_sheet(grader)
    text = to_markdown(assignment, sheet, "vi")

    hidden = ("softmax_z", "softmax_T", "p", "batch_losses", "dW", "new_p", "bce_terms")
    assert not any(f"{n:.4f}" in text for name in hidden for n in sheet.right[name].flat)


def test_the_page_to_print_is_typeset_and_self_contained(
    assignment: Assignment, grader: Grader
) -> None:
    page = to_page(assignment, the_sheet(grader), "vi")

    assert page.count("<math") > 10
    assert "<mtable" in page
    assert "<table>" in page
    assert "$" not in page
    assert "http" not in re.sub(r'http-equiv|http://www.w3.org[^"]*', "", page)


def test_an_id_is_data(assignment: Assignment, grader: Grader) -> None:
    hostile = StudentId("<script>alert(1)</script> {{ 7*7 }} `x` [a](http://e)")
    sheet = the_sheet(grader, hostile)

    page = to_page(assignment, sheet, "en")
    assert "<script>" not in page
    assert "<a " not in page
    assert "{{ 7*7 }}" in page


def test_worksheets_of_a_class_are_written(root: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("key,name,email\nAn 1,An,\nBình 2,Bình,\n", encoding="utf-8")
    found = run(
        grader_command,
        *("worksheet", "softmax_by_hand", "--roster", str(roster), "--student", "ada"),
        *("--out", str(tmp_path / "out"), "--course", str(root), "--lang", "en"),
    )

    assert found.exit_code == 0, found.output
    written = sorted((tmp_path / "out").iterdir())
    assert [path.suffix for path in written] == [".html", ".md"] * 3
    assert len({path.read_bytes() for path in written}) == 6
    assert found.stdout.splitlines()[0].endswith("softmax_by_hand.ada.html")


@pytest.mark.parametrize(
    "arguments, said_",
    [
        (("softmax_by_hand",), "for whom"),
        (("softmax_numpy", "--student", "ada"), "is not worked out by hand"),
    ],
)
def test_a_worksheet_that_cannot_be_made_is_one_line(
    root: Path, tmp_path: Path, arguments: tuple[str, ...], said_: str
) -> None:
    where = ("--course", str(root), "--out", str(tmp_path))
    found = run(grader_command, "worksheet", *arguments, *where)

    assert found.exit_code > 1
    assert said_ in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_an_example_that_names_no_number_is_told(grader: Grader) -> None:
    with pytest.raises(AssignmentError, match="'nothing' is undefined"):
        fill(handed_in("p = {{ nothing }}"), the_sheet(grader))


# ------------------------------------------------------------------ grading


def test_somebody_elses_numbers_are_wrong_and_noted_for_the_instructor(grader: Grader) -> None:
    copied = as_toml(the_sheet(grader, BOB).right)
    grade = grader.grade(handed_in(copied))

    assert grade.earned < grade.possible / 2
    assert [note.english() for note in grade.remarks] == [
        "Several wrong answers are right for the numbers of bob: look at both."
    ]
    assert "bob" not in to_html(grade, "en")


def test_in_a_university_answers_are_compared_with_the_nearest_ids() -> None:
    everyone = [StudentId(f"{number:05}") for number in range(10_000)]

    assert neighbours(everyone[5], everyone[:9]) == [*everyone[:5], *everyone[6:9]]
    for number in (0, 3, 5_000, 9_999):
        near = neighbours(everyone[number], everyone)
        around = everyone[max(0, number - 40) : number + 40]
        assert set(around) - set(near) == {everyone[number]}
        assert len(near) == 999
    assert len(neighbours(StudentId("99999999"), everyone)) == 1_000


def test_own_mistakes_are_not_taken_for_somebody_elses(
    grader: Grader, assignment: Assignment
) -> None:
    sheet = the_sheet(grader)
    for mutant in assignment.mutants[::5]:
        grade = grader.grade(handed_in(as_toml(grader.wrong(mutant).answers(sheet))))
        assert grade.remarks == ()


def test_a_carried_step_earns_everything_and_the_report_says_so(grader: Grader) -> None:
    grade = graded(
        grader,
        "shifted = {{ -shifted }}\nexps = [exp({{ -shifted[0] }}),"
        " exp({{ -shifted[1] }}), exp({{ -shifted[2] }}), exp({{ -shifted[3] }})]",
    )
    exps = next(result for result in grade.results if result.check.id == "stable_softmax.exps")

    assert exps.convention == "carried-forward"
    assert verdicts(grade)["stable_softmax.exps"] == "passed"
    assert verdicts(grade)["stable_softmax.shifted"] == "failed wrong-sign"
    assert "right given your own earlier value" in to_html(grade, "en")


def test_a_mistake_after_a_mistake_is_recognised_from_the_students_own_values(
    grader: Grader,
) -> None:
    answers = {
        "p": np.array([0.5, 0.3, 0.2]),
        "loss": -np.log10([0.5, 0.3, 0.2])[int(the_sheet(grader).given["y"])],
    }
    grade = grader.grade(handed_in(as_toml(answers)))

    assert verdicts(grade)["cross_entropy.loss"] == "failed wrong-log-base"
    assert "own earlier values either" in notes_of(grade, "cross_entropy.loss")


def test_rounding_too_early_keeps_the_points_of_the_method(grader: Grader) -> None:
    coarse = {"p": the_sheet(grader).right["p"].round(2)}
    found = verdicts(grader.grade(handed_in(as_toml(coarse))))

    assert found["forward.p"] == "passed"
    assert found["forward.p_precise"] == "failed rounded-too-early"


@pytest.mark.parametrize(
    "name, text",
    [
        ("answers.toml", "softmax_z = ''\nMAX_Z = {{ max_z }}"),
        ("bai.py", "softmax_z = None\nMAX_Z = {{ max_z }}"),
    ],
)
def test_empty_is_missing_and_another_spelling_is_found(
    grader: Grader, name: str, text: str
) -> None:
    grade = graded(grader, text, name)
    found = verdicts(grade)

    assert found["stable_softmax.softmax_z"] == "missing"
    assert found["stable_softmax.max_z"] == "passed"
    assert "MAX_Z was graded as max_z" in said(grade.notes)


def test_the_fuller_file_is_graded(grader: Grader) -> None:
    files = (
        SubmittedFile(path=PurePosixPath("answers.toml"), data=b"p = ''\nloss = 1"),
        SubmittedFile(path=PurePosixPath("bai.py"), data=b"p = None\nkl = 1\nhinge = 0.5\nbce = 2"),
        SubmittedFile(path=PurePosixPath("grade.toml"), data=b"assignment = 'softmax_by_hand'"),
    )
    grade = grader.grade(replace(handed_in(""), files=files))

    assert grade.program is not None
    assert str(grade.program.entry) == "bai.py"
    assert "bai.py was graded (3 answers); not graded: answers.toml" in said(grade.notes)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_reports_of_wrong_numbers_hide_the_right_ones(grader: Grader, lang: str) -> None:
    sheet = the_sheet(grader)
    wrong = {name: sheet.right[name] + 0.4321 for name in ("p", "loss", "dW", "bce_terms")}
    grade = grader.grade(handed_in(as_toml(wrong)))

    page = to_html(grade, lang)
    assert not any(f"{n:.4g}" in page for name in wrong for n in sheet.right[name].flat)


# ------------------------------------------------------------------ the commands


def run(command: Callable[..., object], *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]


def test_a_batch_agrees_with_the_truth_and_notes_copies(
    root: Path, tmp_path: Path, assignment: Assignment, grader: Grader
) -> None:
    submissions = simulate(assignment, grader.checks, students=30, seed=4, out=tmp_path)
    with (tmp_path / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = list(csv.DictReader(file))
    copy = as_toml(the_sheet(grader, StudentId(truth[0]["student"])).right)
    (submissions / "copycat.toml").write_text(copy, encoding="utf-8")
    arguments = ("batch", str(submissions), "-a", "softmax_by_hand", "--course", str(root))
    out = ("--out", str(tmp_path / "out"), "--roster", str(tmp_path / "roster.csv"), "--lang", "en")
    found = run(grader_command, *arguments, *out)

    assert found.exit_code == 0, found.output
    with (tmp_path / "out" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        book = {row["student"]: row for row in csv.DictReader(file)}
    facts = ("status", "earned", "possible")
    for row in truth:
        assert [book[row["student"]][fact] for fact in facts] == [row[fact] for fact in facts], row
        if row["kind"] == "mutant":
            assert book[row["student"]]["misconceptions"] == row["misconception"]
        assert book[row["student"]]["status"] != "graded" or not book[row["student"]]["reason"]
    assert truth[0]["student"] in book["copycat"]["reason"]


def test_numbers_are_written_to_the_asked_decimals() -> None:
    assert literal(np.array([-0.00001, 1 / 3])) == "[0.0, 0.3333]"
