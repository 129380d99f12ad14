"""A grade as GitHub-flavoured Markdown, for job summaries and pull requests."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model import Grade, Phrase, Verdict, phrase
from grader.report.excerpt import Excerpt
from grader.report.feedback import (
    CheckFeedback,
    Comparison,
    ExerciseFeedback,
    Group,
    carried_forward,
    code_title,
    conventions,
    give_feedback,
    heat_summary,
    worth,
)
from grader.report.i18n import translate
from grader.report.inline import Inline, Span, code, escape_markdown, markdown, say


def to_markdown(grade: Grade, lang: str) -> str:
    """The report for the student of *grade* in *lang*, ending in a line break."""
    r = give_feedback(grade, lang)
    total = phrase("{earned} of {possible} points", earned=r.earned, possible=r.possible)
    facts = [r.student, r.entry, r.when, translate(total, lang)]
    lines = [
        f"# {markdown(r.title)}: {r.mark} / 10",
        "",
        escape_markdown(" · ".join(fact for fact in facts if fact)),
        "",
        escape_markdown(f"{translate(phrase('Isolation'), lang)}: {r.isolation}"),
        "",
        *(f"- {markdown(note)}" for note in r.notes),
        "",
        *_table(r.exercises, lang),
        "",
    ]
    for exercise in r.exercises:
        lines += _exercise(exercise, lang)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(exercises: tuple[ExerciseFeedback, ...], lang: str) -> Iterator[str]:
    heads = (phrase("Exercise"), phrase("Result"), phrase("Checks"), phrase("Points"))
    yield "| " + " | ".join(translate(head, lang) for head in heads) + " |"
    yield "| --- | --- | ---: | ---: |"
    for each in exercises:
        yield (
            f"| {markdown(each.title)} | {each.mark} {each.word} |"
            f" {len(each.passed)}/{each.total} | {each.earned}/{each.possible} |"
        )


def _exercise(exercise: ExerciseFeedback, lang: str) -> Iterator[str]:
    accepted, carried = conventions(exercise), carried_forward(exercise)
    if not (exercise.groups or accepted or carried or exercise.unrun):
        return
    yield f"## {markdown(exercise.title)}"
    yield ""
    for group in exercise.groups:
        yield from _group(group, lang)
    for convention in accepted:
        yield f"{translate(phrase('Accepted convention'), lang)}: {markdown(convention)}"
        yield ""
    for sentence in carried:
        yield markdown(sentence)
        yield ""
    if exercise.unrun:
        said = phrase(
            "Hidden checks, not run here, are worth {points} more points.", points=exercise.unrun
        )
        about = ""
        if exercise.topics:
            topics = ", ".join(exercise.topics)
            about = escape_markdown(f" {translate(phrase('They are about'), lang)}: {topics}.")
        yield markdown(say(said, lang)) + about
        yield ""


def _group(group: Group, lang: str) -> Iterator[str]:
    first = group.checks[0]
    yield f"### {first.mark} {markdown(group.heading)} ({escape_markdown(first.word)})"
    yield ""
    if first.verdict is Verdict.SKIPPED:
        yield _item(phrase("Inspect"), lang, group.explanation.inspect)
        if len(group.checks) > 1:
            yield from (f"  - {markdown(check.title)}" for check in group.checks)
        yield ""
        return
    yield _item(phrase("Observed"), lang)
    for line in group.further:
        yield f"  - {markdown(line)}"
    if group.error:
        yield f"  - {code(group.error)}"
    for check in group.checks:
        yield from _check(check, lang)
    if group.smallest:
        yield from _smallest(group.smallest, lang)
    yield from _explanation(group, lang)
    yield ""
    if group.excerpt and group.excerpt_shown:
        yield from _code(group.excerpt, lang)


def _explanation(group: Group, lang: str) -> Iterator[str]:
    why = group.explanation
    if group.explained_in:
        under = (Span("text", translate(phrase("As under"), lang) + " "), *group.explained_in.title)
        yield _item(phrase("Explanation"), lang, under)
        return
    yield _item(phrase("Idea"), lang, why.idea)
    if why.formula:
        yield f"\n  $${why.formula}$$\n"
    yield _item(phrase("Inspect"), lang, why.inspect)
    yield _item(phrase("Next step"), lang, why.next)
    if why.lecture:
        yield _item(phrase("Read again"), lang, why.lecture)


def _item(label: Phrase, lang: str, line: Inline = ()) -> str:
    return f"- **{translate(label, lang)}:** {markdown(line)}".rstrip()


def _check(check: CheckFeedback, lang: str) -> Iterator[str]:
    yield f"  - {markdown(check.title)} ({markdown(worth(check.points, lang))})"
    for line in check.observed:
        yield f"    - {markdown(line)}"
    if check.error:
        yield f"    - {code(check.error)}"
    if check.comparison:
        yield from _comparison(check.comparison, lang)


def _comparison(comparison: Comparison, lang: str) -> Iterator[str]:
    for name, value in comparison.inputs:
        yield f"    - {code(name)}: {code(value)}"
    if comparison.expected is not None:
        yield f"    - {translate(phrase('Expected'), lang)}: {code(comparison.expected)}"
    yield f"    - {translate(phrase('Yours'), lang)}: {code(comparison.actual)}"
    if comparison.heat:
        wrong, *_ = heat_summary(comparison.heat, lang)
        yield f"    - {markdown(wrong)}"


def _smallest(found: Comparison, lang: str) -> Iterator[str]:
    yield f"{_item(phrase('Smallest example'), lang)} {code(found.what)}"
    for name, value in found.inputs:
        yield f"  - {code(name)}: {code(value)}"
    yield f"  - {translate(phrase('Yours'), lang)}: {code(found.actual)}"
    yield f"  - {translate(phrase('Right'), lang)}: {code(found.expected or '')}"


def _code(excerpt: Excerpt, lang: str) -> Iterator[str]:
    yield markdown(code_title(excerpt, lang))
    yield ""
    # Indented code needs no fence, so no line of the student's can close it.
    yield from (f"    {line}" for line in excerpt.lines)
    yield ""
