"""What the author of a suite imports where numbers are handed in, and not code.

``answers["p"]`` is a number or an array. ``expect_step(answers, "p")`` holds it against the model
solution for this student's numbers, then against what follows from the student's own earlier
values; ``expect_precise(answers, "p")`` asks for all decimals as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from grader import diagnosis
from grader.answers import UnreadableError, read_numbers
from grader.chain import (
    CARRIED,
    DECIMALS,
    ROUNDED,
    Judgement,
    Outcome,
    Sheet,
    Sheets,
    Wrong,
    judge,
    usable,
)
from grader.intervals import Array
from grader.model import Phrase, Slug, StudentId, phrase
from grader.sandbox.worker import CallError, NameMissing
from grader.suite.api import Unmet, accept, compared, numbers_like

_ROUNDED: Final = phrase(
    "The method is right, but the value is off by more than {decimals} decimals allow: the "
    "working was rounded too early.",
    decimals=DECIMALS,
)
_NOT_CARRIED: Final = phrase("It does not follow from your own earlier values either.")
_COMMA: Final = phrase(
    "In square brackets a comma separates two numbers: write 0.67 with a point, or separate the "
    "numbers by `;`."
)
_TELLING: Final = 3
"""How many wrong answers have to be right for somebody else before that is worth a look."""

_Given = Array | CallError | UnreadableError


class Answers:
    """What one student handed in, read as numbers on demand, and what is right for this student."""

    def __init__(
        self,
        raw: Callable[[str], Any],
        names: Sequence[str],
        sheets: Sheets | None = None,
        sheet: Sheet | None = None,
    ) -> None:
        self._raw = raw
        self._names = names
        self._sheets = sheets
        self.sheet = sheet
        """None in a student's kit, where nobody's numbers are known."""
        self.asked: list[str] = []
        """Names that the check at hand has asked for."""
        self._read: dict[str, _Given] = {}

    def __getitem__(self, name: str) -> Array:
        self.asked.append(name)
        given = self._given(name)
        if isinstance(given, UnreadableError):
            raise Unmet([given.reason])
        if isinstance(given, CallError):
            raise given
        return given

    def readable(self) -> dict[str, Array]:
        """Every answer that there is."""
        given = {name: self._given(name) for name in self._names}
        return {name: value for name, value in given.items() if isinstance(value, np.ndarray)}

    def judgement(self, name: str) -> Judgement:
        """How a step was done that there is an answer to."""
        assert self._sheets is not None
        assert self.sheet is not None
        return judge(self._sheets.chain, self.sheet, name, self.readable())

    def can_be_carried(self, name: str) -> bool:
        """Whether the student's own earlier values were tried for a step."""
        assert self._sheets is not None
        assert self.sheet is not None
        return bool(usable(self._sheets.chain, self.sheet, name, self.readable()))

    def explained_by(self, among: Sequence[Wrong]) -> frozenset[Slug]:
        """The mistakes that explain every wrong step that the check at hand has asked for."""
        if self._sheets is None or self.sheet is None:
            return frozenset()
        values = self.readable()
        found = [
            self._sheets.explain(self.sheet, name, values, among)
            for name in dict.fromkeys(self.asked)
            if name in values and self.judgement(name).outcome is Outcome.WRONG
        ]
        return frozenset.intersection(*found) if found else frozenset()

    def mistake(self, among: Sequence[Wrong]) -> tuple[str, Wrong] | None:
        """The first wrong step that the check at hand has asked for, and who does it like that."""
        if self._sheets is None or self.sheet is None:
            return None
        values = self.readable()
        for name in dict.fromkeys(self.asked):
            for wrong in among:
                if name in values and self._sheets.explain(self.sheet, name, values, [wrong]):
                    return name, wrong
        return None

    def somebody_elses(self, seed: int, others: Sequence[StudentId]) -> StudentId | None:
        """Whose numbers the wrong answers are right for, if there are several such answers.

        What a listed mistake makes of the student's own numbers is nobody else's: classes make such
        mistakes every day, and drawing the numbers of a thousand classmates takes many seconds.
        """
        if self._sheets is None or self.sheet is None:
            return None
        values = self.readable()
        wrong = {
            name: value
            for name, value in values.items()
            if value.size
            and self.judgement(name).outcome is Outcome.WRONG
            and not self._sheets.explain(self.sheet, name, values)
        }
        if len(wrong) < _TELLING:
            return None
        for other in others:
            theirs = self._sheets.bounds(seed, other)
            if theirs.student != self.sheet.student and theirs.count_right(wrong) >= _TELLING:
                return other
        return None

    def _given(self, name: str) -> _Given:
        if name not in self._read:
            self._read[name] = self._numbers(name)
        return self._read[name]

    def _numbers(self, name: str) -> _Given:
        try:
            value = read_numbers(self._raw(name))
        except (CallError, UnreadableError) as error:
            return error
        if value is None:
            return NameMissing(name)
        return value if self.sheet is None else _shaped(value, self.sheet.right[name].shape)


def _shaped(value: Array, shape: tuple[int, ...]) -> Array:
    """In that shape, where only brackets too many or too few are in the way."""
    same = tuple(n for n in value.shape if n > 1) == tuple(n for n in shape if n > 1)
    return value.reshape(shape) if same and value.size == np.prod(shape, dtype=int) else value


def expect_step(answers: Answers, name: str) -> None:
    """The step is right, if perhaps rounded too early, or follows from the student's own values.

    Raises ``Unmet`` where it does not. The report names a step that was carried forward.
    """
    got = answers[name]
    judgement = answers.judgement(name)
    if judgement.outcome is Outcome.WRONG:
        _refuse(answers, name, got)
    if judgement.carried:
        accept(CARRIED)


def expect_precise(answers: Answers, name: str) -> None:
    """The step is right to the asked number of decimals. Raises ``Unmet``."""
    got = answers[name]
    judgement = answers.judgement(name)
    if judgement.outcome is Outcome.EARLY:
        assert answers.sheet is not None
        evidence = compared(name, got, answers.sheet.right[name], _half())
        raise Unmet([_ROUNDED], evidence, misconception=ROUNDED)
    if judgement.outcome is Outcome.WRONG:
        _refuse(answers, name, got)
    if judgement.carried:
        accept(CARRIED)


def expect_form(answers: Answers, name: str, shape: tuple[int, ...] = ()) -> Array:
    """The answer has that shape; returns it. Raises ``Unmet``."""
    got, like = _shaped(answers[name], shape), np.zeros(shape)
    try:
        return numbers_like(got, like, name, _about_commas(got, like))
    except Unmet as unmet:
        unmet.evidence = None  # the zeros are nothing to compare with
        raise


def _refuse(answers: Answers, name: str, got: Array) -> None:
    assert answers.sheet is not None
    right = answers.sheet.right[name]
    numbers_like(got, right, name, _about_commas(got, right))
    notes = list(diagnosis.observations(got, right, name, 0.0, _half()))
    if answers.can_be_carried(name):
        notes.append(_NOT_CARRIED)
    raise Unmet(notes, compared(name, got, right, _half()))


def _about_commas(got: Array, wanted: Array) -> tuple[Phrase, ...]:
    """The likely cause of twice as many numbers as there should be."""
    return (_COMMA,) if got.size == 2 * wanted.size else ()


def _half() -> float:
    return float(0.5 * 10.0**-DECIMALS)
