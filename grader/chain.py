"""Calculations worked out by hand: everyone's own numbers, every step, and how a step was meant.

A chain is a module of small functions. Each public one is a step; its parameters are given numbers
or earlier steps, by name. ``draw(rng)`` draws the given numbers as a frozen dataclass, or None
where the author does not like them. So the model solution is a list of formulas, and a mutant is
one formula written wrongly.

A student's step is held against the right one, then against what follows from the student's own
earlier values, each time with the range that rounding to the asked number of decimals may lead to,
and once more with the range of a rounding that was too early.
"""

from __future__ import annotations

import dataclasses
import hmac
import inspect
import itertools
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from grader.errors import AssignmentError
from grader.intervals import Array, ends, widened
from grader.model import Slug, StudentId

DECIMALS: Final = 4
"""Of every number that a student writes down."""
EARLY_DECIMALS: Final = 2
"""Working rounded to these is rounded too early, and not wrong."""
ROUNDED: Final = Slug("rounded-too-early")
CARRIED: Final = Slug("carried-forward")
_MAX_DRAWS: Final = 2_000
_SHEETS: Final = 16
"""Students whose sheets are kept: a sheet is 30 kB, and is asked for again within moments."""
_BOUNDS: Final = 1_200
"""Students of whom is kept what another one's answers are held against, which is 2 kB: a class, or
of a university those with whom the next student is compared, too."""
_SLACK: Final = 1e-9
_FURTHEST: Final = (0.03, 0.1)
"""Absolute and relative distance beyond which no rounding is believed."""

UNDOABLE: Final = (ArithmeticError, ValueError, IndexError, TypeError, KeyError)
"""What a step raises on values of a wrong shape or kind."""

Values = Mapping[str, Array]
Numbers = npt.NDArray[np.float64]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Outcome(Enum):
    """How a step was done."""

    RIGHT = "right"
    EARLY = "rounded too early"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome, and whether the student's own earlier values were needed for it."""

    outcome: Outcome
    carried: bool = False


_PLAINLY_RIGHT: Final = Judgement(Outcome.RIGHT)


class Chain:
    """The steps of one module, in the order in which they are defined."""

    def __init__(self, module: ModuleType) -> None:
        functions = {
            name: value
            for name, value in vars(module).items()
            if inspect.isfunction(value) and value.__module__ == module.__name__
        }
        self.draw: Callable[[np.random.Generator], Any] | None = functions.pop("draw", None)
        self.steps = {name: step for name, step in functions.items() if not name.startswith("_")}
        self.parents = {
            name: tuple(inspect.signature(f).parameters) for name, f in self.steps.items()
        }
        self.ancestors: dict[str, frozenset[str]] = {}
        """Every step that a step follows from, directly or not."""
        for name, parents in self.parents.items():
            known = [key for key in parents if key in self.ancestors]
            self.ancestors[name] = frozenset(known).union(*(self.ancestors[k] for k in known))

    def run(
        self, given: Values, known: Values | None = None, decimals: int | None = None
    ) -> dict[str, Array]:
        """Every step's value; of a step in *known*, that one.

        With *decimals*, ranges: known values and results are only that exact. A step that cannot
        be done, because an earlier one has the wrong shape, has no value.
        """
        values: dict[str, Array] = dict(given)
        with np.errstate(all="ignore"):
            for name in self.steps:
                with suppress(*UNDOABLE):
                    values[name] = self._one(name, values, known or {}, decimals)
        return {name: values[name] for name in self.steps if name in values}

    def step(self, name: str, values: Values, decimals: int | None = None) -> Array:
        """One step from values of all that it needs."""
        result = np.asarray(self.steps[name](*[values[key] for key in self.parents[name]]))
        return result if decimals is None else _rounded_range(result, decimals)

    def _one(self, name: str, values: Values, known: Values, decimals: int | None) -> Array:
        if name not in known:
            return self.step(name, values, decimals)
        return known[name] if decimals is None else widened(known[name], _half(decimals))

    def from_own(self, name: str, given: Values, own: Values, decimals: int | None = None) -> Array:
        """A step from the student's *own* values; what they left out follows from the rest."""
        with np.errstate(all="ignore"):
            return self._from_own(name, given, own, decimals)

    def _from_own(self, name: str, given: Values, own: Values, decimals: int | None) -> Array:
        values: dict[str, Array] = dict(given)

        def find(wanted: str) -> None:
            for parent in self.parents[wanted]:
                if parent not in values:
                    if parent not in own:
                        find(parent)
                    values[parent] = self._one(parent, values, own, decimals)

        find(name)
        return self.step(name, values, decimals)

    def used(self, name: str, own: Values) -> set[str]:
        """Which of the *own* values a step follows from."""
        found: set[str] = set()
        for parent in self.parents.get(name, ()):
            found |= {parent} if parent in own else self.used(parent, own)
        return found


