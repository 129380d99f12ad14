"""Steps worked out by hand: the course's own examples, what rounding allows, what is carried."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import find_course, load_assignment
from grader.chain import ROUNDED, Outcome, Sheet, Sheets, judge, make_sheet, written
from grader.intervals import Interval, ends, widened
from grader.model import Assignment, StudentId
from grader.worksheet import open_sheets

Array = npt.NDArray[Any]
ADA = StudentId("ada")


@pytest.fixture(scope="module")
def assignment(root: Path) -> Assignment:
    return load_assignment(find_course(root), "softmax_by_hand")


@pytest.fixture(scope="module")
def sheets(assignment: Assignment) -> Sheets:
    return open_sheets(assignment)


@pytest.fixture(scope="module")
def sheet(sheets: Sheets, assignment: Assignment) -> Sheet:
    return sheets.sheet(assignment.seed, ADA)


# ------------------------------------------------------------------ values known from the course


def step(sheets: Sheets, name: str, **values: object) -> Array:
    """What the model solution makes of the numbers; steps in between follow from them."""
    arrays = {key: np.asarray(value) for key, value in values.items()}
    return sheets.chain.from_own(name, arrays, {})


@pytest.mark.parametrize(
    "z, T, p",
    [
        ([1, 2, 3], 1, [0.0900, 0.2447, 0.6652]),
        ([5, 2, 4], 1, [0.7054, 0.0351, 0.2595]),
        ([2, 1, 0.1], 1, [0.6590, 0.2424, 0.0986]),
        ([2, 1, 0.1], 2, [0.5017, 0.3043, 0.1940]),
        ([2, 0], 1, [0.8808, 0.1192]),
        ([3, 1, 0], 1, [0.8438, 0.1142, 0.0420]),
        ([2, 1, 0], 10, [0.3672, 0.3322, 0.3006]),
        ([-1, -2, 3, 2], 1, [0.013, 0.005, 0.718, 0.264]),
    ],
)
def test_softmax_of_the_course(sheets: Sheets, z: list[float], T: float, p: list[float]) -> None:
    places = 3 if len(z) == 4 else 4

    assert step(sheets, "softmax_T", z=z, T=T).round(places).tolist() == p
    if T == 1:
        assert step(sheets, "softmax_z", z=z).round(places).tolist() == p


@pytest.mark.parametrize(
    "name, values, expected",
    [
        ("batch_losses", {"batch_p": [[0.4, 0.15, 0.05, 0.4]], "batch_y": [0]}, [0.916]),
        (
            "batch_losses",
            {"batch_p": [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], "batch_y": [0, 0]},
            [0.357, 2.303],
        ),
        ("bce_terms", {"bce_p": [0.9, 0.55, 0.1], "bce_y": [1, 1, 1]}, [0.105, 0.598, 2.303]),
        (
            "smooth_target",
            {"smooth_classes": 4, "smooth_y": 0, "alpha": 0.1},
            [0.925, 0.025, 0.025, 0.025],
        ),
    ],
)
def test_losses_of_the_course(
    sheets: Sheets, name: str, values: Mapping[str, object], expected: list[float]
) -> None:
    assert step(sheets, name, **values).round(3).tolist() == expected


def test_accuracy_of_the_course(sheets: Sheets) -> None:
    predicted = np.array([0, 1, 3, 2, 0, 2, 1, 2])
    labels = np.array([0, 0, 3, 2, 1, 2, 2, 1])

    assert sheets.chain.step("accuracy", {"classes": predicted, "batch_y": labels}) == 0.5


def test_gradients_agree_with_finite_differences(sheets: Sheets, sheet: Sheet) -> None:
    def loss(W: Array, b: Array) -> float:
        return float(sheets.chain.run({**sheet.given, "W": W, "b": b})["loss"])

    W, b = sheet.given["W"], sheet.given["b"]
    for name, at, other in (("dW", W, b), ("db", b, W)):
        for place in np.ndindex(at.shape):
            h = np.zeros(at.shape)
            h[place] = 1e-6
            pair = [(at + s * h, other) if name == "dW" else (other, at + s * h) for s in (1, -1)]
            slope = (loss(*pair[0]) - loss(*pair[1])) / 2e-6
            assert sheet.right[name][place] == pytest.approx(slope, abs=1e-6)


def test_the_step_goes_down(sheet: Sheet) -> None:
    assert sheet.right["new_loss"] < sheet.right["loss"]


# ------------------------------------------------------------------ rounding


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=5), st.data())
def test_a_range_holds_everything_that_rounding_may_give(
    z: list[float], data: st.DataObject
) -> None:
    exact = np.array(z)
    moved = exact + np.array([data.draw(st.floats(-0.005, 0.005)) for _ in z])

    def chain(values: Array) -> Array:
        e: Array = np.exp(values)
        losses: Array = -np.log(e / e.sum())
        return losses

    low, high = ends(chain(widened(exact, 0.005)))
    assert np.all(low - 1e-12 <= chain(moved))
    assert np.all(chain(moved) <= high + 1e-12)


@pytest.mark.parametrize(
    "low, high",
    [(-1.0, 2.0), (0.5, 2.0), (-2.0, -0.5)],
    ids=["around-zero", "positive", "negative"],
)
def test_intervals_hold_their_results(low: float, high: float) -> None:
    interval = Interval(low, high)
    samples = np.linspace(low, high, 41)
    results: list[tuple[Interval, Array]] = [
        (interval + 1, samples + 1),
        (1 - interval, 1 - samples),
        (interval * -3, samples * -3),
        (interval**2, samples**2),
        (abs(interval), np.abs(samples)),
        (interval.exp(), np.exp(samples)),
        (interval * interval, samples * samples),
    ]
    if low * high > 0:
        results.append((2 / interval, 2 / samples))
    for found, values in results:
        assert found.low <= values.min() + 1e-12
        assert values.max() - 1e-12 <= found.high


def test_division_by_what_may_be_zero_says_nothing() -> None:
    quotient = 1 / Interval(-1.0, 1.0)

    assert (quotient.low, quotient.high) == (-np.inf, np.inf)


@pytest.mark.parametrize("decimals, outcome", [(4, Outcome.RIGHT), (2, Outcome.EARLY)])
def test_honest_work_is_never_wrong(
    sheets: Sheets, assignment: Assignment, decimals: int, outcome: Outcome
) -> None:
    """Rounded at every step, and only the final results of the long chain handed in."""
    early = set()
    for number in range(20):
        sheet = sheets.sheet(assignment.seed, StudentId(f"honest {number}"))
        work: dict[str, Array] = {}
        for name in sheets.chain.steps:
            work[name] = np.round(sheets.chain.run(sheet.given, known=work)[name], decimals)
        for name in sheets.chain.steps:
            found = judge(sheets.chain, sheet, name, {name: work[name]})
            early.add(found.outcome)
            assert found.outcome in {Outcome.RIGHT, outcome}, (number, name)
    assert outcome in early


def test_one_decimal_is_wrong(sheets: Sheets, sheet: Sheet) -> None:
    coarse = {"p": np.round(sheet.right["p"], 1)}

    assert judge(sheets.chain, sheet, "p", coarse).outcome is Outcome.WRONG


# ------------------------------------------------------------------ carried forward


def carried(sheets: Sheets, sheet: Sheet, **own: Array) -> dict[str, Array]:
    """Everything as it follows from the student's *own* wrong values."""
    return {**written(sheets.chain.run(sheet.given, known=own)), **own}


