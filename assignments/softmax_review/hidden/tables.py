"""The tables that go in, and what may come out: shared by the suites of this assignment."""

import numpy as np

from grader import diagnosis
from grader.suite.api import accept, expect

CURVES = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
LIKE_FLOAT32 = {"rtol": 1e-4, "atol": 1e-5}


def fraud_table(rng, n_samples, n_classes, n_columns=5):
    """Transactions in random order: usual, (suspicious,) fraudulent, most of them usual.

    Returns:
        X (N, 5): amount, hour, distance in km, transactions in the last hour, days of the account;
        y (N,).
    """
    y = labels(rng, n_samples, n_classes, ratio=0.3)
    degree = y / (n_classes - 1)
    columns = (
        rng.gamma(2.0, 30.0, n_samples) * (1 + 4 * degree),
        (rng.normal(14 + 10 * degree, 3.0, n_samples) % 24).round(1),
        rng.gamma(1.5, 8.0, n_samples) + 60 * degree * rng.random(n_samples),
        rng.poisson(1 + 4 * degree, n_samples).astype(float),
        rng.gamma(3.0, 200.0, n_samples) * (1.2 - degree),
    )
    return np.column_stack(columns[:n_columns]), y


def labels(rng, n_samples, n_classes, ratio=0.6):
    """Labels in no order, all classes among them, each that much rarer than the one before."""
    weights = ratio ** np.arange(n_classes)
    more = rng.choice(n_classes, max(n_samples - n_classes, 0), p=weights / weights.sum())
    return rng.permutation(np.concatenate([np.arange(n_classes)[:n_samples], more]))


def groups(rng, n_classes, n_columns, counts=(23, 13)):
    """Overlapping groups on one scale, for training and for validation.

    Returns:
        X_train, y_train, X_val, y_val; every X has so many columns, the first of which are ones.
    """
    centres = 0.8 * rng.normal(size=(n_classes, n_columns - 1))
    data = []
    for count in counts:
        y = labels(rng, count, n_classes)
        X = centres[y] + rng.normal(size=(count, n_columns - 1))
        data += [np.column_stack([np.ones(count), X]), y]
    return data


def shuffled(rng, n_columns):
    """As ``groups``, three classes, with labels that have nothing to do with the features.

    So the loss settles above 0 on training data, and rises again on the others.
    """
    X, y, X_val, y_val = groups(rng, 3, n_columns, counts=(60, 40))
    return X, rng.permutation(y), X_val, rng.permutation(y_val)


def several(value, count, what):
    """A tuple or list of so many values."""
    kind = type(value).__name__
    expect(
        isinstance(value, (tuple, list)) and len(value) == count,
        vi=f"`{what}` phải trả về {count} giá trị; đã nhận được một {kind}"
        + (f" có {len(value)} phần tử." if isinstance(value, (tuple, list, dict)) else "."),
        en=f"`{what}` has to return {count} values; it returned a {kind}"
        + (f" of {len(value)}." if isinstance(value, (tuple, list, dict)) else "."),
    )
    return value


def named(value, names, what):
    """A dict that has the names."""
    expect(
        isinstance(value, dict),
        vi=f"`{what}` phải là một dict, không phải {type(value).__name__}.",
        en=f"`{what}` has to be a dict, not a {type(value).__name__}.",
    )
    lost = ", ".join(name for name in names if name not in value)
    expect(
        not lost,
        vi=f"`{what}` không có khoá: {lost}.",
        en=f"`{what}` has no key: {lost}.",
    )
    return value


def numbers(value):
    """*value* as an array; an empty one where it is no array of numbers."""
    try:
        array = np.asarray(diagnosis.without_tensors(value))
    except (TypeError, ValueError):
        return np.zeros((0,))
    return array if array.dtype.kind in "biuf" else np.zeros((0,))


def agrees(actual, expected, rtol=1e-5, atol=1e-6):
    """Whether *actual* is an array like *expected*."""
    return diagnosis.agree(numbers(actual), np.asarray(expected), rtol, atol)


def runs(reference, train_data, n_classes, lr, epochs):
    """What training may end in: slug of the convention or None, theta, curves before and after.

    The curves may be measured before or after the step of their epoch.
    """
    for slug, factor in ((None, 1), ("divide-by-size", n_classes)):
        step = lr / factor
        theta, _ = reference.train_numpy(*train_data, n_classes, step, epochs)
        _, history = reference.train_numpy(*train_data, n_classes, step, epochs + 1)
        curves = {k: v / factor if "loss" in k else v for k, v in history.items()}
        yield (
            slug,
            theta,
            {k: curve[:-1] for k, curve in curves.items()},
            {k: curve[1:] for k, curve in curves.items()},
        )


def fitting(theta, possible):
    """The possible run that *theta* belongs to, its convention accepted; else the first."""
    candidates = list(possible)
    for run in candidates:
        if agrees(theta, run[1], **LIKE_FLOAT32):
            if run[0] is not None:
                accept(run[0])
            return run
    return candidates[0]


def expect_start_at_zero(losses, n_samples, n_classes):
    """With a learning rate of 0 the loss stays that of equal probabilities.

    It may be scaled wrongly: other checks tell that.
    """
    first, last = np.asarray(losses, dtype=float).reshape(-1)[[0, -1]]
    start = float(np.log(n_classes))
    scales = (1, 1 / n_classes, n_samples, 1 / np.log(10), 1 / np.log(2))
    expect(
        any(agrees(first, scale * start, atol=1e-5) for scale in scales),
        vi=f"Với lr=0, loss đầu tiên là {first:.6g}; với tham số bằng 0 nó là ln {n_classes}.",
        en=f"With lr=0 the first loss is {first:.6g}; with zero parameters it is ln {n_classes}.",
        misconception="not-from-zero" if agrees(first, last) else None,
    )


def measured(curve, before, after, rtol=1e-5, atol=1e-6):
    """What *curve* is to be held against: before or after the step, whichever fits more of it."""
    values = numbers(curve).reshape(-1)

    def fits(expected):
        n = min(len(values), len(expected))
        return np.isclose(values[:n], expected[:n], rtol, atol).sum()

    return after if fits(after) > fits(before) else before


def departed(curve, wanted, rtol, atol):
    """The mistake of a curve that is right for ten epochs or more, or None.

    A curve that is right as far as it goes, and ends too early, is refused here.
    """
    values = numbers(curve).reshape(-1)
    n = min(len(values), len(wanted))
    wrong = np.flatnonzero(~np.isclose(values[:n], wanted[:n], rtol, atol))
    right = int(wrong[0]) if len(wrong) else n
    if right < 10:
        return None
    expect(
        right < len(values) or right == len(wanted),
        vi=f"Đường cong dừng sau {right} epoch; cần {len(wanted)} giá trị.",
        en=f"The curve ends after {right} epochs; {len(wanted)} values are asked.",
        misconception="history-gaps",
    )
    # Filled up with its last number, a curve was not made by another learning rate.
    return "lr-changed" if len(wrong) and values[right] != values[right - 1] else None
