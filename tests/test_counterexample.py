"""The smallest input that shows a mistake: found, right, small, fresh, and of no special point."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from engine import COURSE, a_course, a_submission, the_assignment
from hypothesis import given
from hypothesis import strategies as st
from report_samples import a_check

from grader.assignment import find_course, load_assignment
from grader.model import (
    Assignment,
    CheckResult,
    Disclosure,
    Evidence,
    ExerciseId,
    Grade,
    Mutant,
    StudentId,
    Submission,
    SubmittedFile,
    Verdict,
)
from grader.pipeline import Grader, open_grader
from grader.sandbox.child import Session
from grader.suite.api import Conversation, LocalRespondent, Student, Unmet
from grader.suite.counterexample import Failure, Search, SmallNumbers, searchable
from grader.suite.plugin import mutant_source, run_module

EVERY = 6
"""Of how many mutants one is graded here; benchmarks/counterexamples.py grades them all."""


@pytest.fixture(scope="module")
def softmax(root: Path) -> Assignment:
    """The course's own assignment."""
    return load_assignment(find_course(root), "softmax_numpy")


def sample(assignment: Assignment) -> dict[ExerciseId, list[Mutant]]:
    """Some mutants, by the first exercise of which they lose a hidden check."""
    found: dict[ExerciseId, list[Mutant]] = {}
    picked = (m for m in assignment.mutants if zlib.crc32(m.id.encode()) % EVERY == EVERY - 1)
    for mutant in picked:
        lost = {check.partition(".")[0] for check in mutant.caught_by}
        first = next(each.id for each in assignment.exercises if each.id in lost)
        found.setdefault(first, []).append(mutant)
    return found


@contextmanager
def patient(assignment: Assignment, *exercises: ExerciseId) -> Iterator[Grader]:
    """A grader that looks for counterexamples by number of attempts: machines differ in speed."""
    with open_grader(assignment, exercises=exercises or None, counterexamples=True) as grader:
        plugin = grader._suites._plugin
        assert plugin.reference is not None
        plugin._search = Search(plugin.reference, seconds=60, attempts=25)
        yield grader


def graded(grader: Grader, mutant: Mutant, more: str = "") -> Grade:
    source = f"{mutant_source(grader.assignment, mutant)}\n\n{more}"
    file = SubmittedFile(path=grader.assignment.entry, data=source.encode())
    return grader.grade(Submission(student=StudentId("ada"), files=(file,), digest=""))


def shown(grade: Grade) -> list[Evidence]:
    return [each.counterexample for each in grade.results if each.counterexample]


# ------------------------------------------------------------------ of the course's mistakes


def test_nine_of_ten_mistakes_have_one_that_is_small_and_right(softmax: Assignment) -> None:
    reference = run_module("softmax_numpy", softmax.reference or "", "reference")
    scope = {**vars(reference), "array": np.array, "nan": np.nan, "inf": np.inf}
    sought, found = 0, []
    for exercise, mutants in sample(softmax).items():
        with patient(softmax, exercise) as grader:
            for mutant in mutants:
                grade = graded(grader, mutant)
                sought += any(map(searchable, grade.results))
                found += shown(grade)[:1]

    calls = [each for each in found if not each.inputs]
    assert sought >= 10
    assert len(found) >= 0.9 * sought
    assert len(calls) >= 5
    for one in calls:
        # What is called right is what the reference says to the very words of the report.
        call = re.sub(r"(\[.*?\]+)(?=[,)])", r"array(\1)", one.what)
        right = np.asarray(eval(call, scope), dtype=float)
        np.testing.assert_allclose(
            np.asarray(eval(one.expected, scope)), right, rtol=2e-5, atol=1e-5
        )
        assert len(ast.unparse(ast.parse(one.what))) <= 72


def test_a_convention_is_never_shown_as_a_mistake(softmax: Assignment) -> None:
    by_size = """
    def cross_entropy(y_hat, y):
        if y.ndim == 1:
            y = np.eye(y_hat.shape[1])[y]
        return -np.sum(y * np.log(np.clip(y_hat, 0.3, 1))) / y.size
    """
    mutant = softmax.mutants[0]
    with patient(softmax) as grader:
        grade = graded(grader, replace(mutant, source=textwrap.dedent(by_size)))

    (one,) = [
        each.counterexample
        for each in grade.results
        if each.check.exercise == "cross_entropy" and each.counterexample
    ]
    n_classes = one.what.count(",", 0, one.what.index("]")) + 1
    assert float(one.actual) * n_classes != pytest.approx(float(one.expected), rel=1e-3)


# ------------------------------------------------------------------ of a suite of our own

