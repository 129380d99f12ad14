"""train: hidden checks.

The models and criteria are ours, so nothing here depends on the student's classes. Only
``sgd_steps`` holds the optimizer to plain SGD, which the statement asks for.
"""

from itertools import pairwise

import numpy as np
import pytest
import torch

from grader.suite.api import expect, expect_close, expect_equal, probe

from .models import with_comma

N, D, C = 7, 5, 3
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}  # float32, a few steps
NEVER_CALLED = {
    "vi": "criterion không được gọi lần nào.",
    "en": "The criterion was never called.",
}

# ------------------------------------------------------------------ what runs beside the student


def trained(_module, train, wanted, W, b, X, y, criterion, lr, epochs):
    """Train a linear layer from (W, b) and report what is *wanted*.

    ``W``, ``b`` and ``outputs`` are those after training. ``history`` is what came back, tensors in
    it as numbers; ``attached`` says whether one of them still has its graph. ``inputs`` is what the
    criterion got the first time, rows in the order of the first column, and ``loss`` its answer.
    ``steps`` has for each backward pass the weights, the bias and the gradients of both, ``passes``
    is their number. A generator, which does nothing by itself, is run to its end.
    """
    from collections.abc import Sequence

    import torch

    def heard(*args, **kwargs):
        loss = answer(*args, **kwargs)
        if not record["inputs"]:
            # Not numpy(): inside torch.func.grad a tensor has no memory of its own.
            outputs, labels = (
                np.array(value.detach().tolist()) for value in (*args, *kwargs.values())
            )
            first = outputs.reshape(len(outputs), -1)[:, 0]
            order = np.argsort(first) if outputs.ndim == 2 else np.arange(len(first))
            record["inputs"], record["loss"] = [outputs[order], labels[order]], loss.tolist()
        return loss

    def passed_back(parameter):
        gradients[parameter] = parameter.grad.clone()
        if len(gradients) == 2:
            state = [layer.weight, layer.bias, *(gradients[p] for p in (layer.weight, layer.bias))]
            record["steps"].append([tensor.detach().numpy().copy() for tensor in state])
            gradients.clear()

    record, gradients = {"inputs": [], "steps": []}, {}
    layer = torch.nn.Linear(*W.shape)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(W.T))
        layer.bias.copy_(torch.tensor(b))
    for p in layer.parameters():
        p.register_post_accumulate_grad_hook(passed_back)
    x = torch.tensor(X, dtype=torch.get_default_dtype())
    labels = torch.tensor(y)
    if labels.is_floating_point():
        labels = labels.to(x.dtype)
    loss_function = getattr(torch.nn, criterion)()
    # No hook: criterion.forward(...) runs none.
    answer, loss_function.forward = loss_function.forward, heard
    history = train(layer, x, labels, loss_function, lr, epochs)
    listed = isinstance(history, Sequence) and not isinstance(history, str)
    if listed or hasattr(history, "__next__"):
        history = list(history)
        record["attached"] = any(bool(getattr(v, "requires_grad", False)) for v in history)
        history = [v.detach().numpy() if isinstance(v, torch.Tensor) else v for v in history]
    elif isinstance(history, torch.Tensor):
        record["attached"], history = history.requires_grad, history.detach().numpy()
    record["history"], record["passes"] = history, len(record["steps"])
    record["W"], record["b"] = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
    with torch.no_grad():
        record["outputs"] = layer(x).numpy()
    return {name: record.get(name) for name in wanted}


def trained_layers(_module, train, layers, X, y, lr, epochs):
    """[W, b] of each of several linear layers, tanh between them, after training from *layers*."""
    import torch

    parts = []
    for W, b in layers:
        linear = torch.nn.Linear(*W.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W.T))
            linear.bias.copy_(torch.tensor(b))
        parts += [linear, torch.nn.Tanh()]
    model = torch.nn.Sequential(*parts[:-1])
    x = torch.tensor(X, dtype=torch.get_default_dtype())
    history = train(model, x, torch.tensor(y), torch.nn.CrossEntropyLoss(), lr, epochs)
    if hasattr(history, "__next__"):
        list(history)
    return [[p.weight.detach().numpy().T, p.bias.detach().numpy()] for p in parts[:-1:2]]


