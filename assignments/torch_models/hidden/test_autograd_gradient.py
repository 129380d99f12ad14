"""autograd_gradient: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import as_array, expect, expect_close, probe

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32

# ------------------------------------------------------------------ what runs beside the student


def gradients(_module, function, W, batches):
    """The gradient for each batch (X, y), always at the same tensor W; and W after that.

    What came back is read after the last call: an earlier gradient is to outlast the later calls.
    """
    import torch

    weights = torch.tensor(W, dtype=torch.get_default_dtype())
    answers = []
    for X, y in batches:
        x = torch.tensor(X, dtype=torch.get_default_dtype())
        answers.append(function(weights, x, torch.tensor(y)))
    plain = [a.detach().numpy() if isinstance(a, torch.Tensor) else a for a in answers]
    return plain, weights.detach().numpy()


# ------------------------------------------------------------------ on our side


def a_batch(rng, n_samples, n_features, n_classes):
    """Features, and labels in no order, all classes among them."""
    y = rng.permutation(np.arange(n_samples) % n_classes)
    return rng.normal(size=(n_samples, n_features)), y


@pytest.mark.check(points=3, topics=["values"])
def test_values(student, reference, rng):
    """vi: gradient của cross-entropy trung bình đúng, với hai shape khác nhau
    en: the gradient of the mean cross-entropy is right, for two shapes
    """
    for n, d, c in [(7, 5, 3), (11, 4, 6)]:
        W, batch = rng.normal(size=(d, c)), a_batch(rng, n, d, c)
        (found,), _ = probe(student, gradients, student.autograd_gradient, W, [batch])
        (expected,), _ = gradients(None, reference.autograd_gradient, W, [batch])
        expect_close(found, expected, what="autograd_gradient(W, X, y)", **TOLERANCE)


@pytest.mark.check(points=1, topics=["absent classes"], needs=["autograd_gradient.values"])
def test_absent_class(student, reference, rng):
    """vi: gradient đúng cả khi batch thiếu lớp cuối
    en: the gradient is right also where the last class is absent from the batch
    """
    W, (X, y) = rng.normal(size=(5, 4)), a_batch(rng, 7, 5, 3)
    (found,), _ = probe(student, gradients, student.autograd_gradient, W, [(X, y)])
    (expected,), _ = gradients(None, reference.autograd_gradient, W, [(X, y)])
    expect_close(found, expected, what="autograd_gradient(W, X, y)", **TOLERANCE)


@pytest.mark.check(points=1, topics=["state"])
def test_repeated_calls(student, reference, rng):
    """vi: gọi ba lần với cùng W cho ba gradient độc lập, không cộng dồn
    en: three calls with the same W give three independent gradients, nothing accumulates
    """
    W = rng.normal(size=(5, 3))
    batches = [a_batch(rng, 7, 5, 3) for _ in range(3)]
    found, _ = probe(student, gradients, student.autograd_gradient, W, batches)
    expected, _ = gradients(None, reference.autograd_gradient, W, batches)
    stack, last = as_array(found), np.asarray(expected[-1])
    same = stack is not None and stack.shape == np.shape(expected)
    expect(
        not (same and np.abs(stack - last).max() < 1e-4),
        vi="Sau ba lần gọi với ba batch, cả ba kết quả đều là gradient của batch cuối: mỗi lần gọi "
        "trả về cùng một tensor, và lần sau ghi đè lên nó.",
        en="After three calls with three batches all three results are the last batch's gradient: "
        "each call returns the same tensor, and the next one writes over it.",
    )
    for number, (got, want) in enumerate(zip(found, expected, strict=True), start=1):
        expect_close(got, want, what=f"autograd_gradient(W, X, y) #{number}", **TOLERANCE)


@pytest.mark.check(points=1, topics=["side effects"], needs=["autograd_gradient.values"])
def test_keeps_weights(student, rng):
    """vi: các giá trị trong W không bị thay đổi
    en: the values of W stay as they are
    """
    W, batch = rng.normal(size=(5, 3)), a_batch(rng, 7, 5, 3)
    _, after = probe(student, gradients, student.autograd_gradient, W, [batch])
    expect_close(after, W, what="W", rtol=1e-6, atol=1e-7)  # as float32, or float64


@pytest.mark.check(points=1, topics=["stability"], needs=["autograd_gradient.values"])
def test_stable_large(student, reference, rng):
    """vi: gradient hữu hạn và đúng khi logits cỡ ±1000
    en: the gradient is finite and right for logits near ±1000
    """
    shifted, batch = 300 + rng.normal(size=(5, 3)), a_batch(rng, 7, 5, 3)
    (found,), _ = probe(student, gradients, student.autograd_gradient, shifted, [batch])
    (expected,), _ = gradients(None, reference.autograd_gradient, shifted, [batch])
    # exp overflows, and no probability is small; float32 logits near 1000 are 1e-4 apart.
    expect_close(found, expected, what="autograd_gradient(W, X, y)", atol=2e-3)
    W, (X, y) = 500 * rng.choice([-2.0, -1.0, 1.0, 2.0], size=(5, 3)), a_batch(rng, 7, 5, 3)
    (found,), _ = probe(student, gradients, student.autograd_gradient, W, [(X, y)])
    (expected,), _ = gradients(None, reference.autograd_gradient, W, [(X, y)])
    expect(
        found is not None and np.all(np.isfinite(np.asarray(found, dtype=float))),
        vi="Gradient chứa nan hoặc inf khi logits cỡ ±1000.",
        en="The gradient holds nan or inf for logits near ±1000.",
    )
    expect_close(found, expected, what="autograd_gradient(W, X, y)", **TOLERANCE)
