"""Who loads what, at run time. ``lint-imports`` reads the same contracts from the source."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

SANDBOX_SIDE = "zygote", "child", "eager", "state", "wall.inner", "wire"
KNOWS_ANSWERS = {"pytest", "_pytest", "msgspec", "sqlite3", "jinja2", "click", "rich", "torch"}
SLOW = {
    "babel",
    "jinja2",
    "latex2mathml",
    "markdown_it",
    "msgpack",
    "nh3",
    "numpy",
    "pygments",
    "pytest",
    "sqlite3",
    "torch",
}


def modules_after(code: str, *arguments: str) -> set[str]:
    """The names in ``sys.modules`` after *code* has run in a fresh, isolated interpreter."""
    report = "\nimport json, sys\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code + report, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={},  # coverage would measure it, and load what it needs for that
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def ours(modules: set[str]) -> set[str]:
    """Those of *modules* that belong to the grader."""
    return {name for name in modules if name.partition(".")[0] == "grader"}


@pytest.mark.parametrize("package", ["grader", "grader/sandbox"])
def test_packages_that_the_sandbox_imports_hold_only_a_docstring(root: Path, package: str) -> None:
    body = ast.parse((root / package / "__init__.py").read_text("utf-8")).body

    assert [type(node) for node in body] == [ast.Expr]


@pytest.mark.parametrize("module", SANDBOX_SIDE)
def test_sandbox_side_loads_nothing_that_knows_the_answers(module: str) -> None:
    loaded = modules_after(f"import grader.sandbox.{module}")

    parts = {tuple(name.split(".")[1:3]) for name in ours(loaded)}
    sides = {("sandbox", side.partition(".")[0]) for side in SANDBOX_SIDE}
    assert parts <= {(), ("sandbox",)} | sides
    assert loaded & KNOWS_ANSWERS == set()


@pytest.mark.parametrize("command", ["student", "instructor"])
def test_help_loads_nothing_slow(command: str) -> None:
    code = f"from grader.cli.{command} import main\nmain(['--help'], standalone_mode=False)"
    loaded = modules_after(code)

    assert f"grader.cli.{command}" in loaded
    assert loaded & SLOW == set()
