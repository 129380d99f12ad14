"""Gradients: autograd through the student's loss beside finite differences of the right one."""

import numpy as np
import torch

from grader.suite.api import expect, expect_close, probe

# ------------------------------------------------------------------ what runs beside the student


def autograd(_module, function, given, place, named, through):
    """The loss and, flat, its gradient by ``given[place]``, as autograd has them; else None.

    What is no loss at all is answered by the name of its type, and work that leaves torch for
    NumPy, which refuses a tensor with a gradient, by "NumPy". The function may be asked *through*
    another one of torch, over the classes: then the gradient is by what goes into that one.
    """
    import torch

    leaf = given[place].clone().requires_grad_()
    value = leaf if through is None else getattr(torch, through)(leaf, dim=1)
    try:
        loss = function(*given[:place], value, *given[place + 1 :], **named)
    except RuntimeError as error:
        if "Can't call numpy() on Tensor that requires grad" not in str(error):
            raise
        return "NumPy"
    if isinstance(loss, (dict, str)):
        return type(loss).__name__
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss = loss.mean()
    (gradient,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    if gradient is None:
        return None
    return torch.cat([loss.detach().reshape(1), gradient.reshape(-1)]).numpy()


# ------------------------------------------------------------------ our side


def expect_gradient(
    student,
    function,
    right,
    given,
    place=0,
    what="logits",
    rtol=1e-4,  # float32 autograd, and an epsilon of 1e-7 beside probabilities above 0.01
    atol=1e-6,
    through=None,
    rounded=None,
    **named,
):
    """Autograd of the student's loss agrees with finite differences of the right one.

    A loss that is a multiple of the right one, or off by a constant, has cost its points where it
    was judged: the gradient may be that multiple of the right one, too. *rounded* is the mistake
    that leaves no gradient to logits of size 10,000, and a loss that is some logarithm of epsilon.
    """
    answer = probe(student, autograd, function, list(given), place, named, through)
    expect(
        answer is not None,
        vi="Loss không nối với đồ thị tính toán: autograd không tìm thấy gradient nào.",
        en="The loss is not connected to the graph: autograd finds no gradient.",
    )
    expect(
        not isinstance(answer, str) or answer != "NumPy",
        vi="Giữa đầu vào và loss có NumPy, mà mảng NumPy không mang gradient: viết bằng các phép "
        "tính của torch, không dùng .numpy() hay .detach().",
        en="There is NumPy between the input and the loss, and a NumPy array carries no gradient: "
        "write it with operations of torch, without .numpy() and .detach().",
        misconception="detached-graph",
    )
    expect(
        not isinstance(answer, str),
        vi=f"Loss là một {answer}, không phải một số.",
        en=f"The loss is a {answer}, not a number.",
    )
    exact = [exactly(part) for part in given]

    def loss_at(value):
        return right(*exact[:place], value, *exact[place + 1 :], **named)

    at = exact[place]
    expect_close(answer, np.zeros(1 + at.numel()), what=f"[loss, d loss / d {what}]", atol=1e300)
    answer = torch.as_tensor(answer)
    found, wanted = answer[1:].reshape(at.shape), slopes(loss_at, at)
    if float(((found - wanted).abs() - rtol * wanted.abs()).max()) <= atol:
        return
    expect(
        rounded is None or bool(found.any()) or not 5 < answer[0] < 0.02 * float(loss_at(at)),
        vi=f"Gradient theo {what} bằng 0 ở mọi nơi: xác suất đã bị làm tròn thành 0 hoặc 1 trước "
        "khi lấy log.",
        en=f"The gradient by the {what} is zero everywhere: a probability was rounded to 0 or 1 "
        "before its logarithm was taken.",
        misconception=rounded,
    )
    factor = float(answer[0]) / float(loss_at(at)) or 1.0
    expect_close(found / factor, wanted, what=f"d loss / d {what}", rtol=rtol, atol=atol)


def slopes(loss, at, step=1e-5):
    """The gradient of *loss* at a float64 tensor, by central differences."""
    moves = step * torch.eye(at.numel(), dtype=at.dtype).reshape(-1, *at.shape)
    differences = [(loss(at + move) - loss(at - move)) / (2 * step) for move in moves]
    return torch.stack(differences).reshape(at.shape)


def exactly(part):
    """A float32 tensor as float64; anything else as it is."""
    floating = isinstance(part, torch.Tensor) and part.is_floating_point()
    return part.double() if floating else part
