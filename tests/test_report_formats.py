"""Terminal, Markdown and JSON: the same grade, the same words, nothing that acts."""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_samples import (
    WRONG_AXIS,
    a_check,
    a_grade,
    a_grade_with,
    a_rich_grade,
    an_assignment,
)
from rich.cells import cell_len

from grader.batch import NO_POLICY, Settings, _graded, write_scores
from grader.model import (
    CheckResult,
    Disclosure,
    Evidence,
    Grade,
    StudentId,
    Text,
    Ungraded,
    Verdict,
    phrase,
)
from grader.report.feedback import mark
from grader.report.html import to_html
from grader.report.inline import escape_markdown
from grader.report.json import to_json, ungraded_json
from grader.report.markdown import to_markdown
from grader.report.terminal import to_terminal
from grader.store import Enrolled, open_store


class Check(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    points: int
    earned: int
    verdict: Verdict
    disclosure: Disclosure
    misconception: str | None
    convention: str | None
    message: str
    seconds: float


class Exercise(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    earned: int
    possible: int
    checks: list[Check]


class Result(msgspec.Struct, forbid_unknown_fields=True):
    """The contract of ``result.json``, as a reader of ours would declare it."""

    schema: str
    assignment: str
    student: str
    digest: str
    graded_at: datetime
    isolation: str | None
    environment: dict[str, str]
    earned: int
    possible: int
    exercises: list[Exercise]
    reason: str = ""


def read(data: bytes) -> Result:
    return msgspec.json.decode(data, type=Result)


def test_json_is_the_contract_in_its_order() -> None:
    data = to_json(a_rich_grade(), "vi")

    assert list(msgspec.json.decode(data)) == list(Result.__struct_fields__)[:-1]
    assert list(msgspec.json.decode(data)["exercises"][0]["checks"][0]) == list(
        Check.__struct_fields__
    )
    result = read(data)
    assert (result.schema, result.student, result.isolation) == (
        "grader/result/v1",
        "Nguyễn Thị Ánh Tuyết",
        "full",
    )


def test_json_message_is_what_was_observed_and_the_misconception() -> None:
    check = read(to_json(a_rich_grade(), "en")).exercises[0].checks[1]

    assert check.message == (
        "Your row 2 sums to 0.455, not 1. Normalised over the wrong axis "
        "Smallest example: softmax([[0., 1.]]): yours [[1., 1.]], right [[0.268941, 0.731059]]."
    )
    assert check.misconception == "wrong-axis"


def test_json_of_a_sealed_check_names_no_mistake() -> None:
    result = CheckResult(
        check=a_check("softmax.x", disclosure=Disclosure.SEALED),
        verdict=Verdict.FAILED,
        notes=(phrase("{what} is too large.", what="SECRET"),),
        misconception=WRONG_AXIS.id,
    )
    data = to_json(a_grade_with(result), "en")

    assert b"SECRET" not in data
    assert b"wrong-axis" not in data


def test_json_of_an_ungraded_submission_has_a_reason() -> None:
    ungraded = Ungraded(
        student=StudentId("ada"),
        reason=phrase("{file} is a link; hand in the file itself", file="a"),
    )
    when = datetime(2026, 11, 20, tzinfo=UTC)

    result = read(ungraded_json(ungraded, an_assignment(), "vi", graded_at=when))

    assert (result.exercises, result.isolation, result.earned) == ([], None, 0)
    assert result.reason == "a là một liên kết; hãy nộp chính tệp đó"


# ------------------------------------------------------------------ agreement


@settings(max_examples=25)
@given(st.lists(st.sampled_from(Verdict), min_size=1, max_size=12), st.sampled_from(["vi", "en"]))
def test_totals_agree_in_every_format(verdicts: list[Verdict], lang: str) -> None:
    grade = a_grade("ada", *verdicts)
    passed, total = verdicts.count(Verdict.PASSED), len(verdicts)
    result = read(to_json(grade, lang))
    html, terminal = to_html(grade, lang), to_terminal(grade, lang, 80)
    markdown = to_markdown(grade, lang)

    assert (
        (result.earned, result.possible)
        == (2 * passed, 2 * total)
        == (
            sum(check.earned for each in result.exercises for check in each.checks),
            sum(check.points for each in result.exercises for check in each.checks),
        )
    )
    ten = mark(grade.earned, grade.possible, lang)
    assert f"<b>{ten}<small> / 10" in html
    assert f"{ten} / 10" in terminal.splitlines()[0]
    assert f": {ten} / 10" in markdown.splitlines()[0]
    assert f"<td>{2 * passed} / {2 * total}</td>" in html
    assert f"{2 * passed}/{2 * total}" in terminal
    assert f"{passed}/{total} | {2 * passed}/{2 * total} |" in markdown


@settings(max_examples=5)
@given(st.lists(st.sampled_from(Verdict), min_size=1, max_size=6))
def test_the_gradebook_says_what_the_report_says(verdicts: list[Verdict]) -> None:
    grade = a_grade("ada", *verdicts)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "r.sqlite") as store:
        outcome = _graded(grade, Settings(assignment=grade.assignment, lang="en"), ())
        assert outcome.attempt is not None
        store.record(outcome.attempt)
        store.enrol(grade.assignment.id, [Enrolled(student=grade.student, name="", handed_in=True)])
        path = write_scores(Path(folder), grade.assignment, store, policy=NO_POLICY, lang="en")
        (row,) = csv.DictReader(path.read_text("utf-8-sig").splitlines())

    assert (int(row["earned"]), int(row["possible"])) == (grade.earned, grade.possible)
    for exercise in read(to_json(grade, "en")).exercises:
        assert int(row[exercise.id]) == exercise.earned
    # Nobody is charged for an error of ours: there is no score until somebody looked at it.
    scored = Decimal(row["score"]) if row["score"] else None
    assert scored == (None if grade.needs_review else grade.earned)


def test_the_smallest_example_is_in_every_format() -> None:
    grade = a_rich_grade()
    reports = [to_html(grade, "en"), to_terminal(grade, "en", 100), to_markdown(grade, "en")]
    for report in [*reports, to_json(grade, "en").decode()]:
        for words in ("softmax([[0., 1.]])", "[[1., 1.]]", "[[0.268941, 0.731059]]"):
            assert words in report


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_words_agree_in_every_format(lang: str) -> None:
    grade = a_rich_grade()
    squeezed = [
        re.sub(r"[\s`\\*$]|<[^>]*>", "", report)
        for report in (
            to_html(grade, lang).split("</style>")[1],
            to_terminal(grade, lang, 100),
            to_markdown(grade, lang),
        )
    ]
    for text in (WRONG_AXIS.title, WRONG_AXIS.inspect):
        said = re.sub(r"[\s`*$]", "", text.vi if lang == "vi" else text.en)
        assert [said in report for report in squeezed] == [True, True, True]


@pytest.mark.parametrize(
    "earned, possible, shown",
    [
        (0, 3, "0"),
        (1, 3, "3,33"),
        (2, 3, "6,67"),
        (3, 3, "10"),
        (99_999, 100_000, "9,99"),
        (0, 0, "–"),
    ],
)
def test_only_full_points_make_a_ten(earned: int, possible: int, shown: str) -> None:
    assert mark(earned, possible, "vi") == shown


@given(st.integers(1, 400), st.data())
def test_marks_order_as_points_do(possible: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, possible))
    second = data.draw(st.integers(first, possible))

    assert Decimal(mark(first, possible, "en")) <= Decimal(mark(second, possible, "en"))


