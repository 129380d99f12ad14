"""A grade for the terminal: the words of the page, laid out for 80 columns and more."""

from __future__ import annotations

import io
import re
import shutil
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from grader.model import Grade, Phrase, Verdict, phrase
from grader.report.feedback import (
    CheckFeedback,
    ExerciseFeedback,
    Feedback,
    Group,
    carried_forward,
    conventions,
    give_feedback,
    worth,
)
from grader.report.i18n import translate
from grader.report.inline import Inline, say

WIDEST: Final = 110
"""Longer lines are hard to read."""
_STYLES: Final = {"code": "cyan", "strong": "bold", "em": "italic"}
_OUTCOME_STYLES: Final = {"full": "green", "partial": "yellow", "none": "red"}
_VERDICT_STYLES: Final = {"passed": "green", "skipped": "yellow", "grader error": "yellow"}

_COMMAND: Final = re.compile(r"^\s*::|##(?=vso\[|\[)")
"""What a service for continuous integration obeys in a log; a line may be broken just before it."""

Line = tuple[str, RenderableType]
"""A label and what stands beside it."""


def to_terminal(grade: Grade, lang: str, width: int | None = None, *, color: bool = False) -> str:
    """The report for the student of *grade*, ending in a line break.

    *width* is in columns, by default the terminal's; without *color* there are no escape sequences.
    """
    file = io.StringIO()
    console = Console(
        file=file,
        width=min(width or shutil.get_terminal_size().columns, WIDEST),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(_Page(give_feedback(grade, lang), ticks=not color).report())
    lines = (_COMMAND.sub(_apart, line.rstrip()) for line in file.getvalue().split("\n"))
    return "\n".join(lines).rstrip("\n") + "\n"


def _apart(command: re.Match[str]) -> str:
    return f"{command[0][:-1]} {command[0][-1]}"


class _Page:
    """The layout of one report; without colours, backticks show what is code."""

    def __init__(self, feedback: Feedback, *, ticks: bool) -> None:
        self.feedback = feedback
        self.lang = feedback.lang
        self.ticks = ticks

    def report(self) -> Stack:
        """The whole page."""
        parts = [self._head(), *self._notes(), self._table(), *self._hidden()]
        for exercise in self.feedback.exercises:
            parts += [self._group(exercise, group) for group in exercise.groups]
            parts += [self._accepted(exercise, each) for each in conventions(exercise)]
            parts += [self._carried(exercise, each) for each in carried_forward(exercise)]
        return Stack(*parts)

    def _head(self) -> RenderableType:
        r = self.feedback
        head = Table.grid(expand=True, padding=(0, 2))
        head.add_column(ratio=1)
        head.add_column(justify="right", no_wrap=True)
        who = " · ".join(each for each in (r.student, r.entry, r.when) if each)
        total = phrase("{earned} of {possible} points", earned=r.earned, possible=r.possible)
        head.add_row(self._words(r.title, "bold"), Words(f"{r.mark} / 10", "bold"))
        head.add_row(Words(who, "dim"), Words(translate(total, self.lang), "dim"))
        level = Words(f"{translate(phrase('Isolation'), self.lang)}: {r.isolation}", "dim")
        return Stack(head, level, "")

    def _notes(self) -> list[RenderableType]:
        notes = [self._words(note) for note in self.feedback.notes[:20]]
        if self.feedback.needs_review:
            said = phrase(
                "The grader had a problem with at least one check. Your teacher sees it; it is not "
                "counted as your mistake."
            )
            notes.insert(0, self._words(say(said, self.lang)))
        if not notes:
            return []
        grid = Table.grid(padding=(0, 1))
        for note in notes:
            grid.add_row(Words("•", "blue"), note)
        return [grid, ""]

    def _table(self) -> RenderableType:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, padding=(0, 1))
        table.add_column(translate(phrase("Exercise"), self.lang))
        table.add_column(translate(phrase("Result"), self.lang))
        table.add_column(translate(phrase("Checks"), self.lang), justify="right", no_wrap=True)
        table.add_column(translate(phrase("Points"), self.lang), justify="right", no_wrap=True)
        for exercise in self.feedback.exercises:
            table.add_row(
                self._words(exercise.title),
                Words(f"{exercise.mark} {exercise.word}", _OUTCOME_STYLES[exercise.outcome]),
                f"{len(exercise.passed)}/{exercise.total}",
                f"{exercise.earned}/{exercise.possible}",
            )
        return table

    def _hidden(self) -> list[RenderableType]:
        if not self.feedback.unrun:
            return []
        said = phrase(
            "Only the public checks were run here. Hidden checks are worth {points} more points; "
            "your teacher runs them.",
            points=self.feedback.unrun,
        )
        topics = dict.fromkeys(
            topic for each in self.feedback.exercises if each.unrun for topic in each.topics
        )
        about = f" {translate(phrase('They are about'), self.lang)}: {', '.join(topics)}."
        return [Words(translate(said, self.lang) + (about if topics else ""), "dim"), ""]

    def _group(self, exercise: ExerciseFeedback, group: Group) -> RenderableType:
        first = group.checks[0]
        style = _VERDICT_STYLES.get(first.verdict, "red")
        heading = self._heading(exercise, first.mark, style)
        heading.append_text(self._words(group.heading, "bold")).append(f" ({first.word})", style)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for label, content in self._lines(group):
            grid.add_row(Words(label, "bold"), content)
        return Stack(heading, Padding(grid, (0, 0, 1, 2)))

    def _lines(self, group: Group) -> list[Line]:
        why = group.explanation
        inspect = (self._label(phrase("Inspect")), self._words(why.inspect))
        if group.checks[0].verdict is Verdict.SKIPPED:
            skipped = [self._words(check.title) for check in group.checks]
            label = self._label(phrase("Checks"))
            return [inspect, (label, Stack(*skipped))] if len(skipped) > 1 else [inspect]
        lines = [
            (self._label(phrase("Observed")), self._observed(group)),
            *self._evidence(group),
            *self._smallest(group),
        ]
        if group.explained_in:
            words = Words(self._label(phrase("As under"))).append(" ")
            words.append_text(self._words(group.explained_in.title)).append(".")
            return [*lines, (self._label(phrase("Explanation")), words)]
        lines += [
            (self._label(phrase("Idea")), self._words(why.idea)),
            inspect,
            (self._label(phrase("Next step")), self._words(why.next)),
        ]
        if why.lecture:
            lines.append((self._label(phrase("Read again")), self._words(why.lecture)))
        return lines

    def _observed(self, group: Group) -> RenderableType:
        lines: list[RenderableType] = [self._words(line) for line in group.further]
        if group.error:
            lines.append(Words(group.error, "cyan"))
        if group.heading != group.checks[0].title:
            lines += [self._check(check) for check in group.checks]
        else:
            lines += [self._words(line) for line in group.checks[0].observed]
        return Stack(*lines)

    def _check(self, check: CheckFeedback) -> RenderableType:
        words = Words().append(f"{check.mark} ", "red").append_text(self._words(check.title))
        words.append(f" ({self._words(worth(check.points, self.lang)).plain})", "dim")
        more = [self._words(line) for line in check.observed]
        if check.error:
            more.append(Words(check.error, "cyan"))
        return Stack(words, *(Padding(line, (0, 0, 0, 2)) for line in more))

    def _evidence(self, group: Group) -> list[Line]:
        lines: list[Line] = []
        place = next(iter(group.checks[0].places[-1:]), None)
        if place is not None:
            lines.append((self._label(phrase("Where")), Words(place.where)))
            lines.append(("", Words(place.code, "cyan")))
        shown = [check.comparison for check in group.checks if check.comparison is not None]
        for comparison in sorted(shown, key=lambda each: each.expected is None)[:1]:
            lines.append((self._label(phrase("Compared")), Words(comparison.what, "cyan")))
            lines += [(f"  {name}", Words(value, "cyan")) for name, value in comparison.inputs]
            if comparison.expected is not None:
                lines.append(
                    (f"  {self._label(phrase('Expected'))}", Words(comparison.expected, "cyan"))
                )
            lines.append((f"  {self._label(phrase('Yours'))}", Words(comparison.actual, "cyan")))
        return lines

    def _smallest(self, group: Group) -> list[Line]:
        found = group.smallest
        if found is None:
            return []
        return [
            (self._label(phrase("Smallest example")), Words(found.session, "cyan")),
            (f"  {self._label(phrase('Yours'))}", Words(found.actual, "cyan")),
            (f"  {self._label(phrase('Right'))}", Words(found.expected or "", "cyan")),
        ]

    def _heading(self, exercise: ExerciseFeedback, mark: str, style: str) -> Words:
        words = Words().append(f"{mark} ", f"bold {style}")
        return words.append_text(self._words(exercise.title, "bold")).append(" · ", "dim")

    def _accepted(self, exercise: ExerciseFeedback, convention: Inline) -> RenderableType:
        words = self._heading(exercise, "✓", "green")
        words.append(f"{self._label(phrase('Accepted convention'))}: ")
        return Padding(words.append_text(self._words(convention)), (0, 0, 1, 0))

    def _carried(self, exercise: ExerciseFeedback, sentence: Inline) -> RenderableType:
        words = self._heading(exercise, "→", "blue")
        return Padding(words.append_text(self._words(sentence)), (0, 0, 1, 0))

    def _label(self, label: Phrase) -> str:
        return translate(label, self.lang)

    def _words(self, line: Inline, style: str = "") -> Words:
        words = Words(style=style)
        for span in line:
            code = span.kind == "code" and self.ticks
            words.append(f"`{span.text}`" if code else span.text, _STYLES.get(span.kind))
        return words
