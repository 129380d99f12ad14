"""A column (N, 1) beside a vector (N,): what must not happen is a silent (N, N) table."""

from grader.suite.api import expect_close

from .data import ATOL, RTOL

# ------------------------------------------------------------------ what runs beside the student


def of_columns(_module, function, first, y):
    """The loss of two columns, and where only one is: "refused" where those shapes are refused."""
    answers = [function(first[:, None], y[:, None])]
    for one, other in ((first[:, None], y), (first, y[:, None])):
        try:
            answers.append(function(one, other))
        except (ValueError, RuntimeError, AssertionError):
            answers.append("refused")
    return answers


# ------------------------------------------------------------------ our side


def expect_columns(answers, expected, function, first):
    """The loss of the pairs; of a column and a vector also a refusal, as PyTorch's own losses."""
    shapes = [
        (first + "[:, None]", "y[:, None]"),
        (first + "[:, None]", "y"),
        (first, "y[:, None]"),
    ]
    for (one, other), answer in zip(shapes, answers, strict=True):
        if not isinstance(answer, str) or answer != "refused":
            what = f"{function}({one}, {other})"
            expect_close(answer, expected, what=what, rtol=RTOL, atol=ATOL)
