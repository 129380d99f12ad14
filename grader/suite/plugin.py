"""The pytest plugin: declares checks, gives them their fixtures, and judges how each one ended.

It is handed to ``pytest.main`` once. The collected session then serves one submission after the
other, because collecting costs ten times what running does.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import time
import traceback
import types
import warnings
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from grader import diagnosis, hints
from grader.chain import Sheets, Wrong
from grader.errors import AssignmentError
from grader.model import (
    Assignment,
    Check,
    CheckId,
    CheckResult,
    Disclosure,
    Evidence,
    ExerciseId,
    Frame,
    Mutant,
    Phrase,
    Program,
    Slug,
    StudentId,
    Text,
    Verdict,
    phrase,
)
from grader.sandbox.child import Session
from grader.sandbox.eager import stay_eager
from grader.sandbox.worker import (
    CallError,
    NameMissing,
    OverLimit,
    RemoteError,
    RemoteFailure,
    WorkerDied,
    WorkerTimeout,
)
from grader.suite.api import (
    Asks,
    Conversation,
    Exchange,
    LocalRespondent,
    NotDataError,
    Serves,
    Student,
    Unmet,
    conventions_used,
)
from grader.suite.behaviour import fingerprint
from grader.suite.remembered import Remembered

if TYPE_CHECKING:
    from grader.suite.answers import Answers
    from grader.suite.counterexample import Failure, Search

MARK: Final = "check"
_NUMBERS: Final = re.compile(r"[\d\s,]+")
_SHAPES: Final = re.compile(r"\([\d, ]+\)")


OpenSupplied = Callable[[Check, int, Collection[ExerciseId]], AbstractContextManager[Serves]]
"""A worker for one check and seed, with the model solution's functions of those exercises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Who answers in place of the student during one run, and what is known of them."""

    open_worker: Callable[[Check, int], AbstractContextManager[Serves]]
    """A new one for one check and seed; raises CallError where there is none."""
    resolve: Callable[[str], str]
    """The name that a submission gives to a function; raises NameMissing."""
    judged: Callable[[CheckResult], None]
    """Told how each check that was run ended."""
    out_of_time: Callable[[], bool]
    missing: Callable[[str], tuple[Verdict, tuple[Phrase, ...], str]]
    """Verdict, notes and error text for a name that the submission does not define."""
    program: Program | None = None
    answers: Answers | None = None
    """Where numbers are handed in: what was, read on demand."""
    open_search: Callable[[], AbstractContextManager[Asks]] | None = None
    """A worker whose calls are cut short, to look for counterexamples; None where not wanted."""
    open_supplied: OpenSupplied | None = None
    """None where there is no model solution to supply anything from."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Who answered a check that passed: where nothing was left behind, they can answer another."""

    respondent: Respondent
    exercise: ExerciseId
    worker: Serves
    opened: ExitStack


