"""Grades to make reports of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import numpy as np

from grader.model import (
    Assignment,
    Cell,
    Check,
    CheckId,
    CheckResult,
    Convention,
    Disclosure,
    Evidence,
    Exercise,
    ExerciseGrade,
    ExerciseId,
    Frame,
    Grade,
    Level,
    Limits,
    Misconception,
    Program,
    Slug,
    StudentId,
    Text,
    Verdict,
    phrase,
)

WRONG_AXIS = Misconception(
    id=Slug("wrong-axis"),
    title=Text(vi="Chuẩn hoá sai `axis`", en="Normalised over the wrong `axis`"),
    idea=Text(
        vi="Softmax biến **mỗi hàng** logits thành một phân phối xác suất: mẫu số là tổng của "
        "chính hàng $i$ đó, không phải của cột.",
        en="Softmax turns **each row** of logits into a distribution: the denominator is the sum "
        "of that row $i$, not of a column.",
    ),
    inspect=Text(
        vi="Xem `axis` trong `sum(...)`: `axis=0` cộng theo cột. So với dòng tính `max`.",
        en="Look at `axis` in `sum(...)`: `axis=0` adds up columns. Compare with the `max` line.",
    ),
    next=Text(
        vi="Dùng `axis=-1, keepdims=True` rồi in `softmax(z).sum(axis=1)`: mọi giá trị phải là 1.",
        en="Use `axis=-1, keepdims=True`, then print `softmax(z).sum(axis=1)`: all ones.",
    ),
    formula=r"\operatorname{softmax}(x)_{ij} = \frac{e^{x_{ij} - m_i}}{\sum_k e^{x_{ik} - m_i}},"
    r" \qquad m_i = \max_k x_{ik}",
    lecture=Text(vi="Bài giảng thứ Tư, mục 2.1", en="Wednesday's lecture, section 2.1"),
)
DIVIDE_BY_SIZE = Convention(
    id=Slug("divide-by-size"),
    title=Text(vi="chia cho `y.size` (N·K) như mẫu bài tập", en="divides by `y.size` (N·K)"),
)

SOURCE = '''def softmax(x):
    """Softmax theo từng hàng."""
    z = x - x.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)
'''
LOSS = """class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1):
        self.W = np.zeros((n_features, n_classes))
        self.lr = lr  # tốc độ học

    def fit(self, X, y, epochs=100):
        for _ in range(epochs):
            y_hat = self.forward(X)
            self.W -= self.lr * X.T @ (y_hat - y) / len(x)
        return self
