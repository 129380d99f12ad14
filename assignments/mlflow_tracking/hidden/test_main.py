"""main: hidden checks on what the whole experiment left in the store.

All of them need the public check that works every logged loss out again from the logged model.
"""

from itertools import pairwise

import numpy as np
import pytest

from grader.suite.api import expect, probe

from .scenes import C, begun, course_data, cross_entropy, experiment, last, started

(X_VAL, Y_VAL), (X_MORE, Y_MORE) = course_data()
NEEDED = ["main.losses_recomputed"]


def seen(student):
    """The record of the experiment, and the predictions of its models."""
    if probe(student, started) is None:
        probe(student, begun, student.main)
    return probe(student, experiment, X_VAL, X_MORE)


def finished(found):
    """The finished runs of the experiment that has most of them."""
    runs = [run for run in found["record"]["runs"] if run["status"] == "FINISHED"]
    names = [run["experiment"] for run in runs]
    return [run for run in runs if run["experiment"] == max(names, key=names.count)]


def top_level(found):
    """Those of them that are nobody's child."""
    return [run for run in finished(found) if not run["parent"]]


def registered(found):
    """The model with most versions: a dict with "versions" and "aliases", and the predictions."""
    models = found["record"]["registered"]
    expect(models, vi="Không có model nào được đăng ký.", en="No model is registered.")
    name = max(models, key=lambda each: len(models[each]["versions"]))
    return models[name], found["versions"].get(name, {})


@pytest.mark.check(points=2, topics=["recomputed losses"], needs=NEEDED)
def test_models_learned(student):
    """vi: model tốt nhất đoán dữ liệu mới cùng loại tốt hơn hẳn đoán đều
    en: the best model is clearly better than uniform guesses on new data of the same kind
    """
    found = seen(student)
    loss = min(cross_entropy(answer[1], Y_MORE) for answer in found["tables"].values())
    expect(
        loss < 0.9 * np.log(C),
        vi=f"Trên dữ liệu mới, model tốt nhất có loss {loss:.3g}; đoán đều có {np.log(C):.3g}.",
        en=f"On new data the best model's loss is {loss:.3g}; uniform guesses {np.log(C):.3g}.",
    )


@pytest.mark.check(points=3, topics=["runs"], needs=NEEDED)
def test_three_runs(student):
    """vi: một experiment có ít nhất ba run đã kết thúc, không tính run con, với tham số khác nhau
    en: one experiment has at least three finished runs, children not counted, that differ in their
    parameters
    """
    found = seen(student)
    runs = top_level(found)
    expect(
        len(runs) >= 3,
        vi=f"Experiment có {len(runs)} run đã kết thúc (không tính run con).",
        en=f"The experiment has {len(runs)} finished runs (children not counted).",
        misconception="mlflow-too-few-runs",
    )
    params = {tuple(sorted(run["params"].items())) for run in runs}
    models = {np.round(found["tables"][run["id"]][0], 9).tobytes() for run in runs[:20]}
    expect(
        len(params) >= 3 and len(models) >= 3,
        vi=f"Các run chỉ có {len(params)} bộ tham số và {len(models)} model khác nhau.",
        en=f"The runs have only {len(params)} sets of parameters and {len(models)} models.",
        misconception="hyperparameters-ignored" if len(params) >= 3 else None,
    )


@pytest.mark.check(points=1, topics=["metrics"], needs=NEEDED)
def test_curves(student):
    """vi: ở mọi run, val_loss có nhiều giá trị với step tăng dần
    en: in every run val_loss has several values with increasing steps
    """
    for run in finished(seen(student)):
        steps = [step for step, _ in run["metrics"]["val_loss"]]
        expect(
            len(steps) > 1 and all(b > a for a, b in pairwise(steps)),
            vi=f"Các step của val_loss trong một run: {steps[:20]}.",
            en=f"The steps of val_loss in one run: {steps[:20]}.",
            misconception=_about(steps),
        )


def _about(steps):
    if len(steps) == 1:
        return "mlflow-last-value-only"
    return "mlflow-no-step" if len(set(steps)) == 1 else None