def _rounded_range(values: Array, decimals: int) -> Array:
    """What *values* may be once they are rounded: wider, unless they need no rounding."""
    if values.dtype.kind != "O" and np.all(np.abs(values - np.round(values, decimals)) < _SLACK):
        return values
    return widened(values, _half(decimals))


def _half(decimals: int) -> float:
    return float(0.5 * 10.0**-decimals)


# ------------------------------------------------------------------ one student's numbers


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the greatest that each number of a step may be, in the step's shape."""

    low: Numbers
    high: Numbers

    def hold(self, got: Array) -> bool:
        """Whether *got* has the shape, and every number of it is in its place."""
        return got.shape == self.low.shape and bool(((self.low <= got) & (got <= self.high)).all())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One student's given numbers, and the right values of all steps."""

    student: StudentId
    problem: Any
    """The frozen dataclass that ``draw`` made."""
    given: Values
    right: Values
    written: Values
    """The same, to the asked decimals."""
    limits: dict[int, Mapping[str, Limits]] = field(default_factory=dict)
    """By the number of decimals, once they were needed: between which numbers a step is right."""
    mistaken: dict[tuple[Wrong, str], Array] = field(default_factory=dict)
    """What a mistake makes of a step whose earlier ones are right, once it was needed."""


@dataclass(frozen=True, slots=True)
class Form:
    """Where the numbers of each step are in a row of all of them.

    Most students' steps have the same shapes: they share it.
    """

    shapes: Mapping[str, tuple[int, ...]]
    places: Mapping[str, slice]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is kept of a student with whose numbers others' answers are compared: 2 kB."""

    student: StudentId
    form: Form
    limits: Limits
    """Of all steps in a row, but for those of whole numbers, which are alike by accident."""

    def count_right(self, answers: Values) -> int:
        """How many of the *answers* are right for this student."""
        return sum(
            self.form.shapes.get(name) == value.shape and self._hold(name, value.reshape(-1))
            for name, value in answers.items()
        )

    def _hold(self, name: str, flat: Array) -> bool:
        place = self.form.places[name]
        return Limits(self.limits.low[place], self.limits.high[place]).hold(flat)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A chain with one mistake in it."""

    misconception: Slug
    chain: Chain
    steps: frozenset[str]
    """Those that it does in its own way."""
    others: frozenset[str]
    """Those that are right whatever the mistake makes of its own."""

    def answers(self, sheet: Sheet) -> dict[str, Array]:
        """What somebody with this mistake hands in, to the asked decimals."""
        values: dict[str, Array] = {**sheet.given, **sheet.right}
        answers = {name: sheet.written[name] for name in self.others}
        with np.errstate(all="ignore"):
            for name in self.chain.steps.keys() - self.others:
                values.pop(name)
            for name in self.chain.steps:
                if name in self.others:
                    continue
                with suppress(*UNDOABLE):
                    values[name] = self.chain.step(name, values)
                    answers[name] = _written(values[name])
        return {name: answers[name] for name in self.chain.steps if name in answers}


class Sheets:
    """Draws everyone's numbers: the same for the same seed and student.

    Numbers on which a listed mistake would pass, or be taken for another one, are not given out.
    """

    def __init__(
        self, name: str, reference: ModuleType, mutants: Iterable[tuple[Slug, ModuleType]]
    ) -> None:
        self.chain = Chain(reference)
        self.wrong = tuple(_wrong(self.chain, slug, module) for slug, module in mutants)
        self._name = name
        self._sheets: dict[tuple[int, StudentId], Sheet] = {}
        self._bounds: dict[tuple[int, StudentId], Bounds] = {}
        self._forms: dict[tuple[tuple[str, tuple[int, ...]], ...], Form] = {}
        if self.chain.draw is None:
            raise AssignmentError(f"{name}: the reference has no function draw(rng)")

    def sheet(self, seed: int, student: StudentId) -> Sheet:
        """The numbers of *student*.

        Raises:
            AssignmentError: none of very many draws can tell the listed mistakes apart.
        """
        key = seed, StudentId(unicodedata.normalize("NFC", student))
        if key not in self._sheets:
            sheet = self._draw(*key)
            _keep(self._sheets, key, sheet, _SHEETS)
            # Drawing is what costs: whoever is compared with this one need not do it again.
            _keep(self._bounds, key, self._bounds_of(sheet), _BOUNDS)
        return self._sheets[key]

    def bounds(self, seed: int, student: StudentId) -> Bounds:
        """Between which numbers the answers of *student* are right.

        Raises:
            AssignmentError: as above.
        """
        key = seed, StudentId(unicodedata.normalize("NFC", student))
        if key not in self._bounds:
            _keep(self._bounds, key, self._bounds_of(self._draw(*key)), _BOUNDS)
        return self._bounds[key]

    @np.errstate(all="ignore")
    def _bounds_of(self, sheet: Sheet) -> Bounds:
        names = [name for name, value in sheet.right.items() if value.dtype.kind not in "biu"]
        shapes = tuple((name, sheet.right[name].shape) for name in names)
        if shapes not in self._forms:
            self._forms[shapes] = _form(dict(shapes))
        found = [_limits(self.chain, sheet, name, DECIMALS) for name in names]
        low = np.concatenate([each.low.reshape(-1) for each in found])
        high = np.concatenate([each.high.reshape(-1) for each in found])
        return Bounds(sheet.student, self._forms[shapes], Limits(low, high))

    def _draw(self, seed: int, student: StudentId) -> Sheet:
        assert self.chain.draw is not None
        message = f"{self._name}\0{student}".encode("utf-8", "surrogatepass")
        code = hmac.digest(seed.to_bytes(16), message, "sha256")
        rng = np.random.default_rng(np.frombuffer(code, dtype=np.uint32))
        for _ in range(_MAX_DRAWS):
            problem = self.chain.draw(rng)
            if problem is not None:
                sheet = make_sheet(self.chain, student, problem)
                if next(iter(self.faults(sheet)), None) is None:
                    return sheet
        raise AssignmentError(f"{self._name}: no numbers for {student} tell all mistakes apart")

    def faults(self, sheet: Sheet) -> Iterable[str]:
        """What cannot be told apart on these numbers, mistake by mistake."""
        for wrong in self.wrong:
            with np.errstate(all="ignore"):  # once: for each step it would cost a tenth of all
                found = next(self._faults_of(sheet, wrong), None)
            if found is not None:
                yield found

    def _faults_of(self, sheet: Sheet, wrong: Wrong) -> Iterator[str]:
        answers = wrong.answers(sheet)
        for name in answers.keys() - wrong.others:
            if not np.isfinite(answers[name]).all():
                yield f"{wrong.misconception}: {name} cannot be worked out"
                return
            outcome = _judge(self.chain, sheet, name, answers).outcome
            if name not in wrong.steps:
                expected = Outcome.RIGHT
            else:
                expected = Outcome.EARLY if wrong.misconception == ROUNDED else Outcome.WRONG
            if outcome is not expected:
                yield f"{wrong.misconception}: {name} is {outcome.value}"
            elif outcome is Outcome.WRONG:
                found = _explained(self.wrong, sheet, name, answers)
                if found != {wrong.misconception}:
                    others = ", ".join(sorted(found)) or "nothing"
                    yield f"{wrong.misconception}: {name} is taken for {others}"

    def refusals(self, sheet: Sheet) -> Iterable[str]:
        """Steps of honest work that would not pass: exact, and rounded at every step."""
        exact = sheet.written
        rounded: dict[str, Array] = {}
        for name in self.chain.steps:
            rounded[name] = _written(self.chain.from_own(name, sheet.given, rounded))
        for kind, answers in (("exact", exact), ("rounded", rounded)):
            for name in self.chain.steps:
                if judge(self.chain, sheet, name, {name: answers[name]}) != _PLAINLY_RIGHT:
                    yield f"{kind} work: {name} is not right"

    @np.errstate(all="ignore")
    def explain(
        self, sheet: Sheet, name: str, answers: Values, among: Sequence[Wrong] | None = None
    ) -> frozenset[Slug]:
        """The mistakes that lead to this step, from the right values or from the student's own."""
        return _explained(self.wrong if among is None else among, sheet, name, answers)


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Put *value* to the newest *most* that are kept."""
    kept[key] = value
    if len(kept) > most:
        del kept[next(iter(kept))]


def _form(shapes: Mapping[str, tuple[int, ...]]) -> Form:
    ends = np.cumsum([0, *(math.prod(shape) for shape in shapes.values())]).tolist()
    places = [slice(start, stop) for start, stop in itertools.pairwise(ends)]
    return Form(shapes, dict(zip(shapes, places, strict=True)))


def make_sheet(chain: Chain, student: StudentId, problem: Any) -> Sheet:
    """All there is to know about one student's numbers."""
    given = {
        each.name: np.asarray(getattr(problem, each.name)) for each in dataclasses.fields(problem)
    }
    right = chain.run(given)
    return Sheet(student, problem, given, right, written(right))