"""


def an_assignment(*exercises: Exercise) -> Assignment:
    """An assignment without files."""
    return Assignment(
        id="softmax_numpy",
        title=Text(vi="Hồi quy softmax với NumPy", en="Softmax regression in NumPy"),
        folder=Path("assignments/softmax_numpy"),
        entry=PurePosixPath("softmax_numpy.py"),
        runtime=("numpy",),
        limits=Limits(),
        exercises=exercises,
        misconceptions={WRONG_AXIS.id: WRONG_AXIS},
        conventions={DIVIDE_BY_SIZE.id: DIVIDE_BY_SIZE},
        mutants=(),
        reference=None,
        suites=(),
        seed=7,
        digest="a" * 64,
    )


def an_exercise(name: str, *, points: int = 0, vi: str = "", en: str = "") -> Exercise:
    """An exercise that is called like its function."""
    return Exercise(
        id=ExerciseId(name),
        title=Text(vi=vi or name, en=en or name),
        points=points,
        topics=("stability", "shape"),
    )


def a_check(
    name: str,
    *,
    points: int = 2,
    disclosure: Disclosure = Disclosure.DIAGNOSIS,
    vi: str = "",
    en: str = "",
    needs: tuple[str, ...] = (),
) -> Check:
    """A check by its id."""
    return Check(
        id=CheckId(name),
        exercise=ExerciseId(name.partition(".")[0]),
        title=Text(vi=vi or name, en=en or name),
        points=points,
        disclosure=disclosure,
        needs=tuple(map(CheckId, needs)),
        hidden=disclosure is not Disclosure.PUBLIC,
    )


def a_grade(student: str, *verdicts: Verdict) -> Grade:
    """One exercise, ``softmax``, with a check of two points for each verdict."""
    results = tuple(
        CheckResult(check=a_check(f"softmax.check_{index}"), verdict=verdict)
        for index, verdict in enumerate(verdicts)
    )
    return grade_of(student, ExerciseGrade(exercise=an_exercise("softmax"), results=results))


def a_grade_with(result: CheckResult, student: str = "ada") -> Grade:
    """One exercise with one result."""
    exercise = an_exercise(result.check.exercise)
    return grade_of(student, ExerciseGrade(exercise=exercise, results=(result,)))


def grade_of(student: str, *exercises: ExerciseGrade) -> Grade:
    """A grade whose exercises are worth what was run."""
    worth = tuple(
        replace(each, exercise=replace(each.exercise, points=each.exercise.points or each.possible))
        for each in exercises
    )
    return Grade(
        assignment=an_assignment(*(each.exercise for each in worth)),
        student=StudentId(student),
        digest="5f3a9c1e" + "0" * 56,
        graded_at=datetime(2026, 11, 20, 7, 5, tzinfo=UTC),
        isolation=Level.FULL,
        environment={"python": "3.11.7", "numpy": "2.4.6", "seed": "71717171"},
        exercises=worth,
        program=Program(
            entry=PurePosixPath("softmax_numpy.ipynb"),
            cells=(
                Cell(number=1, source="import numpy as np"),
                Cell(number=6, source=SOURCE),
                Cell(number=8, source=LOSS),
            ),
        ),
        seconds=0.4,
    )


def evidence(disclosed: str = "softmax(x)") -> Evidence:
    """A (6, 8) comparison in which rows 2 to 4 are wrong."""
    rng = np.random.default_rng(3)
    difference = np.zeros((6, 8))
    difference[2:5] = rng.normal(scale=0.1, size=(3, 8))
    return Evidence(
        what=disclosed,
        actual="array([[0.125, 0.125, 0.0313, ..., 0.25]])",
        expected="array([[0.5, 0.25, 0.0625, ..., 0.125]])",
        inputs={"x": "array([[1.0, 2.0, 3.0, ..., 0.0]])"},
        difference=difference,
        wrong=difference != 0,
    )


def a_rich_grade(student: str = "Nguyễn Thị Ánh Tuyết") -> Grade:
    """Something of everything that a report can hold."""
    softmax = (
        CheckResult(
            check=a_check("softmax.vector", vi="softmax của một vector", en="softmax of a vector"),
            verdict=Verdict.PASSED,
        ),
        CheckResult(
            check=a_check(
                "softmax.rows_sum_to_one", vi="mỗi hàng có tổng 1", en="each row sums to 1"
            ),
            verdict=Verdict.FAILED,
            notes=(
                Text(
                    vi="Tổng hàng 2 của em là 0,455, cần 1.", en="Your row 2 sums to 0.455, not 1."
                ),
            ),
            misconception=WRONG_AXIS.id,
            evidence=evidence(),
            counterexample=Evidence(
                what="softmax([[0., 1.]])",
                actual="[[1., 1.]]",
                expected="[[0.268941, 0.731059]]",
            ),
        ),
        CheckResult(
            check=a_check(
                "softmax.batch_values",
                points=1,
                disclosure=Disclosure.PUBLIC,
                vi="softmax của một batch",
                en="softmax of a batch",
            ),
            verdict=Verdict.FAILED,
            notes=(
                phrase(
                    "`{what}` differs in {count} of {total} elements.",
                    what="softmax(x)",
                    count=4,
                    total=6,
                ),
            ),
            misconception=WRONG_AXIS.id,
            evidence=replace(
                evidence(),
                difference=np.array([[0.25, -0.125, 0.0], [0.03, np.nan, 0.0]]),
                wrong=np.array([[True, True, False], [True, True, False]]),
            ),
        ),
    )
    regression = (
        CheckResult(
            check=a_check(
                "SoftmaxRegression.fit_lowers_loss",
                vi="`fit` làm loss giảm",
                en="`fit` lowers the loss",
                points=4,
            ),
            verdict=Verdict.CRASHED,
            error="NameError: name 'x' is not defined",
            traceback=(
                Frame(
                    file="softmax_numpy.ipynb",
                    cell=8,
                    line=6,
                    function="fit",
                    code="def fit(self, X, y, epochs=100):",
                ),
                Frame(
                    file="softmax_numpy.ipynb",
                    cell=8,
                    line=9,
                    function="fit",
                    code="self.W -= self.lr * X.T @ (y_hat - y) / len(x)",
                ),
            ),
        ),
        CheckResult(
            check=a_check(
                "SoftmaxRegression.history",
                vi="`history` có mỗi epoch một giá trị",
                en="`history` has one value per epoch",
                needs=("SoftmaxRegression.fit_lowers_loss",),
            ),
            verdict=Verdict.SKIPPED,
        ),
        CheckResult(
            check=a_check(
                "SoftmaxRegression.seeded",
                disclosure=Disclosure.SEALED,
                vi="cùng seed thì cùng kết quả",
                en="equal seeds give equal results",
            ),
            verdict=Verdict.FAILED,
            notes=(
                phrase(
                    "`{what}` differs in {count} of {total} elements.",
                    what="SECRET",
                    count=1,
                    total=1,
                ),
            ),
            evidence=evidence("SECRET"),
        ),
    )
    loss = (
        CheckResult(
            check=a_check(
                "cross_entropy.mean", points=3, vi="trung bình trên N mẫu", en="mean over N samples"
            ),
            verdict=Verdict.PASSED,
            convention=DIVIDE_BY_SIZE.id,
        ),
    )
    missing = tuple(
        CheckResult(
            check=a_check(f"one_hot.{name}", vi=vi, en=en),
            verdict=Verdict.MISSING,
        )
        for name, vi, en in (
            ("values", "giá trị của one-hot", "values of one-hot"),
            ("dtype", "kiểu của one-hot", "dtype of one-hot"),
        )
    )
    return grade_of(
        student,
        ExerciseGrade(
            exercise=an_exercise("softmax", points=9, vi="2.1 Softmax", en="2.1 Softmax"),
            results=softmax,
        ),
        ExerciseGrade(
            exercise=an_exercise("one_hot", vi="2.2 One-hot", en="2.2 One-hot"), results=missing
        ),
        ExerciseGrade(
            exercise=an_exercise("cross_entropy", vi="2.3 Cross-entropy", en="2.3 Cross-entropy"),
            results=loss,
        ),
        ExerciseGrade(
            exercise=an_exercise(
                "SoftmaxRegression",
                vi="2.4 Lớp SoftmaxRegression",
                en="2.4 Class SoftmaxRegression",
            ),
            results=regression,
        ),
    )
