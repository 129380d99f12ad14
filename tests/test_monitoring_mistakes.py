"""Mistakes of model_monitoring keep their names in other forms than the mutants have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import a_submission, verdicts

from grader.assignment import find_course, load_assignment
from grader.model import ExerciseId
from grader.pipeline import Grader, open_grader

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "tests" / "accepted" / "model_monitoring"


@pytest.fixture(scope="module")
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """A grader for the one exercise that is the parameter."""
    assignment = load_assignment(find_course(ROOT), "model_monitoring")
    with open_grader(assignment, exercises={ExerciseId(request.param)}) as grader:
        yield grader


def named(grader: Grader, form: str, old: str, new: str) -> set[str]:
    """The mistakes that are named once *old* is *new* in an accepted file."""
    source = (ACCEPTED / form).read_text("utf-8")
    assert old in source
    grade = grader.grade(a_submission(source.replace(old, new), "model_monitoring.py"))
    assert grade.earned < grade.possible
    assert "grader error" not in str(verdicts(grade))
    return {str(result.misconception) for result in grade.results} - {"None"}


@pytest.mark.parametrize("grader", ["alert_rules"], indirect=True)
@pytest.mark.parametrize(
    "form, old, new, slug",
    [
        ("recording_rules.py", "errors:ratio > 0.05", "errors:ratio > 5", "threshold-unit"),
        ("percent_and_milliseconds.py", "> 1000", "> 1", "threshold-unit"),
        ("threshold_on_the_left.py", "expr: 1 <", "expr: 1 >", "comparison-reversed"),
        ("threshold_on_the_left.py", "for: 600s", "for: 600ms", "for-missing"),
        ("newest_schema.py", "sum by (le, job)", "sum by (job)", "quantile-without-le"),
        (
            "per_instance.py",
            " / ignoring(status) sum without (status) (",
            " / (",
            "ratio-without-sum",
        ),
        (
            "yaml_with_anchors.py",
            "requests_total[5m])) > 0.05",
            "requests[5m])) > 0.05",
            "unknown-metric",
        ),
    ],
)
def test_of_the_rules(grader: Grader, form: str, old: str, new: str, slug: str) -> None:
    assert named(grader, form, old, new) == {slug}


@pytest.mark.parametrize("grader", ["dashboard"], indirect=True)
@pytest.mark.parametrize(
    "form, old, new, slug",
    [
        ("newest_schema.py", "by (predicted_class)", "", "classes-added-up"),
        ("rows_of_panels_as_json_text.py", "quantile(0.95", "quantile(0.5", "wrong-quantile"),
        (
            "vietnamese_names.py",
            "[5m])) / sum(rate(model_requests_total[5m]))",
            "[5m]))",
            "errors-not-relative",
        ),
        (
            "api_form_and_rules_as_a_dict.py",
            "'model_requests_in_progress'",
            "'rate(model_requests_in_progress[1m])'",
            "rate-on-gauge",
        ),
    ],
)
def test_of_the_dashboard(grader: Grader, form: str, old: str, new: str, slug: str) -> None:
    assert slug in named(grader, form, old, new)


@pytest.mark.parametrize("grader", ["predict_with_metrics"], indirect=True)
@pytest.mark.parametrize(
    "form, old, new, slug",
    [
        (
            "default_registry.py",
            "time.time() - start",
            "(time.time() - start) * 1e3",
            "latency-in-milliseconds",
        ),
        ("vietnamese_names.py", "    finally:\n", "    else:\n", "gauge-left-up"),
        (
            "closures.py",
            'labels(status="error")',
            "labels(status=type(e).__name__ + str(e))",
            "label-per-request",
        ),
        (
            "locked_inside_the_gauge.py",
            "for p in preds:",
            "for p in set(preds):",
            "request-counted-as-sample",
        ),
    ],
)
def test_of_the_metrics(grader: Grader, form: str, old: str, new: str, slug: str) -> None:
    assert slug in named(grader, form, old, new)
