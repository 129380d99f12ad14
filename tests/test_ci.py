"""``grader ci``: on a submission's repository, in the forms of the platforms."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result
from engine import COURSE, a_submission, the_assignment
from markdown_it import MarkdownIt

from grader import ci as forms
from grader.assignment import find_course, load_assignment
from grader.cli.instructor import main
from grader.cli.student import main as grade
from grader.model import Grade
from grader.pipeline import open_grader
from grader.release import release

WRONG = "import numpy as np\n\ndef row_means(x):\n    return x.sum(axis=1)\n"
RIGHT = "def row_means(x):\n    return x.mean(axis=1)\n"
HOSTILE = (
    'def row_means(x):\n    raise ValueError("::error::owned\\n::set-output name=a::b\\n'
    '::add-mask::x\\n| a | <img src=x> ``` [x](http://e)")\n'
)
PLATFORM = ("GITHUB_", "GITLAB_", "CI_", "CLASSROOM", "ASSIGNMENT")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the sample course."""
    course = find_course(COURSE)
    (kit,) = release(course, load_assignment(course, "tiny"), tmp_path_factory.mktemp("kit"))
    return kit.folder


@pytest.fixture
def repository(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's repository; it is the folder we are in, and no platform runs us."""
    folder = Path(shutil.copytree(released, tmp_path / "repository"))
    monkeypatch.chdir(folder)
    for name in os.environ:
        if name.startswith(PLATFORM) or name == "GITHUB_ACTIONS":
            monkeypatch.delenv(name)
    return folder


@pytest.fixture
def github(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in GitHub Actions; the folder that holds its summary and output files."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["ci", "--lang", "en", *arguments])


def commands(log: str) -> list[str]:
    """The lines of *log* that GitHub would obey."""
    obeyed, resume = [], None
    for line in log.splitlines():
        if resume is not None:
            resume = None if line == resume else resume
        elif found := re.fullmatch(r"::stop-commands::(\w{20,})", line):
            resume = f"::{found[1]}::"
        elif line.lstrip().startswith(("::", "##[")):
            obeyed.append(line)
    assert resume is None
    return obeyed


def outputs(folder: Path) -> dict[str, str]:
    lines = (folder / "output").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


# ------------------------------------------------------------------ GitHub Actions


def test_it_finds_the_assignment_and_reports_in_every_form(github: Path, repository: Path) -> None:
    (repository / "tiny.py").write_text(WRONG)
    found = run()

    assert found.exit_code == 1, found.output
    (command,) = commands(found.stdout)
    assert command.startswith("::error file=tiny.py,line=3,title=Row means%3A ")
    assert "0 of 1 points" in (github / "summary.md").read_text("utf-8")
    assert outputs(github).keys() == {"earned", "possible", "result"}
    results = repository / "grade-results"
    assert json.loads((results / "result.json").read_bytes())["schema"] == "grader/result/v1"
    assert {path.name for path in results.iterdir()} >= {"report.html", "summary.md"}


def test_everything_passed_is_0_and_silent(github: Path, repository: Path) -> None:
    (repository / "tiny.py").write_text(RIGHT)
    found = run()

    assert found.exit_code == 0
    assert commands(found.stdout) == []
    assert (outputs(github)["earned"], outputs(github)["possible"]) == ("1", "1")


@pytest.mark.parametrize("threshold, code", [("0", 0), ("1", 1)])
@pytest.mark.usefixtures("github")
def test_the_threshold_decides(repository: Path, threshold: str, code: int) -> None:
    (repository / "tiny.py").write_text(WRONG)

    assert run("--threshold", threshold).exit_code == code


@pytest.mark.usefixtures("github")
def test_nothing_that_a_student_wrote_is_a_command(repository: Path, github: Path) -> None:
    (repository / "tiny.py").write_text(HOSTILE)
    found = run()
    (command,) = commands(found.stdout)

    assert "owned" in command
    assert command.startswith("::error file=tiny.py,line=2,")
    page = MarkdownIt("commonmark", {"html": True}).render(
        (github / "summary.md").read_text("utf-8")
    )
    assert "owned" in page
    assert "<img" not in page
    assert "<a " not in page


@pytest.mark.usefixtures("github")
def test_a_notebook_is_annotated_by_its_cell(repository: Path) -> None:
    (repository / "tiny.py").unlink()
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        for source in ("import numpy as np", WRONG)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (repository / "tiny.ipynb").write_text(json.dumps(notebook))
    (command,) = commands(run().stdout)

    assert command.startswith("::error file=tiny.ipynb,title=")
    assert "::cell 2 · " in command


def test_what_cannot_be_graded_says_why(github: Path, repository: Path) -> None:
    (repository / "tiny.ipynb").unlink()
    (repository / "tiny.py").write_bytes(b"\xff\xfe\x00")
    found = run()

    assert found.exit_code == 1
    assert len(commands(found.stdout)) == 1
    assert "tiny.py" in (github / "summary.md").read_text("utf-8")
    payload = json.loads(base64.b64decode(outputs(github)["result"]))
    assert (payload["status"], payload["tests"]) == ("error", [])


def test_changed_files_of_the_kit_are_told(github: Path, repository: Path) -> None:
    suite = repository / "assignments/tiny/public/test_row_means.py"
    suite.write_text(
        "import pytest\n\n@pytest.mark.check(points=1)\ndef test_example(student):\n"
        '    """vi: x\n    en: x\n    """\n'
    )
    found = run()

    assert found.exit_code == 0  # the check was disarmed, and that is what is told
    assert commands(found.stdout)[0].startswith("::warning::These files of the kit were changed")
    assert "assignments/tiny/public/test_row_means.py" in commands(found.stdout)[0]
    assert (github / "summary.md").read_text("utf-8").startswith("> [!WARNING]")


@pytest.mark.usefixtures("github")
@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD\n", "protected = 1\n", '[protected]\n"../../.." = "x"\n']
)
def test_a_broken_kit_file_is_a_changed_one(repository: Path, text: str) -> None:
    (repository / "assignments/kit.toml").write_text(text)
    (repository / "tiny.py").write_text(RIGHT)
    found = run()

    assert found.exit_code == 0, found.output
    assert len(commands(found.stdout)) == 1
    assert CliRunner().invoke(grade, ["--lang", "en"]).exit_code == 0


def test_the_reporter_of_github_classroom_gets_its_payload(github: Path, repository: Path) -> None:
    (repository / "tiny.py").write_text(WRONG)
    run()
    payload = json.loads(base64.b64decode(outputs(github)["result"]))

    assert payload["version"] == 1
    assert (payload["status"], payload["max_score"]) == ("fail", 1)
    assert sum(test["score"] for test in payload["tests"]) == 0
    assert {test["test_code"] for test in payload["tests"]} == {""}


# ------------------------------------------------------------------ Classroom 50

_TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}
_TEXT = {"type": "string", "minLength": 1}
_POINTS = {"type": "integer", "minimum": 0}
_TEST = {
    "type": "object",
    "required": ["test-name", "passed", "score", "max-score"],
    "properties": {
        "test-name": _TEXT,
        "passed": {"type": "boolean"},
        "score": _POINTS,
        "max-score": _POINTS,
    },
}
_PROPERTIES = {
    "schema": {"const": "classroom50/result/v1"},
    **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), _TEXT),
    "assignment_type": {"enum": ["individual", "group"]},
    "submission": {"type": "string", "pattern": "^submit/"},
    "datetime": _TIME,
    "score": _POINTS,
    "max-score": _POINTS,
    "tests": {"type": "array", "items": _TEST},
}
CLASSROOM50 = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_PROPERTIES),
    "properties": {**_PROPERTIES, "graded_at": _TIME},
}
"""What its schema ``result-v1`` asks for."""


