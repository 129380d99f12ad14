"""A grade with nothing kept back, for the instructor's eyes: every renderer then shows it all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from grader.model import (
    CheckResult,
    Disclosure,
    Grade,
    Phrase,
    Text,
    Verdict,
    phrase,
)

_MARK: Final = Text(vi="KHÔNG DÀNH CHO SINH VIÊN", en="NOT FOR STUDENTS")
_BANNER: Final = phrase(
    "Not for students: expected values, sealed checks and the seed are shown here. Students have "
    "a report of their own."
)
_DISCLOSED: Final = {
    Disclosure.DIAGNOSIS: phrase("The student is not shown what is expected."),
    Disclosure.SEALED: phrase("The student is shown the title and the outcome alone."),
}


def undisclosed(grade: Grade) -> Grade:
    """*grade* with every check public, marked as not for students, in its title and on top.

    Each check that did not pass says what its student is not shown, the misconceptions that also
    explain it, the group of equal wrong answers that it is in, and an error of ours in full.
    """
    title = grade.assignment.title
    marked = Text(vi=f"{_MARK.vi} · {title.vi}", en=f"{_MARK.en} · {title.en}")
    return replace(
        grade,
        assignment=replace(grade.assignment, title=marked),
        exercises=tuple(
            replace(each, results=tuple(map(_opened, each.results))) for each in grade.exercises
        ),
        notes=(_BANNER, *_about(grade), *grade.notes),
    )


def _about(grade: Grade) -> Iterator[Phrase]:
    seed = grade.environment.get("seed")
    if seed is not None:
        yield phrase("Seed of the random inputs: {seed}.", seed=seed)
    yield from grade.remarks


def _opened(result: CheckResult) -> CheckResult:
    check = replace(result.check, disclosure=Disclosure.PUBLIC)
    if result.verdict in (Verdict.PASSED, Verdict.SKIPPED):
        return replace(result, check=check)
    return replace(result, check=check, notes=(*result.notes, *_aside(result)))


def _aside(result: CheckResult) -> Iterator[Phrase]:
    if result.check.disclosure in _DISCLOSED:
        yield _DISCLOSED[result.check.disclosure]
    rivals = sorted(result.candidates - {result.misconception})
    if rivals:
        yield phrase("Its answers are also explained by: {slugs}.", slugs=", ".join(rivals))
    if result.behaviour:
        yield phrase(
            "No known mistake explains it; its group of equal answers: {group}.",
            group=result.behaviour[:6],
        )
    if result.verdict is Verdict.GRADER_ERROR and result.error:
        yield phrase("The grader's error: {error}", error=" ".join(result.error.split()))
