"""From a group of wrong answers that nobody had a name for to the draft of a mutant.

The draft is a student's code. A mutant runs on the grader's side, without the wall: so a draft is
written beside the results and not into the assignment, and takes effect only when its reader has
moved it there.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.atomic import write_atomic
from grader.batch import unexplained
from grader.errors import UsageError
from grader.model import Assignment, CheckId, StudentId, Submission, SubmittedFile, Verdict
from grader.pipeline import open_grader
from grader.report.classroom import Unknown

FOLDER: Final = "mutants"
_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mutant and its texts, as they were written."""

    mutant: Path
    texts: Path
    caught_by: tuple[CheckId, ...]
    alike: bool
    """Whether on its own, in the reference, it answers as the group does."""


def find_group(groups: tuple[Unknown, ...], name: str) -> Unknown:
    """The group that *name* is the beginning of the name of.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = [group for group in groups if name and group.behaviour.startswith(name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(group.name for group in groups) or "none"
    raise UsageError(f"no group of unknown mistakes is called {name!r}; there are: {known}")


def draft_mutant(
    assignment: Assignment, group: Unknown, out: Path, *, slug: str, seed: int | None = None
) -> Draft:
    """Write ``out/<slug>.py`` and ``out/<slug>.toml``.

    What the mutant loses is found by grading it, behind the wall, as a student's work.

    Raises:
        UsageError: *slug* is taken or none, or there is no code to make a mutant of.
        AssignmentError, SandboxError: nothing can be graded.
        StoreError: the place cannot be written.
    """
    if not _SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is no slug: small letters and digits, joined by hyphens")
    if slug in assignment.misconceptions:
        raise UsageError(f"{slug} is the slug of a known misconception; choose another --slug")
    if not group.source or assignment.reference is None:
        raise UsageError(f"{group.name}: there is no definition to make a mutant of")
    lost, alike = _loses(assignment, group, seed)
    paths = out / f"{slug}.py", out / f"{slug}.toml"
    write_atomic(paths[0], _mutant(group, lost).encode())
    write_atomic(paths[1], _texts(group, slug).encode())
    return Draft(mutant=paths[0], texts=paths[1], caught_by=lost, alike=alike)


def _loses(
    assignment: Assignment, group: Unknown, seed: int | None
) -> tuple[tuple[CheckId, ...], bool]:
    source = f"{assignment.reference}\n\n{group.source}"
    file = SubmittedFile(path=assignment.entry, data=source.encode())
    submission = Submission(student=StudentId("mutant"), files=(file,), digest="")
    with open_grader(assignment, seed=seed) as grader:
        grade = grader.grade(submission)
    lost = tuple(r.check.id for r in grade.results if r.verdict is not Verdict.PASSED)
    return lost, any(found.behaviour == group.behaviour for found in unexplained(grade))


def _mutant(group: Unknown, lost: tuple[CheckId, ...]) -> str:
    caught_by = textwrap.fill(f"caught by: {' '.join(lost)}", 99, break_on_hyphens=False)
    return (
        f'"""TODO: what it does wrong, in one line ({group.exercise}, {len(group.rows)} students).'
        f'\n\n{caught_by}\n"""\n\n\n{group.source}'
    )


def _texts(group: Unknown, slug: str) -> str:
    """What ``misconceptions.toml`` needs of it, still to be written."""
    what = f"{group.exercise}, {len(group.rows)}"
    return f"""\
[{slug}]
title = {{ vi = "TODO: tên lỗi ({what} sinh viên)", en = "TODO: its name ({what} students)" }}
formula = ''
idea.vi = "TODO: lỗi này chạm đến ý tưởng nào?"
idea.en = "TODO: which idea does the mistake touch?"
inspect.vi = "TODO: em nên xem lại chỗ nào trong code của mình?"
inspect.en = "TODO: what should they look at in their own code?"
next.vi = "TODO: em nên thử số nào tiếp theo?"
next.en = "TODO: what should they try next?"
"""