def test_a_step_that_follows_from_an_earlier_mistake_is_right(sheets: Sheets, sheet: Sheet) -> None:
    answers = carried(sheets, sheet, logits=sheet.right["logits"] + np.array([0.3, -0.2, 0.1]))
    found = {name: judge(sheets.chain, sheet, name, answers) for name in answers}

    assert found["logits"].outcome is Outcome.WRONG
    later = {"logits_exp", "logits_sum", "p", "loss", "dz", "dW", "db", "W_new", "b_new"}
    assert all(found[name].outcome is Outcome.RIGHT for name in later)
    assert {name for name, each in found.items() if each.carried} >= later - {"db"}
    assert not found["softmax_z"].carried


def test_steps_left_out_in_between_are_worked_out(sheets: Sheets, sheet: Sheet) -> None:
    answers = carried(sheets, sheet, logits=sheet.right["logits"] + np.array([0.3, -0.2, 0.1]))
    sparse = {name: answers[name] for name in ("logits", "loss")}
    found = judge(sheets.chain, sheet, "loss", sparse)

    assert (found.outcome, found.carried) == (Outcome.RIGHT, True)


def test_the_right_value_is_right_whatever_came_before(sheets: Sheets, sheet: Sheet) -> None:
    answers = {"logits": sheet.right["logits"] + 1.0, "p": sheet.right["p"].round(4)}
    answers["logits"][0] += 1.0
    found = judge(sheets.chain, sheet, "p", answers)

    assert (found.outcome, found.carried) == (Outcome.RIGHT, False)


