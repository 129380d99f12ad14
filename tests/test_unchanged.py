"""What passed is run again as soon as anything has changed that it may depend on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two files of tests, of which one fails, and a module that they may import."""
    lines = (
        "import sys; from pathlib import Path",
        f"sys.path.insert(0, {str(HERE)!r})",
        f"sys.path.insert(0, {str(HERE.parent)!r})",
        "from unchanged import Unchanged",
        "def pytest_configure(config):",
        "    config.pluginmanager.register(Unchanged(Path(__file__).parent))",
    )
    (tmp_path / "conftest.py").write_text("\n".join(lines))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "module.py").write_text("x = 1\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_good.py").write_text("def test_a(): ...\ndef test_b(): ...\n")
    (tmp_path / "tests" / "test_bad.py").write_text("def test_c(): ...\ndef test_d(): assert 0\n")
    return tmp_path


def run(project: Path, *arguments: str) -> tuple[int, dict[str, int]]:
    """The exit code, and how many passed, failed and were left out."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # others take a second to import
    done = subprocess.run(
        command, cwd=project, env=alone, capture_output=True, text=True, check=False
    )
    counted = re.findall(r"(\d+) (passed|failed|deselected)", done.stdout.splitlines()[-1])
    return done.returncode, {what: int(many) for many, what in counted}


@pytest.mark.parametrize("processes", [[], ["-p", "xdist", "-n2"]], ids=["one-process", "two"])
def test_only_what_did_not_pass_is_run_again(project: Path, processes: list[str]) -> None:
    assert run(project, *processes) == (1, {"passed": 3, "failed": 1})
    left_out = {} if processes else {"deselected": 2}
    assert run(project, *processes) == (1, {"passed": 1, "failed": 1, **left_out})


def test_where_nothing_is_left_to_run_all_is_well(project: Path) -> None:
    (project / "tests" / "test_bad.py").unlink()
    run(project)

    assert run(project) == (0, {"deselected": 2})


@pytest.mark.parametrize(
    "changed, again",
    [
        ("module.py", {"passed": 2}),
        ("tests/test_good.py", {"passed": 2}),
        ("tests/data.txt", {"passed": 2}),
        ("tests/test_bad.py", {"deselected": 2}),
    ],
)
def test_a_change_is_noticed(project: Path, changed: str, again: dict[str, int]) -> None:
    run(project)
    with (project / changed).open("a") as file:
        file.write("# changed\n")

    assert run(project, "--ignore=tests/test_bad.py") == (0, again)


@pytest.mark.parametrize("part", [["-k", "test_a"], ["tests/test_good.py::test_a"]])
def test_a_file_is_not_remembered_for_a_part_of_it(project: Path, part: list[str]) -> None:
    run(project, *part)

    assert run(project, "tests/test_good.py") == (0, {"passed": 2})
