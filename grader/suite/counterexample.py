"""The smallest input that shows a mistake: a failed check, run again on small fresh numbers.

The check itself says whether the student's answer is wrong there, with its own tolerance and the
conventions it accepts, so no second opinion has to be written for any exercise. What is smaller
are the sizes, whole numbers in the suite's source that are dimensions of what the check passed to
the student's code, and what ``rng`` draws. hypothesis looks for the smallest of both.

An input counts where the reference passes, and where it still does, while the student's answer is
wrong by about as much, for numbers close by: at a tie or a threshold honest work differs too.
Nothing of the hidden check's own numbers is in it.
"""

from __future__ import annotations

import ast
import inspect
import operator
import os
import re
import time
import types
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis import is_tensor, without_tensors
from grader.model import CheckResult, Disclosure, Evidence, Verdict
from grader.sandbox.child import Session
from grader.sandbox.wire import Handle
from grader.sandbox.worker import (
    CallError,
    OverLimit,
    WorkerDied,
    WorkerTimeout,
)
from grader.suite.api import (
    Asks,
    Conversation,
    Exchange,
    LocalRespondent,
    RemoteAttribute,
    RemoteObject,
    Student,
    Unmet,
    as_array,
    conventions_used,
    show,
)

if TYPE_CHECKING:
    import hypothesis

SECONDS: Final = 0.5
"""What the search may take for one exercise, where nothing else runs on the machine."""
_OURS: Final = 0.6
"""The share of that which is computed here; the rest is the student's process. On a busy machine
this is what counts, so that a report does not depend on the load."""
_BUSY: Final = 4
"""How many times as long it may take at most, however busy the machine is."""
ATTEMPTS: Final = 300
"""Inputs tried for one check; less than that where the time is over."""
_IN_VAIN: Final = 60
"""Inputs tried where none of them shows anything."""
_MANY: Final = 1_000
"""Questions of one run."""
_LARGEST: Final = 60
"""Numbers that are shown of one array: more are not small."""
_DRAWN: Final = 200
"""Numbers drawn for one run of a check, which may ask several things before it judges one."""
_NUMBERS: Final = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, -3.0, 1.5, -1.5)
"""Simplest first."""
_PARTS: Final = (1 / 2, 1 / 4, 3 / 4, 1 / 8, 7 / 8, 3 / 8, 5 / 8)
"""Of an interval, simplest first."""
_NUDGE: Final = 1e-3
"""How far away the numbers close by are."""

_KNOWN: Final = 1_000
"""Mistakes whose input is remembered, those met last: every class makes some that are new."""

_NO_NUMBER: Final = re.compile(r"\b(nan|inf)\b")
_SHAPE: Final = re.compile(r"shape \(\d+,[\d, ]*\)")
_LIST: Final = re.compile(r"\[-?[\d.]+(, -?[\d.]+)+\]")
"""How a check's ``what`` writes what depends on sizes."""

Pick = Callable[[int], int]
"""One of so many possibilities, the first being the simplest."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that failed on values, and what was asked when it did."""

    function: Callable[..., None]
    result: CheckResult
    exchanges: Sequence[Exchange]


@dataclass(frozen=True, slots=True)
class _Input:
    """The choices that make one input: a size for each dimension, and what was drawn."""

    sizes: dict[int, int]
    picks: tuple[int, ...]
    further: bool = False
    """Whether the check asks more there than it did when it failed."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How a check failed on one input."""

    evidence: Evidence
    inputs: dict[str, str]
    call: str
    arrays: list[npt.NDArray[Any]]
    questions: int
    """How many were asked until then."""


class _Unusable(Exception):
    """This input says nothing: the next one, please."""


class _EnoughError(Exception):
    """All questions were answered that there are to be."""


class _OverError(BaseException):
    """The search is over; not an Exception, so that hypothesis lets it through."""