# ------------------------------------------------------------------ the terminal


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_terminal_lines_fit_the_width(width: int, lang: str) -> None:
    report = to_terminal(a_rich_grade(), lang, width)

    assert max(cell_len(line) for line in report.splitlines()) <= width


def test_terminal_has_colours_only_where_they_are_asked_for() -> None:
    assert "\x1b" not in to_terminal(a_rich_grade(), "vi", 80)
    assert "\x1b[" in to_terminal(a_rich_grade(), "vi", 80, color=True)


HOSTILE = (
    "[bold]\x1b]0;owned\x07[/] [link=http://evil]x[/link] \x1b[2J\u202e\ud800 :smile: {x} " * 3
)


def a_hostile_grade(text: str) -> Grade:
    result = CheckResult(
        check=a_check("softmax.x", disclosure=Disclosure.PUBLIC),
        verdict=Verdict.FAILED,
        notes=(phrase("{what} is too large.", what=text), Text(vi=text, en=text)),
        error=text,
        evidence=Evidence(what=text, actual=text, expected=text, inputs={text: text}),
        counterexample=Evidence(what=text, actual=text, expected=text, inputs={text: text}),
    )
    return a_grade_with(result, student=text)


@pytest.mark.parametrize("color", [False, True])
def test_terminal_shows_a_students_markup_as_text(color: bool) -> None:
    report = to_terminal(a_hostile_grade(HOSTILE), "en", 100, color=color)

    assert "[bold]" in report
    assert ":smile:" in report
    assert not re.search("\x1b(?!\\[[0-9;]*m)|[\x00-\x09\x0b-\x1a\x1c-\x1f\u202e]", report)
    report.encode("utf-8")


# ------------------------------------------------------------------ Markdown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![x](http://evil/p.png) [y](javascript:alert(1))", id="image-and-link"),
        pytest.param("<img src=x onerror=alert(1)><!-- -->", id="html"),
        pytest.param("`` ``` ` **a** _b_ ~~c~~ | d | # e", id="marks"),
        pytest.param("http://evil www.evil.com @someone #1", id="addresses"),
        pytest.param("\n\n# heading\n\n```\ncode", id="blocks"),
        pytest.param("- item 1. item", id="list"),
    ],
)
def test_markdown_of_a_student_is_text(text: str) -> None:
    def kinds(report: str) -> list[str]:
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(report)
        found = [token.type for token in tokens]
        inner = [
            child.type
            for token in tokens
            for child in token.children or ()
            if (child.type, child.content) not in {("code_inline", "@"), ("code_inline", "#")}
        ]
        return found + [kind for kind in inner if kind not in {"text", "text_special"}]

    report = to_markdown(a_hostile_grade(text), "en")

    assert kinds(report) == kinds(to_markdown(a_hostile_grade("ordinary"), "en"))


@pytest.mark.parametrize("text", ["@octocat", "to @org/all-students", "#12", "org/repo#12"])
def test_a_comment_names_nobody_and_no_issue(text: str) -> None:
    # GitHub looks for them in the text that Markdown gives, where a backslash is gone.
    (inline,) = (t for t in MarkdownIt("commonmark").parse(escape_markdown(text)) if t.children)
    plain = [child.content for child in inline.children or () if child.type == "text"]

    assert not any(re.search(r"(?<!\w)@\w|#\d", each) for each in plain)
    assert "".join(child.content for child in inline.children or ()) == text


def test_markdown_makes_no_address_of_a_students_text() -> None:
    report = to_markdown(replace(a_rich_grade(), student=StudentId("http://e www.e.com")), "en")

    assert r"http\://e www\.e.com" in report
