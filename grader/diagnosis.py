"""From numbers to words: what a wrong answer has in common with the right one. Pure.

A mistake is named by replaying the check with each mutant in the student's place and holding the
answers against each other (``same_answers``); what is said where no mutant fits is computed here.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.cells import defined_names
from grader.model import CheckId, CheckResult, Mutant, Phrase, Slug, Verdict, phrase

Numbers = npt.NDArray[Any]
_NUMBER: Final = re.compile(r"\d+")
_PIECE: Final = 1 << 20
"""How many elements are compared at once: as floats they take eight times the room of a bool."""
_LIKENESS: Final = 1e-5
"""Relative agreement at which a student's answer counts as a mutant's: float32 work still does."""


def agree(actual: Numbers, expected: Numbers, rtol: float, atol: float) -> bool:
    """Whether shapes and non-finite elements are the same, and values within tolerance."""
    return actual.shape == expected.shape and not outside(actual, expected, rtol, atol).any()


def outside(actual: Numbers, expected: Numbers, rtol: float, atol: float) -> npt.NDArray[np.bool_]:
    """Which elements differ by more than ``atol + rtol * |expected|``; shapes must be equal."""
    if actual.size > _PIECE:
        pieces = [slice(start, start + _PIECE) for start in range(0, actual.size, _PIECE)]
        flat, right = actual.reshape(-1), expected.reshape(-1)
        found = [outside(flat[piece], right[piece], rtol, atol) for piece in pieces]
        return np.concatenate(found).reshape(actual.shape)
    got, want = _real(actual), _real(expected)
    with np.errstate(all="ignore"):
        close = np.abs(got - want) <= atol + rtol * np.abs(want)
        same_non_finite = (got == want) | (np.isnan(got) & np.isnan(want))
    return np.asarray(~(close & np.isfinite(want) | same_non_finite))


def observations(
    actual: Numbers, expected: Numbers, what: str, rtol: float, atol: float
) -> tuple[Phrase, ...]:
    """What can be said of a wrong array of the right shape, most telling first."""
    got, want = _real(actual), _real(expected)
    bad = outside(got, want, rtol, atol)
    if np.any(~np.isfinite(got) & np.isfinite(want)):
        return (_not_finite(got, want, what),)
    notes = [relation for relation in (_relation(got, want, what),) if relation is not None]
    if not notes and got.ndim == 2:
        notes += _sums(got, want, what)
    if actual.dtype.kind in "iu" and (want != np.round(want)).any():
        notes.append(
            phrase(
                "{what} holds whole numbers ({dtype}): decimals were cut off.",
                what=what,
                dtype=str(actual.dtype),
            )
        )
    if want.size > 1:
        notes.append(
            phrase(
                "{wrong} of {total} elements of {what} are wrong; the first is at {place}.",
                wrong=int(bad.sum()),
                total=int(want.size),
                what=what,
                place=_place(bad),
            )
        )
    elif not notes:
        larger = float(got.reshape(-1)[0]) > float(want.reshape(-1)[0])
        large, small = (
            phrase("{what} is too large.", what=what),
            phrase("{what} is too small.", what=what),
        )
        notes.append(large if larger else small)
    return tuple(notes)


def about_shape(actual: Numbers, expected: Numbers) -> tuple[Phrase, ...]:
    """What can be said of an array of the wrong shape."""
    if actual.ndim == 2 and actual.shape == expected.shape[::-1]:
        if agree(actual.T, expected, _LIKENESS, 1e-8):
            return (phrase("The values are right, but transposed."),)
        return (phrase("Rows and columns are exchanged."),)
    if actual.size == expected.size and agree(
        actual.reshape(expected.shape), expected, _LIKENESS, 1e-8
    ):
        return (phrase("The values are right; only the shape is not."),)
    return ()


def same_answers(ours: Any, theirs: Any) -> bool:
    """Whether two answers are alike up to rounding: numbers by value, objects by being objects."""
    first, second = _plain(ours), _plain(theirs)
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        if "c" in first.dtype.kind + second.dtype.kind:
            return np.array_equal(first, second)
        if first.size == 1 and second.size == 1:
            first, second = first.reshape(()), second.reshape(())
        if first.shape != second.shape:
            return False
        scale = float(np.max(np.abs(second), initial=0.0, where=np.isfinite(second)))
        return not outside(first, second, _LIKENESS, 1e-9 + 1e-7 * scale).any()
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(
            same_answers(first[k], second[k]) for k in first
        )
    if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        return len(first) == len(second) and all(map(same_answers, first, second))
    return type(first) is type(second) and (
        type(first).__name__ == "Handle" or bool(first == second)
    )


def is_common(answer: Any) -> bool:
    """Whether many mistakes answer so: 0 everywhere, or with one number that is a simple fraction.

    An accuracy is such a fraction; a loss or a probability hardly ever is.
    """
    plain = _plain(answer)
    if not isinstance(plain, np.ndarray) or plain.size == 0:
        return False
    if plain.size > 1 or not np.isfinite(plain).all():
        return not plain.any()
    parts = float(plain.reshape(())) * np.arange(1, 25)
    return bool(np.min(np.abs(parts - np.round(parts))) < 1e-9)


def without_contradictions(
    results: Iterable[CheckResult],
    mutants: Iterable[Mutant],
    common: Collection[CheckId] = frozenset(),
) -> list[CheckResult]:
    """The results, without the mistakes that would have lost what was passed.

    A mistake stays with a check if one of its mutants loses that check and nothing of the same
    exercise that the submission passed: an exception, or a nan, is soon alike by accident. Where
    the answer is nothing but that, or 0 or 1 all over, it has to explain what else the mutant
    loses there; and an exception elsewhere is not that of a function which did otherwise in its own
    exercise. Nor is it named after an exception that most checks raised which it does not lose, or
    where the numbers beside it tell of another mistake that loses the check. For a *common* answer
    it has to explain one of the other checks that it loses there, if there are such, whatever was
    answered to them. What a check has named itself stays.
    """
    gathered = list(results)
    forms: dict[Slug, list[Mutant]] = {}
    for mutant in mutants:
        forms.setdefault(mutant.misconception, []).append(mutant)

    def possible(slug: Slug, result: CheckResult) -> bool:
        known = [form for form in forms.get(slug, ()) if result.check.id in form.known_by]
        if result.check.id in common and not agreed(slug, result, known):
            return False
        if result.verdict is Verdict.CRASHED and (told := told_beside(result)):
            return slug in told
        return not known or not all(any(against(form, result)) for form in known)

    def told_beside(result: CheckResult) -> set[Slug]:
        """The mistakes that numbers beside an exception name, and that lose its check, too."""
        return {
            slug
            for other in gathered
            if other.check.exercise == result.check.exercise
            and other.verdict is Verdict.FAILED
            and other.telling
            and len(other.candidates) == 1
            for slug in other.candidates
            if any(result.check.id in form.known_by for form in forms.get(slug, ()))
        }

    def agreed(slug: Slug, result: CheckResult, known: list[Mutant]) -> bool:
        others = [
            other
            for other in gathered
            if other.check.exercise == result.check.exercise
            and other is not result
            and other.verdict is Verdict.FAILED
            and any(other.check.id in form.known_by for form in known)
        ]
        return not others or any(slug in other.candidates for other in others)

    def mostly_unexplained(form: Mutant, result: CheckResult) -> bool:
        alike = [
            other.check.id
            for other in gathered
            if other.verdict is result.verdict is Verdict.CRASHED
            and other.check.exercise == result.check.exercise
            and _NUMBER.sub("", other.error) == _NUMBER.sub("", result.error)
        ]
        return 2 * len([check for check in alike if check not in form.known_by]) > len(alike)

    def against(form: Mutant, result: CheckResult) -> Iterator[bool]:
        yield mostly_unexplained(form, result)
        changed = _definitions(form.source)
        elsewhere = result.verdict is Verdict.CRASHED and result.check.exercise not in changed
        for other in gathered:
            if other.check.id not in form.known_by:
                continue
            beside = other.check.exercise == result.check.exercise
            own = elsewhere and other.check.exercise in changed
            if other.verdict is Verdict.PASSED:
                yield beside or own
            elif other.verdict is Verdict.FAILED and other.telling:
                explained = form.misconception in other.candidates
                yield not explained and (own or (beside and not result.telling))

    return [
        result
        if result.misconception is not None
        else replace(
            result, candidates=frozenset(s for s in result.candidates if possible(s, result))
        )
        for result in gathered
    ]


@cache
def _definitions(source: str) -> frozenset[str]:
    return frozenset(defined_names(source))


def name_mistakes(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results, each failed one with the misconception that alone explains its answers.

    Where several do, it is the one that other checks of the same submission name alone, if there
    is exactly one such.
    """
    gathered = list(results)
    certain = {
        slug for result in gathered if len(result.candidates) == 1 for slug in result.candidates
    }
    return [_named(result, certain) for result in gathered]


