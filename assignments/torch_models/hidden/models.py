"""What the suites of the five models share: two probes, and the numbers that go in.

Parameters are found by shape, whatever they are called: ``nn.Linear`` or a parameter of the
student's own, weights as (out, in) or (in, out), a bias as vector, row, column or scalar, or as the
first or last row of the weights. Features have the default dtype: float32, but where a file of
float64 throughout sets another. The sizes of all layers differ, so shapes are ambiguous only where
one unit follows a layer; there the behaviour of ReLU decides which is weight and which bias.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from grader.suite.api import expect, expect_close, probe

TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}
"""Of float32: sums of at most 10 terms near 1 are right to 1e-6, in whatever order."""

# ------------------------------------------------------------------ what runs beside the student


def observe(_module, build, sizes, layers, X, y=None, loss=None, aligned=True):
    """What a model says once our *layers* are in it.

    Args:
        build: The model's class, called with *sizes*.
        layers: (W, b) from input to output, shapes (in, out) and (out,).
        X: Features, shape (N, D).
        y: Labels for *loss*.
        loss: A function's name in ``torch.nn.functional``.
        aligned: Whether the loss may see the outputs in the shape of a column of labels.

    Returns:
        None if weights are not registered; {"shapes": those of the parameters} if they are others;
        {"varies": True} if two calls differ also in evaluation mode; else a dict with "outputs".
        Without a loss, it has "evaluated", the outputs in evaluation mode. With one, it has "loss"
        and "gradients": [dW, db, ...] in the shapes of *layers*, None where none arrives; then
        "frozen" and "cut" say whether parameters are not to be trained, and whether no gradient at
        all leaves the loss. No loss where the number of outputs is not that of a column of labels.
    """
    import torch

    def take(shapes, last):
        for shape in shapes:
            fitting = [index for index, p in enumerate(free) if tuple(p.shape) == shape]
            if fitting:
                return free.pop(fitting[-1 if last else 0])
        return None

    def table(tensor, rows, columns):
        return tensor.T if tuple(tensor.shape) == (columns, rows) else tensor.reshape(rows, columns)

    def bias_row(layer):
        # Behind zeros, of all rows only the bias reaches the output.
        for number, (weight, bias, _) in enumerate(found):
            for parameter in (weight, bias):
                if parameter is not None:
                    parameter.fill_(float(number > layer))
        before = model(torch.zeros_like(x))
        weight, _, shape = found[layer]
        table(weight, *shape)[0] = 1.0
        return 0 if not torch.equal(before, model(torch.zeros_like(x))) else -1

    def unlisted():
        # With all that is listed at 0 and frozen, only other weights learn or tell inputs apart.
        for parameter in model.parameters():
            parameter.requires_grad_(False).zero_()
        outputs = model(many)
        if not isinstance(outputs, torch.Tensor):
            return False
        return outputs.requires_grad or not torch.equal(outputs, outputs[:1].expand_as(outputs))

    def exchanged(weight, bias):
        # A negative bias before ReLU hides every weight behind it.
        for parameter in model.parameters():
            parameter.zero_()
        bias.fill_(-1.0)
        before = model(torch.zeros_like(x))
        weight.fill_(1.0)
        return not torch.equal(before, model(torch.zeros_like(x)))

    def parts(weight, bias, shape, row, tensors):
        whole = table(tensors[weight], *shape)
        if row is None:
            return whole, None if bias is None else tensors[bias].reshape(-1)
        return (whole[1:], whole[0]) if row == 0 else (whole[:-1], whole[-1])

    x = torch.tensor(X, dtype=torch.get_default_dtype())
    model = build(*sizes)
    with torch.no_grad():
        many = torch.randn(256, x.shape[1])
        first, second = model(many), model(many)  # lazy layers take their sizes from it
    if isinstance(first, torch.Tensor) and not torch.equal(first, second):
        for module in model.modules():  # dropout; eval() and train() may be the student's own
            module.training = False
        with torch.no_grad():
            if not torch.equal(model(many), model(many)):
                return {"varies": True}

    free, found = list(model.parameters()), []
    for W, _ in layers:
        n_in, n_out = W.shape
        shapes = [(n_out, n_in), (n_in, n_out)]
        if found and tuple(found[0][0].shape) == found[0][2]:
            shapes.reverse()  # as in the first layer
        folded = [(n_out, n_in + 1), (n_in + 1, n_out)]
        weight = take([*shapes, *[(n_in,)] * (n_out == 1)], last=True)
        shape = (n_in, n_out)
        if weight is None:
            weight, shape = take(folded, last=True), (n_in + 1, n_out)
        if weight is None:
            shapes = [list(p.shape) for p in model.parameters()]
            return None if unlisted() else {"shapes": shapes}
        found.append((weight, None, shape))
    for number, (weight, _, shape) in enumerate(found):
        n_out = shape[1]
        if shape[0] == len(layers[number][0]):
            vectors = [(n_out,), (1, n_out), (n_out, 1), *[()] * (n_out == 1)]
            found[number] = (weight, take(vectors, last=False), shape)
    with torch.no_grad():
        for number in range(len(found) - 1):
            (before, bias, shape), (weight, *rest) = found[number : number + 2]
            if bias is not None and bias.shape == weight.shape and exchanged(weight, bias):
                found[number : number + 2] = [(before, weight, shape), (bias, *rest)]
        rows = [
            bias_row(number) if shape[0] > len(layers[number][0]) else None
            for number, (_, _, shape) in enumerate(found)
        ]
        data = {p: p.data for p in model.parameters()}
        for place, row, ours in zip(found, rows, layers, strict=True):
            for target, values in zip(parts(*place, row, data), ours, strict=True):
                if target is not None:
                    target.copy_(torch.tensor(values))

    outputs = model(x)
    is_tensor = isinstance(outputs, torch.Tensor)
    answer = {"outputs": outputs.detach().numpy() if is_tensor else outputs}
    if loss is None:
        for module in model.modules():
            module.training = False
        with torch.no_grad():
            again = model(x)
        answer["evaluated"] = again.detach().numpy() if isinstance(again, torch.Tensor) else again
        return answer
    labels = torch.tensor(y)
    if is_tensor and labels.is_floating_point():
        labels = labels.to(outputs.dtype)  # as whoever works in float64 has them
    if labels.ndim == 2 and is_tensor and outputs.numel() != labels.numel():
        return answer
    if aligned and labels.ndim == 2 and is_tensor:
        outputs = outputs.reshape(labels.shape)
    value = getattr(torch.nn.functional, loss)(outputs, labels)
    if value.requires_grad:
        value.backward()
    grads = {p: p.grad for p in model.parameters()}
    gradients = []
    for (weight, bias, shape), row in zip(found, rows, strict=True):
        seen = {p: torch.full_like(p, torch.nan) if g is None else g for p, g in grads.items()}
        for part in parts(weight, bias, shape, row, seen):
            lost = part is None or bool(torch.isnan(part).all())
            gradients.append(None if lost else part.numpy())
    reasons = {}
    if any(gradient is None for gradient in gradients):
        reasons["frozen"] = not all(p.requires_grad for p in model.parameters())
        reasons["cut"] = not value.requires_grad
    return {**answer, "loss": value.item(), "gradients": gradients, **reasons}


def registered(_module, build, sizes):
    """How many numbers ``parameters()`` lists, and how many of them can be trained."""
    import torch

    model = build(*sizes)
    with torch.no_grad():
        model(torch.zeros(3, sizes[0]))  # lazy layers take their sizes from it
    listed = list(model.parameters())
    return [sum(p.numel() for p in listed), sum(p.numel() for p in listed if p.requires_grad)]


def taught(_module, build, sizes, X, y, loss, seeds):
    """The outputs of a model for X after 60 steps of Adam, started from each of the seeds.

    Where nearly all is learned before that, it ends there.
    """
    import torch

    x = torch.tensor(X, dtype=torch.get_default_dtype())
    labels = torch.tensor(y)
    outcomes = []
    for seed in seeds:
        torch.manual_seed(seed)
        model = build(*sizes)
        with torch.no_grad():
            model(x)
        if not any(p.requires_grad for p in model.parameters()):
            return None
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for _ in range(60):
            optimizer.zero_grad()
            outputs = model(x)
            if labels.ndim == 2:
                outputs, labels = outputs.reshape(labels.shape), labels.to(outputs.dtype)
            value = getattr(torch.nn.functional, loss)(outputs, labels)
            if not value.requires_grad:
                return None
            if value.item() < 0.03:
                break
            value.backward()
            optimizer.step()
        for module in model.modules():  # eval() and train() may be the student's own
            module.training = False
        with torch.no_grad():
            outcomes.append(model(x).numpy())
    return outcomes


# ------------------------------------------------------------------ on our side


def some_layers(rng, *sizes):
    """Weights and biases between layers of those sizes; what comes out lies between -4 and 4."""
    return [
        (rng.normal(size=(a, b)) / np.sqrt(a), rng.uniform(-1, 1, b)) for a, b in pairwise(sizes)
    ]


def with_comma(number):
    """A number as it is written in Vietnamese."""
    return f"{number:.2f}".replace(".", ",")


def answers(student, build, *task):
    """What ``observe`` says of the student's model *build*, whose weights were found."""
    found = probe(student, observe, build, *task)
    expect(
        found is not None,
        vi="Không tìm thấy đủ trọng số trong model.parameters(): thiếu một ma trận của lớp Linear.",
        en="model.parameters() does not list all weights: the matrix of a linear layer is missing.",
    )
    sizes, layers = task[:2]
    wanted = ", ".join(str(W.shape[::-1]) for W, _ in layers)
    expect(
        "varies" not in found,
        vi="Hai lần gọi model(x) với cùng x cho kết quả khác nhau, cả khi đã tắt chế độ huấn luyện:"
        " F.dropout cần training=self.training.",
        en="Two calls model(x) on the same x differ, in evaluation mode as well: F.dropout needs "
        "training=self.training.",
    )
    if "shapes" in found:
        has = ", ".join(str(tuple(shape)) for shape in found["shapes"]) or "-"
        expect(
            False,
            vi=f"Với các kích thước {sizes}, tham số của mô hình có shape {has}; cần ma trận "
            f"trọng số có shape {wanted} (hoặc chuyển vị).",
            en=f"With sizes {sizes}, the model's parameters have the shapes {has}; weights of "
            f"shape {wanted} (or transposed) are expected.",
        )
    outputs = found["outputs"]
    if isinstance(outputs, tuple | list):
        expect(
            False,
            vi=f"model(x) trả về {type(outputs).__name__} gồm {len(outputs)} phần; cần một tensor.",
            en=f"model(x) returns a {type(outputs).__name__} of {len(outputs)}; one tensor is "
            "expected.",
        )
    if len(task) > 4 and "loss" not in found:
        shape = np.shape(outputs)
        expect(
            False,
            vi=f"model(x) có shape {shape}, còn nhãn có shape {np.shape(task[3])}.",
            en=f"model(x) has shape {shape}, the labels have shape {np.shape(task[3])}.",
        )
    return found