@pytest.mark.parametrize("source", [RIGHT, WRONG])
@pytest.mark.usefixtures("github")
def test_classroom50_gets_its_result(
    repository: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    variables = {
        "CLASSROOM": "ml-2025",
        "ASSIGNMENT": "tiny",
        "OWNER": "an",
        "SUBMISSION_TAG": "submit/2026-11-20-abc",
        "COMMIT_URL": "https://example.org/commit/abc",
        "RELEASE_URL": "https://example.org/releases/abc",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (repository / "tiny.py").write_text(source)
    found = run()
    result = json.loads((repository / "result.json").read_bytes())

    assert found.exit_code == 0  # there it means graded
    jsonschema.validate(result, CLASSROOM50)
    assert result["score"] == sum(test["score"] for test in result["tests"]) == (source == RIGHT)
    assert (result["owner"], result["max-score"]) == ("an", 1)


# ------------------------------------------------------------------ GitLab, and no platform


def test_gitlab_gets_its_reports(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PROJECT_DIR", str(repository.parent))
    (repository / "tiny.py").write_text(WRONG)
    found = run()
    (remark,) = json.loads((repository / "grade-results/codequality.json").read_bytes())

    assert found.exit_code == 1
    assert commands(found.stdout) == []
    assert remark["location"] == {"path": "repository/tiny.py", "lines": {"begin": 3}}
    assert remark["check_name"] == "row_means.example"
    (suite,) = ET.parse(repository / "grade-results/junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")


# ------------------------------------------------------------------ the forms themselves


@pytest.fixture(scope="module")
def failed() -> Iterator[Grade]:
    """Work in which much is wrong."""
    with open_grader(the_assignment()) as grader:
        yield grader.grade(a_submission(WRONG))


def test_the_worst_come_first_and_no_more_than_ten(
    failed: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = [remark.points for remark in forms.remarks(failed, "vi")]
    assert lost == sorted(lost, reverse=True)
    assert len(lost) > 1

    monkeypatch.setattr(forms, "ANNOTATIONS", 1)
    (worst,) = forms.error_commands(failed, "vi", "bài/an")
    assert worst.startswith("::error file=bài/an/tiny.py,")


def test_a_summary_is_never_larger_than_github_takes(
    failed: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = forms.summary(failed, "vi")
    monkeypatch.setattr(forms, "SUMMARY_BYTES", 1500)
    cut = forms.summary(failed, "vi")

    assert len(whole.encode()) > 1500 >= len(cut.encode())
    assert cut.count("\n```") % 2 == 0
    assert cut.endswith("report.html, trong các file của lần chạy này.\n")


def test_one_command_stays_one_command() -> None:
    line = forms.annotation("error", "a\r\n::b::100%", file="x,y:z", title="t\nu")

    assert line == "::error file=x%2Cy%3Az,title=t%0Au::a%0D%0A::b::100%25"


# ------------------------------------------------------------------ the steps as they are written


def steps(file: Path) -> dict[str, dict[str, Any]]:
    """The shell steps of a workflow, an action or a GitLab job by their names."""
    document = yaml.safe_load(file.read_text("utf-8"))
    if "runs" in document:
        found = document["runs"]["steps"]
    else:
        (job,) = document["jobs"].values()
        found = job["steps"]
    return {step["name"]: step for step in found if "run" in step}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH: ours, and a pip that notes what it should install."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "python").write_text(f'#!/bin/sh\necho "$@" >> {folder}/installed\n')
    (folder / "python").chmod(0o755)
    (folder / "grader").symlink_to(Path(sys.executable).with_name("grader"))
    return folder


def execute(
    script: str, programs: Path, cwd: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_kits_workflow_does_what_it_says(
    github: Path, repository: Path, programs: Path
) -> None:
    (repository / "tiny.py").write_text(WRONG)
    written = steps(repository / ".github/workflows/grade.yml")
    installed = execute(written["Install the grader"]["run"], programs, repository)
    graded = execute(written["Grade"]["run"], programs, repository)

    assert installed.returncode == 0, installed.stderr
    (wheel,) = repository.glob("*.whl")
    assert (programs / "installed").read_text() == f"-m pip install --quiet ./{wheel.name}\n"
    assert graded.returncode == 1, graded.stderr
    assert len(commands(graded.stdout)) == 1
    assert outputs(github)["earned"] == "0"


def test_the_kits_gitlab_job_does_what_it_says(repository: Path, programs: Path) -> None:
    (repository / "tiny.py").write_text(RIGHT)
    job = yaml.safe_load((repository / ".gitlab-ci.yml").read_text("utf-8"))["grade"]
    done = execute("\n".join(job["script"]), programs, repository, GITLAB_CI="true")

    assert done.returncode == 0, done.stderr
    for file in (*job["artifacts"]["reports"].values(), *job["artifacts"]["paths"]):
        assert (repository / file).exists()


@pytest.mark.parametrize(
    "place", [".github/actions/grade/action.yml", ".github/workflows/grade.yml"]
)
def test_the_action_and_the_reusable_workflow_do_what_they_say(
    root: Path, place: str, github: Path, repository: Path, programs: Path
) -> None:
    (repository / "tiny.py").write_text(WRONG)
    written = steps(root / place)
    # What GitHub would put in; an input is never read as shell.
    inputs = {"SUBMISSION": ".", "ID": "tiny", "LANGUAGE": "", "THRESHOLD": "0", "OUT": "out dir"}
    assert set(written["Grade"]["env"]) <= set(inputs)
    assert "${{" not in written["Grade"]["run"] + written["Install the grader"]["run"]
    installed = execute(written["Install the grader"]["run"], programs, repository, PACKAGE="")
    graded = execute(written["Grade"]["run"], programs, repository, **inputs)

    assert installed.returncode == 0, installed.stderr
    assert ".whl" in (programs / "installed").read_text()
    assert graded.returncode == 0, graded.stderr
    assert outputs(github)["possible"] == "1"


def test_without_a_wheel_the_reusable_workflow_says_what_is_missing(
    root: Path, repository: Path, programs: Path
) -> None:
    (wheel,) = repository.glob("*.whl")
    wheel.unlink()
    script = steps(root / ".github/workflows/grade.yml")["Install the grader"]["run"]
    done = execute(script, programs, repository, PACKAGE="")

    assert done.returncode == 2
    assert "::error::no wheel of the grader" in done.stdout
