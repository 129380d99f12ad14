"""A column (N, 1) beside a vector (N,): what must not happen is a silent (N, N) table."""

from grader.suite.api import expect_close

from .data import ATOL, RTOL

# ------------------------------------------------------------------ what runs beside the student


def of_a_column(_module, function, column, y):
    """The loss with its first argument as a column; "refused" where the shapes are refused."""
    try:
        return function(column[:, None], y)
    except (ValueError, RuntimeError, AssertionError):
        return "refused"


# ------------------------------------------------------------------ our side


def expect_column(answer, expected, what):
    """The loss of the pairs, or a refusal as PyTorch's own binary losses have it."""
    if not isinstance(answer, str) or answer != "refused":
        expect_close(answer, expected, what=what, rtol=RTOL, atol=ATOL)