def written(values: Values) -> dict[str, Array]:
    """As they are written down: to the asked number of decimals."""
    return {name: _written(value) for name, value in values.items()}


def _written(value: Array) -> Array:
    return value if value.dtype.kind in "biu" else value.round(DECIMALS)


def _wrong(reference: Chain, slug: Slug, module: ModuleType) -> Wrong:
    chain = Chain(module)
    differ = {name for name in reference.steps if not _same(reference, chain, name)}
    affected: set[str] = set()
    for name in chain.steps:
        if name in differ or not affected.isdisjoint(chain.parents[name]):
            affected.add(name)
    return Wrong(slug, chain, frozenset(differ), frozenset(chain.steps.keys() - affected))


def _same(reference: Chain, chain: Chain, name: str) -> bool:
    """Whether a step, with the helpers that it calls, is the reference's."""
    return _code(reference.steps[name]) == _code(chain.steps[name])


def _code(function: Callable[..., Any], depth: int = 4) -> tuple[Any, ...]:
    code = function.__code__
    helpers = [function.__globals__.get(name) for name in code.co_names]
    return (
        code.co_code,
        code.co_consts,
        code.co_varnames,
        code.co_names,
        *(
            _code(each, depth - 1)
            for each in helpers
            if depth and inspect.isfunction(each) and each.__module__ == function.__module__
        ),
    )