def trained_network(_module, train, X, y, seeds):
    """Outputs of a small network with a sigmoid after training with BCELoss, for each seed."""
    import torch

    x, labels = (torch.tensor(values, dtype=torch.get_default_dtype()) for values in (X, y))
    outcomes = []
    for seed in seeds:
        torch.manual_seed(seed)
        model = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], 8),
            torch.nn.ReLU(),
            torch.nn.Linear(8, 1),
            torch.nn.Sigmoid(),
        )
        history = train(model, x, labels, torch.nn.BCELoss())
        if hasattr(history, "__next__"):
            list(history)
        model.eval()
        with torch.no_grad():
            outcomes.append(model(x).numpy())
    return outcomes


def trained_from_seeds(_module, train, X, y, n_classes, seeds):
    """Logits of a linear layer before and after training with CrossEntropyLoss, for each seed."""
    import torch

    x, labels = torch.tensor(X, dtype=torch.get_default_dtype()), torch.tensor(y)
    outcomes = []
    for seed in seeds:
        torch.manual_seed(seed)
        model = torch.nn.Linear(x.shape[1], n_classes)
        before = model(x).detach().numpy()
        history = train(model, x, labels, torch.nn.CrossEntropyLoss(), 0.5, 100)
        if hasattr(history, "__next__"):
            list(history)
        outcomes.append([before, model(x).detach().numpy()])
    return outcomes


def data_after(_module, train, X, y):
    """X and y as they are after training on them."""
    import torch

    x, labels = torch.tensor(X, dtype=torch.get_default_dtype()), torch.tensor(y)
    model = torch.nn.Linear(x.shape[1], 3)
    train(model, x, labels, torch.nn.CrossEntropyLoss(), 0.1, 2)
    return [x.numpy(), labels.numpy()]


# ------------------------------------------------------------------ on our side


def labels(rng, n_samples=N, n_classes=C):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


def groups(rng, n_samples):
    """Samples of three groups that lie apart, and which group each is in."""
    y = labels(rng, n_samples)
    centres = 2 * np.eye(C, D) - 1  # away from the origin: the bias has something to do
    return centres[y] + 0.3 * rng.normal(size=(n_samples, D)), y


def a_task(rng, lr=0.3, epochs=3, criterion="CrossEntropyLoss", n_samples=N, spread=1.0):
    """Arguments of ``trained``: a start that is no symmetric point, and a small batch."""
    W, b = rng.normal(size=(D, C)) / np.sqrt(D), rng.uniform(-1, 1, C)
    X, y = spread * rng.normal(size=(n_samples, D)), labels(rng, n_samples)
    return W, b, X, y, criterion, lr, epochs


def a_long_task(rng):
    """60 epochs on labels that nothing tells apart, with gradients well above 1 all the way.

    Large features and a small rate: the steps are those of features near 1, and none diverges.
    """
    *start, X, y, criterion, _, _ = a_task(rng, n_samples=40, spread=30.0)
    X[:, 0] += 60.0 * (y == 0)
    return *start, X, (y + rng.integers(0, 2, 40)) % C, criterion, 3e-4, 60


def descended(W, b, X, y, _criterion, lr, epochs):
    """W and b after plain gradient descent on the mean cross-entropy, fast for want of autograd."""
    targets = np.eye(W.shape[1])[y]
    for _ in range(epochs):
        scores = X @ W + b
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (p / p.sum(axis=1, keepdims=True) - targets) / len(y)
        W, b = W - lr * X.T @ error, b - lr * error.sum(axis=0)
    return W, b


def cross_entropy(reference, logits, y):
    """On the full data."""
    return reference.batch_loss(torch.tensor(np.array(logits)), torch.tensor(y))


def strays(before, after, gradients):
    """Whether a step goes in another direction than along its gradient, or against it."""
    step, gradient = (
        np.concatenate([np.ravel(part) for part in parts])
        for parts in (
            [later - earlier for earlier, later in zip(before, after, strict=True)],
            gradients,
        )
    )
    lengths = np.linalg.norm(step) * np.linalg.norm(gradient)
    return lengths > 1e-6 and abs(step @ gradient) < 0.9999 * lengths


def share_of_rate(before, after, gradients, lr):
    """The learning rate of a step along its gradient, as a share of *lr*; 1 where none shows."""
    moved, asked = (
        np.concatenate([np.ravel(part) for part in parts])
        for parts in (
            [later - earlier for earlier, later in zip(before, after, strict=True)],
            [-lr * part for part in gradients],
        )
    )
    length = asked @ asked
    return 1.0 if length < 1e-12 else float(moved @ asked / length)


def states(found):
    """[weight, bias] before each backward pass that was recorded, and at the end."""
    return [step[:2] for step in found["steps"]] + [[found["W"].T, found["b"]]]


