"""fine_tune: hidden checks on a short run in production that is tuned further."""

import numpy as np
import pytest

from grader.suite.api import expect, probe

from .scenes import (
    DATA,
    Y_VAL,
    cross_entropy,
    expect_logged_loss,
    expect_model,
    expect_params,
    tuning,
)

START, FURTHER, NOTHING = (
    {"lr": 0.1, "epochs": 2},
    {"lr": 0.4, "epochs": 3},
    {"lr": 1e-12, "epochs": 1},
)
MODEL = ["train_and_log.model_logged"]
NUMBERS = ["train_and_log.model_predicts_probabilities"]


def tuned(student):
    """The scene; the two runs that fine_tune returned are in its store."""
    functions = (student.train_and_log, student.fine_tune)
    scene = probe(student, tuning, *functions, START, FURTHER, NOTHING, *DATA)
    known = {run["id"]: run for run in scene["record"]["runs"]}
    for run_id in scene["tuned"]:
        expect(
            run_id in known,
            vi=f"fine_tune trả về {run_id[:60]!r}; trong mlflow.db không có run nào có id đó.",
            en=f"fine_tune returned {run_id[:60]!r}; mlflow.db has no run of that id.",
        )
    return scene, [known[run_id] for run_id in scene["tuned"]]


@pytest.mark.check(points=2, topics=["child runs"], needs=MODEL)
def test_own_run(student):
    """vi: mỗi lần huấn luyện tiếp là một run mới, đã kết thúc
    en: every fine-tuning is a new run that has ended
    """
    scene, _ = tuned(student)
    expect(
        scene["parent"] not in scene["tuned"],
        vi="fine_tune ghi tiếp vào chính run của model đang ở production.",
        en="fine_tune goes on writing into the run of the model in production.",
        misconception="mlflow-parent-overwritten",
    )
    expect(
        len(set(scene["tuned"])) == 2,
        vi="Hai lần gọi fine_tune cho cùng một run.",
        en="Two calls of fine_tune gave the same run.",
    )
    expect(
        set(scene["statuses"]) == {"FINISHED"},
        vi=f"Trạng thái ngay sau khi gọi: {', '.join(sorted(set(scene['statuses'])))}.",
        en=f"The status right after the call: {', '.join(sorted(set(scene['statuses'])))}.",
        misconception="mlflow-run-left-open" if "RUNNING" in scene["statuses"] else None,
    )


@pytest.mark.check(points=3, topics=["child runs"], needs=["fine_tune.own_run"])
def test_child_of_production(student):
    """vi: run mới là run con của run đã tạo ra phiên bản đang ở production
    en: the new run is a child of the run that made the version in production
    """
    scene, (first, _) = tuned(student)
    expect(
        first["parent"] == scene["parent"],
        vi="Run mới không có run cha."
        if not first["parent"]
        else "Run cha của run mới không phải run đã tạo ra phiên bản production.",
        en="The new run has no parent run."
        if not first["parent"]
        else "The parent of the new run is not the run that made the version in production.",
        misconception=None if first["parent"] else "mlflow-no-parent",
    )


@pytest.mark.check(points=2, topics=["child runs"], needs=MODEL)
def test_parent_kept(student):
    """vi: run cha giữ nguyên tham số và metric
    en: the parent's parameters and metrics stay as they were
    """
    scene, _ = tuned(student)
    before, after = (
        next(run for run in scene[when]["runs"] if run["id"] == scene["parent"])
        for when in ("before", "record")
    )
    changed = [key for key in ("params", "metrics") if before[key] != after[key]]
    expect(
        not changed,
        vi=f"Sau fine_tune, run cha có thêm hoặc khác: {', '.join(changed)}.",
        en=f"After fine_tune the parent run has other: {', '.join(changed)}.",
        misconception="mlflow-parent-overwritten",
    )


@pytest.mark.check(points=3, topics=["models"], needs=NUMBERS)
def test_starts_from_production(student):
    """vi: huấn luyện bắt đầu từ trọng số của phiên bản production: bước dài 0 không đổi dự đoán nào
    en: training starts at the weights in production: a step of no length changes no prediction
    """
    scene, _ = tuned(student)
    parent, _, still = scene["tables"]
    expect_model(still)
    difference = np.abs(np.asarray(still, dtype=float) - np.asarray(parent, dtype=float)).max()
    uniform = np.ptp(np.asarray(still, dtype=float), axis=0).max() < 1e-6
    expect(
        difference < 1e-5,
        vi=f"Với lr gần 0, dự đoán vẫn lệch {difference:.3g} so với model ở production.",
        en=f"With an lr near 0, predictions still differ by {difference:.3g} from the model in "
        "production.",
        misconception="fine-tune-from-scratch" if uniform else None,
    )


@pytest.mark.check(points=2, topics=["recomputed losses"], needs=NUMBERS)
def test_improves(student):
    """vi: loss tính lại của model sau khi huấn luyện tiếp thấp hơn của model cha
    en: the recomputed loss of the tuned model is lower than its parent's
    """
    scene, _ = tuned(student)
    expect_model(scene["tables"][1])
    before, after = (cross_entropy(table, Y_VAL) for table in scene["tables"][:2])
    expect(
        after < before,
        vi=f"val_loss tính lại: trước {before:.4g}, sau {after:.4g}.",
        en=f"The recomputed val_loss: {before:.4g} before, {after:.4g} after.",
    )


@pytest.mark.check(points=2, topics=["recomputed losses"], needs=[*NUMBERS, "fine_tune.own_run"])
def test_loss_recomputed(student):
    """vi: val_loss cuối cùng của run con bằng loss tính lại từ model của nó
    en: the last val_loss of the child equals the loss worked out again from its model
    """
    scene, (first, _) = tuned(student)
    expect_model(scene["tables"][1])
    expect_logged_loss(first, "val_loss", cross_entropy(scene["tables"][1], Y_VAL))


@pytest.mark.check(points=2, topics=["child runs"], needs=["fine_tune.own_run"])
def test_params_logged(student):
    """vi: run con ghi lại lr và epochs của riêng nó
    en: the child run has its own lr and epochs
    """
    _, (first, _) = tuned(student)
    expect_params(first, FURTHER)


@pytest.mark.check(points=1, topics=["child runs"], needs=["fine_tune.own_run"])
def test_same_experiment(student):
    """vi: run con nằm trong cùng experiment với run cha
    en: the child run is in the experiment of its parent
    """
    _, (first, _) = tuned(student)
    expect(
        first["experiment"] == "grader-tuning",
        vi=f"Run con nằm trong experiment {first['experiment']}.",
        en=f"The child run is in the experiment {first['experiment']}.",
        misconception="mlflow-default-experiment" if first["experiment"] == "Default" else None,
    )