# ------------------------------------------------------------------ judging


@np.errstate(all="ignore")  # a student may write any number
def judge(chain: Chain, sheet: Sheet, name: str, answers: Values) -> Judgement:
    """How *name* was done: from the right values, else from the student's own earlier ones."""
    return _judge(chain, sheet, name, answers)


def _judge(chain: Chain, sheet: Sheet, name: str, answers: Values) -> Judgement:
    got = answers[name]
    if _is_right(chain, sheet, name, got, DECIMALS):
        return Judgement(Outcome.RIGHT)
    own = _usable(chain, sheet, name, answers)
    if own and _follows(chain, sheet, name, got, own, DECIMALS):
        return Judgement(Outcome.RIGHT, carried=True)
    if _is_right(chain, sheet, name, got, EARLY_DECIMALS):
        return Judgement(Outcome.EARLY)
    if own and _follows(chain, sheet, name, got, own, EARLY_DECIMALS):
        return Judgement(Outcome.EARLY, carried=True)
    return Judgement(Outcome.WRONG)


@np.errstate(all="ignore")
def usable(chain: Chain, sheet: Sheet, name: str, answers: Values) -> dict[str, Array]:
    """The student's own values that *name* may be carried on from; none where none is wrong.

    Not from a wrong value that is degenerate, because too much follows from it.
    """
    return _usable(chain, sheet, name, answers)


def _usable(chain: Chain, sheet: Sheet, name: str, answers: Values) -> dict[str, Array]:
    earlier = chain.ancestors[name]
    if all(answers.get(key) is sheet.written[key] for key in earlier):
        return {}
    own = {
        key: answers[key]
        for key in earlier
        if key in answers and answers[key].shape == sheet.right[key].shape
    }
    used = chain.used(name, own)
    off = [key for key in used if not _is_right(chain, sheet, key, own[key], DECIMALS)]
    if not off or any(_degenerate(own[key], sheet.right[key]) for key in off):
        return {}
    return own