SUITE = """
import numpy as np
from grader.suite.api import expect_close, expect_equal
from .numbers import scores

W = np.array([[0.125, 0.375], [0.625, 0.875]])

def test_best(student, reference, rng):
    z = scores(rng, 7, 3)
    expect_equal(student.best(z), reference.best(z), what="best(z)")

def test_half(student, reference, rng):
    x = rng.uniform(-1, 1, size=7)
    expect_close(student.half(x), reference.half(x), what="half(x)")

def test_halves(student, reference, rng):
    given = [(rng.uniform(-1, 1, size=7),), (rng.uniform(0, 1, size=11),)]
    answers = [student.half(*each) for each in given]
    for answer, (x,) in zip(answers, given, strict=True):
        expect_close(answer, reference.half(x), what="half(x)")

def test_own_numbers(student, reference, rng):
    rng.normal()
    expect_close(student.half(W), reference.half(W), what="half(W)")
"""
BESIDE = """
def scores(rng, n_samples, n_classes):
    return rng.normal(size=(n_samples, n_classes))
"""
REFERENCE = """
import numpy as np

def best(z):
    return np.argmax(z, axis=1)

def half(x):
    return x / 2
"""


@pytest.fixture
def search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Search:
    """For the suite above, which lies in a file as a suite does."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "ownsuite"
    folder.mkdir()
    for name, source in {"__init__": "", "test_own": SUITE, "numbers": BESIDE}.items():
        (folder / f"{name}.py").write_text(source)
    reference = run_module("own", REFERENCE, "reference/own.py")
    return Search(reference, seconds=60, attempts=80)


def smallest(search: Search, check: str, source: str) -> Evidence | None:
    """What is shown to the author of *source*, which fails *check*."""
    from importlib import import_module

    function = getattr(import_module("ownsuite.test_own"), f"test_{check}")
    names = vars(run_module("own", textwrap.dedent(source), "own.py"))
    worker = LocalRespondent(Session(names.__getitem__, names))
    conversation = Conversation(worker, lambda name: name)
    with pytest.raises(Unmet) as unmet:
        function(Student(conversation), search.reference, np.random.default_rng(7))
    result = CheckResult(
        check=a_check(f"own.{check}"), verdict=Verdict.FAILED, evidence=unmet.value.evidence
    )
    failure = Failure(function, result, conversation.exchanges)
    found = search.smallest([failure], lambda: nullcontext(worker), lambda name: name)
    return None if found is None else found.counterexample


def test_the_smallest_one_has_one_row_and_two_classes(search: Search) -> None:
    found = smallest(search, "best", "def best(z):\n    return z.argmin(axis=1)\n")

    assert found is not None
    assert found.what in ("best([[0., 1.]])", "best([[1., 0.]])", "best([[0., -1.]])")
    assert {found.actual, found.expected} == {"[0]", "[1]"}


def test_a_tie_is_no_mistake(search: Search) -> None:
    last_of_equals = """
    import numpy as np

    def best(z):
        found = z.shape[1] - 1 - np.argmax(z[:, ::-1], axis=1)
        return np.where(z.max(axis=1) > 0.4, 0, found)
    """
    found = smallest(search, "best", last_of_equals)

    assert found is not None
    row = np.array(ast.literal_eval(found.what.removeprefix("best(").removesuffix(")")))[-1]
    assert (row == row.max()).sum() == 1
    assert row.max() > 0.4


def test_a_jump_is_no_place_to_compare(search: Search) -> None:
    found = smallest(search, "half", "import numpy as np\ndef half(x):\n    return np.floor(x)\n")

    assert found is not None
    numbers = np.array(ast.literal_eval(found.what.removeprefix("half(").removesuffix(")")))
    assert not np.any(numbers == np.floor(numbers))


def test_the_question_that_is_shown_is_the_one_whose_answer_was_wrong(search: Search) -> None:
    for source in (
        "def half(x):\n    return 2 * x\n",
        "def half(x):\n    return x / 2 + (x > 0)\n",
    ):
        found = smallest(search, "halves", source)

        assert found is not None
        given = np.array(ast.literal_eval(found.what.removeprefix("half(").removesuffix(")")))
        np.testing.assert_allclose(np.array(ast.literal_eval(found.expected)), given / 2)


def test_the_hidden_checks_own_numbers_are_not_shown(search: Search) -> None:
    assert smallest(search, "own_numbers", "def half(x):\n    return x\n") is None


def test_work_that_answers_alike_gets_the_same_at_once(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = smallest(search, "best", "def best(z):\n    return z.argmin(axis=1)\n")
    monkeypatch.setattr("grader.suite.counterexample._shrunk", None)

    assert smallest(search, "best", "def best(z):\n    return (-z).argmax(axis=1)\n") == first


def test_a_class_makes_more_mistakes_than_are_remembered(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.suite.counterexample._KNOWN", 1)
    best = "def best(z):\n    return z.argmin(axis=1)\n"
    first = smallest(search, "best", best)
    assert smallest(search, "own_numbers", "def half(x):\n    return x\n") is None
    assert len(search._known) == 1

    assert smallest(search, "best", best) == first


# ------------------------------------------------------------------ when, and when not

UNKNOWN = """
def row_means(x):
    return x.max(axis=1)
