"""best_run: hidden checks on prepared experiments; the label of what was found tells why."""

import pytest

from grader.suite.api import expect, probe

from .scenes import searching

MISTAKES = {
    "oldest": "mlflow-newest-run",
    "newest": "mlflow-newest-run",
    "worst": "mlflow-wrong-order",
    "lowest train_loss": "mlflow-wrong-metric",
    "failed": "mlflow-unfinished-run",
    "still running": "mlflow-unfinished-run",
}


def expect_best(student, experiment):
    """The best run of that experiment was found."""
    kind, found = probe(student, searching, student.best_run)[experiment]
    expect(
        kind == "text",
        vi=f"best_run trả về {kind}; cần id của run, dạng str.",
        en=f"best_run returned {kind}; expected a run's id, a str.",
    )
    home, _, label = found.partition(": ")
    if home != experiment:
        mistake = "mlflow-all-experiments" if home else None
    else:
        mistake = MISTAKES.get(label)
    expect(
        found == f"{experiment}: best",
        vi=f"Trong experiment grader-{experiment}, best_run tìm được run: {found or 'không rõ'}.",
        en=f"In the experiment grader-{experiment}, best_run found the run: {found or 'unknown'}.",
        misconception=mistake,
    )


@pytest.mark.check(points=3, topics=["search"])
def test_lowest_val_loss(student):
    """vi: trong năm run đã kết thúc, tìm được run có val_loss thấp nhất
    en: of five finished runs the one with the lowest val_loss is found
    """
    expect_best(student, "order")


@pytest.mark.check(points=2, topics=["search"])
def test_finished_only(student):
    """vi: run bị lỗi hoặc đang chạy không được tính
    en: runs that failed or are still running do not count
    """
    expect_best(student, "status")


@pytest.mark.check(points=2, topics=["search"])
def test_own_experiment(student):
    """vi: chỉ tìm trong experiment được nêu, dù nơi khác có run tốt hơn
    en: only the named experiment is searched, even if another one has a better run
    """
    expect_best(student, "other")


@pytest.mark.check(points=2, topics=["search"])
def test_final_value(student):
    """vi: giá trị cuối cùng của val_loss quyết định, không phải giá trị thấp nhất giữa chừng
    en: the last value of val_loss decides, not the lowest one on the way
    """
    expect_best(student, "final")
