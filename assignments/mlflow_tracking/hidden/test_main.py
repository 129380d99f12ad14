"""main: hidden checks on what the whole experiment left in the store.

In a store that was handed in nothing is believed: a run counts only if its logged loss is what is
worked out again from its logged model. What was run here is known to have happened.
"""

from itertools import pairwise

import numpy as np
import pytest

from grader.suite.api import expect, probe

from .scenes import (
    C,
    begun,
    course_data,
    cross_entropy,
    experiment,
    last,
    same_number,
    started,
)

(X_VAL, Y_VAL), (X_MORE, Y_MORE) = course_data()


def seen(student):
    """The record of the experiment, what stopped it, and the predictions of its models."""
    error = probe(student, started)
    if error is None:
        error = probe(student, begun, student.main)
    found = probe(student, experiment, X_VAL, X_MORE)
    expect(
        found is not None,
        vi="Không tính: mlflow.db không dùng được.",
        en="Not counted: mlflow.db cannot be used.",
    )
    found["error"] = error
    if found["handed in"]:
        for run in finished(found):
            loss = cross_entropy(predicted(found["tables"].get(run["id"]), 0, Y_VAL), Y_VAL)
            logged = last(run, "val_loss")
            expect(
                abs(logged - loss) < 1e-5,
                vi="Không tính: trong mlflow.db có val_loss không phải của model được lưu cùng nó.",
                en="Not counted: mlflow.db has a val_loss that its model does not have.",
            )
    return found


def holders(found):
    """The ids of runs that only hold others together, as the parent of a search by hand does."""
    runs = found["record"]["runs"]
    parents = {run["parent"] for run in runs}
    empty = [run["id"] for run in runs if not run["models"] and "val_loss" not in run["metrics"]]
    return parents.intersection(empty)


def finished(found):
    """The finished runs, 20 at most, of the experiment that has most of them."""
    runs = [run for run in found["record"]["runs"] if run["status"] == "FINISHED"]
    runs = [run for run in runs if run["id"] not in holders(found)]
    names = [run["experiment"] for run in runs]
    expect(runs, vi="Không có run nào đã kết thúc.", en="There is no finished run.")
    return [run for run in runs if run["experiment"] == max(names, key=names.count)][:20]


def top_level(found):
    """Those of them that were tuned from no other run."""
    return [run for run in finished(found) if run["parent"] in ("", *holders(found))]


def registered(found):
    """Of the model in production, or else that with most versions: runs, aliases, predictions.

    The runs are by the number of their version, oldest first.
    """
    models = {name: m for name, m in found["record"]["registered"].items() if m["versions"]}
    expect(models, vi="Không có model nào được đăng ký.", en="No model is registered.")
    name = max(
        models,
        key=lambda each: ("production" in models[each]["aliases"], len(models[each]["versions"])),
    )
    versions = {
        n: models[name]["versions"][str(n)] for n in sorted(map(int, models[name]["versions"]))
    }
    return versions, models[name]["aliases"], found["versions"].get(name, {})


def predicted(answer, which, y):
    """The probabilities in an answer, for the validation set (0) or further data (1); else None."""
    table = None if answer is None or isinstance(answer, str) else answer[which]
    return table if np.shape(table) == (len(y), C) else None


@pytest.mark.check(points=2, topics=["recomputed losses"])
def test_models_learned(student):
    """vi: model tốt nhất đoán dữ liệu mới cùng loại tốt hơn hẳn đoán đều
    en: the best model is clearly better than uniform guesses on new data of the same kind
    """
    found = seen(student)
    tables = [predicted(found["tables"].get(run["id"]), 1, Y_MORE) for run in finished(found)]
    loss = min((cross_entropy(t, Y_MORE) for t in tables if t is not None), default=np.inf)
    expect(
        loss < 0.9 * np.log(C),
        vi=f"Trên dữ liệu mới, model tốt nhất có loss {loss:.3g}; đoán đều có {np.log(C):.3g}.",
        en=f"On new data the best model's loss is {loss:.3g}; uniform guesses {np.log(C):.3g}.",
    )


@pytest.mark.check(points=3, topics=["runs"])
def test_three_runs(student):
    """vi: một experiment có ít nhất ba run đã kết thúc, không tính run huấn luyện tiếp, với tham số
    khác nhau
    en: one experiment has at least three finished runs, those tuned from others not counted,
    that differ in their parameters
    """
    found = seen(student)
    runs = top_level(found)
    expect(
        len(runs) >= 3,
        vi=f"Experiment có {len(runs)} run đã kết thúc (không tính run huấn luyện tiếp).",
        en=f"The experiment has {len(runs)} finished runs (tuned ones not counted).",
        misconception=None if found["error"] else "mlflow-too-few-runs",
    )
    params = {tuple(sorted(run["params"].items())) for run in runs}
    tables = [predicted(found["tables"].get(run["id"]), 0, Y_VAL) for run in runs]
    models = {np.round(table, 9).tobytes() for table in tables if table is not None}
    expect(
        len(params) >= 3 and len(models) >= 3,
        vi=f"Các run chỉ có {len(params)} bộ tham số và {len(models)} model khác nhau.",
        en=f"The runs have only {len(params)} sets of parameters and {len(models)} models.",
        misconception="hyperparameters-ignored" if len(params) >= 3 and len(models) == 1 else None,
    )