@dataclass(slots=True)
class _Few:
    """Answers so many questions and no more: what a check asks later is another matter."""

    respondent: Asks
    questions: int

    def request(
        self,
        operation: str,
        target: Handle | None,
        name: str,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """See ``grader.sandbox.worker.Worker.request``."""
        if self.questions == 0:
            raise _EnoughError
        self.questions -= 1
        return self.respondent.request(operation, target, name, args, kwargs)


@dataclass(slots=True)
class Search:
    """Looks for counterexamples, and remembers what it found for work that answers alike."""

    reference: types.ModuleType | None
    """None where it cannot be run on this side: then the right answer only has to be a number."""
    seconds: float = SECONDS
    attempts: int = ATTEMPTS
    _known: dict[Hashable, _Input | None] = field(default_factory=dict)

    def smallest(
        self,
        failures: Iterable[Failure],
        open_worker: Callable[[], AbstractContextManager[Asks]],
        resolve: Callable[[str], str],
    ) -> CheckResult | None:
        """The first of the failures of one exercise that a small input shows, with that input.

        Args:
            failures: In the order in which they are tried.
            open_worker: A worker whose calls are cut short; raises CallError where there is none.
            resolve: The student's name of a function.
        """
        warm()
        budget = _Budget.starting(self.seconds)
        # Without rng its numbers are in the suite: there are no others.
        left = [each for each in failures if "rng" in inspect.signature(each.function).parameters]
        try:
            while left and not budget.over():
                failure = left.pop(0)
                # Several checks lose to one mistake: some show it only to those who look for long.
                in_vain = budget.half() if left else budget
                with open_worker() as worker:
                    trial = _Trial(failure, self.reference, worker, resolve)
                    found = self._search(trial, budget, in_vain)
                if found is None:
                    continue
                # An answer may come from an earlier call's: a fresh worker has to say it again.
                with open_worker() as worker:
                    wrong = _Trial(failure, self.reference, worker, resolve).generic(found)
                if wrong is not None:
                    return replace(failure.result, counterexample=_shown(wrong))
        except (CallError, _OverError):
            return None
        return None

    def _search(self, trial: _Trial, budget: _Budget, in_vain: _Budget) -> _Input | None:
        key = _alike(trial.failure.result)
        if key in self._known:
            known = self._known[key] = self._known.pop(key)
            if known is None or trial.generic(known) is not None:
                return known
        found = _shrunk(trial, budget, in_vain, self.attempts)
        if found is None:
            trial.further = True
            found = _shrunk(trial, budget, in_vain, self.attempts)
        self._known[key] = found
        if len(self._known) > _KNOWN:
            del self._known[next(iter(self._known))]
        return found


def searchable(result: CheckResult) -> bool:
    """Whether there is something to look for: a hidden check that failed on values."""
    return (
        result.verdict is Verdict.FAILED
        and result.evidence is not None
        and result.evidence.expected != ""
        and result.check.hidden
        and result.check.disclosure is not Disclosure.SEALED
    )


def _alike(result: CheckResult) -> Hashable:
    """Equal for results that come from the same mistake, as far as anybody knows."""
    return result.check.id, result.candidates or result.behaviour


@dataclass(frozen=True, slots=True)
class _Budget:
    """How long a search may take."""

    ours: float
    """What this thread will have computed by then, in seconds."""
    last: float
    """When it is over in any case."""

    @classmethod
    def starting(cls, seconds: float) -> _Budget:
        """One that starts now."""
        return cls(time.thread_time() + _OURS * seconds, time.monotonic() + _BUSY * seconds)

    def half(self) -> _Budget:
        """Half of what is left."""
        ours, last = time.thread_time(), time.monotonic()
        return _Budget((self.ours + ours) / 2, (self.last + last) / 2)

    def over(self) -> bool:
        """Whether the time is over."""
        return time.thread_time() > self.ours or time.monotonic() > self.last


def _cache() -> Path:
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # nobody's home
        home = Path(os.devnull)  # where nothing can be written, which is no error there
    return home / "grader" / "hypothesis"


@cache
def warm() -> None:
    """Have hypothesis do what it does once: import itself, and look through all objects."""
    # What it remembers of modules would else be written into the folder that we run in.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(_cache()))
    from hypothesis import find, settings
    from hypothesis import strategies as st

    # An integer, because constants of all modules are read for the first one that is drawn.
    find(st.integers(0, 1), lambda _: True, settings=settings(database=None, max_examples=1))


def small_search(most: int) -> hypothesis.settings:
    """How hypothesis looks for what is smallest: the same each time, and nothing is kept."""
    from hypothesis import HealthCheck, Phase, Verbosity, settings

    return settings(
        max_examples=most,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )


def _shrunk(trial: _Trial, budget: _Budget, in_vain: _Budget, most: int) -> _Input | None:
    """The smallest input that hypothesis finds in time; *in_vain* holds until it has found one."""
    # Imported here: most work is right, and it takes 0.1 s.
    from hypothesis import find
    from hypothesis import strategies as st
    from hypothesis.errors import HypothesisException, NonInteractiveExampleWarning

    best: list[_Input] = []
    attempts = 0

    def shows_it(data: st.DataObject) -> bool:
        nonlocal attempts
        attempts += 1
        if attempts > (most if best else _IN_VAIN) or (budget if best else in_vain).over():
            raise _OverError
        picks: list[int] = []

        def pick(many: int) -> int:
            if many < 2:
                return 0
            if len(picks) >= _DRAWN:
                raise _Unusable
            picks.append(data.draw(st.integers(0, many - 1)))
            return picks[-1]

        sizes = trial.sizes(pick)
        if sizes is None:
            return False
        picks.clear()
        try:
            trial.fails(sizes, pick)
        except _Unusable:
            return False
        candidate = _Input(sizes, tuple(picks), trial.further)
        if trial.generic(candidate) is None:
            return False
        best.append(candidate)
        return True

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        with suppress(HypothesisException, _OverError):  # none, or no more: it minds being stopped
            find(
                st.data(),
                shows_it,
                settings=small_search(most),
            )
    return best[-1] if best else None


# ------------------------------------------------------------------ one input


class _Trial:
    """A failed check that is run again, with the student's answers or the reference's."""

    def __init__(
        self,
        failure: Failure,
        reference: types.ModuleType | None,
        worker: Asks,
        resolve: Callable[[str], str],
    ) -> None:
        self.failure = failure
        self.further = False
        """Whether a check may ask more than it did when it failed."""
        self._reference = reference
        self._worker = worker
        self._resolve = resolve
        self._arrays = [array for each in failure.exchanges for array in _arrays(each.args)]
        counts = [n for each in failure.exchanges for n in each.args if type(n) is int and n > 1]
        texts = [len(each) for one in failure.exchanges for each in one.args if _is_texts(each)]
        lists = dict.fromkeys((size for size in texts if size > 1), 1)
        self._smallest = dict.fromkeys(counts, 2) | lists | dimensions(self._arrays)
        by_shape = any(each.operation == "probe" for each in failure.exchanges)
        self._distinct = _columns(self._arrays) if by_shape else set()
        first = failure.result.evidence
        self._has_shape = first is not None and first.difference is not None

    def sizes(self, pick: Pick) -> dict[int, int] | None:
        """Smaller sizes, if there are such that tell shapes apart where a probe goes by them."""
        taken = self._distinct - self._smallest.keys()
        sizes: dict[int, int] = {}
        for size, least in self._smallest.items():
            # Some mistakes show only where there are several mini-batches.
            usual = (*range(least, min(least + 4, size)), *(n for n in (6, 9) if n < size), size)
            alone = size in self._distinct
            options = [each for each in usual if not (alone and each in taken)]
            if not options:
                return None
            sizes[size] = options[pick(len(options))]
            if alone:
                taken.add(sizes[size])
        return sizes

    def generic(self, given: _Input) -> _Wrong | None:
        """How the student is wrong there, if that is no special point, and the reference right."""

        self.further = given.further
        try:
            wrong = self.fails(given.sizes, _again(given))
            close_by = self.fails(given.sizes, _again(given), np.random.default_rng(1))
            if not _close(wrong.evidence, close_by.evidence):
                return None
            if _is_large(wrong) or self._is_hidden(wrong):
                return None
            self._passes(wrong, given, None)
            self._passes(close_by, given, np.random.default_rng(1))
        except _Unusable:
            return None
        return wrong

    def fails(
        self, sizes: Mapping[int, int], pick: Pick, nudge: np.random.Generator | None = None
    ) -> _Wrong:
        """How the check fails with the student's answers; raises _Unusable where it does not."""
        questions = _MANY if self.further else len(self.failure.exchanges)
        conversation = Conversation(_Few(self._worker, questions), self._resolve)
        error = self._run(conversation, sizes, pick, nudge)
        if isinstance(error, WorkerTimeout | WorkerDied | OverLimit):
            raise _OverError
        if not isinstance(error, Unmet) or error.evidence is None:
            raise _Unusable
        if (error.evidence.difference is not None) != self._has_shape:
            raise _Unusable
        return _wrong(error, self._function(sizes), conversation.exchanges, self._reference)

    def _passes(self, wrong: _Wrong, given: _Input, nudge: np.random.Generator | None) -> None:
        """See that the reference passes there, up to where the student is wrong."""
        if self._reference is None:
            if _NO_NUMBER.search(wrong.evidence.expected):
                raise _Unusable
            return
        names = vars(self._reference)
        ours = _Few(LocalRespondent(Session(names.__getitem__, names)), wrong.questions)
        conversation = Conversation(ours, lambda name: name)
        error = self._run(conversation, given.sizes, _again(given, _EnoughError), nudge)
        if not isinstance(error, None | _EnoughError):
            raise _Unusable

    def _run(
        self,
        conversation: Conversation,
        sizes: Mapping[int, int],
        pick: Pick,
        nudge: np.random.Generator | None,
    ) -> BaseException | None:
        function = self._function(sizes)
        arguments = {
            "student": Student(conversation),
            "reference": self._reference,
            "rng": SmallNumbers(pick, nudge),
        }
        names = inspect.signature(function).parameters
        if not names.keys() <= arguments.keys():
            raise _Unusable
        np.random.seed(0)  # noqa: NPY002 - for references
        with warnings.catch_warnings(), np.errstate(all="ignore"), conventions_used():
            warnings.simplefilter("ignore")
            try:
                function(**{name: arguments[name] for name in names})
            except _Unusable:
                raise
            except Exception as error:  # noqa: BLE001 - a suite is not written for such inputs
                return error
        return None

    def _function(self, sizes: Mapping[int, int]) -> Callable[..., None]:
        function = self.failure.function
        if all(old == new for old, new in sizes.items()):
            return function
        given = tuple(sorted(sizes.items()))
        names = _resized(inspect.getfile(function), function.__module__, given)
        resized: Callable[..., None] = names[function.__name__]
        return resized

    def _is_hidden(self, wrong: _Wrong) -> bool:
        """Whether numbers of the hidden check itself would be shown."""
        return any(_is_part(array, hidden) for array in wrong.arrays for hidden in self._arrays)


def _is_part(array: npt.NDArray[Any], hidden: npt.NDArray[Any]) -> bool:
    """Whether *array* comes from *hidden*; round numbers are nobody's."""
    if array.dtype.kind != "f":
        return array.size > 4 and np.array_equal(array, hidden)
    round_ones = (np.abs(array) <= 4) & (array * 4 == np.round(array * 4))
    own = np.unique(array[~round_ones])
    return len(own) > 1 and bool(np.isin(own, hidden).all())


def _again(given: _Input, over: type[Exception] = _Unusable) -> Pick:
    """The same choices once more; raises *over* where they are used up."""
    left = iter(given.picks)

    def pick(many: int) -> int:
        if many < 2:
            return 0
        choice = next(left, None)
        if choice is None:
            raise over
        if choice >= many:
            raise _Unusable
        return choice

    return pick


def _is_large(wrong: _Wrong) -> bool:
    """Whether it would not be shown in full."""
    answers = wrong.evidence.actual + wrong.evidence.expected
    return "..." in answers or any(array.size > _LARGEST for array in wrong.arrays)


def _close(first: Evidence, second: Evidence) -> bool:
    """Whether an answer is off by about as much in two places close to each other."""
    if first.difference is None or second.difference is None:
        return first.difference is second.difference
    return first.difference.shape == second.difference.shape and np.allclose(
        first.difference, second.difference, rtol=0.1, atol=0.02, equal_nan=True
    )


def _arrays(value: Any) -> Iterator[npt.NDArray[Any]]:
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays(item)
    elif isinstance(value, np.ndarray) or is_tensor(value):
        yield without_tensors(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def dimensions(arrays: Sequence[npt.NDArray[Any]]) -> dict[int, int]:
    """Each size of two and more, and the least it may become: 2 for classes, which is what is
    only ever the last axis, of numbers; 1 for everything else."""
    rows = {size for array in arrays if array.ndim > 1 for size in array.shape[:-1]}
    classes = _columns(arrays) - rows
    sizes = {size for array in arrays for size in array.shape}
    least = {size: 2 if size in classes else 1 for size in sizes}
    return {size: few for size, few in sorted(least.items()) if size > few}


def _columns(arrays: Iterable[npt.NDArray[Any]]) -> set[int]:
    """The sizes of last axes, but for those of indices."""
    return {
        array.shape[-1]
        for array in arrays
        if array.ndim > 1 or (array.ndim == 1 and array.dtype.kind == "f")
    }


# ------------------------------------------------------------------ the suite with other sizes


@lru_cache(maxsize=256)
def _resized(file: str, name: str, sizes: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """The names of a suite's module in which these whole numbers are others.

    What it takes from a module beside it is made from that with the same sizes.
    """
    source = _compiled(file, tuple(old for old, _ in sizes))
    new = dict(sizes)
    module = types.ModuleType(name)
    module.__file__ = file
    module.__package__ = name.rpartition(".")[0]
    for statement in source.beside:
        path = str(Path(file).with_name(f"{statement.module}.py"))
        found = _resized(path, f"{module.__package__}.{statement.module}", sizes)
        for alias in statement.names:
            vars(module)[alias.asname or alias.name] = found[alias.name]
    vars(module).update({_size(old): few for old, few in new.items()})
    vars(module).update({key: _reworded(text, new) for key, text in source.texts.items()})
    exec(source.code, vars(module))  # noqa: S102
    return vars(module)


@dataclass(frozen=True, slots=True)
class _Source:
    """A suite's module, compiled once for all sizes: they stand in it as names."""

    code: types.CodeType
    beside: list[ast.ImportFrom]
    """What it takes from modules beside it."""
    texts: dict[str, str]
    """Words that depend on sizes, by the names that stand for them."""


@cache
def _compiled(file: str, sizes: tuple[int, ...]) -> _Source:
    named = _Named(sizes)
    tree = named.visit(ast.parse(Path(file).read_text(encoding="utf-8"), file))
    beside = [
        each
        for each in tree.body
        if isinstance(each, ast.ImportFrom) and each.level == 1 and each.module
    ]
    tree.body = [each for each in tree.body if each not in beside]
    code = compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)
    return _Source(code, beside, named.texts)


def _size(number: int) -> str:
    return f"_size_{number}"


class _Named(ast.NodeTransformer):
    """Puts a name in place of each size, and of words such as ``of shape (7, 1)``."""

    def __init__(self, sizes: Iterable[int]) -> None:
        self._sizes = frozenset(sizes)
        self.texts: dict[str, str] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Put a name there, if the value depends on sizes."""
        value = node.value
        if type(value) is int and value in self._sizes:
            return ast.Name(_size(value), ast.Load())
        if isinstance(value, str) and (_SHAPE.search(value) or _LIST.search(value)):
            name = f"_text_{len(self.texts)}"
            self.texts[name] = value
            return ast.Name(name, ast.Load())
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        """Leave a pattern as it is: a name in it would be bound."""
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Format those words that are a name now."""
        self.generic_visit(node)
        node.values = [
            ast.FormattedValue(each, -1) if isinstance(each, ast.Name) else each
            for each in node.values
        ]
        return node

    def visit_List(self, node: ast.List) -> ast.AST:
        """Shorten a list of constants that has as many as a dimension had."""
        constants = all(isinstance(each, (ast.Constant, ast.UnaryOp)) for each in node.elts)
        self.generic_visit(node)
        if not (constants and len(node.elts) in self._sizes):
            return node
        few = ast.Slice(upper=ast.Name(_size(len(node.elts)), ast.Load()))
        return ast.Subscript(node, few, ast.Load())


def _reworded(text: str, sizes: Mapping[int, int]) -> str:
    """*text* with what it says of sizes, and lists in it as long as they are now."""

    def listed(found: re.Match[str]) -> str:
        items = found[0].strip("[]").split(", ")
        return f"[{', '.join(items[: sizes.get(len(items), len(items))])}]"

    def shape(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(sizes.get(int(n[0]), n[0])), found[0])

    return _LIST.sub(listed, _SHAPE.sub(shape, text))


# ------------------------------------------------------------------ small numbers


class SmallNumbers:
    """Draws small round numbers where a suite draws random ones: what suites use of a Generator.

    With *nudge*, numbers that are not whole come out a thousandth away.
    """

    def __init__(self, pick: Pick, nudge: np.random.Generator | None = None) -> None:
        self._pick = pick
        self._nudge = nudge

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Small round numbers, on the scale and around the place asked for."""
        return loc + scale * self._floats(_NUMBERS, size)

    def standard_normal(self, size: Any = None) -> Any:
        """See :meth:`normal`."""
        return self.normal(size=size)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """The middle of the interval, then quarters and eighths."""
        return low + (high - low) * self._floats(_PARTS, size)

    def exponential(self, scale: Any = 1.0, size: Any = None) -> Any:
        """Small round numbers above zero."""
        return scale * self._floats([each for each in _NUMBERS if each > 0], size)

    def gamma(self, shape: Any, scale: Any = 1.0, size: Any = None) -> Any:
        """See :meth:`exponential`."""
        return self.exponential(scale * np.ones_like(shape), size)

    def poisson(self, lam: Any = 1.0, size: Any = None) -> Any:
        """The smallest whole numbers, whatever is expected."""
        return self.integers(len(_NUMBERS), size=np.shape(lam) if size is None else size)

    def random(self, size: Any = None) -> Any:
        """See :meth:`uniform`."""
        return self.uniform(size=size)

    def integers(
        self, low: int, high: int | None = None, size: Any = None, *, endpoint: bool = False
    ) -> Any:
        """Whole numbers of the range, those near zero first."""
        low, high = (0, low) if high is None else (low, high)
        options = sorted(range(low, high + endpoint), key=lambda each: (abs(each), each < 0))
        return self._filled(options[: len(_NUMBERS)], size, int)

    def permutation(self, x: Any) -> Any:
        """The order as it is, and then others."""
        array = np.array(np.arange(x) if isinstance(x, int) else x)
        self.shuffle(array)
        return array

    def permuted(self, x: Any, axis: int | None = None) -> Any:
        """See :meth:`permutation`; each line along *axis* by itself."""
        array = np.array(x)
        if axis is None:
            return self.permutation(array.reshape(-1)).reshape(array.shape)
        lines = np.moveaxis(array, axis, -1)
        for place in np.ndindex(lines.shape[:-1]):
            lines[place] = self.permutation(lines[place])
        return array

    def shuffle(self, x: Any) -> None:
        """Exchange rows in place."""
        for here in range(len(x) - 1):
            there = here + self._choose(len(x) - here)
            if there != here:
                x[[here, there]] = x[[there, here]]

    def choice(self, a: Any, size: Any = None, replace: bool = True, **_weights: Any) -> Any:
        """Elements of *a*, the first ones first."""
        options = np.arange(a) if isinstance(a, int) else np.asarray(a)
        if replace:
            return options[self._filled(range(len(options)), size, int)]
        few = self.permutation(options)
        return few[0] if size is None else few[: int(np.prod(size))].reshape(size)

    def __getattr__(self, name: str) -> Any:
        # Whatever else is asked for: other numbers than the check's own, if not round ones.
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(np.random.default_rng(0), name)

    def _floats(self, options: Sequence[float], size: Any) -> Any:
        values = self._filled(options, size, float)
        if self._nudge is None:
            return values
        return values + _NUDGE * self._nudge.uniform(0.5, 1, size) * self._nudge.choice((-1, 1))

    def _filled(self, options: Sequence[Any], size: Any, kind: type) -> Any:
        if size is None:
            return kind(options[self._choose(len(options))])
        array = np.empty(size, dtype=kind)
        for place in np.ndindex(array.shape):
            array[place] = options[self._choose(len(options))]
        return array

    def _choose(self, many: int) -> int:
        if many < 1:
            raise _Unusable
        return self._pick(many)


# ------------------------------------------------------------------ what is shown


def _shown(wrong: _Wrong) -> Evidence:
    found = wrong.evidence
    return replace(
        found,
        what=wrong.call or found.what,
        actual=plain_zero(found.actual),
        expected=plain_zero(found.expected),
        inputs={name: plain_zero(value) for name, value in wrong.inputs.items()},
    )


def _written(value: Any) -> str:
    """*value* as it would be typed, with arrays in lists as lists."""
    if isinstance(value, (list, tuple)) and any(True for _ in _arrays(value)):
        inside = ", ".join(map(_written, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return show(value)


def plain_zero(text: str) -> str:
    """*text* with no zero that is negative."""
    return re.sub(r"-(0\.?)(?![\d.])", r"\1", text)


def _wrong(
    error: Unmet,
    function: Callable[..., None],
    exchanges: Sequence[Exchange],
    reference: types.ModuleType | None,
) -> _Wrong:
    assert error.evidence is not None
    names = _locals(error, function)
    told = _last_object(_asked(error.evidence, exchanges, names))
    words = _Words(names, reference)
    for exchange in told:
        words.add(exchange)
    call = ""
    what, last = error.evidence.what, told[-1]
    if len(told) == 1 and last.operation in ("call", "ask"):
        written = f"{last.name}({', '.join(_written(arg) for arg in last.args)})"
        written = re.sub(r"(?<=\[) +| +(?=\])", "", re.sub(" +", " ", written))
        if what.startswith(f"{last.name}(") and what.endswith(")") and len(written) <= 72:
            call = "" if "=" in what or "\n" in written else written
    inputs = {} if call else words.inputs
    if not (call or inputs):
        raise _Unusable  # who reads it could not try it
    return _Wrong(
        error.evidence,
        inputs,
        call,
        [array for each in told for array in _arrays(each.args)],
        len(exchanges),
    )


def _asked(
    evidence: Evidence, exchanges: Sequence[Exchange], names: Mapping[str, Any]
) -> Sequence[Exchange]:
    """The questions up to the one whose answer was compared; raises _Unusable where that is open.

    It is the one with that answer, or the only one. Of several, and where the answer was worked on
    before it was compared, it is the last one of the numbers that the check has at hand when it
    fails.
    """
    single = [each for exchange in exchanges for each in _singly(exchange)]
    answered = [n for n, each in enumerate(single) if _says(each.answer, evidence.actual)]
    if not answered:
        answered = [n for n, each in enumerate(single) if each.operation != "get"]
        answered = answered if len(answered) == 1 else []
    if len(answered) != 1:
        at_hand = [array for value in names.values() for array in _arrays_at_hand(value)]
        possible = answered or [len(single) - 1]
        answered = [
            n
            for n in possible
            if all(any(_same(array, one) for one in at_hand) for array in _arrays(single[n].args))
        ]
    if not answered:
        raise _Unusable
    return single[: answered[-1] + 1]


def _singly(exchange: Exchange) -> Iterator[Exchange]:
    """One question for each of several that were put at once."""
    answers = exchange.answer.get("value") if exchange.answer else None
    if exchange.operation != "each" or not isinstance(answers, list):
        yield exchange
        return
    for args, answer in zip(exchange.args, answers, strict=False):
        yield replace(exchange, operation="call", args=tuple(args), answer={"value": answer})


def _says(answer: Any, shown: str) -> bool:
    """Whether what is shown is the answer, or a part of it."""
    if isinstance(answer, dict):
        return any(_says(each, shown) for each in answer.values())
    array = None if isinstance(answer, Handle) else as_array(answer)
    if array is not None:
        return shown in (show(array), show(array.reshape(()) if array.size == 1 else array))
    return isinstance(answer, (list, tuple)) and any(_says(each, shown) for each in answer[:_MANY])


def _arrays_at_hand(value: Any) -> Iterator[npt.NDArray[Any]]:
    """The arrays that a variable holds, or a list of arrays."""
    flat = isinstance(value, (list, tuple)) and not any(
        isinstance(item, (list, tuple, dict)) for item in value
    )
    if flat or not isinstance(value, (list, tuple, dict)):
        yield from _arrays(value)


def _last_object(exchanges: Sequence[Exchange]) -> Sequence[Exchange]:
    """What led to the last answer: that question, and all about the objects it is of."""
    told: list[Exchange] = []
    objects: set[int] = set()
    for exchange in reversed(exchanges):
        answer = exchange.answer.get("value") if exchange.answer else None
        mentioned = {each.number for each in _handles((exchange.target, *exchange.args))}
        made = isinstance(answer, Handle) and answer.number in objects
        if not told or made or objects & mentioned:
            told.append(exchange)
            objects |= mentioned
    return told[::-1]


def _handles(value: Any) -> Iterator[Handle]:
    if isinstance(value, RemoteObject):
        yield object.__getattribute__(value, "_handle")
    elif isinstance(value, Handle):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _handles(item)


def _locals(error: BaseException, function: Callable[..., None]) -> dict[str, Any]:
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is inspect.unwrap(function).__code__:
            return trace.tb_frame.f_locals
        trace = trace.tb_next
    return {}


class _Words:
    """The inputs of some calls by the names that the check, or else the callee, has for them."""

    def __init__(self, names: Mapping[str, Any], reference: types.ModuleType | None) -> None:
        self.inputs: dict[str, str] = {}
        self._names = {
            name: value
            for name, value in names.items()
            if _is_numbers(value) and not name.startswith("_")
        }
        self._known = {} if reference is None else vars(reference)

    def add(self, exchange: Exchange) -> None:
        """Take the arguments of one exchange along."""
        if exchange.operation in ("get", "each"):
            for value in exchange.args:
                self._by_name(value)
            return
        if exchange.operation == "set":
            self.inputs[f".{exchange.name}"] = _written(exchange.args[0])
            return
        for parameter, value in zip(self._parameters(exchange), exchange.args, strict=False):
            self._add_value(exchange, parameter, value)

    def _add_value(self, exchange: Exchange, name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                self._add_value(exchange, str(key), item)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for item in value:
                self._add_value(exchange, name, item)
        elif self._tells(exchange, name, value) and not self._by_name(value):
            self.inputs.setdefault(name, _written(value))

    def _by_name(self, value: Any) -> bool:
        """Whether all numbers in *value* are known by the check's own names for them."""
        for alike in (operator.is_, _same):
            for name, known in self._names.items():
                if alike(known, value):
                    self.inputs[name] = _written(value)
                    return True
        if isinstance(value, (list, tuple)) and any(True for _ in _arrays(value)):
            known_ones = [self._by_name(item) for item in value]  # each, also behind a False
            return all(known_ones)
        return False

    @staticmethod
    def _tells(exchange: Exchange, parameter: str, value: Any) -> bool:
        """Whether an argument is shown: of a probe, which is ours, only the numbers."""
        if exchange.operation == "probe":
            some = type(value) in (int, float) or any(True for _ in _arrays(value))
            return some and not parameter.startswith("_")
        return not isinstance(value, (RemoteObject, RemoteAttribute, str, types.NoneType))

    def _parameters(self, exchange: Exchange) -> list[str]:
        if exchange.operation == "probe":
            function = ast.parse(exchange.name).body[-1]  # after the helpers that it calls
            assert isinstance(function, ast.FunctionDef)
            return [argument.arg for argument in function.args.args[1:]]
        classes = [each for each in self._known.values() if isinstance(each, type)]
        methods = (getattr(each, exchange.name, None) for each in classes)
        for known in (self._known.get(exchange.name), *methods):
            if callable(known):
                names = [name for name in inspect.signature(known).parameters if name != "self"]
                return [*names, *(f"#{n}" for n in range(len(names) + 1, 10))]
        return [f"#{number}" for number in range(1, 10)]


def _is_numbers(value: Any) -> bool:
    return isinstance(value, (np.ndarray, int, float)) or is_tensor(value)


def _same(first: Any, second: Any) -> bool:
    if type(first) is not type(second) or isinstance(first, (int, float)):
        return False
    one, other = without_tensors(first), without_tensors(second)
    return isinstance(one, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other)
