"""The page: complete, closed to what a student wrote, and within each check's disclosure."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import HOSTILE, Page
from report_samples import (
    WRONG_AXIS,
    a_check,
    a_grade,
    a_grade_with,
    a_rich_grade,
    an_assignment,
    an_exercise,
    evidence,
    grade_of,
)

from grader.model import (
    Cell,
    CheckResult,
    Disclosure,
    Evidence,
    ExerciseGrade,
    Frame,
    Grade,
    Level,
    Misconception,
    Program,
    Slug,
    StudentId,
    Text,
    Ungraded,
    Verdict,
    phrase,
)
from grader.report.excerpt import Excerpt, find_definition, mark_mistake
from grader.report.feedback import LEVELS, VERDICTS, code_title
from grader.report.heatmap import HeatMap, heat_map
from grader.report.html import LARGEST, to_html, ungraded_html
from grader.report.i18n import translate
from grader.report.inline import plain


def a_hostile_grade(text: str) -> Grade:
    """*text* in every place that a student can write to."""
    result = CheckResult(
        check=a_check("softmax.public", disclosure=Disclosure.PUBLIC),
        verdict=Verdict.CRASHED,
        notes=(
            phrase("The code raised {error}.", error=text),
            phrase("The closest name is {close}: is it a typing error?", close=text),
            Text(vi=f"em trả về {text}", en=f"you returned {text}"),
        ),
        error=text,
        evidence=Evidence(what=text, actual=text, expected=text, inputs={text: text}),
        counterexample=Evidence(what=text, actual=text, expected=text, inputs={text: text}),
        traceback=(
            Frame(file=text, cell=None, line=3, function=text, code=text),
            Frame(file=text, cell=1, line=2, function=text, code=text),
        ),
    )
    grade = a_grade_with(result, student=text)
    program = Program(
        entry=PurePosixPath(text.replace("/", "_")),
        cells=(Cell(number=1, source=f"def softmax(z):\n    return {text!r}  # {text}\n"),),
        notes=(phrase("{file} is a link; hand in the file itself", file=text),),
    )
    return replace(grade, program=program)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_student_writes_is_markup(text: str, lang: str) -> None:
    page = Page(to_html(a_hostile_grade(text), lang))
    clean = Page(to_html(a_hostile_grade("ordinary"), lang))

    assert set(page.tags) == set(clean.tags)
    assert {(tag, name) for tag, name, _ in page.attributes} == {
        (tag, name) for tag, name, _ in clean.attributes
    }
    assert not any(
        name.startswith("on") or name in {"src", "style"} for _, name, _ in page.attributes
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)


@settings(max_examples=25)
@given(st.text(st.characters(codec=None), max_size=200))
def test_page_of_any_text_is_well_formed(text: str) -> None:
    to_html(a_hostile_grade(text), "vi").encode("utf-8")
    Page(to_html(a_hostile_grade(text), "vi"))


def test_policy_admits_the_style_sheet_and_nothing_else() -> None:
    html = to_html(a_rich_grade(), "vi")

    css = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(css[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert len(css) == 1
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in html
    assert "url(" not in css[0]
    assert "@import" not in css[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_page_loads_nothing_and_runs_nothing(lang: str) -> None:
    page = Page(to_html(a_rich_grade(), lang))

    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "embed", "form"}
    links = [value for _, name, value in page.attributes if name in {"href", "src"}]
    assert all(value is not None and value.startswith("#") for value in links)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_page_can_be_read_without_seeing_it(lang: str) -> None:
    page = Page(to_html(a_rich_grade(), lang))

    assert ("html", "lang", lang) in page.attributes
    assert {"header", "main", "footer"} <= set(page.tags)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption")
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    named = [value for _, name, value in page.attributes if name == "aria-labelledby"]
    targets = [str(v)[1:] for _, name, v in page.attributes if name == "href"]
    assert {*named, *targets} <= set(ids)


def test_result_is_told_in_words_and_signs_not_by_colour_alone() -> None:
    html = to_html(a_grade("ada", *Verdict), "en")

    for verdict in Verdict:
        if verdict is not Verdict.PASSED:
            assert translate(VERDICTS[verdict], "en") in html
    assert "◐ Partly passed" in html


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("level", Level)
def test_level_of_isolation_is_said(level: Level, lang: str) -> None:
    html = to_html(replace(a_grade("ada", Verdict.PASSED), isolation=level), lang)

    assert translate(LEVELS[level], lang) in html


@pytest.mark.parametrize("lang, mark", [("vi", "2,5"), ("en", "2.5")])
def test_mark_is_on_the_scale_of_ten_with_the_decimal_mark(lang: str, mark: str) -> None:
    assert f"<b>{mark}<small> / 10</small></b>" in to_html(a_rich_grade(), lang)


def test_four_parts_of_a_misconception_and_its_formula_and_lecture_are_there() -> None:
    text = Page(to_html(a_rich_grade(), "en")).text

    assert WRONG_AXIS.lecture is not None
    for part in (
        "Your row 2 sums to 0.455, not 1.",
        "the denominator is the sum of that row",
        "axis=0 adds up columns",
        "then print softmax(z).sum(axis=1)",
        WRONG_AXIS.lecture.en,
    ):
        assert part in text
    assert '<math display="block">' in to_html(a_rich_grade(), "en")


def test_an_explanation_is_given_once_for_several_checks() -> None:
    html = to_html(a_rich_grade(), "vi")

    assert html.count("Chuẩn hoá sai <code>axis</code>") == 1
    assert html.count('data-n="3"') == 1


def test_formula_that_cannot_be_typeset_shows_as_code() -> None:
    grade = a_rich_grade()
    broken = replace(WRONG_AXIS, formula=r"\frac{<b>}{")
    assignment = replace(grade.assignment, misconceptions={broken.id: broken})

    html = to_html(replace(grade, assignment=assignment), "en")

    assert r"<code>\frac{&lt;b&gt;}{</code>" in html


def test_formula_cannot_carry_markup() -> None:
    grade = a_rich_grade()
    latex = r"\text{<script>alert(1)</script>} \href{javascript:alert(1)}{x}"
    planted = replace(WRONG_AXIS, formula=latex)
    assignment = replace(grade.assignment, misconceptions={planted.id: planted})

    html = to_html(replace(grade, assignment=assignment), "en")

    assert "<script" not in html
    assert "javascript:" not in html


# ------------------------------------------------------------------ disclosure


def a_comparison(disclosure: Disclosure) -> CheckResult:
    return CheckResult(
        check=a_check("softmax.values", disclosure=disclosure),
        verdict=Verdict.FAILED,
        notes=(phrase("{what} is too large.", what="NOTED"),),
        misconception=WRONG_AXIS.id,
        evidence=Evidence(
            what="WHAT",
            actual="ACTUAL",
            expected="EXPECTED",
            inputs={"INPUT": "VALUE"},
            difference=np.array([[0.03125, -0.5, 0.0]]),
            wrong=np.array([[True, True, False]]),
        ),
        traceback=(Frame(file="f.py", cell=6, line=5, function="FUNCTION", code="LINE"),) * 2,
        error="ERROR",
    )


@pytest.mark.parametrize(
    "disclosure, shown, kept",
    [
        (Disclosure.PUBLIC, "NOTED WHAT ACTUAL EXPECTED INPUT VALUE 0.031 FUNCTION ERROR", ""),
        (Disclosure.DIAGNOSIS, "NOTED WHAT ACTUAL FUNCTION ERROR", "EXPECTED INPUT VALUE 0.031"),
        (
            Disclosure.SEALED,
            "",
            "NOTED WHAT ACTUAL EXPECTED INPUT VALUE 0.031 FUNCTION LINE ERROR wrong-axis axis=0",
        ),
    ],
)
def test_disclosure_decides_what_is_shown(disclosure: Disclosure, shown: str, kept: str) -> None:
    text = Page(to_html(a_grade_with(a_comparison(disclosure)), "en")).text

    assert [word for word in shown.split() if word not in text] == []
    assert [word for word in kept.split() if word in text] == []


def test_a_diagnosis_shows_signs_but_no_size_not_even_as_colour() -> None:
    html = to_html(a_grade_with(a_comparison(Disclosure.DIAGNOSIS)), "en")

    assert '<td class="m2">+</td><td class="w2">−</td><td>·</td>' in html


def test_the_seed_is_not_shown() -> None:
    assert "71717171" not in to_html(a_rich_grade(), "vi")


def test_a_grader_error_is_not_charged_in_words_and_shows_no_detail() -> None:
    result = CheckResult(
        check=a_check("softmax.x"), verdict=Verdict.GRADER_ERROR, error="Traceback SUITE SECRET"
    )
    html = to_html(a_grade_with(result), "en")

    assert "SECRET" not in html
    assert "This result is not final" in html


def test_hidden_checks_that_were_not_run_are_announced_with_their_topics() -> None:
    exercise = an_exercise("softmax", points=7)
    run = CheckResult(check=a_check("softmax.public"), verdict=Verdict.PASSED)

    html = to_html(grade_of("ada", ExerciseGrade(exercise=exercise, results=(run,))), "en")

    assert "are worth 5 more points. They are about: stability, shape." in html


# ------------------------------------------------------------------ excerpts


def test_code_is_shown_where_the_graded_function_is_defined() -> None:
    html = to_html(a_rich_grade(), "en")

    assert "Your code, cell 6" in html
    assert '<span class="l" data-n="1"><span class="k">def</span>' in html


def test_the_line_that_raised_is_marked() -> None:
    html = to_html(a_rich_grade(), "en")

    assert '<span class="l here" data-n="9">' in html


RIGHT = """def softmax(z):
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)
"""
SUM_OVER_COLUMNS = """def softmax(z):
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=0)
"""


def test_the_line_that_makes_the_named_mistake_is_marked_whatever_its_names() -> None:
    lines = ("def softmax(x):", "    e = np.exp(x - np.max(x))", "    return e / e.sum(axis=0)")
    excerpt = Excerpt(cell=6, first=3, lines=lines)
    marked = mark_mistake(excerpt, RIGHT, [SUM_OVER_COLUMNS])

    assert marked == replace(excerpt, marked=5)
    assert plain(code_title(marked, "en")) == "Your code, cell 6: look first at line 5"
    also = "    exp = np.exp(z - np.max(z))"
    both = f"{also}\n{SUM_OVER_COLUMNS}"
    assert mark_mistake(excerpt, RIGHT, [both], [SUM_OVER_COLUMNS]).marked == 4
    assert mark_mistake(excerpt, RIGHT, [RIGHT]) == excerpt
    assert mark_mistake(excerpt, SUM_OVER_COLUMNS, [SUM_OVER_COLUMNS]) == excerpt


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def softmax(z:", id="syntax-error"),
        pytest.param("x = '\\d'\ndef softmax(z): return '\\d'", id="warning"),
        pytest.param("softmax = " + "(" * 5000, id="nesting"),
        pytest.param("def softmax(z): return 1\x00", id="null"),
        pytest.param("softmax " * 60_000, id="long"),
    ],
)
def test_code_that_cannot_be_parsed_does_not_stop_a_report(source: str) -> None:
    program = Program(entry=PurePosixPath("a.py"), cells=(Cell(number=None, source=source),))
    grade = replace(a_grade("ada", Verdict.FAILED), program=program)

    Page(to_html(grade, "vi"))


def test_of_a_class_the_method_that_was_called_is_shown() -> None:
    source = "class A:\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n"
    program = Program(entry=PurePosixPath("a.py"), cells=(Cell(number=None, source=source),))

    excerpt = find_definition(program, ["A"], what="A(3).g(X)")

    assert excerpt is not None
    assert (excerpt.first, excerpt.lines) == (5, ("    def g(self):", "        pass"))


def test_the_last_definition_is_the_one_that_is_shown() -> None:
    cells = tuple(
        Cell(number=n, source=f"def softmax(z):\n    return {n}\n\nx = softmax(0)") for n in (1, 2)
    )

    excerpt = find_definition(Program(entry=PurePosixPath("a.ipynb"), cells=cells), ["softmax"])

    assert excerpt is not None
    assert (excerpt.cell, excerpt.lines[-1]) == (2, "    return 2")


# ------------------------------------------------------------------ heat maps


def a_heat_map(wrong: npt.NDArray[np.bool_], disclosure: Disclosure) -> HeatMap:
    compared = Evidence(
        what="x", actual="", expected="", difference=np.where(wrong, -2.0, 0.0), wrong=wrong
    )
    shown = heat_map(compared, disclosure)
    assert shown is not None
    return shown


def test_a_large_array_is_shown_from_its_first_wrong_row() -> None:
    wrong = np.zeros((40, 10), dtype=bool)
    wrong[30, 4] = True

    shown = a_heat_map(wrong, Disclosure.PUBLIC)

    assert (len(shown.rows), len(shown.columns), shown.cut) == (12, 10, True)
    assert (shown.row_labels[2], shown.rows[2][4].sign) == ("30", "less")
    assert (shown.first, shown.wrong, shown.total, shown.largest) == ("[30, 4]", 1, 400, 2.0)


def test_three_axes_are_laid_out_as_rows() -> None:
    shown = a_heat_map(np.ones((2, 3, 4), dtype=bool), Disclosure.DIAGNOSIS)

    assert shown.row_labels == ("0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2")
    assert {x.difference for row in shown.rows for x in row} == {None}
    assert shown.largest is None


@pytest.mark.parametrize("shape", [(), (1,), (0, 3)])
def test_what_is_no_array_has_no_picture(shape: tuple[int, ...]) -> None:
    wrong = np.ones(shape, dtype=bool)
    compared = Evidence(what="x", actual="", expected="", difference=np.ones(shape), wrong=wrong)

    assert heat_map(compared, Disclosure.PUBLIC) is None


# ------------------------------------------------------------------ size


def test_page_stays_small_however_much_went_wrong() -> None:
    value = "<&>" * 400
    results = tuple(
        CheckResult(
            check=a_check(f"softmax.check_{i}", disclosure=Disclosure.PUBLIC, en=value[:200]),
            verdict=Verdict.FAILED,
            notes=tuple(phrase("{what} is too large.", what=f"{value}{i}") for _ in range(8)),
            misconception=Slug(f"slug-{i}"),
            evidence=replace(evidence(), actual=value, expected=value, inputs={"x": value}),
        )
        for i in range(300)
    )
    texts = Text(vi="Vì sao sai " * 30, en="Why it is wrong " * 30)
    known = {
        Slug(f"slug-{i}"): Misconception(
            id=Slug(f"slug-{i}"), title=texts, idea=texts, inspect=texts, next=texts
        )
        for i in range(300)
    }
    exercises = [
        ExerciseGrade(exercise=an_exercise(f"softmax{i}"), results=results) for i in range(6)
    ]
    grade = grade_of("ada", *exercises)
    grade = replace(grade, assignment=replace(grade.assignment, misconceptions=known))

    html = to_html(grade, "vi")

    assert len(html.encode()) <= LARGEST
    assert len(Page(html).tags) > 100


# ------------------------------------------------------------------ not graded


@pytest.mark.parametrize("text", HOSTILE)
def test_page_of_an_ungraded_submission_says_why(text: str) -> None:
    ungraded = Ungraded(
        student=StudentId(text),
        reason=phrase("{file} is a link; hand in the file itself", file=text),
    )

    page = Page(ungraded_html(ungraded, an_assignment(), "vi"))

    assert "Chưa chấm được bài nộp của em" in page.text
    assert "hãy nộp chính tệp đó" in page.text
    assert not set(page.tags) & {"script", "img"}