@pytest.mark.parametrize(
    "p",
    [[1 / 3, 1 / 3, 1 / 3], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
    ids=["uniform", "zero", "certain", "certain-of-another"],
)
def test_nothing_is_carried_from_a_degenerate_value(
    sheets: Sheets, sheet: Sheet, p: list[float]
) -> None:
    own = np.array(p)
    answers = {"p": own, "dz": own - np.eye(3)[int(sheet.given["y"])]}

    assert judge(sheets.chain, sheet, "dz", answers).outcome is Outcome.WRONG


def test_a_value_of_the_wrong_shape_is_not_carried(sheets: Sheets, sheet: Sheet) -> None:
    answers = {"dW": sheet.right["dW"].T.round(4), "W_new": sheet.right["W_new"].round(4)}

    assert judge(sheets.chain, sheet, "W_new", answers).outcome is Outcome.RIGHT


# ------------------------------------------------------------------ everyone's numbers


def test_the_same_student_always_has_the_same_numbers(assignment: Assignment, sheet: Sheet) -> None:
    again = open_sheets(assignment).sheet(assignment.seed, ADA)

    assert all(np.array_equal(again.given[name], sheet.given[name]) for name in sheet.given)


def test_a_decomposed_name_is_the_same_student(sheets: Sheets, assignment: Assignment) -> None:
    composed, decomposed = StudentId("Lê Huệ"), StudentId("Le\u0302 Hue\u0323\u0302")

    assert sheets.sheet(assignment.seed, decomposed) is sheets.sheet(assignment.seed, composed)


def test_students_and_seeds_have_different_numbers(sheets: Sheets, assignment: Assignment) -> None:
    keys = itertools.product((assignment.seed, 1), (ADA, StudentId("bob"), StudentId("ada ")))
    drawn = [sheets.sheet(seed, student).given["W"].tobytes() for seed, student in keys]

    assert len(set(drawn)) == len(drawn)


def test_every_listed_mistake_is_wrong_and_told_apart(
    sheets: Sheets, assignment: Assignment
) -> None:
    for number in range(10):
        sheet = sheets.sheet(assignment.seed, StudentId(f"student {number}"))
        for wrong in sheets.wrong:
            answers = wrong.answers(sheet)
            for name in wrong.steps & answers.keys():
                outcome = judge(sheets.chain, sheet, name, answers).outcome
                if wrong.misconception == ROUNDED:
                    assert outcome is Outcome.EARLY
                else:
                    assert outcome is Outcome.WRONG
                    assert sheets.explain(sheet, name, answers) == {wrong.misconception}


def test_what_is_kept_of_a_student_says_the_same_as_the_sheet(
    sheets: Sheets, assignment: Assignment
) -> None:
    rng = np.random.default_rng(0)
    outcomes = set()
    for student in map(StudentId, "abcd"):
        sheet, kept = (
            sheets.sheet(assignment.seed, student),
            sheets.bounds(assignment.seed, student),
        )
        assert kept.student == student
        for name, right in sheet.right.items():
            for off in (0.0, 4e-5, 2e-4, 1e-3, 0.02, 0.2):
                answers = {name: right + off * rng.choice([-1, 1], size=right.shape)}
                is_right = judge(sheets.chain, sheet, name, answers).outcome is Outcome.RIGHT
                told = is_right and right.dtype.kind not in "biu"
                assert kept.count_right(answers) == told
                outcomes.add(told)
        assert kept.count_right({"z": np.zeros(4), "p": np.zeros(2)}) == 0
        assert kept.count_right(sheet.written) == len(kept.form.shapes)
    assert outcomes == {True, False}


def test_numbers_on_which_a_mistake_passes_are_a_fault(sheets: Sheets, sheet: Sheet) -> None:
    problem = type(sheet.problem)(
        **{
            **{name: getattr(sheet.problem, name) for name in sheet.given},
            "b": np.zeros(3),
            "T": 1.0,
        }
    )
    faults = list(sheets.faults(make_sheet(sheets.chain, ADA, problem)))

    assert "bias-missing: logits is right" in faults
    assert "temperature-inverted: scaled is right" in faults