class SuitePlugin:
    """Declares the checks of an assignment's suites and runs them against a respondent."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.checks: dict[str, Check] = {}
        """By pytest's node id, in the order of declaration."""
        self.errors: list[str] = []
        self.reference: types.ModuleType | None = None
        self.sheets: Sheets | None = None
        """Everyone's own numbers, where an assignment has such."""
        self._answers: Answers | None = None
        self._conversation: Conversation | None = None
        self._rng: np.random.Generator | None = None
        self._raised: list[BaseException] = []
        self._arguments: dict[str, Any] = {}
        self._transcripts: dict[tuple[CheckId, str, int], _Transcript] = {}
        self._said: dict[bytes, dict[str, Any]] = {}
        self._failures: list[Failure] = []
        self._steps: dict[ExerciseId, list[tuple[CheckId, str, Wrong]]] = {}
        """Of hand calculations, by exercise: checks that failed, the step, and the mistake."""
        self._worked: dict[tuple[Wrong, str], Evidence | None] = {}
        self._common: set[CheckId] = set()
        self._search: Search | None = None
        self._kept: _Kept | None = None
        self._given: Final[Mapping[str, Callable[[], Any]]] = {
            "student": self._student,
            "reference": self._reference,
            "answers": self._handed_in,
            "problem": self._problem,
            "rng": self._random,
        }

    # -------------------------------------------------------------- fixtures

    @pytest.fixture
    def student(self) -> Student:
        """The student's module."""
        return self._student()

    @pytest.fixture(name="reference")
    def reference_module(self) -> types.ModuleType:
        """The model solution, on our side."""
        return self._reference()

    @pytest.fixture
    def answers(self) -> Answers:
        """The numbers that were handed in."""
        return self._handed_in()

    @pytest.fixture
    def problem(self) -> object:
        """The numbers that were given to this student."""
        return self._problem()

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Random numbers from the seed and the check's id: the same for every student."""
        return self._random()

    def _student(self) -> Student:
        assert self._conversation is not None
        return Student(self._conversation)

    def _reference(self) -> types.ModuleType:
        assert self.reference is not None
        return self.reference

    def _handed_in(self) -> Answers:
        assert self._answers is not None
        return self._answers

    def _problem(self) -> object:
        sheet = self._handed_in().sheet
        assert sheet is not None
        return sheet.problem

    def _random(self) -> np.random.Generator:
        assert self._rng is not None
        return self._rng

    # -------------------------------------------------------------- declaration

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line(
            "markers", "check(points, topics, disclosure, needs): one check of an exercise"
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            try:
                check = _declare(item)
            except (AssignmentError, TypeError, ValueError) as error:
                self.errors.append(f"{item.nodeid}: {error}")
                continue
            if any(known.id == check.id for known in self.checks.values()):
                self.errors.append(f"{item.nodeid}: the id {check.id} is used twice")
            self.checks[item.nodeid] = check
        if self.assignment.reference is not None and self.assignment.replay:
            self._load_reference()

    def _load_reference(self) -> None:
        try:
            name = self.assignment.entry.stem
            source = self.assignment.reference or ""
            self.reference = run_module(name, source, f"reference/{self.assignment.entry}")
            _one_thread()
            stay_eager()
            if self.assignment.answers:
                self.sheets = sheets(self.assignment, self.reference)
        except Exception as error:  # noqa: BLE001 - any fault of a reference is told
            self.errors.append(f"the reference does not run: {type(error).__name__}: {error}")

    # -------------------------------------------------------------- running

    def run(
        self,
        items: list[pytest.Item],
        respondent: Respondent,
        seed: int,
        known: Mapping[CheckId, CheckResult],
    ) -> list[CheckResult]:
        """Run every declared check whose result is not *known*; one result each, in order."""
        results: dict[CheckId, CheckResult] = {}
        self._answers = respondent.answers
        self._failures.clear()
        self._steps.clear()
        self._common.clear()
        self._said.clear()
        try:
            for item, check in self._by_exercise(items):
                results[check.id] = known.get(check.id) or self._run_one(
                    item, check, respondent, seed, results
                )
            self._carry_forward(items, respondent, seed, results)
        finally:
            self._let_go()
        self._add_counterexamples(results, respondent)
        self._add_worked_examples(results)
        declared = (self.checks[item.nodeid].id for item in items if item.nodeid in self.checks)
        found: Iterable[CheckResult] = [results[check] for check in declared]
        if self.assignment.replay and not self.assignment.answers:
            mutants = self.assignment.mutants
            found = diagnosis.without_contradictions(found, mutants, self._common)
        return [
            replace(each, behaviour="") if each.candidates else each
            for each in diagnosis.name_mistakes(found)
        ]

    def _by_exercise(self, items: Iterable[pytest.Item]) -> list[tuple[pytest.Item, Check]]:
        """The checks of an exercise one after the other, public ones first: they may share a fork,
        and only one that has answered is kept alive, with whatever memory it took."""
        declared = [
            (item, check) for item in items if (check := self.checks.get(item.nodeid)) is not None
        ]
        order = {each.id: number for number, each in enumerate(self.assignment.exercises)}
        return sorted(declared, key=lambda each: order.get(each[1].exercise, len(order)))

    def _run_one(
        self,
        item: pytest.Item,
        check: Check,
        respondent: Respondent,
        seed: int,
        earlier: Mapping[CheckId, CheckResult],
    ) -> CheckResult:
        for needed in check.needs:
            if needed in earlier and earlier[needed].verdict is not Verdict.PASSED:
                notes = (_NEEDS, earlier[needed].check.title)
                return CheckResult(check=check, verdict=Verdict.SKIPPED, notes=notes)
        if respondent.out_of_time():
            return CheckResult(check=check, verdict=Verdict.TIMED_OUT, notes=(_NO_TIME,))
        started = time.perf_counter()
        own_seed = check_seed(seed, check.id)
        error, convention = self._asked(item, check, respondent, own_seed)
        seconds = time.perf_counter() - started
        result = judge(check, error, seconds, respondent, convention)
        if error is not None:
            # Its frames hold what was compared, and one of ours holds it: megabytes for each check.
            error.__traceback__ = error.__context__ = None
        respondent.judged(result)
        if isinstance(error, Unmet) and error.misconception is not None:
            own = error.misconception
            result = replace(result, candidates=frozenset({own}), misconception=own)
            self._remember(item, result, respondent)
            return result
        if "answers" in self._arguments and result.verdict is Verdict.FAILED:
            result = replace(result, candidates=self._explain_answers(check))
            self._remember_step(result, respondent)
            return result
        if result.verdict in (Verdict.FAILED, Verdict.CRASHED) and self._conversation is not None:
            exchanges = self._conversation.exchanges
            fitting = self._explain(item, check, own_seed, exchanges)
            if isinstance(error, RemoteError) and _is_elsewhere(error.failure, respondent):
                fitting = frozenset()  # an import or a cell that is not there is no mistake here
            if exchanges and diagnosis.is_common((exchanges[-1].answer or {}).get("value")):
                self._common.add(check.id)
            ended = isinstance(error, NameMissing | WorkerDied | OverLimit)
            behaviour = "" if ended else _behaviour(exchanges, own_seed)
            telling = diagnosis.is_telling(exchanges[-1].answer) if exchanges else False
            result = replace(result, candidates=fitting, behaviour=behaviour, telling=telling)
            self._remember(item, result, respondent)
        return result

    def _asked(
        self, item: pytest.Item, check: Check, respondent: Respondent, seed: int
    ) -> tuple[BaseException | None, Slug | None]:
        """What a check raised, and the convention that it accepted.

        It may be asked where an earlier check of its exercise was, if that passed and left nothing
        behind. What does not pass there is asked again in a state that nobody has touched.
        """
        kept = self._kept
        if (
            kept is not None
            and (kept.respondent, kept.exercise) == (respondent, check.exercise)
            and kept.worker.renew(seed)
        ):
            error, convention = self._held_against(item, kept.worker, respondent, seed)
            if not kept.worker.stale and (error is None or isinstance(error, WorkerTimeout)):
                return error, convention
        self._let_go()
        with ExitStack() as stack:
            try:
                worker = stack.enter_context(self._open(check, seed, respondent))
            except CallError as failure:
                self._conversation = None
                return failure, None
            error, convention = self._held_against(item, worker, respondent, seed)
            if error is None and self._answers is None:
                self._kept = _Kept(respondent, check.exercise, worker, stack.pop_all())
        return error, convention

    def _held_against(
        self, item: pytest.Item, worker: Serves, respondent: Respondent, seed: int
    ) -> tuple[BaseException | None, Slug | None]:
        self._conversation = Conversation(worker, respondent.resolve)
        with conventions_used() as used:
            error = self._run_item(item, seed)
        return error, used[0] if used else None

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.opened.close()
            self._kept = None

    def _open(
        self, check: Check, seed: int, respondent: Respondent
    ) -> AbstractContextManager[Serves]:
        """Who answers one check; what is expensive to ask is asked once for each submission."""
        exercise = next(e for e in self.assignment.exercises if e.id == check.exercise)
        if self.assignment.replay and not exercise.remember:
            return respondent.open_worker(check, seed)
        return Remembered(self._said, partial(respondent.open_worker, check, seed))

    def _carry_forward(
        self,
        items: list[pytest.Item],
        respondent: Respondent,
        seed: int,
        results: dict[CheckId, CheckResult],
    ) -> None:
        """Run what failed again where a function of an earlier exercise failed, too.

        That function is then the model solution's, so a mistake in it is not charged again.
        """
        open_supplied, taken = respondent.open_supplied, dict[ExerciseId, set[ExerciseId]]()
        for exercise in self.assignment.exercises:
            taken[exercise.id] = set(exercise.takes).union(*map(taken.__getitem__, exercise.takes))
            failed = {
                r.check.exercise
                for r in results.values()
                # What passed with a supplied function is supplied as a whole: one call, not many.
                if r.verdict is not Verdict.PASSED or r.supplied
            }
            lost = tuple(e for e in taken if e in failed & taken[exercise.id])
            if open_supplied is None or not lost or exercise.id not in failed:
                continue
            # The model solution's functions follow the statement. Where the student's own follow
            # another convention, either none of these is replaced or all are.
            others = {
                r.check.exercise
                for r in results.values()
                if r.convention is not None and r.check.exercise in taken[exercise.id]
            }
            conventions = {r.convention for r in results.values()} - {None}
            for supplied in dict.fromkeys(
                tuple(e for e in taken if e in attempt)
                for attempt in ({*lost} - others, {*lost} | others, {*lost})
                if attempt
            ):
                again = replace(
                    respondent,
                    open_worker=partial(_open_with, open_supplied, supplied),
                    open_search=None,
                )
                for item in items:
                    check = self.checks.get(item.nodeid)
                    if check is not None and check.exercise == exercise.id:
                        first = results[check.id]
                        if first.verdict is not Verdict.PASSED and not _own_is_missing(first):
                            second = self._run_one(item, check, again, seed, results)
                            named = second.candidates - conventions and not first.candidates
                            if second.verdict is Verdict.PASSED or named:
                                results[check.id] = replace(second, supplied=lost)
        self._failures[:] = [f for f in self._failures if results[f.result.check.id] is f.result]

    def _remember(self, item: pytest.Item, result: CheckResult, respondent: Respondent) -> None:
        if respondent.open_search is None or result.evidence is None or self._conversation is None:
            return
        from grader.suite.counterexample import Failure, searchable

        wanted = {e.id for e in self.assignment.exercises if e.counterexample}
        if searchable(result) and result.check.exercise in wanted:
            exchanges = self._conversation.exchanges
            self._failures.append(Failure(_function(item), result, exchanges))

    def _remember_step(self, result: CheckResult, respondent: Respondent) -> None:
        if respondent.open_search is None or self._answers is None:
            return
        from grader.suite.counterexample import searchable

        wanted = {e.id for e in self.assignment.exercises if e.counterexample}
        if searchable(result) and result.check.exercise in wanted and len(result.candidates) == 1:
            among = [
                w for w in self._wrong_at(result.check) if w.misconception in result.candidates
            ]
            found = self._answers.mistake(among)
            if found is not None:
                self._steps.setdefault(result.check.exercise, []).append((result.check.id, *found))

    def _add_worked_examples(self, results: dict[CheckId, CheckResult]) -> None:
        """One for each exercise with a wrong step whose mistake small numbers show."""
        if self.sheets is None:
            return
        for steps in self._steps.values():
            for check, name, wrong in steps:
                found = self._worked_example(self.sheets, wrong, name)
                if found is not None:
                    results[check] = replace(results[check], counterexample=found)
                    break

    def _worked_example(self, sheets: Sheets, wrong: Wrong, name: str) -> Evidence | None:
        if (wrong, name) not in self._worked:
            from grader.suite.worked_example import worked_example

            people = [sheets.sheet(0, StudentId(f"{number}")) for number in range(5)]
            self._worked[wrong, name] = worked_example(sheets.chain, wrong, name, people)
        return self._worked[wrong, name]

    def _add_counterexamples(
        self, results: dict[CheckId, CheckResult], respondent: Respondent
    ) -> None:
        """One for each exercise with a failure that some small input shows."""
        if not self._failures or respondent.open_search is None:
            return
        if self._search is None:
            from grader.suite.counterexample import Search

            self._search = Search(self.reference)
        for exercise in dict.fromkeys(each.result.check.exercise for each in self._failures):
            own = [each for each in self._failures if each.result.check.exercise == exercise]
            if respondent.out_of_time():
                break
            try:
                found = self._search.smallest(own, respondent.open_search, respondent.resolve)
            except Exception as error:  # noqa: BLE001 - an example less is no result less
                told = f"no example for {exercise}: {type(error).__name__}: {error}"
                warnings.warn(told, RuntimeWarning, stacklevel=1)
            else:
                results |= {} if found is None else {found.check.id: found}

    def _run_item(self, item: pytest.Item, seed: int) -> BaseException | None:
        """Run a collected test through pytest's own protocol; returns what it raised."""
        self._rng = np.random.default_rng(seed)
        np.random.seed(seed % (1 << 32))  # noqa: NPY002 - for references and mutants
        raised: list[BaseException] = []
        self._raised, self._arguments = raised, {}
        if self._answers is not None:
            self._answers.asked.clear()
        assert isinstance(item, pytest.Function)
        if self._given.keys() >= set(item.fixturenames):
            with self._recorded():
                self._arguments = {name: self._given[name]() for name in _parameters(item.obj)}
                item.obj(**self._arguments)
        else:
            self._run_phases(item)
        return raised[0] if raised else None

    def _run_phases(self, item: pytest.Function) -> None:
        """For a check with other fixtures: what pytest does, without reports that nobody reads.

        There is no next item, so all is torn down and the order of checks never matters.
        """
        item._initrequest()  # as whatever runs an item again has to
        with self._recorded():
            item.ihook.pytest_runtest_setup(item=item)
            item.ihook.pytest_runtest_call(item=item)
        with self._recorded():
            item.ihook.pytest_runtest_teardown(item=item, nextitem=None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        names = _parameters(pyfuncitem.obj)
        self._arguments = {name: pyfuncitem.funcargs[name] for name in names}
        pyfuncitem.obj(**self._arguments)
        return True

    @contextmanager
    def _recorded(self) -> Iterator[None]:
        try:
            yield
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:  # noqa: BLE001 - judged like any other
            self._raised.append(error)

    # -------------------------------------------------------------- diagnosis by replay

    def _explain_answers(self, check: Check) -> frozenset[Slug]:
        """The misconceptions that lead to the numbers that were handed in."""
        if self._answers is None:
            return frozenset()
        return self._answers.explained_by(self._wrong_at(check))

    def _wrong_at(self, check: Check) -> list[Wrong]:
        """The mistakes that lose *check*."""
        wrong = self.sheets.wrong if self.sheets is not None else ()
        known = zip(self.assignment.mutants, wrong, strict=bool(wrong))
        return [each for mutant, each in known if check.id in mutant.caught_by]

    def _explain(
        self, item: pytest.Item, check: Check, seed: int, exchanges: list[Exchange]
    ) -> frozenset[Slug]:
        """The misconceptions whose mutants answer as the student did, call by call."""
        fitting: set[Slug] = set()
        ours = _said(exchanges)
        for mutant in self.assignment.mutants if self.assignment.replay else ():
            # Whatever a student returned, a comparison that fails names nothing and loses nothing.
            with suppress(Exception):
                if check.id in mutant.known_by and self._fits(item, check, mutant, seed, ours):
                    fitting.add(mutant.misconception)
        return frozenset(fitting)

    def _fits(
        self,
        item: pytest.Item,
        check: Check,
        mutant: Mutant,
        seed: int,
        ours: tuple[_Said, ...],
    ) -> bool:
        """Whether the mutant answers so. It is asked no further than it is known to differ."""
        key = (check.id, mutant.id, seed)
        known = self._transcripts.get(key)
        if known is None:
            known = self._transcripts[key] = self._replay(item, mutant, seed, ours)
        if not known.whole and len(ours) > len(known.said) and known.begins(ours):
            known = self._transcripts[key] = self._replay(item, mutant, seed)
        return known.whole and len(ours) == len(known.said) and known.begins(ours)

    def _replay(
        self, item: pytest.Item, mutant: Mutant, seed: int, ours: tuple[_Said, ...] | None = None
    ) -> _Transcript:
        """What the mutant says in a check, as long as it does not differ from *ours*."""
        module = run_module(
            self.assignment.entry.stem,
            mutant_source(self.assignment, mutant),
            f"mutants/{mutant.id}.py",
        )
        session = Session(vars(module).__getitem__, vars(module))
        respondent = _Follower(LocalRespondent(session), ours)
        conversation = Conversation(respondent, lambda name: name)
        respondent.exchanges = conversation.exchanges
        new = {"student": Student(conversation), "rng": np.random.default_rng(seed)}
        arguments = {name: new.get(name, value) for name, value in self._arguments.items()}
        np.random.seed(seed % (1 << 32))  # noqa: NPY002
        whole = True
        try:
            with _quiet(), suppress(Exception):  # a mutant is meant to fail
                _function(item)(**arguments)
        except _Differs:
            whole = False
        return _Transcript(_said(conversation.exchanges), whole)


def _open_with(
    open_supplied: OpenSupplied, exercises: tuple[ExerciseId, ...], check: Check, seed: int
) -> AbstractContextManager[Serves]:
    return open_supplied(check, seed, exercises)


def _own_is_missing(result: CheckResult) -> bool:
    """Whether the exercise itself is not there, or not written: nothing supplied helps it."""
    if result.verdict is Verdict.MISSING:
        return not result.traceback or result.traceback[-1].function == result.check.exercise
    return result.verdict is Verdict.GRADER_ERROR


def _behaviour(exchanges: list[Exchange], seed: int) -> str:
    # Whatever a student returned, what cannot be described loses nothing.
    with suppress(Exception), _quiet():
        return fingerprint(exchanges, seed)
    return ""


@cache
def _parameters(function: Callable[..., None]) -> tuple[str, ...]:
    """Asked once: a check runs for every submission."""
    return tuple(inspect.signature(function).parameters)


def _function(item: pytest.Item) -> Callable[..., None]:
    assert isinstance(item, pytest.Function)
    return item.obj  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class _Said:
    """What came of one question: all that two records of a check are held against each other by.

    An :class:`Exchange` holds much more alive: an exception has the frames that it went through,
    with the results of whoever was graded then, and an object that was asked has its module.
    """

    name: str
    error: str
    """What went wrong; empty where there is an answer."""
    answer: Any


def _said(exchanges: Iterable[Exchange]) -> tuple[_Said, ...]:
    return tuple(_Said(each.name, _kind(each.error), each.answer) for each in exchanges)


@dataclass(frozen=True, slots=True)
class _Transcript:
    """What a mutant said in a check; where that is not the whole, it was asked once more."""

    said: tuple[_Said, ...]
    whole: bool

    def begins(self, ours: Sequence[_Said]) -> bool:
        """Whether *ours* says the same as far as this goes."""
        return _alike(ours, self.said)


class _Differs(BaseException):  # as no suite is to catch it
    """A mutant has said something else than the student."""


@dataclass(slots=True)
class _Follower:
    """Asks *respondent* as long as its answers are those of *ours*, where these are given."""

    respondent: Asks
    ours: tuple[_Said, ...] | None
    exchanges: Sequence[Exchange] = ()
    """Those of the conversation."""
    _same: int = 0

    def request(self, *question: Any) -> dict[str, Any]:
        """See ``grader.sandbox.worker.Worker.request``."""
        if self.ours is not None and not self._follows(self.ours):
            raise _Differs
        return self.respondent.request(*question)

    def _follows(self, ours: tuple[_Said, ...]) -> bool:
        new = _said(self.exchanges[self._same :])
        start, self._same = self._same, self._same + len(new)
        with suppress(Exception):  # what cannot be compared is not alike, and no end of the check
            return self._same < len(ours) and _alike(ours[start:], new)
        return False


def _alike(ours: Sequence[_Said], theirs: Sequence[_Said]) -> bool:
    """Whether *ours* says the same as a record of the same check's calls, as far as that goes."""
    return len(ours) >= len(theirs) and all(
        first.name == second.name
        and first.error == second.error
        and (first.error != "" or diagnosis.same_answers(first.answer, second.answer))
        for first, second in zip(ours, theirs, strict=False)
    )


def _kind(error: CallError | None) -> str:
    """What went wrong, with the ranks of shapes and without other numbers: other shapes are another
    day, other words another mistake."""
    if error is None:
        return ""
    if not isinstance(error, RemoteError):
        return type(error).__name__
    if error.failure.type == "NameError":
        return error.failure.type  # which name is not defined is the student's own
    message = error.failure.message
    ranks = sorted(len(re.findall(r"\d+", shape)) for shape in _SHAPES.findall(message))
    return f"{error.failure.type}: {_NUMBERS.sub('', message)} {ranks}"


def mutant_source(assignment: Assignment, mutant: Mutant) -> str:
    """The mutant's whole module: the reference, then what differs."""
    return f"{assignment.reference}\n\n{mutant.source}"


def sheets(assignment: Assignment, reference: types.ModuleType) -> Sheets:
    """Everyone's own numbers, for an assignment whose reference draws them."""
    name = assignment.entry.stem
    mutants = (
        (m.misconception, run_module(name, mutant_source(assignment, m), f"mutants/{m.id}.py"))
        for m in assignment.mutants
    )
    return Sheets(assignment.id, reference, mutants)


def run_module(name: str, source: str, file: str) -> types.ModuleType:
    """Run trusted source as a module that is registered nowhere; raises what it raises."""
    module = types.ModuleType(name)
    module.__file__ = file
    kept = sys.modules.get(name)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(_compiled(source, file), vars(module))  # noqa: S102
    finally:
        if kept is None:
            del sys.modules[name]
        else:
            sys.modules[name] = kept
    return module


def _one_thread() -> None:
    """Where the reference loaded torch, it is to compute in this thread alone.

    A second one costs 20 ms a call on tensors of a few numbers when other graders use the cores.
    """
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


@cache
def _compiled(source: str, file: str) -> types.CodeType:
    """Compiled once: a class makes the same mistakes, and each replay starts from fresh state."""
    return compile(source, file, "exec", dont_inherit=True)


def check_seed(seed: int, check: str) -> int:
    """The seed of one check: every check has its own numbers, the same for every student."""
    return (seed ^ zlib.crc32(check.encode())) & ((1 << 63) - 1)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


# ------------------------------------------------------------------ declaring


def _declare(item: pytest.Item) -> Check:
    mark = item.get_closest_marker(MARK)
    if mark is None:
        raise AssignmentError("not marked with @pytest.mark.check(points=…)")
    path = Path(item.path)
    exercise = ExerciseId(path.stem.removeprefix("test_"))
    hidden = path.parent.name != "public"
    return _check(exercise, item, hidden=hidden, **mark.kwargs)


def _check(
    exercise: ExerciseId,
    item: pytest.Item,
    *,
    hidden: bool,
    points: int,
    topics: tuple[str, ...] = (),
    disclosure: str | None = None,
    needs: tuple[str, ...] = (),
) -> Check:
    if type(points) is not int or points < 1:
        raise AssignmentError(f"points: expected a whole number from 1, got {points!r}")
    return Check(
        id=CheckId(f"{exercise}.{item.name.removeprefix('test_')}"),
        exercise=exercise,
        title=_title(_function(item).__doc__),
        points=points,
        topics=tuple(topics),
        disclosure=Disclosure(disclosure or ("diagnosis" if hidden else "public")),
        needs=tuple(CheckId(name) for name in needs),
        hidden=hidden,
    )


def _title(docstring: str | None) -> Text:
    """The two lines ``vi: …`` and ``en: …`` of a docstring; each may go on over more lines."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in (docstring or "").strip().splitlines():
        language, colon, rest = line.strip().partition(":")
        if colon and language in ("vi", "en"):
            current = found.setdefault(language, [])
            current.append(rest.strip())
        elif current is not None and line.strip():
            current.append(line.strip())
    if found.keys() != {"vi", "en"}:
        raise AssignmentError("the docstring needs a line `vi: …` and a line `en: …`")
    return Text(vi=" ".join(found["vi"]), en=" ".join(found["en"]))


# ------------------------------------------------------------------ judging

_NO_TIME: Final = phrase("The time for the whole submission was used up before this check.")
_MEMORY: Final = phrase("The code asked for more memory than it may use.")
_EXCESS: Final = {
    "processes": phrase("The code started more processes or threads than it may."),
    "disk": phrase("The code wrote more files, or larger ones, than it may."),
}
_DATA: Final = frozenset(
    {type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset}
    | {np.ndarray}
)
_NEEDS: Final = phrase("This check is run once another one passes:")


def judge(
    check: Check,
    error: BaseException | None,
    seconds: float,
    respondent: Respondent,
    convention: Slug | None = None,
) -> CheckResult:
    """How a check ended. What is not recognised is ours: a grader error, never the student's."""

    def result(
        verdict: Verdict,
        notes: tuple[Phrase | Text, ...] = (),
        *,
        text: str = "",
        evidence: Evidence | None = None,
        frames: tuple[Frame, ...] = (),
    ) -> CheckResult:
        return CheckResult(
            check=check,
            verdict=verdict,
            notes=notes,
            convention=convention if verdict is Verdict.PASSED else None,
            evidence=evidence,
            traceback=frames,
            error=text,
            seconds=seconds,
        )

    match error:
        case None:
            return result(Verdict.PASSED)
        case Unmet():
            return result(Verdict.FAILED, error.notes, evidence=error.evidence)
        case NotDataError():
            note = phrase("An object came back where numbers are expected.")
            return result(Verdict.FAILED, (note,))
        case AttributeError() if type(error.obj) in _DATA or isinstance(error.obj, np.generic):
            # A suite asks for the methods of an object, and plain data came back in its place.
            note = phrase(
                "What came back is of type {type}, which has no {name}.",
                type=type(error.obj).__name__,
                name=error.name or "",
            )
            return result(Verdict.FAILED, (note,))
        case NameMissing():
            verdict, notes, text = respondent.missing(error.name)
            return result(verdict, notes, text=text)
        case RemoteError():
            return _judge_raised(error.failure, respondent, result)
        case WorkerTimeout():
            note = phrase(
                "No answer within {seconds} s: is there a loop that does not end?",
                seconds=int(error.seconds) if error.seconds % 1 == 0 else error.seconds,
            )
            return result(Verdict.TIMED_OUT, (note,))
        case OverLimit(what="memory"):
            return result(Verdict.OUT_OF_MEMORY, (_MEMORY,))
        case OverLimit():
            return result(Verdict.CRASHED, (_EXCESS[error.what],), text=str(error))
        case WorkerDied():
            return result(Verdict.CRASHED, (error.reason,), text=str(error))
        case _:
            lines = traceback.format_exception(error)
            return result(Verdict.GRADER_ERROR, text="".join(lines[-6:]).strip())


def _judge_raised(
    failure: RemoteFailure, respondent: Respondent, result: Callable[..., CheckResult]
) -> CheckResult:
    frames = student_frames(failure, respondent.program)
    if "MemoryError" in failure.bases:
        return result(Verdict.OUT_OF_MEMORY, (_MEMORY,), text=str(failure), frames=frames)
    # torch raises it too, for an operation that a dtype does not have: that is written, and wrong.
    unwritten = " not implemented for '" not in failure.message
    if failure.type == "NotImplementedError" and unwritten:
        # torch raises it for a module without forward, whose name may be there with a typing error.
        note = hints.explain(str(failure)) or phrase(
            "Not written yet: the code raises NotImplementedError."
        )
        return result(Verdict.MISSING, (note,), text=str(failure), frames=frames)
    said = str(failure).rstrip(".")
    notes: tuple[Phrase, ...] = (phrase("The code raised {error}.", error=said),)
    hint = hints.explain(str(failure))
    notes += () if hint is None else (hint,)
    if failure.name and "NameError" in failure.bases:
        verdict, more, _ = respondent.missing(failure.name)
        close = _meant(failure.name, respondent.program)
        if verdict is Verdict.CRASHED:
            notes += more
        elif close is not None and failure.type == "NameError":
            notes += (phrase("The closest name is {close}: is it a typing error?", close=close),)
    return result(Verdict.CRASHED, notes, text=str(failure), frames=frames)


def _is_elsewhere(failure: RemoteFailure, respondent: Respondent) -> bool:
    """Whether a name is not defined, and is no other name of the submission misspelt."""
    if not failure.name or failure.type != "NameError":
        return False
    verdict, _, _ = respondent.missing(failure.name)
    return verdict is Verdict.CRASHED or _meant(failure.name, respondent.program) is None


def _meant(name: str, program: Program | None) -> str | None:
    """Of the names that a submission gives to anything, the one most like *name*."""
    given = _all_given(tuple(cell.source for cell in program.cells)) if program else frozenset()
    return hints.closest(name, sorted(given - {name, ""}))


@lru_cache(maxsize=1)
def _all_given(sources: tuple[str, ...]) -> frozenset[str]:
    """Parsing takes up to 6 s for each MB, and every check that crashes asks."""
    given: set[str] = set()
    for source in sources:
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
            given |= set(map(_given, ast.walk(ast.parse(source))))
    return frozenset(given)


def _given(node: ast.AST) -> str:
    """The name that a piece of source gives to something, if it does."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.alias(name=module, asname=name):
            return name or module.partition(".")[0]
        case _:
            return ""


def student_frames(failure: RemoteFailure, program: Program | None) -> tuple[Frame, ...]:
    """The frames of a traceback that lie in the student's own cells, with the line's text."""
    if program is None:
        return ()
    sources = {
        str(program.entry) if cell.number is None else f"cell {cell.number}": cell
        for cell in program.cells
    }
    frames = []
    for file, line, function in failure.frames:
        cell = sources.get(file)
        if cell is not None:
            lines = cell.source.splitlines()
            code = lines[line - 1].strip() if 0 < line <= len(lines) else ""
            frames.append(
                Frame(
                    file=str(program.entry),
                    cell=cell.number,
                    line=line,
                    function=function,
                    code=code,
                )
            )
    return tuple(frames[-8:])
