"""Every assignment of the course is sound: what ``grader verify`` says of it is nothing.

That grades the reference at several seeds, the templates, every file of ``accepted/`` and every
mutant, each as a student's hand-in behind the wall. A new assignment is a new folder, and a case
that was judged wrongly a new file there: never new code. What was sound and has not changed since,
the program and the libraries included, is not graded again; a clean clone remembers nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import find_course, load_assignment
from grader.verify import Memory, verify

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", find_course(ROOT).assignments)
def test_an_assignment_is_sound(name: str) -> None:
    assignment = load_assignment(find_course(ROOT), name)
    assert verify(assignment, memory=Memory(ROOT / ".grader", assignment)) == ()
