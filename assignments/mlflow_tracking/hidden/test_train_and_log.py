"""train_and_log: hidden checks on three runs in two experiments."""

from itertools import pairwise

import numpy as np
import pytest

from grader.suite.api import expect

from .scenes import (
    FAST,
    SLOW,
    X_VAL,
    Y_TRAIN,
    Y_VAL,
    cross_entropy,
    expect_logged_loss,
    expect_model,
    expect_params,
    last,
    runs_of,
    trained,
)

CALLS = (FAST, SLOW)


@pytest.mark.check(points=2, topics=["runs"])
def test_in_named_experiment(student):
    """vi: mỗi run nằm trong experiment có tên được truyền vào
    en: each run is in the experiment whose name was passed
    """
    found = [run["experiment"] for run in runs_of(trained(student))]
    expect(
        found == ["grader-a", "grader-a", "grader-b"],
        vi=f"Ba run nằm trong các experiment {found}; cần là grader-a, grader-a, grader-b.",
        en=f"The three runs are in {found}; expected: grader-a, grader-a, grader-b.",
        misconception="mlflow-default-experiment" if len(set(found)) == 1 else None,
    )


@pytest.mark.check(points=2, topics=["runs"])
def test_one_run_per_call(student):
    """vi: mỗi lần gọi tạo một run mới
    en: every call makes a new run
    """
    returned = trained(student)["returned"]
    expect(
        len(set(returned)) == 3,
        vi=f"Ba lần gọi chỉ cho {len(set(returned))} run khác nhau.",
        en=f"Three calls gave only {len(set(returned))} different runs.",
    )


@pytest.mark.check(points=2, topics=["runs"])
def test_run_finished(student):
    """vi: khi hàm trả về, run đã kết thúc với trạng thái FINISHED
    en: when the function returns, the run has ended with status FINISHED
    """
    scene = trained(student)
    runs_of(scene)
    found = sorted(set(scene["statuses"]))
    expect(
        found == ["FINISHED"],
        vi=f"Trạng thái của run ngay sau khi gọi hàm: {', '.join(found)}.",
        en=f"The status of the run right after the call: {', '.join(found)}.",
        misconception="mlflow-run-left-open" if "RUNNING" in found else None,
    )


@pytest.mark.check(points=2, topics=["parameters"])
def test_params_logged(student):
    """vi: run ghi lại lr và epochs đã được truyền vào
    en: the run has the lr and epochs that were passed
    """
    for run, params in zip(runs_of(trained(student)), CALLS, strict=False):
        expect_params(run, params)


@pytest.mark.check(points=2, topics=["parameters"], needs=["train_and_log.params_logged"])
def test_params_once(student):
    """vi: mỗi tham số được ghi đúng một lần cho mỗi run, không phải ở mỗi epoch
    en: every parameter is logged once for each run, not in every epoch
    """
    run = runs_of(trained(student))[0]
    often = {key: count for key, count in run["writes"].items() if count > 1}
    shown = ", ".join(f"{key} × {count}" for key, count in often.items())
    every_epoch = max(often.values(), default=0) >= FAST["epochs"]
    expect(
        not often,
        vi=f"Tham số được ghi nhiều lần trong một run: {shown}.",
        en=f"Parameters were logged several times in one run: {shown}.",
        misconception="mlflow-no-step" if every_epoch else None,
    )
    extra = len(run["params"]) - len(FAST)
    expect(
        extra < 2 * FAST["epochs"],
        vi=f"Ngoài lr và epochs, run còn {extra} tham số: đại lượng thay đổi là metric.",
        en=f"Besides lr and epochs the run has {extra} parameters: what changes is a metric.",
        misconception="mlflow-no-step",
    )


@pytest.mark.check(points=2, topics=["metrics"])
def test_metrics_every_epoch(student):
    """vi: train_loss và val_loss có một giá trị cho mỗi epoch
    en: train_loss and val_loss have one value for each epoch
    """
    runs = runs_of(trained(student))
    for key in ("train_loss", "val_loss"):
        counts = [len(run["metrics"].get(key, ())) for run in runs]
        expect(
            counts != [1, 1, 1],
            vi=f"{key} chỉ có một giá trị mỗi run, dù huấn luyện nhiều epoch.",
            en=f"{key} has a single value in each run, although there are several epochs.",
            misconception="mlflow-last-value-only",
        )
        expect(
            counts == [3, 3, 1],
            vi=f"Với 3, 3 và 1 epoch, {key} có {counts} giá trị.",
            en=f"With 3, 3 and 1 epochs, {key} has {counts} values.",
            misconception="hyperparameters-ignored"
            if len(set(counts)) == 1 and counts[0]
            else None,
        )


