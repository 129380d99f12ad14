"""A grade as one self-contained page: no script, nothing loaded, one hashed style sheet."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token

from grader.model import Assignment, Grade, Phrase, Text, Ungraded
from grader.report.document import to_document
from grader.report.excerpt import Excerpt
from grader.report.feedback import (
    carried_forward,
    code_title,
    conventions,
    give_feedback,
    heat_summary,
)
from grader.report.feedback import (
    worth as worth_of,
)
from grader.report.heatmap import Element, HeatMap
from grader.report.i18n import number, pick
from grader.report.inline import authored, html, plain, say
from grader.report.mathml import to_mathml
from grader.report.text import clean

LARGEST: Final = 150_000
"""Bytes of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much is shown, so that a page of any grade stays under :data:`LARGEST`."""

    groups: int
    """Failures explained in one exercise."""
    checks: int
    """Checks listed in one group."""
    notes: int
    """Observations told of one check."""
    comparisons: int
    """Comparisons open in one group; with none, no others either."""
    code: bool
    heat: bool


_DETAILS: Final = (
    Detail(groups=60, checks=60, notes=8, comparisons=2, code=True, heat=True),
    Detail(groups=30, checks=30, notes=6, comparisons=1, code=True, heat=True),
    Detail(groups=20, checks=20, notes=4, comparisons=1, code=True, heat=False),
    Detail(groups=10, checks=10, notes=3, comparisons=0, code=False, heat=False),
    Detail(groups=3, checks=3, notes=2, comparisons=0, code=False, heat=False),
    Detail(groups=1, checks=1, notes=1, comparisons=0, code=False, heat=False),
)
"""Richest first."""


def to_html(grade: Grade, lang: str) -> str:
    """The report for the student of *grade* in *lang*, at most 150 kB."""
    feedback = give_feedback(grade, lang)
    page = ""
    for detail in _DETAILS:
        page = render("report.html", lang, r=feedback, detail=detail)
        if len(page.encode()) <= LARGEST:
            break
    return page


def ungraded_html(ungraded: Ungraded, assignment: Assignment, lang: str) -> str:
    """The page for a submission that could not be graded: why, and what to do."""
    return render(
        "ungraded.html",
        lang,
        lang=lang,
        title=authored(pick(assignment.title, lang)),
        student=clean(ungraded.student, limit=120),
        reason=say(ungraded.reason, lang),
    )


def worksheet_html(assignment: Assignment, student: str, markdown: str, lang: str) -> str:
    """The page to print of a student's worksheet; *markdown* is the author's."""
    return render(
        "worksheet.html",
        lang,
        lang=lang,
        title=authored(pick(assignment.title, lang)),
        student=clean(student, limit=120),
        body=to_document(markdown),
    )


def statement_html(title: Text, markdown: str, lang: str) -> str:
    """An assignment's statement as a page; *markdown* is the author's."""
    return render(
        "statement.html",
        lang,
        lang=lang,
        title=authored(pick(title, lang)),
        body=to_document(markdown),
    )


# ------------------------------------------------------------------ the templates' words


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "inline": html,
        "plain": plain,
        "formula": _formula,
        "highlight": _highlight,
        "python": _python,
    }
    environment.globals["conventions"] = conventions
    environment.globals["carried_forward"] = carried_forward
    return environment


def render(name: str, lang: str, /, **values: object) -> str:
    """The template *name* with the words of *lang*, the style sheet and its policy."""

    def words(template: str, /, **fields: str | int | float) -> Markup:
        return html(say(Phrase(template, fields), lang))

    def table(heat: HeatMap) -> Markup:
        return _heat_table(heat, lang)

    def title(excerpt: Excerpt) -> Markup:
        return html(code_title(excerpt, lang))

    def worth(points: int) -> str:
        return plain(worth_of(points, lang))

    css, css_hash = _style(*_STYLES.get(name, ("report.css",)))
    return (
        _environment()
        .get_template(name)
        .render(
            say=words,
            worth=worth,
            heat_table=table,
            code_title=title,
            css=css,
            css_hash=css_hash,
            **values,
        )
    )


_STYLES: Final = {
    "class.html": ("report.css", "class.css"),
    "worksheet.html": ("report.css", "worksheet.css"),
    "statement.html": ("report.css", "worksheet.css", "statement.css"),
}
"""Of the templates that need more than the one."""


@lru_cache
def _style(*names: str) -> tuple[Markup, str]:
    """The style sheets, and the source expression by which a policy admits them and no others."""
    folder = resources.files("grader.report").joinpath("templates")
    css = "".join(folder.joinpath(name).read_text("utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Markup(css), f"sha256-{digest}"  # noqa: S704 - our own file


def _formula(latex: str) -> Markup:
    return to_mathml(latex, block=True) or Markup("<p><code>{}</code></p>").format(clean(latex))


# ------------------------------------------------------------------ code


_CLASSES: Final = (
    (Comment, "c"),
    (String, "s"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Number, "n"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Decorator, "f"),
    (Name.Builtin, "b"),
    (Name.Exception, "b"),
)


def _highlight(excerpt: Excerpt) -> Markup:
    """The lines of *excerpt* with a class for each kind of token; the text itself only escaped."""
    source = "\n".join(excerpt.lines)
    lines: list[list[Markup]] = [[]]
    for token, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source):
        style = _token_class(token)
        for index, piece in enumerate(text.split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append(
                    Markup('<span class="{}">{}</span>').format(style, piece)
                    if style
                    else escape(piece)
                )
    numbered = enumerate(lines[: len(excerpt.lines)], start=excerpt.first)
    return Markup("").join(_line(number, pieces, excerpt.marked) for number, pieces in numbered)


@lru_cache(maxsize=256)
def _python(source: str) -> Markup:
    """A few lines of Python that no numbers are needed for."""
    lines = tuple(source.split("\n"))
    return Markup('<pre class="val"><code>{}</code></pre>').format(
        _highlight(Excerpt(cell=None, first=1, lines=lines))
    )


def _line(number: int, pieces: list[Markup], marked: int | None) -> Markup:
    # An empty line keeps its height by its line break alone.
    return Markup('<span class="l{}" data-n="{}">{}\n</span>').format(
        " here" if number == marked else "", number, Markup("").join(pieces)
    )


@lru_cache(maxsize=256)
def _token_class(token: Token) -> str:
    return next((style for kind, style in _CLASSES if token in kind), "")


# ------------------------------------------------------------------ heat maps


def _heat_table(heat: HeatMap, lang: str) -> Markup:
    summary = Markup(" ").join(html(line) for line in heat_summary(heat, lang))

    def cell(element: Element) -> Markup:
        return _heat_cell(
            element, lang, numbers=heat.largest is not None and len(heat.columns) <= 6
        )

    return Markup(render("heat.html", lang, h=heat, summary=summary, cell=cell))  # noqa: S704 - escaped by the template


def _heat_cell(element: Element, lang: str, *, numbers: bool) -> Markup:
    if element.sign == "right":
        return Markup("<td>·</td>")
    if element.sign == "nan":
        return Markup('<td class="q">NaN</td>')
    style = {"more": "m", "less": "w"}[element.sign]
    text = {"more": "+", "less": "−"}[element.sign]
    if numbers and element.difference is not None:
        text += number(abs(element.difference), lang, ".2g")
    return Markup('<td class="{}{}">{}</td>').format(style, element.strength, text)