def expect_registered(student, build, reference, sizes):
    """``parameters()`` lists all that the reference's does, and all of it can be trained."""
    listed, trainable = probe(student, registered, build, sizes)
    expected, _ = registered(None, reference, sizes)
    expect(
        listed == trainable == expected,
        vi=f"parameters() liệt kê {listed} số, trong đó {trainable} số huấn luyện được; với các "
        f"kích thước {sizes} mô hình có {expected} số.",
        en=f"parameters() lists {listed} numbers, of which {trainable} can be trained; with sizes "
        f"{sizes} the model has {expected}.",
    )


def gradients(student, build, *task):
    """The gradients that ``observe`` found: one for every parameter."""
    answer = answers(student, build, *task)
    found = answer["gradients"]
    missing = [f"{'Wb'[i % 2]}{i // 2 + 1}" for i, value in enumerate(found) if value is None]
    expect(
        not missing or not answer["frozen"],
        vi=f"Sau backward(), không có gradient ở: {', '.join(missing)}; có tham số mang "
        "requires_grad=False nên không được huấn luyện.",
        en=f"After backward() there is no gradient at: {', '.join(missing)}; parameters have "
        "requires_grad=False, so they are not trained.",
    )
    expect(
        not missing or not answer["cut"],
        vi=f"Sau backward(), không có gradient ở: {', '.join(missing)}.",
        en=f"After backward() there is no gradient at: {', '.join(missing)}.",
        misconception="detached-graph",
    )
    expect(
        not missing,
        vi=f"Sau backward(), không có gradient ở: {', '.join(missing)}.",
        en=f"After backward() there is no gradient at: {', '.join(missing)}.",
    )
    return found


