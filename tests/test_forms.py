"""Unfinished hand-ins end as their first lines say; a new case is a file, see forms/README.md."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from engine import HANDED_IN, an_example, said
from passed import Passed

from grader.assignment import find_course, load_assignment
from grader.errors import SubmissionError
from grader.model import CheckResult, Grade, Verdict
from grader.pipeline import Grader, open_grader

HERE = Path(__file__).parent / "forms"
FILES = {
    folder.name: sorted(path for path in folder.iterdir() if path.suffix in HANDED_IN)
    for folder in sorted(HERE.iterdir())
    if folder.is_dir()
}
ANY: Final = frozenset(Verdict)


@pytest.fixture(scope="module")
def grader_for(root: Path) -> Iterator[Callable[[str], Grader]]:
    """Gives the grader for an assignment, which is kept for all of its files."""
    with ExitStack() as stack:
        opened: dict[str, Grader] = {}

        def get(assignment: str) -> Grader:
            if assignment not in opened:
                opened.clear()
                stack.close()  # one at a time
                known = load_assignment(find_course(root), assignment)
                # What does not end is waited for, so no longer than it takes to know. Where nothing
                # is replayed, one call is a whole scene.
                seconds = 2.0 if known.replay else known.limits.call_seconds
                limits = replace(known.limits, call_seconds=seconds, cell_seconds=2.0)
                known = replace(known, limits=limits)
                opened[assignment] = stack.enter_context(open_grader(known))
            return opened[assignment]

        yield get


@pytest.fixture(scope="module")
def passed_before(root: Path, last_words: list[str]) -> Iterator[Callable[[str], Passed]]:
    """Which files of an assignment passed and have not changed since."""
    course = find_course(root)
    memories = {name: Passed("forms", load_assignment(course, name)) for name in FILES}
    yield memories.__getitem__
    for each in memories.values():
        each.save()
    if known := sum(each.known for each in memories.values()):
        last_words.append(f"forms: {known} passed as they are and were not graded again")


@pytest.mark.parametrize(
    "assignment, path",
    [
        pytest.param(assignment, path, id=f"{assignment}/{path.name}")
        for assignment, paths in FILES.items()
        for path in paths
    ],
)
def test_ends_as_it_says(
    grader_for: Callable[[str], Grader],
    passed_before: Callable[[str], Passed],
    assignment: str,
    path: Path,
) -> None:
    passed = passed_before(assignment)
    if passed.knows(path.name, path):
        return
    grader = grader_for(assignment)
    expected = _header(path, "expect")
    sayings = _header(path, "says")
    assert expected, f"{path.name} does not say what is expected of it"
    try:
        grade = grader.grade(an_example(grader, path))
    except SubmissionError as refusal:
        told, surprises = str(refusal), [] if expected == ["refused"] else ["refused"]
    else:
        told, surprises = _told(grade), list(_surprises(grade, " ".join(expected)))

    surprises += [f"not said: {saying}" for saying in sayings if saying not in told]
    assert not surprises, "\n".join([*surprises, told])
    passed.add(path.name, path)


def _header(path: Path, key: str) -> list[str]:
    """What the first comment lines say after ``# key:``."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "code"))
    comments = re.match(r"(?:#.*\n?)*", text)
    return re.findall(rf"^# {key}: (.+)$", comments.group() if comments else "", re.MULTILINE)


def _surprises(grade: Grade, expected: str) -> Iterator[str]:
    """What ended in another way than *expected* has it."""
    wanted = dict(word.split("=") for word in expected.split())
    points = wanted.pop("points", grade.earned)
    if grade.earned != int(points):
        yield f"earned {grade.earned}, not {points}"
    groups: dict[str, list[CheckResult]] = defaultdict(list)
    for result in grade.results:
        names = (str(result.check.id), str(result.check.exercise), "*")
        key = next((name for name in names if name in wanted), "")
        # Each exercise has to show a verdict that `*` names.
        groups[names[1] if key == "*" else key].append(result)
    yield from (f"{key} is no check and no exercise" for key in wanted.keys() - groups - {"*"})
    for key, results in groups.items():
        if key:
            yield from _unexpected(key, results, wanted.get(key, wanted.get("*", "any")))


def _unexpected(key: str, results: list[CheckResult], words: str) -> Iterator[str]:
    allowed = (
        ANY
        if words == "any"
        else frozenset(Verdict(word.replace("-", " ")) for word in words.split("|"))
    )
    beside = frozenset({Verdict.SKIPPED}) if Verdict.PASSED not in allowed else frozenset()
    yield from (
        f"{result.check.id} is {result.verdict}, not {words}"
        for result in results
        if result.verdict not in allowed | beside
    )
    if not any(result.verdict in allowed for result in results):
        yield f"{key}: all skipped, none {words}"


def _told(grade: Grade) -> str:
    """Everything that a report could say of it, in English."""
    lines = (f"{said(result.notes)} {result.error}" for result in grade.results)
    return "\n".join([said(grade.notes), *dict.fromkeys(filter(str.strip, lines))])