@pytest.mark.check(points=3, topics=["steps"], needs=["train_and_log.metrics_every_epoch"])
def test_steps_increase(student):
    """vi: step của các metric tăng dần theo epoch
    en: the steps of the metrics increase from epoch to epoch
    """
    for key in ("train_loss", "val_loss"):
        steps = [step for step, _ in runs_of(trained(student))[0]["metrics"][key]]
        expect(
            all(b > a for a, b in pairwise(steps)),
            vi=f"Các step của {key}, theo thứ tự được ghi: {steps}.",
            en=f"The steps of {key}, in the order they were logged: {steps}.",
            misconception="mlflow-no-step" if len(set(steps)) == 1 else None,
        )


@pytest.mark.check(points=2, topics=["artifacts"])
def test_artifact_logged(student):
    """vi: run có ít nhất một artifact ngoài model
    en: the run has at least one artifact besides the model
    """
    for run in runs_of(trained(student))[:2]:
        folders = {name.rpartition("/")[0] for name in run["artifacts"] if name.endswith("MLmodel")}
        found = [name for name in run["artifacts"] if name.split("/")[0] not in folders]
        expect(
            found,
            vi="Run không có file nào trong phần artifacts.",
            en="The run has no file among its artifacts.",
            misconception="mlflow-no-artifact",
        )


@pytest.mark.check(points=2, topics=["models"])
def test_model_logged(student):
    """vi: run có một model mà mlflow.pyfunc.load_model tải lại được
    en: the run has a model that mlflow.pyfunc.load_model loads
    """
    scene = trained(student)
    runs_of(scene)
    for answer in scene["tables"]:
        expect_model(answer)


@pytest.mark.check(points=2, topics=["models"], needs=["train_and_log.model_logged"])
def test_model_predicts_probabilities(student):
    """vi: predict của model đã tải trả về xác suất, shape (N, C), mỗi dòng có tổng bằng 1
    en: predict of the loaded model gives probabilities of shape (N, C), each row sums to 1
    """
    for _, table in trained(student)["tables"]:
        expect(
            table is not None,
            vi="predict của model đã tải không trả về bảng hai chiều: có phải nó trả về nhãn?",
            en="predict of the loaded model gives no table of two dimensions: are these labels?",
            misconception="mlflow-model-predicts-labels",
        )
        shape, sums = np.shape(table), np.sum(table, axis=1)
        expect(
            shape == (len(X_VAL), 3) and np.abs(sums - 1).max() < 1e-5,
            vi=f"predict trả về shape {shape}, tổng mỗi dòng {sums.min():.3g} đến {sums.max():.3g}",
            en=f"predict gives shape {shape}, the rows sum to {sums.min():.3g} to {sums.max():.3g}",
        )


@pytest.mark.check(
    points=3, topics=["recomputed losses"], needs=["train_and_log.model_predicts_probabilities"]
)
def test_val_loss_recomputed(student):
    """vi: val_loss cuối cùng bằng loss tính lại từ model đã tải, trên tập validation
    en: the last val_loss equals the loss worked out again from the loaded model, on the validation
    set
    """
    scene = trained(student)
    for run, (on_train, on_val) in zip(runs_of(scene), scene["tables"], strict=False):
        right, other = cross_entropy(on_val, Y_VAL), cross_entropy(on_train, Y_TRAIN)
        expect_logged_loss(run, "val_loss", right, other)


@pytest.mark.check(
    points=2, topics=["recomputed losses"], needs=["train_and_log.model_predicts_probabilities"]
)
def test_train_loss_recomputed(student):
    """vi: train_loss cuối cùng bằng loss tính lại từ model đã tải, trên tập huấn luyện
    en: the last train_loss equals the loss worked out again from the loaded model, on the training
    set
    """
    scene = trained(student)
    for run, (on_train, _) in zip(runs_of(scene), scene["tables"], strict=False):
        expect_logged_loss(run, "train_loss", cross_entropy(on_train, Y_TRAIN))


@pytest.mark.check(points=2, topics=["metrics"])
def test_lr_is_used(student):
    """vi: learning rate khác nhau cho kết quả khác nhau, và loss giảm
    en: different learning rates give different results, and the loss falls
    """
    fast, slow, _ = runs_of(trained(student))
    ends = [last(run, "train_loss") for run in (fast, slow)]
    expect(
        abs(ends[0] - ends[1]) > 1e-6,
        vi=f"Với lr = 0.4 và lr = 0.05, train_loss cuối cùng như nhau: {ends[0]:.6g}.",
        en=f"With lr = 0.4 and lr = 0.05 the last train_loss is the same: {ends[0]:.6g}.",
        misconception="hyperparameters-ignored",
    )
    values = [value for _, value in fast["metrics"].get("train_loss", ())]
    expect(
        len(values) < 2 or values[-1] < values[0],
        vi=f"train_loss không giảm: từ {values[0] if values else 0:.4g} đến {ends[0]:.4g}.",
        en=f"train_loss does not fall: from {values[0] if values else 0:.4g} to {ends[0]:.4g}.",
    )
