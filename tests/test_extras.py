"""An assignment whose libraries are not installed says in one line which extra brings them."""

from __future__ import annotations

import importlib.machinery
import importlib.util
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.assignment import find_course, load_assignment
from grader.cli import instructor, student
from grader.errors import SandboxError
from grader.pipeline import open_grader
from grader.suite.run import declare_checks

ROOT = Path(__file__).resolve().parents[1]


def test_grading_names_the_extra() -> None:
    plain = load_assignment(find_course(ROOT), "softmax_numpy")
    needy = replace(plain, runtime=("numpy", "no_such_library.part"), extra="nothing")

    with pytest.raises(SandboxError) as raised, open_grader(needy):
        pass

    assert str(raised.value) == (
        "softmax_numpy needs no_such_library, which is not installed; "
        "run: pip install 'grader[nothing]'"
    )
    assert declare_checks(plain, []) == ()  # nothing was left half open


@pytest.mark.parametrize(
    "command, arguments",
    [
        pytest.param(
            student.main,
            ["student_template/mlflow_tracking", "--course", ".", "-a", "mlflow_tracking"],
            id="grade",
        ),
        pytest.param(instructor.main, ["verify", "mlflow_tracking", "--course", "."], id="verify"),
    ],
)
def test_every_command_names_the_extra(
    command: click.Command, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_mlflow(name: str) -> importlib.machinery.ModuleSpec | None:
        return None if name == "mlflow" else find_spec(name)

    find_spec = importlib.util.find_spec
    monkeypatch.setattr("grader.assignment.importlib.util.find_spec", without_mlflow)
    monkeypatch.chdir(ROOT)
    found = CliRunner().invoke(command, arguments)

    assert found.exit_code == 3
    assert (
        found.stderr.strip()
        .splitlines()[-1]
        .endswith(
            "mlflow_tracking needs mlflow, which is not installed; "
            "run: pip install 'grader[mlflow]'"
        )
    )
