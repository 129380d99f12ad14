"""loss_and_gradient: hidden checks."""

import numpy as np
import pytest

from grader.suite.api import ask, each, expect, expect_close, expect_equal

from .differences import agreeing, around, array, number, slopes

SHAPES = [(7, 5, 3), (11, 4, 6)]


def labels(rng, n_samples, n_classes):
    """Labels in no order, all classes among them."""
    return rng.permutation(np.arange(n_samples) % n_classes)


def problem(rng, n_samples, n_features, n_classes):
    """Parameters, features and labels."""
    theta = 0.3 * rng.normal(size=(n_features, n_classes))  # no probability is clipped
    X = rng.normal(size=(n_samples, n_features))
    return theta, X, labels(rng, n_samples, n_classes)


def both(answer):
    """The two parts of an answer; anything else is the student's mistake."""
    expect(
        isinstance(answer, (tuple, list)) and len(answer) == 2,
        vi="loss_and_gradient phải trả về hai giá trị: loss, rồi gradient.",
        en="loss_and_gradient must return two values: the loss, then the gradient.",
    )
    return answer


@pytest.mark.check(points=1, topics=["values", "index labels"])
def test_loss_values(student, reference, rng):
    """vi: loss đúng khi reg = 0, với hai shape khác nhau
    en: the loss is right for reg = 0, for two shapes
    """
    for shape in SHAPES:
        given = problem(rng, *shape)
        loss, _ = reference.loss_and_gradient(*given, 0.0)
        expect_close(
            both(student.loss_and_gradient(*given, 0.0))[0],
            loss,
            what="loss",
            rtol=1e-4,  # log(p + 1e-5)
            conventions={"divide-by-size": loss / shape[-1]},
        )


@pytest.mark.check(points=2, topics=["values", "index labels"])
def test_gradient_values(student, reference, rng):
    """vi: gradient đúng khi reg = 0, với hai shape khác nhau
    en: the gradient is right for reg = 0, for two shapes
    """
    for shape in SHAPES:
        given = problem(rng, *shape)
        _, gradient = reference.loss_and_gradient(*given, 0.0)
        expect_close(
            both(student.loss_and_gradient(*given, 0.0))[1],
            gradient,
            what="gradient",
            atol=1e-5,  # float32, or a sum of exponentials plus 1e-5: y_hat - y cancels
            conventions={"divide-by-size": gradient / shape[-1]},
        )


@pytest.mark.check(points=1, topics=["L2"])
def test_l2_term(student, reference, rng):
    """vi: reg cộng thêm reg·Σθ² vào loss
    en: reg adds reg·Σθ² to the loss
    """
    given = problem(rng, 7, 5, 3)
    with_term, without = (
        number(both(student.loss_and_gradient(*given, reg))[0], "loss") for reg in (0.7, 0.0)
    )
    term = reference.loss_and_gradient(*given, 0.7)[0] - reference.loss_and_gradient(*given, 0.0)[0]
    expect_close(
        with_term - without,
        term,
        what="loss(reg=0.7) - loss(reg=0)",
        conventions={"l2-half": term / 2},
    )


@pytest.mark.check(points=2, topics=["consistency", "L2"])
def test_gradient_matches_loss(student, reference, rng):
    """vi: gradient là đạo hàm của chính loss của em, với hai giá trị reg
    en: the gradient is the derivative of your own loss, at two strengths of reg
    """
    theta, X, y = problem(rng, 7, 5, 3)
    theta += np.where(theta < 0, -0.05, 0.05)  # a term of |theta| has no slope at 0

    def answer(at, reg):
        loss, gradient = both(student.loss_and_gradient(at, X, y, reg))
        return number(loss, "loss"), gradient

    def own_slopes(reg):
        answers = each(student.loss_and_gradient, [(at, X, y, reg) for at in around(theta)])
        return slopes([number(both(one)[0], "loss") for one in answers], theta)

    plain = own_slopes(0.0)
    loss, _ = answer(theta, 0.0)
    right_loss, right = reference.loss_and_gradient(theta, X, y, 0.0)
    for reg, own in ((0.0, plain), (0.5, own_slopes(0.5))):
        gradient = array(answer(theta, reg)[1], theta.shape, "gradient")
        # The L2 part has to match in any case; the rest need not repeat a loss that is wrong.
        l2 = own - plain
        data_part = agreeing(gradient - l2, plain, right, 3, loss=loss, right_loss=right_loss)
        expect_close(
            gradient,
            data_part + l2,
            what=f"gradient (reg={reg}), against the slope of the loss,",
            rtol=1e-2,  # of the differences; mistakes are a factor of 2 or more
            atol=2e-3,
        )


@pytest.mark.check(points=1, topics=["side effects"])
def test_keeps_input(student, rng):
    """vi: loss_and_gradient không làm thay đổi theta, X và y của người gọi
    en: loss_and_gradient leaves the caller's theta, X and y as they are
    """
    given = problem(rng, 7, 5, 3)
    returned = ask(student.loss_and_gradient, *given, 0.7)
    both(returned.value)
    for name, before, now in zip(("theta", "X", "y"), given, returned.args, strict=False):
        expect_equal(
            now,
            before,
            what=f"{name} after loss_and_gradient(theta, X, y, reg)",
            misconception="mutates-input",
        )


@pytest.mark.check(points=1, topics=["stability"], needs=["loss_and_gradient.gradient_values"])
def test_stable_large(student, reference, rng):
    """vi: loss hữu hạn và gradient đúng khi mọi logits cỡ +1000
    en: the loss is finite and the gradient right when all logits are near +1000
    """
    theta, X, y = problem(rng, 7, 5, 3)
    theta[0], X[:, 0] = 1000, 1
    loss, gradient = both(student.loss_and_gradient(theta, X, y, 0.0))
    _, expected = reference.loss_and_gradient(theta, X, y, 0.0)
    number(loss, "loss")
    expect_close(
        gradient,
        expected,
        what="gradient",
        rtol=1e-3,  # float32 logits near 1000 are off by 1e-4
        atol=1e-3,
        conventions={"divide-by-size": expected / 3},
    )