@pytest.mark.check(points=1, topics=["metrics"])
def test_curves(student):
    """vi: ở mọi run có nhiều epoch, val_loss có nhiều giá trị với step tăng dần
    en: in every run of several epochs val_loss has several values with increasing steps
    """
    for run in finished(seen(student)):
        steps = [step for step, _ in run["metrics"].get("val_loss", [])]
        least = 1 if same_number(run["params"].get("epochs", ""), 1) else 2
        expect(
            len(steps) >= least and all(b > a for a, b in pairwise(steps)),
            vi=f"Các step của val_loss trong một run: {steps[:20]}.",
            en=f"The steps of val_loss in one run: {steps[:20]}.",
            misconception=_about(steps),
        )


def _about(steps):
    if len(steps) == 1:
        return "mlflow-last-value-only"
    return "mlflow-no-step" if len(set(steps)) == 1 else None


@pytest.mark.check(points=2, topics=["registry"])
def test_two_versions(student):
    """vi: một model được đăng ký với ít nhất hai phiên bản từ hai run khác nhau
    en: one model is registered in at least two versions, of two different runs
    """
    found = seen(student)
    tuned = any(run["parent"] not in ("", *holders(found)) for run in finished(found))
    versions, _, _ = registered(found)
    runs = set(versions.values())
    expect(
        len(versions) >= 2 and len(runs) >= 2,
        vi=f"Model đã đăng ký có {len(versions)} phiên bản, từ {len(runs)} run.",
        en=f"The registered model has {len(versions)} versions, of {len(runs)} runs.",
        misconception="mlflow-one-version" if tuned and len(versions) == 1 else None,
    )


@pytest.mark.check(points=2, topics=["registry"])
def test_best_registered(student):
    """vi: phiên bản 1 là run có val_loss thấp nhất trong các run ban đầu
    en: version 1 is the one of the first runs that has the lowest val_loss
    """
    found = seen(student)
    versions, _, _ = registered(found)
    first, *later = versions.values()
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
    versions, aliases, _ = registered(seen(student))
    newest = max(versions)
    expect(
        aliases.get("production") == newest,
        vi=f"Phiên bản mới nhất là {newest}; các alias: {aliases}.",
        en=f"The newest version is {newest}; the aliases: {aliases}.",
        misconception=None if "production" in aliases else "mlflow-no-alias",
    )


@pytest.mark.check(points=2, topics=["registry", "predictions"])
def test_versions_restore(student):
    """vi: mỗi phiên bản tải lại được và dự đoán đúng như model của run đã tạo ra nó
    en: every version can be loaded, and predicts what the model of its run does
    """
    found = seen(student)
    versions, _, answers = registered(found)
    for number, answer in answers.items():
        expect(
            not isinstance(answer, str),
            vi=f"Phiên bản {number} không tải lại được: {answer}",
            en=f"Version {number} cannot be loaded: {answer}",
        )
        table = predicted(answer, 0, Y_VAL)
        own = predicted(found["tables"].get(versions[int(number)]), 0, Y_VAL)
        expect(
            table is not None and own is not None and np.abs(np.subtract(table, own)).max() < 1e-6,
            vi=f"Phiên bản {number} dự đoán khác với model của run đã tạo ra nó.",
            en=f"Version {number} predicts something else than the model of its run.",
        )


@pytest.mark.check(points=2, topics=["child runs"], needs=["main.two_versions"])
def test_child_in_production(student):
    """vi: phiên bản mới nhất đến từ một run con của run đã tạo ra phiên bản đầu tiên
    en: the newest version is of a child of the run that made the first version
    """
    found = seen(student)
    first, *_, newest = registered(found)[0].values()
    parents = {run["id"]: run["parent"] for run in found["record"]["runs"]}
    parent = parents.get(newest, "")
    expect(
        parent and parent == first,
        vi="Run của phiên bản mới nhất không phải run con của run tạo ra phiên bản đầu tiên.",
        en="The run of the newest version is no child of the run that made the first one.",
        misconception=None if parent else "mlflow-no-parent",
    )


@pytest.mark.check(points=2, topics=["recomputed losses"], needs=["main.two_versions"])
def test_child_improves(student):
    """vi: loss tính lại của phiên bản mới nhất thấp hơn của phiên bản đầu tiên
    en: the recomputed loss of the newest version is lower than that of the first one
    """
    versions, _, answers = registered(seen(student))
    before, after = (
        cross_entropy(predicted(answers.get(str(number)), 0, Y_VAL), Y_VAL)
        for number in (min(versions), max(versions))
    )
    expect(
        after < before,
        vi=f"Loss tính lại: phiên bản đầu {before:.4g}, phiên bản mới nhất {after:.4g}.",
        en=f"The recomputed loss: {before:.4g} of the first version, {after:.4g} of the newest.",
    )
