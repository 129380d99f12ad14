"""Everything the grader raises on purpose, arranged by who can put it right.

* GraderError
  * AssignmentError    the instructor: something under assignments/ or reference/ is wrong
  * SubmissionError    the student: what was handed in cannot be graded as it stands
  * SandboxError       the operator: this machine cannot run or isolate student code
  * StoreError         the operator: the result database cannot be used
  * UsageError         whoever typed the command: an argument names nothing usable

A wrong answer is not in this tree: it is a ``CheckResult``. How a call into student code ends
without an answer is ``grader.sandbox.worker.CallError``, which never leaves a check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Phrase


class GraderError(Exception):
    """One line for a person: where, what, what to do."""


class AssignmentError(GraderError):
    """The assignment cannot be used."""


class SubmissionError(GraderError):
    """The submission cannot be read. ``reason`` is the same line, translatable."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.english())
        self.reason = reason

    def __reduce__(self) -> tuple[type[SubmissionError], tuple[Phrase]]:
        return type(self), (self.reason,)


class SandboxError(GraderError):
    """Student code cannot be run on this machine, or not at the level that was asked for."""


class StoreError(GraderError):
    """The result database cannot be used."""


class UsageError(GraderError):
    """The command line asks for something that is not there."""
