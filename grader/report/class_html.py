"""The class report: one self-contained page for the instructor, readable at 30 and at 2,000."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.layout import safe_key
from grader.model import Assignment, Level, Phrase, Slug, Text, Verdict, phrase
from grader.report import classroom
from grader.report.classroom import Doubt, ItemStatistics, Records, Row, Standing, Unknown
from grader.report.feedback import LEVELS, VERDICTS
from grader.report.html import render
from grader.report.i18n import moment, number, pick, translate
from grader.report.inline import Inline, Span, authored, say
from grader.report.text import clean

LARGEST: Final = 600_000
"""Bytes of a page."""
_NAMES: Final = (2_000, 400, 100, 30, 10, 3)
"""How many names a list may have, most first; the first that keeps the page small enough."""
_GROUPS: Final = 40
"""Unknown mistakes shown."""

_DOUBTS: Final[dict[Doubt, Phrase]] = {
    "errors": phrase("The grader itself failed here: look at the suite and the reference."),
    "nobody": phrase("Nobody passes: is the statement clear, and is the check right?"),
    "negative": phrase(
        "Who does well elsewhere fails here more often than others: the check may ask for the "
        "wrong thing."
    ),
    "timeouts": phrase("Many run out of time: the limit may be too short."),
}

_PASSED, _WRONG, _STOPPED, _OPEN, _OURS = "good", "bad", "part", "none", "ours"
_COLOURS: Final = {
    Verdict.PASSED: _PASSED,
    Verdict.FAILED: _WRONG,
    Verdict.CRASHED: _STOPPED,
    Verdict.TIMED_OUT: _STOPPED,
    Verdict.OUT_OF_MEMORY: _STOPPED,
    Verdict.MISSING: _OPEN,
    Verdict.SKIPPED: _OPEN,
    Verdict.GRADER_ERROR: _OURS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A student in a list."""

    label: str
    href: str
    told: Inline = ()
    """What there is to say of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Students as a list that may be cut."""

    count: int
    shown: tuple[Who, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misunderstood:
    """A misconception in the ranking."""

    title: Inline
    slug: str
    percent: str
    width: float
    """Of its bar, of 100."""
    idea: Inline
    lecture: Inline
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A group of students with one unknown mistake."""

    name: str
    exercise: Inline
    checks: tuple[Inline, ...]
    source: str
    follows: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a bar; *x* and *width* of 100."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A check or an exercise in its table."""

    number: int
    id: str
    title: Inline
    points: int
    percent: str
    discrimination: str
    outcomes: str
    """In words, all but the passed ones."""
    segments: tuple[Segment, ...]
    doubts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A bar of the histogram, in units of its view box."""

    x: float
    y: float
    height: float
    count: int
    range: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A check in the plane of difficulty and discrimination."""

    x: float
    y: float
    label: str
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What everything on the page is written with."""

    assignment: Assignment
    lang: str
    anonymous: bool
    most: int
    titles: Mapping[str, Text]

    def names(self, rows: Sequence[Row], told: Iterable[Inline] = ()) -> Names:
        """*rows* as a list; nobody in it where the page is anonymous."""
        said = list(told) or [()] * len(rows)
        shown = () if self.anonymous else zip(rows[: self.most], said, strict=False)
        return Names(count=len(rows), shown=tuple(_who(row, text) for row, text in shown))

    def title(self, item: classroom.Item) -> Inline:
        """A check's title in the page's language, as far as it is known."""
        known = self.titles.get(item.id)
        return authored(pick(known, self.lang) if known else item.title)

    def exercise(self, name: str) -> Inline:
        """An exercise's title."""
        found = (each for each in self.assignment.exercises if each.id == name)
        return next(
            (authored(pick(each.title, self.lang)) for each in found), (Span("code", clean(name)),)
        )

    def percent(self, share: float | None) -> str:
        """*share* of 1 in whole percent."""
        return "–" if share is None else number(100 * share, self.lang, ".0f") + " %"

    def decimal(self, value: float | None, spec: str = ".2f") -> str:
        """*value* with the language's mark."""
        return "–" if value is None else number(value, self.lang, spec).replace("-", "−")


def to_class_html(
    records: Records,
    assignment: Assignment,
    lang: str,
    *,
    anonymous: bool = False,
    titles: Mapping[str, Text] | None = None,
) -> str:
    """The class report in *lang*, at most 600 kB.

    Args:
        records: What :func:`grader.report.classroom.gather` found.
        assignment: What they were graded against.
        lang: ``vi`` or ``en``.
        anonymous: Leave out every name, file name and comment of a student.
        titles: Of checks, by id, where those of *records* are in another language.
    """
    page, found = "", _find(records)
    for most in _NAMES:
        view = _View(
            assignment=assignment, lang=lang, anonymous=anonymous, most=most, titles=titles or {}
        )
        page = render("class.html", lang, **_values(records, found, view))
        if len(page.encode()) <= LARGEST:
            break
    return page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What does not depend on how many names are shown."""

    checks: tuple[ItemStatistics, ...]
    exercises: tuple[ItemStatistics, ...]
    spread: classroom.Spread | None
    alpha: float | None
    unknown: tuple[Unknown, ...]


def _find(records: Records) -> _Found:
    points = classroom.points_of(records)
    return _Found(
        checks=classroom.check_statistics(records, points),
        exercises=classroom.exercise_statistics(records, points),
        spread=classroom.spread([row.share for row in records.graded]),
        alpha=classroom.cronbach(points),
        unknown=classroom.unknown_mistakes(records),
    )


def _values(records: Records, found: _Found, view: _View) -> dict[str, object]:
    lang, spread, unknown = view.lang, found.spread, found.unknown
    lines = tuple(_line(each, view, n) for n, each in enumerate(found.checks, start=1))
    return {
        "lang": lang,
        "v": view,
        "title": authored(pick(view.assignment.title, lang)),
        "when": moment(records.last, lang) if records.last else "",
        "standings": {kind.name: _count(records, kind) for kind in Standing},
        "count": len(records.rows),
        "spread": spread,
        "columns": _columns(spread.bars) if spread else (),
        "alpha": found.alpha,
        "misconceptions": tuple(_misunderstood(records, view)),
        "mistakes": tuple(_mistake(each, records, view) for each in unknown[:_GROUPS]),
        "more_mistakes": max(0, len(unknown) - _GROUPS),
        "attention": tuple(_attention(records, found.checks, view)),
        "exercises": tuple(
            _line(each, view, n, view.exercise(each.item.id))
            for n, each in enumerate(found.exercises, start=1)
        ),
        "checks": lines,
        "doubtful": tuple(line for line in lines if line.doubts),
        "dots": tuple(_dots(found.checks, view)),
        "slowest": _slowest(records, view),
        "isolation": tuple(
            (translate(LEVELS[Level(level)], lang), count)
            for level, count in sorted(records.isolation.items())
            if level
        ),
        "environments": tuple(
            (_versions(text), count) for text, count in records.environments.items()
        ),
        "seeds": tuple(clean(seed, limit=80) for seed in records.seeds),
        "suites": tuple(suite[:12] for suite in records.suites),
    }


def _count(records: Records, standing: Standing) -> int:
    return sum(row.standing is standing for row in records.rows)


def _who(row: Row, told: Inline) -> Who:
    named = row.name and row.name not in row.student
    label = f"{row.name} ({row.student})" if named else row.student
    is_there = row.standing in {Standing.GRADED, Standing.UNGRADED}
    href = f"students/{safe_key(row.student)}/report.html" if is_there else ""
    return Who(label=clean(label, limit=120), href=href, told=told)


def _versions(text: str) -> str:
    found = json.loads(text)
    return clean(", ".join(f"{name} {version}" for name, version in found.items()), limit=500)


# ------------------------------------------------------------------ pictures


def _columns(bars: Sequence[int]) -> tuple[Column, ...]:
    most = max(bars) or 1
    return tuple(
        Column(
            x=40 + 58 * place,
            y=180 - 150 * count / most,
            height=150 * count / most,
            count=count,
            range=f"{place}–{place + 1}",
        )
        for place, count in enumerate(bars)
    )


def _dots(checks: Iterable[ItemStatistics], view: _View) -> Iterator[Dot]:
    for number_, check in enumerate(checks, start=1):
        if check.share is None or check.discrimination is None:
            continue
        share, found = view.percent(check.share), view.decimal(check.discrimination)
        yield Dot(
            x=round(50 + 560 * check.share, 1),
            y=round(20 + 120 * (1 - check.discrimination), 1),
            label=f"{number_}. {clean(check.item.id, limit=200)}: {share}, {found}",
            doubtful=bool(classroom.doubts(check)),
        )


def _segments(check: ItemStatistics) -> Iterator[Segment]:
    total = sum(check.verdicts.values()) or 1
    x = 0.0
    for kind in (_PASSED, _WRONG, _STOPPED, _OPEN, _OURS):
        count = sum(n for verdict, n in check.verdicts.items() if _COLOURS[verdict] == kind)
        if count:
            width = 100 * count / total
            yield Segment(kind=kind, x=round(x, 2), width=round(width, 2))
            x += width


# ------------------------------------------------------------------ tables


def _line(check: ItemStatistics, view: _View, place: int, title: Inline | None = None) -> Line:
    told = (
        f"{count} {translate(VERDICTS[verdict], view.lang).lower()}"
        for verdict in Verdict
        if verdict is not Verdict.PASSED and (count := check.verdicts.get(verdict, 0))
    )
    return Line(
        number=place,
        id=clean(check.item.id, limit=200),
        title=title or view.title(check.item),
        points=check.item.points,
        percent=view.percent(check.share),
        discrimination=view.decimal(check.discrimination),
        outcomes=", ".join(told),
        segments=tuple(_segments(check)),
        doubts=tuple(say(_DOUBTS[doubt], view.lang) for doubt in classroom.doubts(check)),
    )


def _misunderstood(records: Records, view: _View) -> Iterator[Misunderstood]:
    count = len(records.graded)
    for held in classroom.misconceptions(records):
        known = view.assignment.misconceptions.get(Slug(held.slug))
        share = len(held.rows) / count
        yield Misunderstood(
            title=authored(pick(known.title, view.lang)) if known else (Span("code", held.slug),),
            slug=clean(held.slug, limit=80),
            percent=view.percent(share),
            width=round(100 * share, 1),
            idea=authored(pick(known.idea, view.lang)) if known else (),
            lecture=authored(pick(known.lecture, view.lang)) if known and known.lecture else (),
            names=view.names(held.rows),
        )


def _mistake(found: Unknown, records: Records, view: _View) -> Mistake:
    items = {item.id: item for item in records.items}
    source = _anonymous(found.source) if view.anonymous else found.source
    lines = source.rstrip().split("\n")
    return Mistake(
        name=found.name,
        exercise=view.exercise(found.exercise),
        checks=tuple(view.title(items[check]) for check in found.checks if check in items),
        source="\n".join(clean(line, limit=160, lines=True) for line in lines[:60]),
        follows=found.follows,
        names=view.names(found.rows),
    )


def _anonymous(source: str) -> str:
    """*source* without comments and docstrings, where a name may be."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            words = [each for each in node.body if not _is_text(each)]
            node.body = words or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


# ------------------------------------------------------------------ students


def _attention(
    records: Records, checks: Iterable[ItemStatistics], view: _View
) -> Iterator[tuple[Inline, Names]]:
    """Kinds of students to look at, each with those of that kind."""
    lang = view.lang
    ours = [row for row in records.graded if Verdict.GRADER_ERROR in row.verdicts]
    broken = {c.item.id for c in checks if c.verdicts.get(Verdict.GRADER_ERROR)}
    if ours:
        heading = phrase(
            "An error of the grader in: {checks}. Points are not final.",
            checks=", ".join(sorted(broken)),
        )
        yield say(heading, lang), view.names(ours)
    why: list[Inline]
    kinds = {
        Standing.OUR_FAULT: phrase("The grader failed on the whole submission"),
        Standing.UNGRADED: phrase("Handed in, and cannot be graded as it is"),
        Standing.PENDING: phrase("Handed in, and not graded yet"),
        Standing.MISSING: phrase("Handed in nothing"),
    }
    for standing, words in kinds.items():
        rows = [row for row in records.rows if row.standing is standing]
        if rows:
            why = [(Span("text", clean(row.reason, limit=300)),) for row in rows]
            yield say(words, lang), view.names(rows, why)
    remarked = [row for row in records.graded if row.reason]
    if remarked:
        why = [(Span("text", clean(row.reason, limit=300)),) for row in remarked]
        yield say(phrase("Graded, with a remark for you"), lang), view.names(remarked, why)
    if low := classroom.lowest(records):
        told = (
            say(phrase("{earned} of {possible} points", earned=r.earned, possible=r.possible), lang)
            for r in low
        )
        yield say(phrase("Lowest marks"), lang), view.names(low, told)


def _slowest(records: Records, view: _View) -> Names:
    rows = classroom.slowest(records)
    told = (
        say(phrase("{seconds} s", seconds=float(f"{row.seconds:.2f}")), view.lang) for row in rows
    )
    return view.names(rows, told)