def _named(result: CheckResult, certain: set[Slug]) -> CheckResult:
    agreed = result.candidates if len(result.candidates) == 1 else result.candidates & certain
    return replace(result, misconception=next(iter(agreed))) if len(agreed) == 1 else result


# ------------------------------------------------------------------ relations


def _relation(got: Numbers, want: Numbers, what: str) -> Phrase | None:
    """A simple law that turns the right array into the wrong one, if there is one."""
    if got.ndim == 2 and got.shape[0] == got.shape[1] and _like(got, want.T):
        return phrase("{what} is the transpose of what is expected.", what=what)
    if want.size > 1 and _like(got, -want):
        return phrase("{what} has the right size and the wrong sign.", what=what)
    decimals = _decimals(got, want)
    if decimals is not None:
        return phrase("{what} is right, but rounded ({decimals}).", what=what, decimals=decimals)
    ratios = _divide(got, want)
    ratio = _constant(ratios)
    if ratio is not None and abs(ratio) > 1e-9 and (ratios.size > 2 or _telling(ratio)):
        return phrase(
            "{what} is {ratio} times what is expected.", what=what, ratio=float(f"{ratio:.4g}")
        )
    shift = _constant(got - want)
    if shift is not None and want.size > 1:
        return phrase(
            "{what} is right up to a constant: it is off by {shift} everywhere.",
            what=what,
            shift=float(f"{shift:.4g}"),
        )
    if not np.any(got) and np.any(want):
        return phrase("{what} is zero everywhere.", what=what)
    return None


