"""bce_with_logits: hidden checks."""

import pytest

from grader.suite.api import expect_close, probe

from .columns import expect_columns, of_columns
from .data import ATOL, FIFTIES, RTOL, binary, expect_no_rounded_sigmoid, extreme_binary
from .gradients import expect_gradient


@pytest.mark.check(points=2, topics=["values"])
def test_values(student, reference, rng):
    """vi: BCE từ logits đúng, hai kích thước batch
    en: BCE from logits is right, for two batch sizes
    """
    for n_samples in (7, 12):
        logits, y = binary(rng, n_samples)
        expect_close(
            student.bce_with_logits(logits, y),
            reference.bce_with_logits(logits.double(), y),
            what="bce_with_logits(logits, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["shapes"], needs=["bce_with_logits.values"])
def test_column(student, reference, rng):
    """vi: logits và y là vector (N,) hay cột (N, 1): giá trị không đổi; nơi hai shape khác nhau,
    hàm cũng có thể báo lỗi
    en: logits and y as vectors (N,) or columns (N, 1): the value is the same; where the two differ,
    the function may also refuse
    """
    logits, y = binary(rng, 7)
    expect_columns(
        probe(student, of_columns, student.bce_with_logits, logits, y),
        reference.bce_with_logits(logits.double(), y),
        "bce_with_logits",
        "logits",
    )


@pytest.mark.check(points=1, topics=["gradient"])
def test_gradient(student, reference, rng):
    """vi: gradient theo logits do autograd tính qua loss của em là đúng
    en: the gradient by the logits, by autograd through your loss, is right
    """
    given = binary(rng, 7)
    expect_gradient(student, student.bce_with_logits, reference.bce_with_logits, given)


@pytest.mark.check(points=2, topics=["stability"], needs=["bce_with_logits.values"])
def test_stable_large(student, reference):
    """vi: loss đúng với logits cỡ ±10 000
    en: the loss is right for logits of about ±10,000
    """
    for y in ((FIFTIES > 0).float(), (FIFTIES < 0).float()):
        expect_no_rounded_sigmoid(
            student.bce_with_logits(FIFTIES, y),
            reference.bce_with_logits(FIFTIES.double(), y),
            what="bce_with_logits(logits, y)",
        )
    for right in (True, False):
        logits, y = extreme_binary(right=right)
        expect_close(
            student.bce_with_logits(logits, y),
            reference.bce_with_logits(logits.double(), y),
            what="bce_with_logits(logits, y)",
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.check(points=1, topics=["stability", "gradient"])
def test_stable_gradient(student, reference):
    """vi: gradient đúng với logits cỡ ±10 000
    en: the gradient is right for logits of about ±10,000
    """
    given = extreme_binary(right=False)
    expect_gradient(
        student, student.bce_with_logits, reference.bce_with_logits, given, rounded="log-of-sigmoid"
    )
