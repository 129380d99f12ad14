"""Gradescope: ``results.json`` of one submission, as its autograder specification has it.

``score`` is the student's score and overrides the sum of the tests, whose scores are the checks'
points. It is a JSON number with at most two decimals. What a check says is what the student's
report says: nothing hidden is in it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from grader.export.record import Record
from grader.model import Verdict
from grader.report.i18n import translate
from grader.report.json import CheckRecord, ResultRecord

NAME = "results.json"


def to_gradescope(record: Record, lang: str) -> bytes:
    """``results.json`` of *record*; the reasons of the score are its output, in *lang*."""
    reasons = [translate(reason, lang) for reason in record.score.reasons]
    failed = record.attempt.reason if record.attempt and record.result is None else ""
    told = {
        "score": number(record.score.points or Decimal(0)),
        "execution_time": round(record.attempt.seconds, 3) if record.attempt else 0.0,
        "output": "\n".join(filter(None, [failed, *reasons])),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "student": record.student,
            "status": record.status,
            "possible": record.score.possible,
            "digest": record.attempt.digest if record.attempt else None,
        },
        "tests": _tests(record.result) if record.result else [],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def number(points: Decimal) -> int | float:
    """*points* as JSON has them: 8 and 8.5, not "8.50"."""
    return int(points) if points == int(points) else float(points)


def _tests(result: ResultRecord) -> list[dict[str, Any]]:
    return [
        _test(f"{major}.{minor}", exercise.title, check)
        for major, exercise in enumerate(result.exercises, start=1)
        for minor, check in enumerate(exercise.checks, start=1)
    ]


def _test(place: str, exercise: str, check: CheckRecord) -> dict[str, Any]:
    return {
        "score": check.earned,
        "max_score": check.points,
        "status": "passed" if check.verdict is Verdict.PASSED else "failed",
        "name": f"{exercise}: {check.title}",
        "name_format": "text",
        "number": place,
        "output": check.message,
        "output_format": "text",
        "tags": [check.misconception] if check.misconception else [],
        "visibility": "visible",
        "extra_data": {"id": check.id, "verdict": check.verdict.value},
    }
