"""A mistake is not named by a coincidence: an exception, a nan, or the numbers of another shape."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from grader.diagnosis import (
    is_common,
    is_telling,
    name_mistakes,
    outside,
    without_contradictions,
)
from grader.model import Check, CheckId, CheckResult, ExerciseId, Mutant, Slug, Text, Verdict
from grader.sandbox.worker import NameMissing, RemoteError, RemoteFailure
from grader.suite.plugin import _kind

SWAPPED = Mutant(
    id="swapped",
    misconception=Slug("swapped"),
    source="",
    caught_by=frozenset({CheckId("loss.one_hot"), CheckId("loss.index"), CheckId("other.use")}),
)
ONE_FORM = Mutant(
    id="one-form",
    misconception=Slug("one-form"),
    source="",
    caught_by=frozenset({CheckId("loss.index")}),
)


def result(name: str, verdict: Verdict, candidates: Collection[str] = ()) -> CheckResult:
    """The result of a check with that id."""
    exercise = ExerciseId(name.partition(".")[0])
    check = Check(id=CheckId(name), exercise=exercise, title=Text(vi="", en=""), points=1)
    slugs = frozenset(map(Slug, candidates))
    return CheckResult(check=check, verdict=verdict, candidates=slugs)


def named(*results: CheckResult, common: Collection[str] = ()) -> list[str | None]:
    """The mistakes that the results are named after; many mistakes have the answers of *common*."""
    found = without_contradictions(results, [SWAPPED, ONE_FORM], set(map(CheckId, common)))
    return [each.misconception for each in name_mistakes(found)]


def test_a_mistake_that_would_have_lost_more_is_not_it() -> None:
    index = result("loss.index", Verdict.CRASHED, ["swapped", "one-form"])
    assert named(result("loss.one_hot", Verdict.PASSED), index) == [None, "one-form"]


def test_what_another_exercise_passed_is_no_contradiction() -> None:
    index = result("loss.index", Verdict.CRASHED, ["swapped"])
    lost = result("loss.one_hot", Verdict.FAILED, ["swapped"])
    passed = result("other.use", Verdict.PASSED)
    assert named(lost, index, passed) == ["swapped", "swapped", None]


def test_zeros_are_alike_by_accident_where_nothing_else_is_explained() -> None:
    zero = result("loss.index", Verdict.FAILED, ["swapped"])
    lost = result("loss.one_hot", Verdict.FAILED)
    explained = result("loss.one_hot", Verdict.FAILED, ["swapped"])

    assert named(lost, zero, common=["loss.index"]) == [None, None]
    assert named(explained, zero, common=["loss.index"]) == ["swapped", "swapped"]
    assert named(zero, common=["loss.index"]) == ["swapped"]
    assert named(lost, zero) == [None, "swapped"]


def test_what_a_check_has_named_itself_stays() -> None:
    index = result("loss.index", Verdict.FAILED, ["swapped"])
    itself = CheckResult(
        check=index.check,
        verdict=index.verdict,
        candidates=index.candidates,
        misconception=Slug("swapped"),
    )
    assert named(result("loss.one_hot", Verdict.PASSED), itself) == [None, "swapped"]


def failure(message: str) -> RemoteError:
    """A student's ValueError."""
    return RemoteError(
        RemoteFailure(type="ValueError", bases=("ValueError",), message=message, frames=(), name="")
    )


@pytest.mark.parametrize(
    "first,second,same",
    [
        ("shapes (4,3) (4,)", "shapes (7,) (7,3)", True),
        ("shapes (4,3) (4,)", "shapes (3,) (4,)", False),
        ("shapes (4,3) and (4,) not aligned", "operands could not be broadcast", False),
    ],
)
def test_exceptions_are_alike_in_their_words(first: str, second: str, same: bool) -> None:
    assert (_kind(failure(first)) == _kind(failure(second))) is same
    assert _kind(NameMissing("softmax")) != _kind(failure(first))


