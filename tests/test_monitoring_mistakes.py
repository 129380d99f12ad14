"""Mistakes of model_monitoring keep their names in other forms than the mutants have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import a_submission, said, verdicts

from grader.assignment import find_course, load_assignment
from grader.model import Disclosure, ExerciseId, Grade, Verdict
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


def everything_said(grade: Grade) -> str:
    """The notes of all checks."""
    return " ".join(said(result.notes) for result in grade.results)


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
            "two_thresholds_under_one_name.py",
            '{status="error"}[5m])) / sum(rate(model_requests_total[5m])) > 0.05',
            '{status=~"5.."}[5m])) / sum(rate(model_requests_total[5m])) > 0.05',
            "label-value-unknown",
        ),
        ("prometheus_3.py", "[5m]))) > 0.05", "[5m]))) < 0.05", "comparison-reversed"),
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
            "grafana_variables_and_a_log.py",
            'requests_total{status="error", job=~"[[job]]"}',
            'requests_total{status="500", job=~"[[job]]"}',
            "label-value-unknown",
        ),
        (
            "grafana_variables_and_a_log.py",
            '"current": {"text": "0.95", "value": "0.95"}',
            '"current": {"text": "0.5", "value": "0.5"}',
            "wrong-quantile",
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
        ("metrics_in_a_cache.py", 'status="error"', 'status="500"', "label-renamed"),
        (
            "metrics_in_slots.py",
            ".inc()\n        for",
            ".inc(len(X))\n        for",
            "request-counted-as-sample",
        ),
    ],
)
def test_of_the_metrics(grader: Grader, form: str, old: str, new: str, slug: str) -> None:
    assert slug in named(grader, form, old, new)


@pytest.mark.parametrize("grader", ["predict_with_metrics"], indirect=True)
@pytest.mark.parametrize(
    "form, old, new, note",
    [
        ("default_registry.py", "def predict_with", "async def predict_with", "async def"),
        ("metrics_in_slots.py", "m.lat.observe(", "print(", "after a request nothing has been"),
    ],
)
def test_what_has_no_name_of_its_own_is_told_as_it_is(
    grader: Grader, form: str, old: str, new: str, note: str
) -> None:
    source = (ACCEPTED / form).read_text("utf-8")
    assert old in source
    grade = grader.grade(a_submission(source.replace(old, new), "model_monitoring.py"))

    assert note in everything_said(grade)
    hidden = [r for r in grade.results if r.check.disclosure is not Disclosure.PUBLIC]
    assert {r.misconception for r in hidden} == {None}


@pytest.mark.parametrize("grader", ["dashboard"], indirect=True)
def test_a_dashboard_is_not_blamed_for_labels_that_the_code_gave_another_name(
    grader: Grader,
) -> None:
    source = (ACCEPTED / "metrics_in_slots.py").read_text("utf-8")
    renamed = source.replace('"p", ["predicted_class"]', '"p", ["class"]')
    renamed = renamed.replace("labels(predicted_class=str(int(c)))", "labels(str(int(c)))")
    assert renamed.count("predicted_class") == source.count("predicted_class") - 2

    grade = grader.grade(a_submission(renamed, "model_monitoring.py"))

    assert grade.earned == grade.possible


KUBERNETES = """apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
"""
OF_GRAFANA = """apiVersion: 1
groups:
- name: model
  rules:
  - title: HighLatency
    condition: B
    data: [{refId: A, model: {expr: up}}, {refId: B, model: {type: threshold}}]
    for: 5m
"""


@pytest.mark.parametrize("grader", ["alert_rules"], indirect=True)
def test_rules_for_something_else_than_prometheus_are_told(grader: Grader) -> None:
    source = (ACCEPTED / "default_registry.py").read_text("utf-8")
    rules = source + "\n_rules = alert_rules() if callable(alert_rules) else alert_rules\n"
    indented = "KIND + '\\n'.join('  ' + line for line in _rules.splitlines())"
    wrapped = rules + f"\nKIND = {KUBERNETES!r}\n\ndef alert_rules():\n    return {indented}\n"
    grade = grader.grade(a_submission(wrapped, "model_monitoring.py"))
    lost = {str(r.check.id) for r in grade.results if r.verdict is not Verdict.PASSED}
    assert lost == {"alert_rules.is_yaml", "alert_rules.structure"}

    other = f"{source}\n\ndef alert_rules():\n    return {OF_GRAFANA!r}\n"
    grade = grader.grade(a_submission(other, "model_monitoring.py"))
    assert "These are alert rules of Grafana" in everything_said(grade)
