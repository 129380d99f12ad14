"""Rule files of model_monitoring: ours are valid, broken ones are refused, and promtool agrees.

Whether promtool is installed changes nothing but that it is asked as well; no grade depends on it.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import types
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_monitoring_promql import READS, REFUSES

from grader.suite.api import Unmet
from grader.suite.plugin import run_module
from grader.suite.reading import RefusedError, from_text, from_value

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "tests" / "accepted" / "model_monitoring"
YAML = (".yml", ".yaml")


def one_rule(expr: str) -> str:
    return f"groups: [{{name: a, rules: [{{alert: A, expr: {json.dumps(expr)}}}]}}]"


def a_rule(lines: str, name: str = "a") -> str:
    return f"groups:\n- name: {name}\n  rules:\n  - " + lines.replace("; ", "\n    ")


QUOTED_NAME = re.compile(r'(\{|by \(|, )\s*\\?"\w+\\?"\s*(,|\)|\}|=)')
"""In an expression, where before Prometheus 3 only a bare name could stand."""
VALID = {
    "no rules": "groups: [{name: a, rules: []}]",
    "two groups": a_rule("alert: A; expr: up") + "\n- name: b\n  interval: 30s\n  rules: []",
    "durations": a_rule("alert: A; expr: up; for: 1h30m; keep_firing_for: 0s"),
    "a number": a_rule("alert: A; expr: 1; labels: {severity: 2}"),
    "a recording rule": a_rule("record: a:b; expr: up; labels: {x: y}"),
    "a template": a_rule("alert: A; expr: up; annotations: {s: '{{ $value }} {{ $labels.x }}'}"),
    **{f"reads {text}": one_rule(text) for text in READS},
}
BROKEN = {
    "no groups": "rules: []",
    "groups is a mapping": "groups: {name: a}",
    "something else": "groups: []\nalerts: []",
    "a group without a name": "groups:\n- rules: []",
    "a name twice": "groups: [{name: a, rules: []}, {name: a, rules: []}]",
    "an unknown field of a group": "groups: [{name: a, rule: []}]",
    "an unknown field of a rule": a_rule("alert: A; expr: up; form: 5m"),
    "no expression": a_rule("alert: A; for: 5m"),
    "neither alert nor record": a_rule("expr: up"),
    "alert and record": a_rule("alert: A; record: a:b; expr: up"),
    "a recording rule that waits": a_rule("record: a:b; expr: up; for: 5m"),
    "a duration in words": a_rule("alert: A; expr: up; for: 5 minutes"),
    "a duration without a unit": a_rule("alert: A; expr: up; for: 300"),
    "a label with a dash": a_rule("alert: A; expr: up; labels: {a-b: c}"),
    "labels in a list": a_rule("alert: A; expr: up; labels: [a]"),
    "an open template": a_rule("alert: A; expr: up; annotations: {s: '{{ $value }'}"),
    "a key twice": a_rule("alert: A; expr: up; expr: down"),
    "a tab": "groups:\n- name: a\n\trules: []",
    "an open bracket": a_rule("alert: A; expr: sum(up"),
    **{f"refuses {text}": one_rule(text) for text in REFUSES},
}


@pytest.fixture(scope="module")
def suite() -> types.ModuleType:
    """What the hidden suites share."""
    path = ROOT / "assignments" / "model_monitoring" / "hidden" / "monitoring.py"
    spec = importlib.util.spec_from_file_location("monitoring", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_valid(suite: types.ModuleType, text: str) -> bool:
    """Whether the checks of structure and expressions take a rule file."""
    try:
        data = from_text(text, YAML)
        suite.expect_valid(data)
        for expr in suite.texts_of(data):
            suite.read(expr)
    except (RefusedError, Unmet):
        return False
    return True


def promtool_says(texts: Mapping[str, str], folder: Path) -> dict[str, bool]:
    """Whether Prometheus takes each file; says nothing where promtool is not installed.

    Nor does it of what came with Prometheus 3, where promtool is an older one.
    """
    promtool = shutil.which("promtool")
    if promtool is None:
        return {}
    version = subprocess.run([promtool, "--version"], capture_output=True, text=True, check=False)
    if re.search(r"version 3", version.stdout + version.stderr) is None:
        texts = {name: text for name, text in texts.items() if not QUOTED_NAME.search(text)}
    paths = {name: folder / f"{number}.yml" for number, name in enumerate(texts)}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    done = subprocess.run(
        [promtool, "check", "rules", *map(str, paths.values())],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = [line.split()[0].rstrip(":") for line in done.stdout.splitlines() if line.strip()]
    verdicts = [said[place + 1] for place, word in enumerate(said) if word == "Checking"]
    return {name: word == "SUCCESS" for name, word in zip(paths, verdicts, strict=True)}


# ------------------------------------------------------------------ the rules that earn points


def rules_of(path: Path) -> Iterator[Any]:
    """The rules in a hand-in, as they stand there."""
    if path.is_dir():
        files = [*path.rglob("*.yml"), *path.rglob("*.yaml")]
        yield from (file.read_text("utf-8") for file in files)
        yield from rules_of(path / "model_monitoring.py")
        return
    source = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        cells = ["".join(cell["source"]) for cell in json.loads(source)["cells"]]
        yield from (c.partition("\n")[2] for c in cells if c.startswith("%%writefile alerts"))
        source = "\n".join(c for c in cells if "def alert_rules" in c)
    scope: dict[str, Any] = {}
    for node in ast.parse(source).body:
        names = [getattr(node, "name", ""), *(ast.unparse(t) for t in getattr(node, "targets", ()))]
        if {"alert_rules", "RULES"} & set(names):
            exec(compile(ast.Module([node], []), str(path), "exec"), scope)
    rules = scope.get("RULES") or scope.get("alert_rules")
    if callable(rules):
        with suppress(NotImplementedError):  # a stub, beside a file
            rules = rules()
    if isinstance(rules, (str, dict)):
        yield rules


def test_every_rule_that_earns_points_is_valid(suite: types.ModuleType, tmp_path: Path) -> None:
    source = (ROOT / "reference" / "model_monitoring" / "model_monitoring.py").read_text("utf-8")
    texts = {"reference": str(run_module("model_monitoring", source, "reference").alert_rules())}
    for path in sorted(ACCEPTED.glob("[!_.]*")):
        for rules in rules_of(path):
            texts[path.name] = rules if isinstance(rules, str) else json.dumps(rules)

    assert len(texts) == 1 + len(list(ACCEPTED.glob("[!_.]*")))
    assert [name for name, text in texts.items() if not is_valid(suite, text)] == []
    assert [name for name, valid in promtool_says(texts, tmp_path).items() if not valid] == []


# ------------------------------------------------------------------ whether Prometheus agrees


def test_valid_files_are_taken(suite: types.ModuleType, tmp_path: Path) -> None:
    assert [name for name, text in VALID.items() if not is_valid(suite, text)] == []
    assert [name for name, valid in promtool_says(VALID, tmp_path).items() if not valid] == []


def test_broken_files_are_refused(suite: types.ModuleType, tmp_path: Path) -> None:
    assert [name for name, text in BROKEN.items() if is_valid(suite, text)] == []
    assert [name for name, valid in promtool_says(BROKEN, tmp_path).items() if valid] == []


# ------------------------------------------------------------------ documents of any kind


def test_references_are_written_out_and_merged() -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: [*a, *a]"

    assert from_text(text, YAML) == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": [{"x": 1, "y": 2}, {"x": 1, "y": 2}],
    }


@pytest.mark.parametrize(
    "text, reason",
    [
        ("a: b: c", "line 1: mapping values are not allowed here"),
        ("a: 1\nb: 2\na: 3", "line 3: a is there twice"),
        ("a: 1\n---\nb: 2", "line 2: but found another document"),
        ("a: 1\n---\n---\nb: 2", "line 3: but found another document"),
        ("a: !!python/name:os.system x", "line 1: the tag python/name:os.system is not allowed"),
        ("a: &a [*a]", "it is nested too deeply"),
        ("[" * 300, "line 1"),
        ("x" * 200_001, "it has more than 200000 characters"),
        (
            "".join(
                f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(9)
            ),
            "it has more than 20000 parts",
        ),
    ],
    ids=[
        "colon",
        "twice",
        "two documents",
        "three documents",
        "tag",
        "itself",
        "open",
        "long",
        "laughs",
    ],
)
def test_a_document_that_cannot_be_read_is_one_line(text: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        from_text(text, YAML)

    assert "\n" not in str(refused.value)


def test_data_come_as_data() -> None:
    assert from_value({1: (1, 2.5), "x": Path}, (".json",)) == {"1": [1, 2.5], "x": str(Path)}
    assert from_value(b'\xef\xbb\xbf{"a": null}', (".json",)) == {"a": None}
    assert from_value([{"name": "a"}], YAML) == {"groups": [{"name": "a"}]}
