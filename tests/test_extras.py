"""An assignment whose libraries are not installed says in one line which extra brings them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.assignment import find_course, load_assignment
from grader.errors import SandboxError
from grader.pipeline import open_grader
from grader.suite.run import declare_checks

ROOT = Path(__file__).resolve().parents[1]
LINE = (
    "softmax_numpy needs no_such_library, which is not installed; "
    "run: pip install 'grader[nothing]'"
)


def test_grading_names_the_extra() -> None:
    plain = load_assignment(find_course(ROOT), "softmax_numpy")
    needy = replace(plain, runtime=("numpy", "no_such_library.part"), extra="nothing")

    with pytest.raises(SandboxError) as raised, open_grader(needy):
        pass

    assert str(raised.value) == LINE
    assert declare_checks(plain, []) == ()  # nothing was left half open
