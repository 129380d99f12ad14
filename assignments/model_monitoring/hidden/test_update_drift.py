"""update_drift: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, expect, expect_close

from .monitoring import DRIFT, expect_exposed, expect_kind, watch_calls

SHAPES = [(7, 5), (11, 3)]


def some_data(rng, n=7, d=5):
    """Features, and mean and spread of a training set that they have moved away from."""
    mean, std = rng.normal(size=d), rng.uniform(0.5, 3.0, size=d)
    return (
        mean + std * (rng.normal(size=(n, d)) + rng.permutation(np.linspace(-2, 2, d))),
        mean,
        std,
    )


def watch(student, data, *wanted):
    """What ``watched`` tells of a row of calls."""
    calls = [{"arguments": list(each)} for each in data]
    return watch_calls(student, student.update_drift, calls, *wanted)


def gauges(found, size=5, number=-1):
    """The gauges after a call, in the order of the features, of which there are *size*."""
    shown = found["calls"][number]["drift"]
    expect_exposed([DRIFT] if shown else found["kinds"], DRIFT)
    numbers = set(map(str, range(len(shown))))
    expect(
        shown.keys() <= numbers,
        vi=f"Label feature của {DRIFT} có các giá trị {sorted(shown)[:8]}; cần 0, 1, 2, …",
        en=f"The label feature of {DRIFT} has the values {sorted(shown)[:8]}; expected 0, 1, 2, …",
        misconception="label-renamed" if len(shown) == size else None,
    )
    return [shown[name] for name in sorted(shown, key=int)]


@pytest.mark.check(points=3, topics=["values", "shapes"])
def test_values(student, reference, rng):
    """vi: trả về |trung bình − μ| / σ của từng đặc trưng, với hai kích thước
    en: returns |mean − μ| / σ of each feature, for two sizes
    """
    for shape in SHAPES:
        data = some_data(rng, *shape)
        expect_close(
            student.update_drift(*data), reference.update_drift(*data), what="update_drift(X, μ, σ)"
        )


@pytest.mark.check(points=4, topics=["gauge"])
def test_gauges(student, reference, rng):
    """vi: model_feature_drift{feature="j"} có đúng giá trị của đặc trưng j
    en: model_feature_drift{feature="j"} holds the value of feature j
    """
    data = some_data(rng)
    found = watch(student, [data], "drift", "kinds")
    expect_close(gauges(found), reference.update_drift(*data), what=DRIFT)


@pytest.mark.check(points=2, topics=["types", "labels"])
def test_type_and_label(student, rng):
    """vi: model_feature_drift là một Gauge với label feature
    en: model_feature_drift is a Gauge with the label feature
    """
    found = watch(student, [some_data(rng)], "kinds", "labels")
    expect_kind(found["kinds"], DRIFT, "gauge")
    labels = found["labels"][DRIFT]
    expect(
        "feature" in labels,
        vi=f"Các label của {DRIFT}: {labels}; cần feature.",
        en=f"The labels of {DRIFT} are {labels}; expected feature.",
        misconception="label-renamed" if len(labels) == 1 else None,
    )


@pytest.mark.check(points=2, topics=["gauge", "state"], needs=["update_drift.gauges"])
def test_latest_counts(student, reference, rng):
    """vi: sau nhiều lần gọi, gauge giữ giá trị của lần cuối
    en: after several calls the gauges hold the values of the last one
    """
    data = [some_data(rng, n) for n in (7, 11, 6)]
    found = watch(student, data, "drift", "kinds")
    expect_close(gauges(found), reference.update_drift(*data[-1]), what=DRIFT)


@pytest.mark.check(points=2, topics=["stability"])
def test_constant_feature(student, reference, rng):
    """vi: với σ = 0 thì chia cho 1
    en: where σ = 0, it is divided by 1
    """
    X, mean, std = some_data(rng)
    data = (X, mean, np.where(np.arange(5) == 2, 0.0, std))
    expect_close(
        student.update_drift(*data), reference.update_drift(*data), what="update_drift(X, μ, σ)"
    )


@pytest.mark.check(points=1, topics=["shapes"], needs=["update_drift.values"])
def test_single_sample(student, reference, rng):
    """vi: một mẫu duy nhất
    en: a single sample
    """
    data = some_data(rng, n=1)
    expect_close(
        student.update_drift(*data), reference.update_drift(*data), what="update_drift(X, μ, σ)"
    )


@pytest.mark.check(points=1, topics=["side effects"], needs=["update_drift.values"])
def test_arguments_are_left_alone(student, rng):
    """vi: X, train_mean và train_std không bị thay đổi
    en: X, train_mean and train_std are left as they were
    """
    data = some_data(rng)
    after = ask(student.update_drift, *data).args
    for name, before, now in zip(("X", "train_mean", "train_std"), data, after, strict=True):
        expect_close(now, before, what=name, rtol=0, atol=0)


@pytest.mark.check(points=1, topics=["values"], needs=["update_drift.values"])
def test_no_drift(student, rng):
    """vi: dữ liệu có đúng trung bình của tập huấn luyện thì độ trôi bằng 0
    en: data with the very mean of the training set have drift 0
    """
    X, _, std = some_data(rng, 8)
    expect_close(
        student.update_drift(X, X.mean(axis=0), std), np.zeros(5), what="update_drift(X, μ, σ)"
    )
