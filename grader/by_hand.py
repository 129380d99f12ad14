"""Numbers that were handed in, whatever in: an answers file, or the variables of a program.

A program runs behind the wall, as any other; only the values of its variables come back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

from grader import hints
from grader.answers import UnreadableError
from grader.model import Check, Phrase, StudentId, Verdict, phrase
from grader.sandbox.wire import Handle
from grader.sandbox.worker import CallError, NameMissing, Worker
from grader.suite.answers import Answers
from grader.suite.plugin import Respondent
from grader.suite.run import SuiteSession

_NEIGHBOURS: Final = 1_000
"""With how many classmates answers are compared."""

Missing = Callable[[str], tuple[Verdict, tuple[Phrase, ...], str]]


class Names:
    """Finds a name among those that were handed in, whatever its capitals and underscores."""

    def __init__(self, defined: Collection[str]) -> None:
        self._defined = defined
        self._used: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name as it was written; raises NameMissing."""
        if name in self._defined:
            return name
        alike = [each for each in self._defined if _plain(each) == _plain(name)]
        if len(alike) != 1:
            raise NameMissing(name)
        self._used[name] = alike[0]
        return alike[0]

    def missing(self, name: str) -> tuple[Verdict, tuple[Phrase, ...], str]:
        """Verdict and notes for an answer that is not there."""
        notes = [phrase("{name} has no answer.", name=name)]
        others = [each for each in self._defined if each != name]
        close = hints.closest(name, others, cutoff=0.8)
        if close is not None and name not in self._defined:
            notes.append(phrase("The closest name is {close}: is it a typing error?", close=close))
        return Verdict.MISSING, tuple(notes), ""

    def notes(self) -> Iterator[Phrase]:
        """Which names were graded under another one."""
        for name, found in self._used.items():
            yield phrase("{found} was graded as {name}.", found=found, name=name)


def _plain(name: str) -> str:
    return name.casefold().replace("_", "")


def handed(
    raw: Callable[[str], Any],
    missing: Missing,
    suites: SuiteSession,
    names: Collection[str],
    seed: int,
    student: StudentId,
    *,
    examples: bool = False,
) -> Respondent:
    """A respondent that nobody can call: all there is to know of it is its answers.

    With *examples*, mistakes are shown on small numbers as well.
    """
    sheets = suites.sheets
    sheet = None if sheets is None else sheets.sheet(seed, student)
    return Respondent(
        open_worker=_nobody,
        resolve=lambda name: name,
        judged=lambda _: None,
        out_of_time=lambda: False,
        missing=missing,
        answers=Answers(raw, tuple(names), sheets, sheet),
        open_search=partial(_nobody, None, 0) if examples else None,
    )


@contextmanager
def _nobody(_check: Check | None, _seed: int) -> Iterator[Any]:
    yield None


def from_file(answers: Mapping[str, Any]) -> tuple[Callable[[str], Any], Names]:
    """The values of an answers file."""
    names = Names(answers.keys())
    return (lambda name: answers[names.find(name)]), names


class Variables:
    """The variables of a program, fetched from a fork of it one by one."""

    def __init__(self, fork: Callable[[], Worker], kinds: Mapping[str, str] | None) -> None:
        self._fork = fork
        self._kinds = kinds
        """What a submission says it defines; None if it never got so far."""
        self._worker: Worker | None = None
        self.names = Names([name for name, kind in (kinds or {}).items() if kind != "module"])

    def __call__(self, name: str) -> Any:
        """The value; raises CallError, or UnreadableError for an object that is no data."""
        if self._kinds is None:
            self._fork()  # says why there is nothing
        found = self.names.find(name)
        if self._worker is None:
            self._worker = self._fork()
        try:
            value = self._worker.request("get", None, found)["value"]
        except CallError:
            self.close()  # the next one gets a fresh fork
            raise
        if isinstance(value, Handle):
            raise UnreadableError(
                phrase(
                    "This is a {type}; write a number such as 0.67, 2/3 or ln(3), or a list of "
                    "numbers.",
                    type=value.type_name,
                )
            )
        return value

    def close(self) -> None:
        """Let the fork go."""
        if self._worker is not None:
            with suppress(CallError):
                self._worker.close()
            self._worker = None


def remarks(
    answers: Answers | None, seed: int, student: StudentId, others: Sequence[StudentId]
) -> tuple[Phrase, ...]:
    """What the instructor should know: answers that are right, for somebody else."""
    if answers is None:
        return ()
    other = answers.somebody_elses(seed, neighbours(student, others))
    if other is None:
        return ()
    return (
        phrase(
            "Several wrong answers are right for the numbers of {other}: look at both.",
            other=other,
        ),
    )


def neighbours(student: StudentId, others: Sequence[StudentId]) -> list[StudentId]:
    """Whose numbers are compared: all of a class, and of a larger one those with the nearest ids.

    To draw one student's numbers takes a sixtieth of a second, and *others* may be a university.

    Args:
        student: Is left out of them.
        others: In order.
    """
    if len(others) <= _NEIGHBOURS:
        near = others
    else:
        here = bisect_left(others, student)
        first = min(max(0, here - _NEIGHBOURS // 2), len(others) - _NEIGHBOURS)
        near = others[first : first + _NEIGHBOURS]
    return [each for each in near if each != student]