def expect_along_gradients(found):
    """Each step goes along its gradient, or against it."""
    for number, (before, after) in enumerate(pairwise(states(found)), start=1):
        expect(
            not strays(before, after, found["steps"][number - 1][2:]),
            vi=f"Bước {number} không đi theo gradient của nó: với SGD không momentum và không "
            "weight decay, tham số thay đổi đúng −lr · gradient.",
            en=f"Step {number} does not go along its gradient: with SGD without momentum and "
            "weight decay, the parameters change by −lr · gradient.",
            misconception="other-optimizer",
        )


def numbers(history, length):
    """The history as an array; infinite where it is no such list of numbers."""
    try:
        values = np.array(history, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return np.full(length, np.inf)
    return values if values.shape == (length,) else np.full(length, np.inf)


@pytest.mark.check(points=2, topics=["SGD"])
def test_sgd_steps(student, reference, rng):
    """vi: mỗi epoch là đúng một bước SGD với learning rate lr trên toàn bộ dữ liệu, dù ít hay nhiều
    mẫu, cho mọi tham số, đến epoch cuối
    en: each epoch is one step of SGD with learning rate lr on all the data, few samples or many,
        for every parameter, up to the last epoch
    """
    wanted = ["W", "b", "passes", "steps"]
    many = probe(student, trained, student.train, ["passes"], *a_task(rng, n_samples=600))
    task = (wanted, *a_task(rng))
    found = probe(student, trained, student.train, *task)
    expected = trained(None, reference.train, *task)
    for n_samples, passes in ((N, found["passes"]), (600, many["passes"])):
        expect(
            passes <= 3,
            vi=f"Với {n_samples} mẫu, trong 3 epoch có {passes} lần backward(); mỗi epoch chỉ có "
            "một bước trên toàn bộ dữ liệu.",
            en=f"With {n_samples} samples there were {passes} backward passes in 3 epochs; an "
            "epoch is one step on all the data.",
        )
    expect_along_gradients(found)
    for name in ("W", "b"):
        expect_close(found[name], expected[name], what=name, **TOLERANCE)

    task = (["W", "b", "steps"], *a_long_task(rng))
    found = probe(student, trained, student.train, *task)
    expected = dict(zip("Wb", descended(*task[1:]), strict=True))
    expect_along_gradients(found)
    for number, (before, after) in enumerate(pairwise(states(found)), start=1):
        share = share_of_rate(before, after, found["steps"][number - 1][2:], task[-2])
        expect(
            0.99 < share < 1.01,
            vi=f"Bước {number} trong 60 bước dài bằng {with_comma(share)} lần lr · gradient; mọi "
            "bước phải đúng bằng lr · gradient: learning rate không đổi, gradient không bị cắt.",
            en=f"Step {number} of 60 is {share:.2f} times lr · gradient long; every step has to be "
            "lr · gradient: the learning rate stays, and gradients are not clipped.",
            misconception="other-optimizer",
        )
    for name in ("W", "b"):
        expect_close(found[name], expected[name], what=name, rtol=1e-3, atol=1e-4)

    sizes = (D, 4, C)
    layers = [(rng.normal(size=s) / 2, rng.uniform(-1, 1, s[1])) for s in pairwise(sizes)]
    task = (layers, rng.normal(size=(N, D)), labels(rng), 0.3, 2)
    found = probe(student, trained_layers, student.train, *task)
    expected = trained_layers(None, reference.train, *task)
    still = [
        number
        for number, (old, new) in enumerate(zip(layers, found, strict=True), start=1)
        if max(np.abs(a - b).max() for a, b in zip(old, new, strict=True)) < 1e-6
    ]
    expect(
        not still,
        vi=f"Với mô hình có hai lớp Linear, tham số của lớp {' và '.join(map(str, still))} không "
        "thay đổi: optimizer phải nhận mọi tham số của mô hình.",
        en=f"In a model of two linear layers, the parameters of layer "
        f"{' and '.join(map(str, still))} did not change: the optimizer has to get all parameters.",
    )
    for number, (got, want) in enumerate(zip(found, expected, strict=True), start=1):
        for name, ours, theirs in zip("Wb", want, got, strict=True):
            expect_close(theirs, ours, what=f"{name}{number}", **TOLERANCE)


@pytest.mark.check(points=2, topics=["gradients"])
def test_fresh_gradients(student, reference, rng):
    """vi: ở mỗi bước, .grad là gradient của riêng bước đó, không cộng dồn từ các bước trước
    en: at every step .grad is the gradient of that step alone, nothing is left from earlier ones
    """
    W, b, X, y, criterion, lr, _ = a_task(rng)
    steps = probe(student, trained, student.train, ["steps", "W"], W, b, X, y, criterion, lr, 4)
    if not steps["steps"]:  # torch.autograd.grad leaves nothing in .grad that could add up
        expect(
            np.abs(steps["W"] - W).max() > 1e-4,
            vi="Sau 4 epoch, trọng số vẫn như lúc đầu.",
            en="After 4 epochs the weights are what they were.",
        )
    for number, (weight, bias, at_weight, at_bias) in enumerate(steps["steps"], start=1):
        here = (["steps"], weight.T, bias, X, y, criterion, lr, 1)
        (fresh,) = trained(None, reference.train, *here)["steps"]
        expect_close(at_weight, fresh[2], what=f"weight.grad, epoch {number}", **TOLERANCE)
        expect_close(at_bias, fresh[3], what=f"bias.grad, epoch {number}", **TOLERANCE)


@pytest.mark.check(points=2, topics=["loss"])
def test_loss_input(student, reference, rng):
    """vi: criterion nhận nguyên kết quả của model, không qua thêm softmax hay hàm nào khác
    en: the criterion gets the model's output as it is, through no further softmax or function
    """
    task = (["inputs"], *a_task(rng, epochs=1))
    found = probe(student, trained, student.train, *task)["inputs"]
    expected = trained(None, reference.train, *task)["inputs"]
    expect(found, **NEVER_CALLED)
    expect_close(found[0], expected[0], what="outputs", **TOLERANCE)
    expect_equal(found[1], expected[1], what="labels")


@pytest.mark.check(points=1, topics=["history", "loss"])
def test_history_values(student, reference, rng):
    """vi: mỗi giá trị trả về là loss của mô hình ở epoch đó
    en: each returned value is the model's loss in that epoch
    """
    task = (["history", "steps", "W", "b"], *a_task(rng, lr=0.05, epochs=6))
    X, y = task[3:5]
    found = probe(student, trained, student.train, *task)
    if len(found["steps"]) != 6:  # no backward pass to be seen, or several in an epoch
        found |= trained(None, reference.train, ["steps", "W", "b"], *task[1:])
    losses = np.array([cross_entropy(reference, X @ W.T + b, y) for W, b in states(found)])
    # Before the step or after it: both are the epoch's loss.
    late = np.abs(numbers(found["history"], 6) - losses[1:]).max() < 1e-4
    expect_close(
        found["history"], losses[1:] if late else losses[:-1], what="train(…)", **TOLERANCE
    )
    # Nothing to learn: no features, and as many samples of each class, or targets that are met.
    X, balanced, met = np.zeros((9, D)), labels(rng, 9), np.zeros((9, C))
    for y, criterion, loss, epochs in (
        (balanced, "CrossEntropyLoss", np.log(C), 30),
        (met, "MSELoss", 0.0, 60),
    ):
        still = (["history"], np.zeros((D, C)), np.zeros(C), X, y, criterion, 0.1, epochs)
        history = probe(student, trained, student.train, *still)["history"]
        count = np.size(history)
        expect(
            count >= epochs,
            vi=f"Khi loss không giảm nữa, train với epochs={epochs} chỉ trả về {count} giá trị.",
            en=f"Where the loss no longer falls, train with epochs={epochs} returns only {count} "
            "losses.",
            misconception="history-gaps",
        )
        what = f"train(…, epochs={epochs})"
        expect_close(history, np.full(epochs, loss), what=what, **TOLERANCE)


@pytest.mark.check(points=1, topics=["history", "graph"], needs=["train.one_loss_per_epoch"])
def test_history_plain_numbers(student, rng):
    """vi: các giá trị trả về là số, không còn gắn với đồ thị tính toán
    en: the returned values are numbers that no longer hang on the graph
    """
    attached = probe(student, trained, student.train, ["attached"], *a_task(rng))["attached"]
    expect(
        not attached,
        vi="Danh sách loss chứa tensor còn requires_grad=True: đồ thị của mọi epoch được giữ lại "
        "trong bộ nhớ.",
        en="The list of losses holds tensors with requires_grad=True: the graphs of all epochs are "
        "kept in memory.",
    )


@pytest.mark.check(points=1, topics=["shapes", "loss"])
def test_column_labels(student, reference, rng):
    """vi: với MSELoss, kết quả (N, 1) và nhãn (N, 1) được so từng cặp, không bị broadcast
    en: with MSELoss, outputs (N, 1) and labels (N, 1) are compared in pairs, nothing is broadcast
    """
    X, y = rng.normal(size=(N, D)), rng.normal(size=(N, 1))
    W, b = rng.normal(size=(D, 1)), rng.normal(size=1)
    task = (["loss"], W, b, X, y, "MSELoss", 0.05, 1)
    found = probe(student, trained, student.train, *task)["loss"]
    expect(found is not None, **NEVER_CALLED)
    expect_close(
        found,
        trained(None, reference.train, *task)["loss"],
        what="MSELoss()(model(X), y)",
        **TOLERANCE,
    )


@pytest.mark.check(points=2, topics=["training"])
def test_converges(student, reference, rng):
    """vi: với ba seed, loss trên toàn bộ dữ liệu giảm, xuống dưới 0,25, và accuracy đạt ít nhất
    0,95 trên ba nhóm tách rời
    en: for three seeds the loss on all the data falls, to below 0.25, and the accuracy on three
    separate groups reaches at least 0.95
    """
    X, y = groups(rng, 45)
    outcomes = probe(student, trained_from_seeds, student.train, X, y, C, (0, 1, 2))
    for before, after in outcomes:
        loss, start = cross_entropy(reference, after, y), cross_entropy(reference, before, y)
        accuracy = float(np.mean(np.argmax(after, axis=1) == y))
        expect(
            loss < min(start, 0.25) and accuracy >= 0.95,
            vi=f"Loss trước khi huấn luyện là {with_comma(start)}, sau 100 epoch là "
            f"{with_comma(loss)}; accuracy là {with_comma(accuracy)}.",
            en=f"The loss is {start:.3g} before training and {loss:.3g} after 100 epochs; "
            f"the accuracy is {accuracy:.2f}.",
        )


@pytest.mark.check(points=1, topics=["training"])
def test_converges_with_bce(student, rng):
    """vi: với lr và epochs mặc định, một mạng có sigmoid và BCELoss đạt accuracy ít nhất 0,9
    trên hai nhóm tách rời, với ba seed
    en: with the default lr and epochs, a network with sigmoid and BCELoss reaches an accuracy of at
    least 0.9 on two separate groups, for three seeds
    """
    y = labels(rng, 40, 2)[:, None].astype(float)
    X = 3 * (2 * y - 1) * np.array([1, -1, 1, -1]) + 0.5 * rng.normal(size=(40, 4))
    for p in probe(student, trained_network, student.train, X, y, (0, 1, 2)):
        accuracy = float(np.mean((p > 0.5) == (y > 0.5)))
        expect(
            accuracy >= 0.9,
            vi=f"Sau huấn luyện, accuracy là {with_comma(accuracy)}.",
            en=f"After training the accuracy is {accuracy:.2f}.",
        )


@pytest.mark.check(points=1, topics=["training"])
def test_uses_every_sample(student, rng):
    """vi: một epoch dùng mọi mẫu
    en: an epoch uses every sample
    """
    n = 11
    X, y = np.eye(n), labels(rng, n)  # row i of W moves only if sample i was used
    W, b = 0.1 * rng.normal(size=(n, C)), np.zeros(C)
    found = probe(student, trained, student.train, ["W"], W, b, X, y, "CrossEntropyLoss", 0.1, 1)
    unused = int((np.abs(found["W"] - W).max(axis=1) < 1e-6).sum())
    expect(
        unused < n,
        vi="Sau một epoch, trọng số vẫn như lúc đầu: mô hình được trả lại không có bước nào.",
        en="After one epoch the weights are what they were: no step is in the model that is left.",
    )
    expect(
        unused == 0,
        vi=f"Với 11 mẫu, một epoch bỏ sót {unused} mẫu.",
        en=f"With 11 samples, one epoch leaves out {unused} of them.",
    )


@pytest.mark.check(points=1, topics=["side effects"], needs=["train.one_loss_per_epoch"])
def test_keeps_data(student, rng):
    """vi: X và y của người gọi không bị thay đổi
    en: the caller's X and y stay as they are
    """
    X, y = rng.normal(size=(N, D)), labels(rng)
    after = probe(student, data_after, student.train, X, y)
    expect_close(after[0], X, what="X", rtol=1e-6, atol=1e-7)  # as float32, or float64
    expect_equal(after[1], y, what="y")