@pytest.mark.parametrize(
    "answer,telling",
    [
        ({"value": np.array([[np.nan, np.inf]])}, False),
        ({"value": np.zeros(7, dtype=int)}, False),
        ({"value": np.array([[0.5, np.nan], [0.25, 0.25]])}, True),
        ({"value": np.full((2, 3), 1 / 3)}, True),
        ({"value": 0.0}, True),
        ({"value": float("nan")}, False),
        ({"value": (0.5, np.ones(3))}, True),
        ({"value": np.ones(3) * 1j}, True),
        ({"value": np.array([None, "a"], dtype=object)}, True),
        ({"value": np.zeros((0, 3))}, False),
        (None, False),
    ],
)
def test_what_answers_tell(answer: object, *, telling: bool) -> None:
    assert is_telling(answer) is telling


@pytest.mark.parametrize("telling", [True, False])
def test_a_nan_is_named_after_what_explains_the_numbers_beside_it(*, telling: bool) -> None:
    index = replace(result("loss.index", Verdict.FAILED, ["swapped"]), telling=telling)
    one_hot = result("loss.one_hot", Verdict.FAILED, ["other"])
    assert named(one_hot, index) == ["other", "swapped" if telling else None]
    silent = replace(result("loss.one_hot", Verdict.FAILED), telling=False)
    assert named(silent, index) == [None, "swapped"]


@pytest.mark.parametrize("verdict", [Verdict.CRASHED, Verdict.FAILED])
def test_an_exception_is_not_that_of_a_function_that_passed(verdict: Verdict) -> None:
    in_loss = replace(SWAPPED, source="def loss(y_hat, y): ...")
    use = result("other.use", verdict, ["swapped"])
    for loss, slugs, possible in (
        (Verdict.PASSED, [], verdict is Verdict.FAILED),
        (Verdict.FAILED, [], verdict is Verdict.FAILED),
        (Verdict.FAILED, ["swapped"], True),
    ):
        found = without_contradictions([result("loss.one_hot", loss, slugs), use], [in_loss])
        assert found[1].candidates == ({"swapped"} if possible else set())


def test_an_exception_that_most_checks_raised_is_no_mistake_that_loses_few() -> None:
    def crashed(name: str, error: str) -> CheckResult:
        return replace(result(name, Verdict.CRASHED, ["one-form"]), error=error)

    index = crashed("loss.index", "ValueError: shapes (7,5) (5,3)")
    alike = [crashed(f"loss.other{n}", f"ValueError: shapes ({n},4) (4,3)") for n in range(2)]
    others = [replace(each, candidates=frozenset()) for each in alike]
    elsewhere = [result("other.use", Verdict.CRASHED), crashed("loss.far", "TypeError: no")]
    elsewhere = [replace(each, candidates=frozenset()) for each in elsewhere]

    assert named(index, *others)[0] is None
    assert named(index, others[0])[0] == named(index, *elsewhere)[0] == "one-form"


@pytest.mark.parametrize(
    "answer, common",
    [
        (np.zeros((7, 3)), True),
        (0.75, True),
        (np.float64(9 / 17), True),
        (np.array([[1]]), True),
        (-np.log(0.75), False),
        (np.full(7, 0.75), False),
        (np.nan, False),
        ([], False),
        ("0.75", False),
        (None, False),
    ],
)
def test_zeros_and_simple_fractions_are_answers_of_many_mistakes(
    answer: object, common: bool
) -> None:
    assert is_common(answer) is common


def test_an_exception_is_what_the_numbers_beside_it_tell() -> None:
    index = result("loss.index", Verdict.CRASHED, ["one-form"])
    both = result("loss.index", Verdict.CRASHED, ["one-form", "swapped"])
    told = result("loss.one_hot", Verdict.FAILED, ["swapped"])

    assert named(told, index) == ["swapped", None]
    assert named(told, both) == ["swapped", "swapped"]


def test_large_arrays_are_compared_in_pieces() -> None:
    size = (1 << 20) + 5
    actual, expected = np.zeros((size, 2), bool), np.zeros((size, 2))
    expected[[0, -1], [1, 0]] = 1

    wrong = outside(actual, expected, rtol=0, atol=0.5)

    assert wrong.shape == actual.shape
    assert np.argwhere(wrong).tolist() == [[0, 1], [size - 1, 0]]
