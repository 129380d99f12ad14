"""A mistake of a hand calculation is shown on small numbers, worked out both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from grader.assignment import find_course, load_assignment
from grader.model import (
    Assignment,
    Evidence,
    Grade,
    Mutant,
    StudentId,
    Submission,
    SubmittedFile,
)
from grader.pipeline import Grader, open_grader
from grader.report.markdown import to_markdown
from grader.worksheet import as_toml


@pytest.fixture(scope="module")
def by_hand(root: Path) -> Assignment:
    return load_assignment(find_course(root), "softmax_by_hand")


@pytest.fixture(scope="module")
def grader(by_hand: Assignment) -> Iterator[Grader]:
    with open_grader(by_hand, counterexamples=True) as opened:
        yield opened


def graded(grader: Grader, mutant: Mutant, student: str = "ada") -> Grade:
    """The answers of somebody with that mistake."""
    sheet = grader.sheet(StudentId(student))
    assert sheet is not None
    answers = as_toml(grader.wrong(mutant).answers(sheet)).encode()
    file = SubmittedFile(path=PurePosixPath("answers.toml"), data=answers)
    return grader.grade(Submission(student=StudentId(student), files=(file,), digest=""))


def examples(grade: Grade) -> list[Evidence]:
    return [each.counterexample for each in grade.results if each.counterexample is not None]


def mutant(assignment: Assignment, name: str) -> Mutant:
    return next(each for each in assignment.mutants if each.id == name)


def test_an_exercise_can_switch_it_off(by_hand: Assignment) -> None:
    # First in this file: a process has one grader at a time.
    off = tuple(replace(each, counterexample=False) for each in by_hand.exercises)
    assignment = replace(by_hand, exercises=off)
    with open_grader(assignment, counterexamples=True) as opened:
        assert not examples(graded(opened, mutant(assignment, "double-softmax")))


@pytest.mark.parametrize(
    "name, inputs, yours, right",
    [
        ("no-exponential", {"z": "[0., 1.]"}, "[0., 1.]", "[0.2689, 0.7311]"),
        ("temperature-inverted", {"z": "[0., 1.]", "T": "2"}, "[0., 2.]", "[0. , 0.5]"),
        ("wrong-log-base", {"y": "1", "p": "[0.4, 0.6]"}, "0.2218", "0.5108"),
        ("hinge-no-max", {"scores": "[0., 2.]", "signs": "[1, 1]"}, "[ 1., -1.]", "[1., 0.]"),
    ],
)
def test_the_mistake_is_worked_out_on_small_numbers(
    grader: Grader, name: str, inputs: dict[str, str], yours: str, right: str
) -> None:
    found, *_ = examples(graded(grader, mutant(grader.assignment, name)))

    assert (found.inputs, found.actual, found.expected) == (inputs, yours, right)


def test_nearly_every_mistake_is_shown(grader: Grader) -> None:
    mutants = grader.assignment.mutants
    lacking = [each.id for each in mutants if not examples(graded(grader, each))]

    # Rounding too early is no formula.
    assert lacking == ["rounded-too-early"]


def test_what_belongs_together_does(grader: Grader) -> None:
    """The sum that a softmax is divided by is that of its exponentials, not any number."""
    for each in grader.assignment.mutants:
        for found in examples(graded(grader, each)):
            assert not {"exps", "exp_sum"} <= found.inputs.keys()
            assert not {"shifted", "max_z"} <= found.inputs.keys()


def test_everyone_sees_the_same_example_and_nobodys_numbers(grader: Grader) -> None:
    one = mutant(grader.assignment, "double-softmax")
    first, second = (graded(grader, one, student) for student in ("ada", "grace"))

    assert examples(first) == examples(second)
    assert "Smallest example" in to_markdown(first, "en")
    assert re.search(r"Đúng: `0.5108`", to_markdown(first, "vi"))