"""


def test_a_report_has_one_for_each_exercise_and_verify_looks_for_none() -> None:
    submission = a_submission(UNKNOWN)
    with patient(the_assignment()) as grader:
        with_one = grader.grade(submission)
    with open_grader(the_assignment()) as grader:
        without = grader.grade(submission)

    (one,) = shown(with_one)
    assert (one.what, one.actual, one.expected) == ("row_means([[1., 2.]])", "[2.]", "[1.5]")
    assert shown(without) == []


def test_nothing_is_left_in_the_folder_where_it_runs(tmp_path: Path, root: Path) -> None:
    work = tmp_path / "tiny.py"
    work.write_text(UNKNOWN)
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    code = "from grader.cli.student import main; main()"
    command = [sys.executable, "-c", code, str(work), "--course", str(COURSE)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HYPOTHESIS", "XDG"))}
    done = subprocess.run(
        [*command, "--lang", "en"],
        cwd=here,
        env={**clean, "HOME": str(home), "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Smallest example" in done.stdout, done.stderr
    assert list(here.iterdir()) == []


def test_an_exercise_can_switch_it_off(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    manifest = course / "assignments" / "tiny" / "assignment.toml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("points = ", "counterexample = false\npoints = "), "utf-8")
    with patient(the_assignment(course)) as grader:
        assert shown(grader.grade(a_submission(UNKNOWN))) == []


def test_code_that_does_not_answer_ends_the_search() -> None:
    hangs = """
    import time

    def row_means(x):
        if x.shape != (7, 5):
            time.sleep(60)
        return x.max(axis=1)
    """
    with patient(the_assignment()) as grader:
        grade = grader.grade(a_submission(hangs))

    values = next(each for each in grade.results if each.check.id == "row_means.values")
    assert values.verdict is Verdict.FAILED
    assert shown(grade) == []
    assert grade.seconds < 30


def test_a_search_that_breaks_costs_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Search, "smallest", breaks)
    with patient(the_assignment()) as grader, pytest.warns(RuntimeWarning, match="row_means: Zero"):
        grade = grader.grade(a_submission("def row_means(x):\n    return x.max(axis=1)"))

    assert Verdict.FAILED in {each.verdict for each in grade.results}
    assert shown(grade) == []


@pytest.mark.parametrize(
    "change,sought",
    [
        pytest.param({}, True, id="a hidden check on values"),
        pytest.param({"disclosure": Disclosure.SEALED}, False, id="sealed"),
        pytest.param({"hidden": False}, False, id="public: its input is shown"),
    ],
)
def test_what_is_looked_for(change: dict[str, object], sought: bool) -> None:
    check = replace(a_check("softmax.values"), **change)  # type: ignore[arg-type]
    evidence = Evidence(what="softmax(z)", actual="[1.]", expected="[2.]")
    result = CheckResult(check=check, verdict=Verdict.FAILED, evidence=evidence)

    assert searchable(result) == sought
    assert not searchable(replace(result, verdict=Verdict.CRASHED))
    assert not searchable(replace(result, evidence=None))
    assert not searchable(replace(result, evidence=replace(evidence, expected="")))


# ------------------------------------------------------------------ small numbers

DRAWS: dict[str, tuple[tuple[float, ...], dict[str, int]]] = {
    "normal": ((2.0, 3.0), {}),
    "standard_normal": ((), {}),
    "uniform": ((-2.0, 5.0), {}),
    "random": ((), {}),
    "exponential": ((2.0,), {}),
    "integers": ((-3, 4), {}),
    "beta": ((1.0, 2.0), {}),
}


@given(st.data(), st.sampled_from(sorted(DRAWS)), st.sampled_from([None, 3, (2, 3), (0, 2)]))
def test_small_numbers_are_what_a_generator_draws(
    data: st.DataObject, name: str, size: int | tuple[int, ...] | None
) -> None:
    small = SmallNumbers(lambda many: data.draw(st.integers(0, many - 1)))
    positional, named = DRAWS[name]
    got = getattr(small, name)(*positional, size=size, **named)
    usual = getattr(np.random.default_rng(0), name)(*positional, size=size, **named)

    assert np.shape(got) == np.shape(usual)
    assert np.asarray(got).dtype.kind == np.asarray(usual).dtype.kind
    if name == "uniform":
        assert np.all((np.asarray(got) > -2) & (np.asarray(got) < 5))
    if name == "integers":
        assert np.all((np.asarray(got) >= -3) & (np.asarray(got) < 4))


@given(st.data())
def test_small_orders_keep_what_they_order(data: st.DataObject) -> None:
    small = SmallNumbers(lambda many: data.draw(st.integers(0, many - 1)))

    assert sorted(small.permutation(5)) == [0, 1, 2, 3, 4]
    assert sorted(small.permutation(["a", "b"])) == ["a", "b"]
    assert np.array_equal(np.sort(small.permuted(np.eye(3), axis=1)), np.sort(np.eye(3)))
    assert len(set(small.choice(6, size=3, replace=False))) == 3
    assert small.choice([4, 5]) in (4, 5)
