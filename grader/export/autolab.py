"""Autolab: the last lines that its autograder reads from standard output.

The problems are the assignment's exercises, by id: a lab needs problems of these names. Autolab
adds their scores up, so they are shares of the student's score, to hundredths.
"""

from __future__ import annotations

import msgspec

from grader.export.gradescope import number
from grader.export.record import Record
from grader.export.share import by_exercise
from grader.model import Verdict

NAME = "autolab.txt"


def to_autolab(record: Record, _lang: str) -> bytes:
    """Two lines of JSON: what to show of *record*, and its scores."""
    exercises = record.result.exercises if record.result else []
    stages: dict[str, object] = {
        exercise.title: {
            check.title: {"passed": check.verdict is Verdict.PASSED}
            | ({"hint": check.message} if check.message else {})
            for check in exercise.checks
        }
        for exercise in exercises
    }
    shown = {"_presentation": "semantic", "stages": list(stages)} | stages
    scores = {name: number(points) for name, points in by_exercise(record).items()}
    total = [] if record.score.points is None else [number(record.score.points)]
    lines = (shown, {"scores": scores, "scoreboard": total})
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
