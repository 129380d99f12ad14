"""The class report: complete in both languages, closed, nameless on demand, bounded."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine import COURSE, the_assignment
from pages import HOSTILE, Page
from test_classroom import POINTS, C, F, G, P, S, T, a_class, an_attempt

from grader.batch import write_class_report
from grader.cli.instructor import main
from grader.layout import safe_key
from grader.model import Assignment, Exercise, ExerciseId, Level, Slug, StudentId, Text
from grader.report.class_html import LARGEST, to_class_html
from grader.report.classroom import Records
from grader.report.i18n import read_catalogue
from grader.store import Attempt, Enrolled, Status, Unexplained, open_store

GOLDEN = Path(__file__).with_name("golden")
TEMPLATES = Path(__file__).resolve().parents[1] / "grader" / "report" / "templates"


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    """The sample course's misconceptions over the exercises ``a`` and ``b``."""
    exercises = tuple(
        Exercise(id=ExerciseId(name), title=Text(vi=f"Phần {name}", en=f"Part {name}"), points=3)
        for name in "ab"
    )
    return replace(the_assignment(), exercises=exercises)


def enrolled(student: str, name: str = "", *, handed_in: bool = True) -> Enrolled:
    return Enrolled(student=StudentId(student), name=name, handed_in=handed_in)


def a_small_class(text: str = "ordinary") -> Records:
    """Everything that a page can show, with *text* wherever a student writes."""
    new = Unexplained(
        exercise="a",
        behaviour="0a1b2c3d",
        checks=("a.one",),
        source=f'def a(x):\n    """{text}"""\n    return x  # {text}\n',
    )
    crowd = [an_attempt(f"sv{n:02}", [P, P, P, [P, F][n % 2]], seconds=n / 7) for n in range(9)]
    attempts = [
        replace(an_attempt("binh", [F, T, P, P], seconds=3), unexplained=(new,)),
        replace(an_attempt("quynh", [F, T, C, S]), unexplained=(new,)),
        an_attempt("dung", [F, F, P, G], misconceptions=("wrong-axis", "not-known")),
        replace(an_attempt("giang", [P, P, P, P]), reason=f"look at {text}"),
        an_attempt("ung", None, reason=f"{text}.zip is broken"),
        an_attempt("ours", None, status=Status.GRADER_ERROR, reason=text),
        replace(an_attempt(text, [P, F, P, P]), misconceptions=("wrong-axis",)),
        *crowd,
    ]
    return a_class(
        *attempts,
        enrolled=[
            enrolled("binh", f"Bình {text}"),
            enrolled("gone", "Lê Văn Vắng", handed_in=False),
        ],
    )


# ------------------------------------------------------------------ what it says


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_is_as_it_was(assignment: Assignment, lang: str) -> None:
    records = replace(a_small_class(), last=None)
    found = to_class_html(records, assignment, lang)

    file = GOLDEN / f"class.{lang}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_the_page_tells_what_the_numbers_are(assignment: Assignment) -> None:
    page = to_class_html(a_small_class(), assignment, "en")
    text = " ".join(re.sub("<[^>]*>", " ", page).split())

    for words in (
        "Graded 14",
        "Cannot be graded 1",
        "Handed in nothing 1",
        "The grader failed 1",
        "wrong axis wrong-axis 2 students · 14 %",
        "not-known",
        "The shortest of their definitions",
        "grader mutant DIR 0a1b2c",
        "Lê Văn Vắng (gone)",
        "An error of the grader in: b.two. Points are not final.",
        "title of a.two Many run out of time: the limit may be too short.",
        "Part a 3",
        "Isolation: process.",
        "Seed: 7. Suite: d1.",
        "Slowest submissions Bình ordinary (binh) 3 s",
    ):
        assert words in text


def test_a_page_in_vietnamese_has_no_english_sentence(assignment: Assignment) -> None:
    text = Page(to_class_html(a_small_class(), assignment, "vi")).text
    both = {str(each.id): str(each.string) for each in read_catalogue() if each.id}
    english = {key for key, words in both.items() if key != words and len(key) > 8}

    assert [key for key in english if "{" not in key and "`" not in key and key in text] == []


def test_titles_in_another_language_are_replaced(assignment: Assignment) -> None:
    titles = {"a.one": Text(vi="tên tiếng Việt", en="an English title")}
    page = to_class_html(a_small_class(), assignment, "vi", titles=titles)

    assert "tên tiếng Việt" in page
    assert "title of a.one" not in page
    assert "title of a.two" in page


def test_reports_are_linked_where_there_are_any(assignment: Assignment) -> None:
    links = {
        value
        for tag, name, value in Page(to_class_html(a_small_class(), assignment, "en")).attributes
        if (tag, name) == ("a", "href") and value and not value.startswith("#")
    }

    assert f"students/{safe_key(StudentId('ung'))}/report.html" in links
    assert not any("gone" in link or "ours" in link for link in links)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "attempts",
    [[], [an_attempt("an", None, reason="no")], [an_attempt("an", [P, P, P, P])]],
    ids=["nobody", "ungraded", "one"],
)
def test_a_class_of_hardly_anyone(
    assignment: Assignment, attempts: list[Attempt], lang: str
) -> None:
    page = Page(to_class_html(a_class(*attempts), assignment, lang))

    assert "main" in page.tags
    assert not re.search("nan|None", page.text)


# ------------------------------------------------------------------ closed


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_student_writes_is_markup(assignment: Assignment, text: str) -> None:
    page = Page(to_class_html(a_small_class(text), assignment, "en"))
    clean = Page(to_class_html(a_small_class(), assignment, "en"))

    assert set(page.tags) == set(clean.tags)
    assert {(tag, name) for tag, name, _ in page.attributes} == {
        (tag, name) for tag, name, _ in clean.attributes
    }
    assert not any(
        name.startswith("on") or name in {"src", "style"} for _, name, _ in page.attributes
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)