def _degenerate(value: Array, right: Array) -> bool:
    """Uniform, or nothing but zeros and ones."""
    if value.size > 1 and np.all(value == value.flat[0]):
        return True
    return right.dtype.kind not in "biu" and bool(np.all((value == 0) | (value == 1)))


def _is_right(chain: Chain, sheet: Sheet, name: str, got: Array, decimals: int) -> bool:
    return _limits(chain, sheet, name, decimals).hold(got)


def _limits(chain: Chain, sheet: Sheet, name: str, decimals: int) -> Limits:
    """Between which numbers a step is right; worked out for all steps at once."""
    if decimals not in sheet.limits:
        ranges = chain.run(sheet.given, decimals=decimals)
        sheet.limits[decimals] = {
            each: _around(value, ranges.get(each, value), decimals)
            for each, value in sheet.right.items()
        }
    return sheet.limits[decimals][name]


def _follows(chain: Chain, sheet: Sheet, name: str, got: Array, own: Values, decimals: int) -> bool:
    def allowed() -> Array:
        return chain.from_own(name, sheet.given, own, decimals)

    try:
        return _fits(got, chain.from_own(name, sheet.given, own), allowed, decimals)
    except UNDOABLE:
        return False


def _explained(among: Iterable[Wrong], sheet: Sheet, name: str, answers: Values) -> frozenset[Slug]:
    candidates = [wrong for wrong in among if name in wrong.steps]
    for decimals in (DECIMALS, EARLY_DECIMALS):
        found = {w.misconception for w in candidates if _led(w, sheet, name, answers, decimals)}
        if found:
            return frozenset(found)
    return frozenset()


def _led(wrong: Wrong, sheet: Sheet, name: str, answers: Values, decimals: int) -> bool:
    """Whether that mistake leads to the answer: from the right values, or from the student's."""
    if _led_from_right(wrong, sheet, name, answers[name], decimals):
        return True
    if all(answers.get(key) is sheet.written[key] for key in wrong.chain.ancestors[name]):
        return False
    return _follows(wrong.chain, sheet, name, answers[name], answers, decimals)


def _led_from_right(wrong: Wrong, sheet: Sheet, name: str, got: Array, decimals: int) -> bool:
    def allowed() -> Array:
        return wrong.chain.from_own(name, sheet.given, sheet.right, decimals)

    key = wrong, name
    try:
        if key not in sheet.mistaken:
            sheet.mistaken[key] = wrong.chain.from_own(name, sheet.given, sheet.right)
        return _fits(got, sheet.mistaken[key], allowed, decimals)
    except UNDOABLE:
        return False


def _fits(got: Array, value: Array, allowed: Callable[[], Array], decimals: int) -> bool:
    """Whether *got* is *value* up to rounding.

    The range is only worked out where *got* is neither closer than the last decimal nor too far.
    """
    if got.shape != value.shape:
        return False
    distance = np.abs(got - value)
    exact = value.dtype.kind in "biu"
    if (distance <= (_SLACK if exact else _half(decimals) + _SLACK)).all():
        return True
    if exact or not (distance <= _furthest(value)).all():
        return False
    return _around(value, allowed(), decimals).hold(got)


def _around(value: Array, allowed: Array, decimals: int) -> Limits:
    """The limits of what is *value* up to rounding.

    Each number is closer than the last decimal, or in the range *allowed* and not far off; what is
    not finite is nobody's answer.
    """
    exact = value.dtype.kind in "biu"
    near = _SLACK if exact else _half(decimals) + _SLACK
    low, high = value - near, value + near
    if not exact:
        least, most = ends(allowed)
        furthest = _furthest(value)
        low = np.minimum(low, np.maximum(least - _SLACK, value - furthest))
        high = np.maximum(high, np.minimum(most + _SLACK, value + furthest))
    is_finite = np.isfinite(value)
    return Limits(np.where(is_finite, low, np.inf), np.where(is_finite, high, -np.inf))


def _furthest(value: Array) -> Array:
    """The distance beyond which no rounding is believed."""
    return np.maximum(_FURTHEST[0], _FURTHEST[1] * np.abs(value))
