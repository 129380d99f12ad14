"""``grader show``: the instructor sees of one student what the student's report keeps back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine import COURSE
from report_samples import a_rich_grade

from grader.batch import student_folder
from grader.cli.instructor import main
from grader.model import CheckResult, Disclosure, Grade, Phrase, Slug, StudentId, Verdict
from grader.report.html import to_html
from grader.report.markdown import to_markdown
from grader.report.terminal import to_terminal
from grader.report.undisclosed import undisclosed

BIGGEST = "def row_means(x):\n    x += 0\n    return x.max(axis=1)\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch wrote of a class of two: one mistake without a name, one file that is empty."""
    folder = tmp_path_factory.mktemp("show")
    for name, source in {"ánh": BIGGEST, "bình": ""}.items():
        (folder / "work" / name).mkdir(parents=True)
        (folder / "work" / name / "tiny.py").write_text(source)
    roster = folder / "roster.csv"
    roster.write_text("key,name,email\nánh,Ánh Tuyết,\nbình,Bình,\nvắng,Vắng,\n", "utf-8")
    out = folder / "out"
    arguments = ["batch", str(folder / "work"), "-a", "tiny", "--course", str(COURSE)]
    done = run(*arguments, "--out", str(out), "--workers", "1", "--roster", str(roster))
    assert done.exit_code == 0, done.output
    return out


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def shown(results: Path, student: str, *more: str) -> str:
    done = run("show", str(results), student, "--course", str(COURSE), *more)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_the_instructor_sees_what_the_student_does_not(results: Path, tmp_path: Path) -> None:
    page = tmp_path / "ánh.html"
    told = shown(results, "ánh", "--lang", "en", "--report", str(page))
    report = (student_folder_of(results, "ánh") / "report.html").read_text("utf-8")

    for words in (
        "NOT FOR STUDENTS",
        "Seed of the random inputs:",
        "Expected",
        "The student is not shown what is expected.",
        "its group of equal answers:",
        "Smallest example",
    ):
        assert words in told
    assert "NOT FOR STUDENTS" in page.read_text("utf-8")
    (seed,) = re.findall(r"Seed of the random inputs: (\d+)", told)
    for words in ("KHÔNG DÀNH CHO", "NOT FOR", seed):
        assert words not in report


def student_folder_of(results: Path, student: str) -> Path:
    return results / "students" / student_folder(StudentId(student)).name


def test_somebody_is_found_by_name_and_nobody_in_one_line(results: Path) -> None:
    assert "ánh" in shown(results, "Ánh Tuyết")
    for student, reason in {"ai đó": "nobody here", "vắng": "has handed in nothing"}.items():
        done = run("show", str(results), student, "--course", str(COURSE))
        assert done.exit_code == 2
        assert reason in done.output
        assert done.output.count("\n") == 1


def everything(grade: Grade) -> list[str]:
    return [
        to_terminal(grade, "en", 100),
        to_markdown(grade, "en"),
        to_html(grade, "en"),
    ]


def test_every_format_is_marked_and_opens_sealed_checks() -> None:
    grade = a_rich_grade()
    opened = undisclosed(replace(grade, remarks=(Phrase("An odd hand-in."),)))
    for before, after in zip(everything(grade), everything(opened), strict=True):
        for words in ("NOT FOR STUDENTS", "SECRET", "71717171", "An odd hand-in."):
            assert words in after
            assert words not in before
    assert (opened.earned, opened.possible) == (grade.earned, grade.possible)


def test_an_error_of_ours_and_rival_mistakes_are_told() -> None:
    grade = a_rich_grade()
    first, *rest = grade.exercises
    ours = replace(first.results[1], verdict=Verdict.GRADER_ERROR, error="KeyError: 'z'")
    rivals = replace(
        first.results[2],
        misconception=None,
        candidates=frozenset({Slug("wrong-axis"), Slug("global-max")}),
    )

    def told(*results: CheckResult) -> str:
        exercises = (replace(first, results=results), *rest)
        return to_markdown(undisclosed(replace(grade, exercises=exercises)), "en")

    assert "KeyError: 'z'" in told(ours)
    assert "global-max, wrong-axis" in told(rivals)
    assert ours.check.disclosure is Disclosure.DIAGNOSIS
