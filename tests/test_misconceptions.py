"""Every misconception has a page, and its examples say what really comes out."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from report_samples import WRONG_AXIS, a_rich_grade

from grader.assignment import find_course, load_assignment, read_misconceptions
from grader.model import Grade, Misconception, Slug, Text
from grader.report.html import to_html
from grader.report.inline import authored, plain
from grader.report.misconceptions import FOLDER, main, pages

ROOT = Path(__file__).resolve().parents[1]
KNOWN = read_misconceptions(ROOT / "assignments" / "misconceptions.toml")
WITH_EXAMPLE = [slug for slug, known in KNOWN.items() if known.wrong or known.right]
EXAMPLES = [
    pytest.param(source, id=f"{slug}-{kind}")
    for slug in WITH_EXAMPLE
    for kind, source in (("wrong", KNOWN[slug].wrong), ("right", KNOWN[slug].right))
]


def value_of(source: str) -> object:
    """What the last expression of *source* comes to."""
    *body, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    names = {"np": np}
    with np.errstate(all="ignore"):
        exec(compile(ast.Module(body, []), "<example>", "exec"), names)
        return eval(compile(ast.Expression(last.value), "<example>", "eval"), names)


def told(source: str) -> object:
    """What the comment at the end of *source* says that it comes to."""
    return eval(source.rpartition("  # ")[2], {"inf": np.inf, "nan": np.nan})


@pytest.mark.parametrize("source", EXAMPLES)
def test_an_example_comes_to_what_it_says(source: str) -> None:
    found, expected = value_of(source), told(source)

    if isinstance(expected, str | bool) or expected in ([], ["tea"]):
        assert found == expected
    else:
        np.testing.assert_allclose(np.asarray(found, float), np.asarray(expected, float), rtol=1e-4)


@pytest.mark.parametrize("source", EXAMPLES)
def test_an_example_is_short_and_shows_no_exercise(source: str) -> None:
    assignment = load_assignment(find_course(ROOT), "softmax_numpy")
    names = {each.id for each in assignment.exercises} | {"softmax", "logits", "theta"}

    assert len(source.splitlines()) <= 8
    assert names.isdisjoint(
        node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)
    )


@pytest.mark.parametrize("slug", WITH_EXAMPLE)
def test_wrong_and_right_differ_and_have_numbers_to_try(slug: Slug) -> None:
    known = KNOWN[slug]

    assert told(known.wrong) != told(known.right)
    assert known.trial is not None
    assert plain(authored(known.trial.vi)) != plain(authored(known.trial.en))


@pytest.mark.parametrize("name", ["softmax_numpy", "torch_models", "loss_functions"])
def test_every_mistake_of_the_code_assignments_has_an_example(name: str) -> None:
    assignment = load_assignment(find_course(ROOT), name)

    assert {mutant.misconception for mutant in assignment.mutants} <= set(WITH_EXAMPLE)


def test_the_pages_are_up_to_date() -> None:
    made = pages(KNOWN)
    found = {path.name: path.read_text("utf-8") for path in (ROOT / FOLDER).glob("*.md")}

    assert made == found, "run: python -m grader.report.misconceptions"


def test_the_command_writes_the_pages_and_removes_old_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = ROOT / "tests" / "sample_course" / "assignments"
    course = tmp_path / "assignments"
    course.mkdir()
    for name in ("course.toml", "misconceptions.toml"):
        (course / name).write_bytes((source / name).read_bytes())
    old = tmp_path / FOLDER / "gone.md"
    old.parent.mkdir(parents=True)
    old.touch()

    assert main([str(tmp_path)]) == 0
    assert {path.name for path in old.parent.iterdir()} == {
        "README.md",
        "keeps-state.md",
        "sum-not-mean.md",
        "wrong-axis.md",
    }
    page = (old.parent / "wrong-axis.md").read_text("utf-8")
    assert "## Tiếng Việt: sai axis" in page
    assert "**Idea.** The mean of each row." in page
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "no course here" in capsys.readouterr().err


def with_example(grade: Grade) -> Grade:
    known: Misconception = replace(
        WRONG_AXIS,
        wrong="<b>wrong</b> = 1  # 1",
        right="right = 2  # 2",
        trial=Text(vi="Thử $x_1$ bằng 3.", en="Try $x_1$ of 3."),
    )
    assignment = replace(grade.assignment, misconceptions={known.id: known})
    return replace(grade, assignment=assignment)


def test_the_report_shows_the_example_where_the_mistake_is_named() -> None:
    before, page = (to_html(each, "en") for each in (a_rich_grade(), with_example(a_rich_grade())))
    summary = "<summary>The same mistake in another small example</summary>"

    assert summary not in before
    assert page.count(summary) == 1
    assert "&lt;" in page
    assert "<b>wrong</b>" not in page
    assert page.index(summary) < page.index("Try it")