def expect_relu(student, build, reference, sizes, layers, X):
    """Hidden values of about -3 become exactly 0, and those of about 30 stay.

    What passes large ones on and does not stop negative ones is another activation. Without any
    activation the outputs are linear in x: that mistake is another one.
    """

    def outputs(ask, model, shift, low):
        (W1, b1), (W2, b2) = layers
        moved = [(W1, b1 + shift), (W2, b2 - low * W2.sum(axis=0))]
        return np.asarray(ask(model, sizes, moved, X)["outputs"])

    def ours(shift, low=0.0):
        return outputs(partial(observe, None), reference, shift, low)

    found = answers(student, build, sizes, layers, X)["outputs"]
    if np.shape(found) == np.shape(ours(0.0)) and np.all(np.isfinite(found)):
        high = outputs(partial(answers, student), build, 33.0, 33.0)
        varies = np.abs(found - found[0]).max() > 1e-4
        linear = ours(33.0, 33.0)
        expect(
            not (varies and np.abs(found - linear).max() > 1e-3 > np.abs(high - linear).max()),
            vi="Khi mọi nơ-ron ẩn nhận giá trị âm, kết quả vẫn đổi theo x: hàm kích hoạt không "
            "biến số âm thành đúng 0.",
            en="Where every hidden unit gets a negative value, the outputs still change with x: "
            "the activation does not turn negative numbers into exactly 0.",
            misconception="wrong-activation",
        )
    expect_close(found, ours(0.0), what="model(x)", **TOLERANCE)
    expect_close(high, linear, what="model(x)", atol=1e-3)