def test_the_policy_admits_the_style_sheet_and_nothing_else(assignment: Assignment) -> None:
    source = to_class_html(a_small_class(), assignment, "vi")
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in source
    assert "<script" not in source
    assert "url(" not in style
    assert "http" not in Page(source).text


def test_there_is_one_policy_for_all_pages() -> None:
    with_policy = {
        path.name
        for path in TEMPLATES.glob("*.html")
        if "Content-Security-Policy" in path.read_text("utf-8")
    }

    assert with_policy == {"head.html"}


def test_ids_are_unique_and_every_link_inside_leads_somewhere(assignment: Assignment) -> None:
    page = Page(to_class_html(a_small_class(), assignment, "en"))
    ids = [value for _, name, value in page.attributes if name == "id"]
    led_to = {
        str(value).lstrip("#")
        for tag, name, value in page.attributes
        if (tag == "a" and name == "href" and str(value).startswith("#"))
        or name == "aria-labelledby"
    }

    assert len(ids) == len(set(ids))
    assert led_to <= set(ids)


# ------------------------------------------------------------------ without names


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_anonymous_page_names_nobody(assignment: Assignment, lang: str) -> None:
    secret = "Nguyễn Bí Mật"
    page = to_class_html(a_small_class(secret), assignment, lang, anonymous=True)

    assert secret not in page
    for student in ("binh", "quynh", "sv03", "gone", "Vắng", "students/", ".zip"):
        assert student not in page
    assert "return" in page
    assert "0a1b2c" in page


def test_what_does_not_parse_is_left_out_of_an_anonymous_page(assignment: Assignment) -> None:
    broken = Unexplained(exercise="a", behaviour="ff", checks=("a.one",), source="def a(x # An\n")
    records = a_class(
        *(replace(an_attempt(name, [F, P, P, P]), unexplained=(broken,)) for name in ("an", "bo"))
    )

    assert "def" in Page(to_class_html(records, assignment, "en")).text
    assert "# An" not in to_class_html(records, assignment, "en", anonymous=True)


# ------------------------------------------------------------------ bounded


def test_two_thousand_students_fit_on_a_page(assignment: Assignment) -> None:
    slugs = [Slug(f"slug-{n}") for n in range(55)]
    points = {f"a.check_{n}": 1 for n in range(60)}
    crowd = [
        an_attempt(
            f"Nguyễn Thị Ánh Tuyết {n:06}", [F] * 60, misconceptions=(*slugs,), points=points
        )
        for n in range(2000)
    ]
    page = to_class_html(a_class(*crowd), assignment, "vi")

    assert len(page.encode()) <= LARGEST
    assert "bảng điểm có đủ mọi người" in page


def test_a_small_class_is_shown_with_everyone(assignment: Assignment) -> None:
    crowd = [an_attempt(f"s{n}", [F] * 4, misconceptions=("wrong-axis",)) for n in range(30)]
    page = to_class_html(a_class(*crowd), assignment, "en")

    assert all(f"<bdi>s{n}</bdi>" in page for n in range(30))
    assert "the gradebook has everyone" not in page


# ------------------------------------------------------------------ from the store


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """What a batch in Vietnamese leaves of two students."""
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    for name in ("an", "binh"):
        (handed_in / f"{name}.py").write_text("def row_means(x):\n    return x.sum(axis=1)\n")
    found = grader("batch", handed_in, "-a", "tiny", "--out", tmp_path / "out", "--workers", "1")
    assert f"Class:     {tmp_path / 'out' / 'class.html'}" in found.stdout
    return tmp_path / "out"


def grader(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--course", str(COURSE)])


def test_a_batch_writes_the_report_and_a_command_makes_it_again(results: Path) -> None:
    first = (results / "class.html").read_text("utf-8")
    (results / "class.html").unlink()

    assert grader("report", results).exit_code == 0
    assert (results / "class.html").read_text("utf-8") == first
    assert "Báo cáo lớp" in first
    assert "lấy tổng thay vì trung bình" in first
    assert "<bdi>an</bdi>" in first


def test_the_report_in_another_language_and_without_names(results: Path, tmp_path: Path) -> None:
    page = tmp_path / "for-the-class.html"
    found = grader("report", results, "--lang", "en", "--anonymous", "--out", page)
    text = page.read_text("utf-8")

    assert found.stdout == f"Class: {page}\n"
    assert "the mean of each row" in text
    assert "trung bình" not in text
    assert "<bdi>an</bdi>" not in text


def test_where_nothing_is_recorded_the_command_is_wrong(results: Path, tmp_path: Path) -> None:
    for found in (grader("report", tmp_path), grader("report", results, "-a", "other")):
        assert found.exit_code == 2
        assert len(found.stderr.splitlines()) == 1
    assert not (tmp_path / "class.html").exists()


def test_the_page_is_made_of_the_newest_attempts(tmp_path: Path, assignment: Assignment) -> None:
    path = tmp_path / "class.html"
    with open_store(tmp_path / "results.sqlite") as store:
        for verdicts in ([F, F, F, F], [P, P, P, P]):
            store.record(
                an_attempt("an", verdicts, misconceptions=("wrong-axis",) * (F in verdicts))
            )
        store.enrol("tiny", [enrolled("an", "Trần An"), enrolled("bo", handed_in=False)])
        write_class_report(path, assignment, store, lang="en")
    text = " ".join(Page(path.read_text("utf-8")).text.split())

    assert "No known misconception was recognised" in text
    assert "10.0 / 10" in text
    assert "Trần An (an)" in text
    assert sum(POINTS.values()) == 7
    assert str(Level.PROCESS) in text