@pytest.mark.check(points=2, topics=["registry"], needs=NEEDED)
def test_two_versions(student):
    """vi: một model được đăng ký với ít nhất hai phiên bản từ hai run khác nhau
    en: one model is registered in at least two versions, of two different runs
    """
    found = seen(student)
    tuned = any(run["parent"] for run in finished(found))
    model, _ = registered(found)
    runs = set(model["versions"].values())
    expect(
        len(model["versions"]) >= 2 and len(runs) >= 2,
        vi=f"Model đã đăng ký có {len(model['versions'])} phiên bản, từ {len(runs)} run.",
        en=f"The registered model has {len(model['versions'])} versions, of {len(runs)} runs.",
        misconception="mlflow-one-version" if tuned and len(model["versions"]) == 1 else None,
    )


@pytest.mark.check(points=2, topics=["registry"], needs=NEEDED)
def test_best_registered(student):
    """vi: phiên bản 1 là run có val_loss thấp nhất trong các run ban đầu
    en: version 1 is the one of the first runs that has the lowest val_loss
    """
    found = seen(student)
    model, _ = registered(found)
    number = min(model["versions"], key=int)
    first = model["versions"][number]
    later = {run_id for each, run_id in model["versions"].items() if each != number}
    runs = [run for run in top_level(found) if run["id"] == first or run["id"] not in later]
    losses = {run["id"]: last(run, "val_loss") for run in runs}
    expect(
        first in losses and losses[first] <= min(losses.values()) + 1e-9,
        vi="Phiên bản đầu tiên không phải run có val_loss thấp nhất.",
        en="The first version is not the run with the lowest val_loss.",
    )


@pytest.mark.check(points=2, topics=["registry"], needs=["main.two_versions"])
def test_production(student):
    """vi: alias production trỏ đến phiên bản mới nhất
    en: the alias production points to the newest version
    """
    model, _ = registered(seen(student))
    newest = max(map(int, model["versions"]))
    expect(
        model["aliases"].get("production") == newest,
        vi=f"Phiên bản mới nhất là {newest}; các alias: {model['aliases']}.",
        en=f"The newest version is {newest}; the aliases: {model['aliases']}.",
        misconception=None if "production" in model["aliases"] else "mlflow-no-alias",
    )


@pytest.mark.check(points=2, topics=["registry", "predictions"], needs=NEEDED)
def test_versions_restore(student):
    """vi: mỗi phiên bản tải lại được và dự đoán đúng như model của run đã tạo ra nó
    en: every version can be loaded, and predicts what the model of its run does
    """
    found = seen(student)
    model, answers = registered(found)
    for number, answer in answers.items():
        expect(
            not isinstance(answer, str),
            vi=f"Phiên bản {number} không tải lại được: {answer}",
            en=f"Version {number} cannot be loaded: {answer}",
        )
        own = found["tables"].get(model["versions"][number])
        expect(
            own is not None and np.abs(np.subtract(answer[0], own[0])).max() < 1e-6,
            vi=f"Phiên bản {number} dự đoán khác với model của run đã tạo ra nó.",
            en=f"Version {number} predicts something else than the model of its run.",
        )


@pytest.mark.check(points=2, topics=["child runs"], needs=["main.two_versions"])
def test_child_in_production(student):
    """vi: phiên bản mới nhất đến từ một run con của run đã tạo ra phiên bản đầu tiên
    en: the newest version is of a child of the run that made the first version
    """
    found = seen(student)
    model, _ = registered(found)
    numbers = sorted(model["versions"], key=int)
    parents = {run["id"]: run["parent"] for run in found["record"]["runs"]}
    parent = parents.get(model["versions"][numbers[-1]], "")
    expect(
        parent and parent == model["versions"][numbers[0]],
        vi="Run của phiên bản mới nhất không phải run con của run tạo ra phiên bản đầu tiên.",
        en="The run of the newest version is no child of the run that made the first one.",
        misconception=None if parent else "mlflow-no-parent",
    )


@pytest.mark.check(points=2, topics=["recomputed losses"], needs=["main.two_versions"])
def test_child_improves(student):
    """vi: loss tính lại của phiên bản mới nhất thấp hơn của phiên bản đầu tiên
    en: the recomputed loss of the newest version is lower than that of the first one
    """
    _, answers = registered(seen(student))
    numbers = sorted(answers, key=int)
    before, after = (
        np.nan if isinstance(answers[n], str) else cross_entropy(answers[n][0], Y_VAL)
        for n in (numbers[0], numbers[-1])
    )
    expect(
        after < before,
        vi=f"Loss tính lại: phiên bản đầu {before:.4g}, phiên bản mới nhất {after:.4g}.",
        en=f"The recomputed loss: {before:.4g} of the first version, {after:.4g} of the newest.",
    )