def _decimals(got: Numbers, want: Numbers) -> str | None:
    """To what *want* was rounded, as ``0.01``, if that makes it *got*; to 1 to 4 decimals."""
    for count in range(1, 5):
        rounded = np.round(want, count)
        if np.any(rounded) and np.all(np.abs(got - rounded) <= 1e-9):
            return f"{10.0**-count:.{count}f}"
    return None


def _telling(ratio: float) -> bool:
    """Whether a ratio of one or two numbers says something: a count, a base of logarithms."""
    size = max(abs(ratio), 1 / abs(ratio))
    counts = abs(size - round(size)) < 1e-6 * size and round(size) <= 1000
    return counts or min(abs(size - math.log(2) ** -1), abs(size - math.log(10))) < 1e-6


def _divide(got: Numbers, want: Numbers) -> Numbers:
    """The ratios where the expected element is not zero; NaN where only it is."""
    with np.errstate(all="ignore"):
        ratios: Numbers = (got / want)[~((want == 0) & (got == 0))]
    return ratios


def _constant(values: Numbers) -> float | None:
    if values.size == 0 or not np.all(np.isfinite(values)):
        return None
    middle = float(np.median(values))
    return middle if np.all(np.abs(values - middle) <= 1e-6 * max(1e-3, abs(middle))) else None


def _like(first: Numbers, second: Numbers) -> bool:
    return agree(first, second, _LIKENESS, 1e-8)


def _sums(got: Numbers, want: Numbers, what: str) -> list[Phrase]:
    """For rows of probabilities: what sums to one, and what does not."""
    if not (np.all(want >= 0) and np.allclose(want.sum(axis=1), 1)):
        return []
    rows, columns, total = got.sum(axis=1), got.sum(axis=0), float(got.sum())
    if np.allclose(rows, 1):
        return [
            phrase("Each row of {what} sums to 1, as it should; the values are wrong.", what=what)
        ]
    if np.allclose(columns, 1):
        return [phrase("The columns of {what} sum to 1; each row should.", what=what)]
    if abs(total - 1) < 1e-6:
        return [phrase("All elements of {what} together sum to 1; each row should.", what=what)]
    worst = int(np.argmax(np.abs(rows - 1)))
    return [
        phrase(
            "Row {row} of {what} sums to {sum}; each row should sum to 1.",
            row=worst,
            what=what,
            sum=float(f"{rows[worst]:.4g}"),
        )
    ]


def _not_finite(got: Numbers, want: Numbers, what: str) -> Phrase:
    bad = ~np.isfinite(got) & np.isfinite(want)
    kind = "nan" if np.isnan(got[bad]).any() else "inf"
    if got.ndim == 0:
        return phrase("{what} is {kind}.", what=what, kind=kind)
    return phrase(
        "{count} of {total} elements of {what} are {kind}; the first is at {place}.",
        count=int(bad.sum()),
        total=int(got.size),
        what=what,
        kind=kind,
        place=_place(bad),
    )


def _place(bad: npt.NDArray[np.bool_]) -> str:
    first: Sequence[int] = np.argwhere(bad)[0].tolist()
    return "[" + ", ".join(map(str, first)) + "]"


def _real(values: Numbers) -> npt.NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def is_telling(answer: Any) -> bool:
    """Whether *answer* can tell one mistake from another: a nan, or 0 or 1 all over, cannot."""
    value = _plain(answer.get("value") if isinstance(answer, dict) else answer)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        return answer is not None
    finite = value[np.isfinite(value)]
    if value.size == 1:
        return finite.size == 1
    return bool(np.any(finite != np.round(finite[:1])))  # a third all over is a softmax of equals


def without_tensors(value: Any) -> Any:
    """*value* with arrays in place of tensors, where torch is loaded; also those in lists."""
    if is_tensor(value):
        return value.detach().cpu().numpy()
    if type(value) in (list, tuple):
        return type(value)(map(without_tensors, value))
    return value


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor. Not whether it has a tensor's methods: a student's object may."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _plain(value: Any) -> Any:
    """Numbers and nested lists of numbers as arrays; everything else as it is."""
    value = without_tensors(value)
    if isinstance(value, (bool, int, float, list, np.ndarray, np.generic)):
        try:
            array = np.asarray(value)
        except (ValueError, TypeError, OverflowError):
            return value
        if array.dtype.kind in "biuf":
            return _real(array)
    return value
