"""A grade in words, once for every format: what is said, in which order, and what is kept back.

Disclosure is applied here and nowhere else, so that the renderers cannot differ in it:

========== ================================ =======================================
public     notes, inputs, expected, actual  differences with their size
diagnosis  notes, actual                    which elements are wrong, and the sign
sealed     title and outcome                nothing
========== ================================ =======================================

The smallest example of a mistake is nobody's secret: in full, but for sealed checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from grader.model import (
    Assignment,
    Check,
    CheckResult,
    Disclosure,
    Evidence,
    ExerciseGrade,
    Frame,
    Grade,
    Level,
    Misconception,
    Phrase,
    Verdict,
    phrase,
)
from grader.report.excerpt import Excerpt, find_definition, find_line, mark_mistake
from grader.report.heatmap import HeatMap, heat_map
from grader.report.i18n import moment, number, pick, points, translate
from grader.report.inline import Inline, Span, authored, observed, plain, say
from grader.report.text import clean

Outcome = Literal["full", "partial", "none"]

VERDICTS: Final = {
    Verdict.PASSED: phrase("Passed"),
    Verdict.FAILED: phrase("Not right yet"),
    Verdict.CRASHED: phrase("Stopped with an error"),
    Verdict.TIMED_OUT: phrase("Out of time"),
    Verdict.OUT_OF_MEMORY: phrase("Out of memory"),
    Verdict.MISSING: phrase("Not found"),
    Verdict.SKIPPED: phrase("Skipped"),
    Verdict.GRADER_ERROR: phrase("Grader error"),
}
MARKS: Final = {
    Verdict.PASSED: "✓",
    Verdict.SKIPPED: "–",
    Verdict.GRADER_ERROR: "!",
}
"""Signs beside the words; every other verdict is a ✗."""

OUTCOMES: Final[dict[Outcome, tuple[str, Phrase]]] = {
    "full": ("✓", phrase("Passed")),
    "partial": ("◐", phrase("Partly passed")),
    "none": ("✗", phrase("Not passed yet")),
}

LEVELS: Final = {
    Level.FULL: phrase(
        "full. The code ran behind a wall, without network, without other files of this machine, "
        "and away from the expected values."
    ),
    Level.KERNEL: phrase(
        "kernel. The operating system kept the code from the network and from other files, "
        "and the expected values were in another process."
    ),
    Level.PROCESS: phrase(
        "process. The code ran in a process of its own, which protects the grade; "
        "the files and the network of this machine were not closed to it."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why it went wrong and what to do: of a misconception, or of a verdict."""

    title: Inline | None
    """The name of the misconception; None where none was recognised."""
    idea: Inline
    inspect: Inline
    next: Inline
    formula: str = ""
    """LaTeX."""
    lecture: Inline | None = None
    wrong: str = ""
    """The same mistake in another small example, as a few lines of Python."""
    right: str = ""
    trial: Inline | None = None
    """Numbers to try there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What may be shown of a comparison that failed."""

    what: str
    actual: str
    inputs: tuple[tuple[str, str], ...] = ()
    expected: str | None = None
    heat: HeatMap | None = None

    @property
    def session(self) -> str:
        """The inputs and the question, as lines of code."""
        given = [f"{name} = {_indented(value, name)}" for name, value in self.inputs]
        return "\n".join([*given, self.what])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A student's frame: where, in which function, and the line."""

    where: str
    function: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFeedback:
    """One check, ready to be shown."""

    id: str
    title: Inline
    verdict: Verdict
    mark: str
    word: str
    points: int
    earned: int
    observed: tuple[Inline, ...] = ()
    convention: Inline | None = None
    supplied: Inline | None = None
    """Whose functions were the model solution's, and why."""
    comparison: Comparison | None = None
    smallest: Comparison | None = None
    """The same mistake on a small input that is nobody's secret, with the right answer."""
    error: str = ""
    places: tuple[Place, ...] = ()
    """Outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An exercise of this report, counted from 1."""

    number: int
    title: Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Failed checks with one cause, so that it is explained once."""

    heading: Inline
    """The misconception, the check's title if there is only one, or what was observed in all."""
    checks: tuple[CheckFeedback, ...]
    observed: tuple[Inline, ...]
    """What all its checks have in common; a check's own observations are empty then."""
    error: str
    explanation: Explanation
    excerpt: Excerpt | None
    excerpt_shown: bool
    """False where an earlier group of the exercise shows the same lines."""
    explained_in: Reference | None = None
    """The earlier exercise that has the same explanation."""

    @property
    def smallest(self) -> Comparison | None:
        """A small input on which the mistake shows, if one was found."""
        return next((check.smallest for check in self.checks if check.smallest), None)

    @property
    def further(self) -> tuple[Inline, ...]:
        """What was observed beyond the heading."""
        return self.observed[self.observed[:1] == (self.heading,) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseFeedback:
    """One exercise, ready to be shown."""

    id: str
    title: Inline
    outcome: Outcome
    mark: str
    word: str
    earned: int
    possible: int
    passed: tuple[CheckFeedback, ...]
    groups: tuple[Group, ...]
    total: int
    """Number of checks that were run."""
    unrun: int
    """Points of hidden checks that were not part of this run."""
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A whole report, ready to be shown."""

    lang: str
    assignment: str
    title: Inline
    student: str
    digest: str
    when: str
    entry: str
    isolation: str
    mark: str
    """On the scale of ten."""
    earned: int
    possible: int
    unrun: int
    notes: tuple[Inline, ...]
    exercises: tuple[ExerciseFeedback, ...]
    environment: tuple[tuple[str, str], ...]
    needs_review: bool


def give_feedback(grade: Grade, lang: str) -> Feedback:
    """Everything there is to say about *grade* in *lang*, within each check's disclosure."""
    exercises = _explained_once(_exercise(each, grade, lang) for each in grade.exercises)
    return Feedback(
        lang=lang,
        assignment=clean(grade.assignment.id),
        title=authored(pick(grade.assignment.title, lang)),
        student=clean(grade.student, limit=120),
        digest=clean(grade.digest, limit=200)[:8],
        when=moment(grade.graded_at, lang),
        entry=clean(str(grade.program.entry), limit=120) if grade.program else "",
        isolation=translate(LEVELS[grade.isolation], lang),
        mark=mark(grade.earned, grade.possible, lang),
        earned=grade.earned,
        possible=grade.possible,
        unrun=sum(each.unrun for each in exercises) + _unseen(grade),
        notes=tuple(observed(note, lang) for note in _notes(grade)),
        exercises=exercises,
        # With the seed, hidden inputs could be made again.
        environment=tuple(
            (clean(name), clean(value))
            for name, value in sorted(grade.environment.items())
            if "seed" not in name
        ),
        needs_review=grade.needs_review,
    )


def _unseen(grade: Grade) -> int:
    """Points of the exercises that have hidden checks alone, where all others were run."""
    known = {suite.stem.removeprefix("test_") for suite in grade.assignment.suites}
    if known != {each.exercise.id for each in grade.exercises}:
        return 0
    return sum(each.points for each in grade.assignment.exercises if each.id not in known)


def mark(earned: int, possible: int, lang: str) -> str:
    """Points on the scale of ten, rounded to hundredths; only full marks are a ten.

    >>> mark(3, 4, "vi"), mark(9999, 10000, "en"), mark(0, 0, "en")
    ('7,5', '9.99', '–')
    """
    if possible == 0:
        return "–"
    exact = Decimal(earned) * 10 / possible
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if rounded == 10 and earned < possible:
        rounded = Decimal("9.99")
    return points(rounded, lang)


def _notes(grade: Grade) -> tuple[Phrase, ...]:
    reading = grade.program.notes if grade.program else ()
    return tuple({repr(note): note for note in (*reading, *grade.notes)}.values())


# ------------------------------------------------------------------ exercises


def _exercise(graded: ExerciseGrade, grade: Grade, lang: str) -> ExerciseFeedback:
    passed = [result for result in graded.results if result.verdict is Verdict.PASSED]
    outcome: Outcome = "partial" if passed else "none"
    if len(passed) == len(graded.results):
        outcome = "full"
    sign, word = OUTCOMES[outcome]
    return ExerciseFeedback(
        id=clean(graded.exercise.id, limit=120),
        title=authored(pick(graded.exercise.title, lang)),
        outcome=outcome,
        mark=sign,
        word=translate(word, lang),
        earned=graded.earned,
        possible=graded.possible,
        passed=tuple(_check(result, grade.assignment, lang) for result in passed),
        groups=_groups(graded, grade, lang),
        total=len(graded.results),
        unrun=max(0, graded.exercise.points - graded.possible),
        topics=tuple(clean(topic, limit=80) for topic in graded.exercise.topics),
    )


def _explained_once(exercises: Iterable[ExerciseFeedback]) -> tuple[ExerciseFeedback, ...]:
    known: dict[Explanation, Reference] = {}
    told: list[ExerciseFeedback] = []
    for exercise in exercises:
        here = Reference(number=len(told) + 1, title=exercise.title)
        groups = tuple(
            replace(group, explained_in=known.get(group.explanation)) for group in exercise.groups
        )
        known = {group.explanation: here for group in groups} | known
        told.append(replace(exercise, groups=groups))
    return tuple(told)


def _groups(graded: ExerciseGrade, grade: Grade, lang: str) -> tuple[Group, ...]:
    causes: dict[str, list[CheckResult]] = {}
    for result in graded.results:
        if result.verdict is not Verdict.PASSED:
            causes.setdefault(_cause(result), []).append(result)
    groups: list[Group] = []
    # What was not even tried is said last.
    for results in sorted(causes.values(), key=lambda each: each[0].verdict is Verdict.SKIPPED):
        excerpt = _excerpt(results[0], graded, grade)
        shown = excerpt is not None and all(excerpt != group.excerpt for group in groups)
        groups.append(_group(results, grade, excerpt, lang, excerpt_shown=shown))
    return tuple(groups)


def _group(
    results: list[CheckResult],
    grade: Grade,
    excerpt: Excerpt | None,
    lang: str,
    *,
    excerpt_shown: bool,
) -> Group:
    checks = tuple(_check(result, grade.assignment, lang) for result in results)
    explanation = _explanation(results[0], grade, lang)
    common, error = checks[0].observed, checks[0].error
    if any((check.observed, check.error) != (common, error) for check in checks):
        common, error = (), ""
    else:
        checks = tuple(replace(check, observed=(), error="") for check in checks)
    heading = explanation.title or _heading(checks, common, lang)
    return Group(
        heading=heading,
        checks=checks,
        observed=common,
        error=error,
        explanation=explanation,
        excerpt=excerpt,
        excerpt_shown=excerpt_shown,
    )


def _heading(checks: tuple[CheckFeedback, ...], common: tuple[Inline, ...], lang: str) -> Inline:
    if len(checks) == 1:
        return checks[0].title
    if checks[0].verdict is Verdict.SKIPPED:
        return say(phrase("{count} checks were not run", count=len(checks)), lang)
    if common:
        return common[0]
    return say(phrase("{count} checks are not right yet", count=len(checks)), lang)


def _cause(result: CheckResult) -> str:
    if _sealed(result):
        return f"sealed {result.verdict}"
    if result.misconception:
        return f"misconception {result.misconception}"
    if result.verdict is Verdict.SKIPPED:
        return f"needs {result.check.needs}"
    if result.verdict in {Verdict.GRADER_ERROR, Verdict.TIMED_OUT}:
        return result.verdict
    if result.verdict is Verdict.FAILED:
        return "wrong in a way that has no name"
    return repr((result.verdict, result.notes, result.error, result.traceback[-1:]))


def _excerpt(result: CheckResult, graded: ExerciseGrade, grade: Grade) -> Excerpt | None:
    pointless = {Verdict.SKIPPED, Verdict.GRADER_ERROR, Verdict.MISSING}
    program, assignment = grade.program, grade.assignment
    if program is None or _sealed(result) or result.verdict in pointless:
        return None
    if result.traceback:
        return find_line(program, result.traceback[-1])
    names = (graded.exercise.id, *graded.exercise.aliases)
    found = find_definition(program, names, result.evidence.what if result.evidence else "")
    defines = re.compile(rf"^(def|class) {re.escape(graded.exercise.id)}\b", re.MULTILINE)
    wrong = [
        mutant.source
        for mutant in assignment.mutants
        if mutant.misconception == result.misconception
        and result.check.id in mutant.caught_by
        and defines.search(mutant.source)
    ]
    if found is None or not wrong or assignment.reference is None:
        return found
    others = [m.source for m in assignment.mutants if m.misconception != result.misconception]
    return mark_mistake(found, assignment.reference, wrong, others)


# ------------------------------------------------------------------ checks


def _sealed(result: CheckResult) -> bool:
    return result.check.disclosure is Disclosure.SEALED


def _check(result: CheckResult, assignment: Assignment, lang: str) -> CheckFeedback:
    check = result.check
    told = _observed(result, lang)
    error = clean(result.error, limit=300)
    open_ = not _sealed(result) and result.verdict is not Verdict.GRADER_ERROR
    return CheckFeedback(
        id=clean(check.id, limit=200),
        title=authored(pick(check.title, lang)),
        verdict=result.verdict,
        mark=MARKS.get(result.verdict, "✗"),
        word=translate(VERDICTS[result.verdict], lang),
        points=check.points,
        earned=result.earned,
        observed=told,
        convention=_convention(result, assignment, lang),
        supplied=_supplied(result, lang),
        comparison=_comparison(result.evidence, check) if open_ and result.evidence else None,
        smallest=_smallest(result.counterexample) if open_ and result.counterexample else None,
        error="" if not open_ or any(error in plain(line) for line in told) else error,
        places=tuple(_place(frame, lang) for frame in _frames(result)) if open_ else (),
    )


def _observed(result: CheckResult, lang: str) -> tuple[Inline, ...]:
    if result.verdict is Verdict.PASSED:
        return ()
    if _sealed(result):
        return (say(phrase("Of this check only the title and the outcome are shown."), lang),)
    if result.verdict is Verdict.GRADER_ERROR:
        ours = say(phrase("The grader could not finish this check."), lang)
        return (ours, *(observed(note, lang) for note in result.notes[:8]))
    if result.notes:
        return tuple(observed(note, lang) for note in result.notes[:8])
    return (say(_fallback(result), lang),)


def _fallback(result: CheckResult) -> Phrase:
    match result.verdict:
        case Verdict.CRASHED:
            return phrase("Your code stopped with an error.")
        case Verdict.TIMED_OUT:
            return phrase("Your code did not answer in time.")
        case Verdict.OUT_OF_MEMORY:
            return phrase("Your code used more memory than it may.")
        case Verdict.MISSING:
            return phrase("`{name}` is not defined.", name=result.check.exercise)
        case Verdict.SKIPPED:
            return phrase("This check was not run.")
        case _ if result.evidence:
            return phrase("`{what}` is not right.", what=result.evidence.what)
        case _:
            return phrase("The answer is not right.")


def _convention(result: CheckResult, assignment: Assignment, lang: str) -> Inline | None:
    if result.convention is None or _sealed(result):
        return None
    known = assignment.conventions.get(result.convention)
    return authored(pick(known.title, lang)) if known else (Span("code", result.convention),)


def _indented(value: str, name: str) -> str:
    return value.replace("\n", "\n" + " " * len(f"{name} = "))


def _smallest(found: Evidence) -> Comparison:
    return Comparison(
        what=clean(found.what.rstrip(" ,"), limit=200),
        actual=clean(found.actual, limit=800, lines=True),
        expected=clean(found.expected, limit=800, lines=True),
        inputs=_inputs(found),
    )


def _supplied(result: CheckResult, lang: str) -> Inline | None:
    if not result.supplied:
        return None
    sentence = phrase(
        "Carried forward: judged with the model solution's {found} in place of yours, because of "
        "an earlier mistake. It is not charged again.",
        found=", ".join(result.supplied),
    )
    return say(sentence, lang)


def _comparison(evidence: Evidence, check: Check) -> Comparison:
    public = check.disclosure is Disclosure.PUBLIC and evidence.expected != ""
    return Comparison(
        what=clean(evidence.what, limit=200),
        actual=clean(evidence.actual, limit=800, lines=True),
        expected=clean(evidence.expected, limit=800, lines=True) if public else None,
        inputs=_inputs(evidence) if check.disclosure is Disclosure.PUBLIC else (),
        heat=heat_map(evidence, check.disclosure),
    )


def _inputs(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    return tuple(
        (clean(name, limit=80), clean(value, limit=800, lines=True))
        for name, value in list(evidence.inputs.items())[:12]
    )


def _frames(result: CheckResult) -> tuple[Frame, ...]:
    frames = result.traceback
    return frames if len(frames) <= 8 else (*frames[:2], *frames[-6:])


def _place(frame: Frame, lang: str) -> Place:
    return Place(
        where=translate(where(frame), lang),
        function=clean(frame.function, limit=80),
        code=clean(frame.code, limit=160),
    )


def where(frame: Frame) -> Phrase:
    """Cell and line, or file and line."""
    if frame.cell is not None:
        return phrase("cell {cell}, line {line}", cell=frame.cell, line=frame.line)
    return phrase("{file}, line {line}", file=clean(frame.file, limit=80), line=frame.line)


# ------------------------------------------------------------------ explanations


def _explanation(result: CheckResult, grade: Grade, lang: str) -> Explanation:
    if result.misconception and not _sealed(result):
        known = grade.assignment.misconceptions.get(result.misconception)
        if known is not None:
            return _named(known, lang)
    idea, inspect, next_ = _advice(result, grade, lang)
    return Explanation(
        title=None, idea=say(idea, lang), inspect=say(inspect, lang), next=say(next_, lang)
    )


def _named(known: Misconception, lang: str) -> Explanation:
    return Explanation(
        title=authored(pick(known.title, lang)),
        idea=authored(pick(known.idea, lang)),
        inspect=authored(pick(known.inspect, lang)),
        next=authored(pick(known.next, lang)),
        formula=known.formula,
        lecture=authored(pick(known.lecture, lang)) if known.lecture else None,
        wrong=known.wrong,
        right=known.right,
        trial=authored(pick(known.trial, lang)) if known.trial else None,
    )


def _advice(result: CheckResult, grade: Grade, lang: str) -> tuple[Phrase, Phrase, Phrase]:
    """Idea, inspect and next where no misconception was recognised."""
    match result.verdict:
        case Verdict.MISSING if grade.assignment.answers:
            return (
                phrase(
                    "Every step is an answer of its own: with it, what follows can be graded from "
                    "your own values."
                ),
                phrase(
                    "Look whether the name is spelled as in the statement, and whether a value "
                    "stands beside it."
                ),
                phrase("Write the value down with all the decimals asked for, and grade again."),
            )
        case Verdict.FAILED if grade.assignment.answers:
            return (
                phrase("One step was worked out in another way than the statement asks for."),
                phrase(
                    "Compare your working with the formula of this step: sign, logarithm, "
                    "denominator, and what is summed."
                ),
                phrase(
                    "Work this one step out again from the values before it, with all the "
                    "decimals asked for."
                ),
            )
        case Verdict.CRASHED if not result.traceback:
            return (
                phrase("The code stopped before this function could answer."),
                phrase(
                    "Look at the place named above first: other errors may only follow from it."
                ),
                phrase("Correct it, run the whole file from its beginning, and grade again."),
            )
        case Verdict.CRASHED:
            return (
                phrase(
                    "An exception ends a function before it can answer: its last line says what "
                    "was wrong, the marked line says where."
                ),
                phrase("Look at the marked line: the type and the shape of every variable on it."),
                phrase(
                    "Call the function in a new cell with a small input, correct the error, and "
                    "grade again."
                ),
            )
        case Verdict.TIMED_OUT:
            return (
                phrase(
                    "Array operations take milliseconds here; a loop that never ends, or a loop "
                    "over single elements, takes all the time there is."
                ),
                phrase(
                    "Look for `while` loops, for loops over single elements, and for training or "
                    "downloads outside of functions."
                ),
                phrase(
                    "Try with a small input first, then put array operations in place of the loops."
                ),
            )
        case Verdict.OUT_OF_MEMORY:
            return (
                phrase(
                    "Two shapes that do not belong together, such as (N, 1) and (N,), broadcast "
                    "to (N, N); large arrays then fill the memory."
                ),
                phrase(
                    "Look at the shape of every intermediate array, and for lists that grow in a "
                    "loop."
                ),
                phrase("Print the shapes for a small input and compare them with the statement."),
            )
        case Verdict.MISSING if result.traceback:
            return (
                phrase("The template leaves this part to you; what stands there now only says so."),
                phrase(
                    "Read what the statement asks of `{name}`: the shapes that go in and come out.",
                    name=result.check.exercise,
                ),
                phrase("Put your code in place of `raise NotImplementedError`, and grade again."),
            )
        case Verdict.MISSING:
            return (
                phrase("Your work is found by its name, exactly as the statement writes it."),
                phrase(
                    "Look at the spelling and the capital letters of `{name}`, and whether the "
                    "cell that defines it is in the file that you handed in.",
                    name=result.check.exercise,
                ),
                phrase(
                    "Define `{name}` at the top level, run the whole file from its beginning, and "
                    "grade again.",
                    name=result.check.exercise,
                ),
            )
        case Verdict.SKIPPED:
            return (
                phrase("This check builds on another one that has not passed yet."),
                phrase("Look first at: {titles}.", titles=_needed(result.check, grade, lang)),
                phrase("Correct that first; this check then runs by itself."),
            )
        case Verdict.GRADER_ERROR:
            return (
                phrase("The fault is in the grader, not in your work."),
                phrase("Nothing in your code has to change because of this."),
                phrase("Your teacher sees this check and looks at it; its points are not final."),
            )
        case _:
            return (
                phrase(
                    "A wrong answer without an error means that one step is computed in another "
                    "way than the statement asks for."
                ),
                phrase(
                    "Compare your code with the formula in the statement, step by step: sign, "
                    "axis, denominator, shape."
                ),
                phrase(
                    "Work out an example of two rows by hand and find the first step whose "
                    "numbers differ from yours."
                ),
            )


def _needed(check: Check, grade: Grade, lang: str) -> str:
    open_ = {r.check.id: r.check.title for r in grade.results if r.verdict is not Verdict.PASSED}
    titles = [plain(authored(pick(open_[need], lang))) for need in check.needs if need in open_]
    return "; ".join(titles or [*check.needs]) or "–"


# ------------------------------------------------------------------ captions


def conventions(exercise: ExerciseFeedback) -> tuple[Inline, ...]:
    """The accepted alternatives that the exercise's work uses, each once."""
    named = (check.convention for check in exercise.passed if check.convention)
    return tuple(dict.fromkeys(named))


def carried_forward(exercise: ExerciseFeedback) -> tuple[Inline, ...]:
    """What was supplied where the exercise was judged without an earlier mistake, each once."""
    checks = (*exercise.passed, *(check for group in exercise.groups for check in group.checks))
    return tuple(dict.fromkeys(check.supplied for check in checks if check.supplied))


def code_title(excerpt: Excerpt, lang: str) -> Inline:
    """The caption of a student's code."""
    place = (
        phrase("Your code, cell {cell}", cell=excerpt.cell)
        if excerpt.cell is not None
        else phrase("Your code, from line {line}", line=excerpt.first)
    )
    if excerpt.marked is None:
        return say(place, lang)
    marked = phrase("look first at line {line}", line=excerpt.marked)
    return (*say(place, lang), Span("text", ": "), *say(marked, lang))


def heat_summary(heat: HeatMap, lang: str) -> tuple[Inline, ...]:
    """The picture in sentences, complete for those who cannot see it."""
    lines = [
        phrase(
            "{wrong} of {total} elements are wrong, the first at `{first}`.",
            wrong=heat.wrong,
            total=heat.total,
            first=heat.first,
        ),
        phrase("Orange (+): yours is larger; blue (−): yours is smaller; a dot: right."),
    ]
    if any(element.sign == "nan" for row in heat.rows for element in row):
        lines.append(phrase("NaN: there is no number to compare."))
    if heat.largest is not None:
        largest = number(heat.largest, lang, ".3g")
        lines.append(phrase("The largest difference is {largest}.", largest=largest))
    if heat.cut:
        lines.append(phrase("Only a part of the array is shown."))
    return tuple(say(line, lang) for line in lines)


def worth(points: int, lang: str) -> Inline:
    """Points with their noun."""
    return say(phrase("1 point") if points == 1 else phrase("{points} points", points=points), lang)
