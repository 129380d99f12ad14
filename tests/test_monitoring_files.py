"""Dashboards and rules that are handed in as files: broken, huge or hostile, each is one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from engine import a_submission, said

from grader.assignment import find_course, load_assignment
from grader.model import CheckResult, ExerciseId, SubmittedFile, Verdict
from grader.pipeline import Grader, open_grader

ROOT = Path(__file__).resolve().parents[1]
LAUGHS = "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'lol'] * 9)}]\n" for n in range(10)
)


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    assignment = load_assignment(find_course(ROOT), "model_monitoring")
    files = {ExerciseId("dashboard"), ExerciseId("alert_rules")}
    with open_grader(assignment, exercises=files) as grader:
        yield grader


def first_results(grader: Grader, files: dict[str, bytes]) -> dict[str, CheckResult]:
    """Of each exercise the first check, on a script that defines nothing and those files."""
    submission = a_submission("import time", "model_monitoring.py")
    beside = [SubmittedFile(path=PurePosixPath(name), data=data) for name, data in files.items()]
    grade = grader.grade(replace(submission, files=(*submission.files, *beside)))
    assert Verdict.GRADER_ERROR not in {result.verdict for result in grade.results}
    return {str(each.exercise.id): each.results[0] for each in grade.exercises if each.results}


@pytest.mark.parametrize(
    "name, data, reason",
    [
        ("dashboard.json", b"\xff\xfe{\x00}\x00", "dashboard.json cannot be read as JSON"),
        ("Dashboard.JSON", b'{"panels": [1, 2', "Dashboard.JSON cannot be read as JSON: line 1"),
        ("dashboard.json", b"[" * 100_000, "it is nested too deeply"),
        ("dashboard.json", b"[]", "has to be a mapping of JSON"),
        (
            "x/export.json",
            b'{"expr": ' + b" " * 800_000 + b"1}",
            "export.json cannot be read as JSON: it has more",
        ),
        ("alerts.yml", "é: [".encode("utf-16"), "alerts.yml cannot be read as YAML"),
        ("alerts.yaml", LAUGHS.encode(), "it has more than 20000 parts"),
        ("alerts.yml", b"groups: " + b"x" * 300_000, "it has more than 200000 characters"),
        ("prom/rules.yml", b"groups:\n- !!python/name:os.system x", "is not allowed"),
        ("alerts.yml", b"", "has to be a mapping of YAML"),
    ],
    ids=[
        "utf-16",
        "cut off",
        "nested",
        "a list",
        "huge",
        "rules in utf-16",
        "laughs",
        "long",
        "tag",
        "empty",
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(
    grader: Grader, name: str, data: bytes, reason: str
) -> None:
    exercise = "dashboard" if name.lower().endswith("json") else "alert_rules"
    found = first_results(grader, {name: data})[exercise]

    assert reason in said(found.notes)
    assert "\n" not in said(found.notes)
    assert found.verdict in (Verdict.FAILED, Verdict.MISSING)


def test_all_checks_look_at_the_same_document(grader: Grader) -> None:
    source = """
        import os
        def alert_rules():
            return [] if os.urandom(1)[0] % 2 else {"groups": []}
    """
    for _ in range(3):
        grade = grader.grade(a_submission(source, "model_monitoring.py"))
        rules = [
            "gives no YAML" in said(result.notes)
            for result in grade.results
            if result.check.exercise == "alert_rules" and result.verdict is not Verdict.SKIPPED
        ]

        assert len(rules) > 3
        assert len(set(rules)) == 1
