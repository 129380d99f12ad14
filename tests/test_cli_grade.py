"""``grade``: what it answers, in which exit code, and that it never shows a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.student import main
from grader.errors import SandboxError

COURSE = Path(__file__).with_name("sample_course")
REFERENCE = COURSE / "reference" / "tiny" / "tiny.py"
TEMPLATE = COURSE / "student_template" / "tiny" / "tiny.py"


def grade(*arguments: str | Path, course: Path | None = COURSE) -> Result:
    options = [] if course is None else ["--course", str(course)]
    return CliRunner().invoke(main, [*map(str, arguments), *options])


def one_line(text: str) -> str:
    """*text*, which has to be exactly one line."""
    assert len(text.splitlines()) == 1, text
    return text.rstrip("\n")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder outside every course, with the reference as the student's file."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "tiny.py").write_bytes(REFERENCE.read_bytes())
    return tmp_path / "work"


# ------------------------------------------------------------------ forms of input and output


def test_all_passed_is_0_and_some_not_is_1(work: Path) -> None:
    assert grade(work).exit_code == 0
    assert grade(TEMPLATE).exit_code == 1


@pytest.mark.parametrize("form", ["folder", "file", "archive"])
def test_every_form_gets_the_same_digest(work: Path, form: str) -> None:
    with zipfile.ZipFile(work.with_suffix(".zip"), "w") as archive:
        archive.write(work / "tiny.py", "bài/tiny.py")
    forms = {"folder": work, "file": work / "tiny.py", "archive": work.with_suffix(".zip")}
    found = grade(forms[form], "-a", "tiny", "--json", "-", "--student", "an")
    expected = grade(work, "-a", "tiny", "--json", "-", "--student", "an")

    assert json.loads(found.stdout)["digest"] == json.loads(expected.stdout)["digest"]


def test_json_is_the_contract_and_nothing_else(work: Path) -> None:
    found = grade(work, "--json", "-", "--student", "Nguyễn Ấn", "--seed", "7", "--lang", "en")
    result = json.loads(found.stdout)

    assert found.stderr == ""
    assert list(result) == [
        *("schema", "assignment", "student", "digest", "graded_at", "isolation", "environment"),
        *("earned", "possible", "exercises"),
    ]
    assert result["schema"] == "grader/result/v1"
    assert (result["assignment"], result["student"]) == ("tiny", "Nguyễn Ấn")
    assert result["environment"]["seed"] == "7"
    assert (result["earned"], result["possible"]) == (7, 7)
    exercise = result["exercises"][0]
    assert list(exercise) == ["id", "title", "earned", "possible", "checks"]
    assert list(exercise["checks"][0]) == [
        *("id", "title", "points", "earned", "verdict", "disclosure", "misconception"),
        *("convention", "message", "seconds"),
    ]


def test_report_and_json_files(work: Path, tmp_path: Path) -> None:
    report, result = tmp_path / "new" / "report.html", tmp_path / "result.json"
    found = grade(work, "--report", report, "--json", result, "--lang", "vi")

    assert found.exit_code == 0
    assert "tiny" in found.stdout.lower() or "Bài nhỏ" in found.stdout
    assert '<html lang="vi"' in report.read_text("utf-8")
    assert json.loads(result.read_bytes())["earned"] == 7


def test_only_one_exercise(work: Path) -> None:
    result = json.loads(grade(work, "-e", "Counter", "--json", "-").stdout)

    assert [(e["id"], e["possible"]) for e in result["exercises"] if e["checks"]] == [
        ("Counter", 2)
    ]


def test_the_isolation_is_in_the_header(work: Path) -> None:
    level = json.loads(grade(work, "--json", "-").stdout)["isolation"]

    assert f"Isolation: {level}" in grade(work, "--lang", "en").stdout


# ------------------------------------------------------------------ what is not on the command line


def test_the_course_is_found_upwards(monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    monkeypatch.chdir(COURSE / "assignments" / "tiny")
    assert grade(work, course=None).exit_code == 0
    monkeypatch.chdir(work)
    assert grade(REFERENCE, course=None).exit_code == 0
    assert grade(work, course=None).exit_code == 2
    monkeypatch.setenv("GRADER_COURSE", str(COURSE))
    assert grade(course=None).exit_code == 0


def without_time(text: str) -> str:
    """Two runs may be on both sides of a minute."""
    return re.sub(r"\d\d:\d\d", "", text)


def test_grade_toml_chooses_assignment_and_language(work: Path) -> None:
    (work / "grade.toml").write_text('assignment = "tiny"\nlanguage = "en"\n')
    english = without_time(grade(work).stdout)
    (work / "grade.toml").write_text('assignment = "tiny"\n')

    assert english == without_time(grade(work, "--lang", "en").stdout)
    assert english != without_time(grade(work).stdout)


@pytest.mark.parametrize(
    "text",
    ["assignment = 1", 'secret = "x"', 'language = "fr"', "assignment =", "\ufffe"],
    ids=["type", "key", "language", "toml", "text"],
)
def test_a_wrong_grade_toml_is_a_wrong_command(work: Path, text: str) -> None:
    (work / "grade.toml").write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    found = grade(work)

    assert found.exit_code == 2
    assert "grade.toml" in one_line(found.stderr)


def test_the_assignment_is_guessed_from_file_names(work: Path, tmp_path: Path) -> None:
    course = tmp_path / "course" / "assignments"
    for name in ("first", "second"):
        for source in (COURSE / "assignments" / "tiny").rglob("*"):
            target = course / name / source.relative_to(COURSE / "assignments" / "tiny")
            if source.is_file() and source.suffix in {".py", ".md", ".toml"}:
                target.parent.mkdir(parents=True, exist_ok=True)
                text = source.read_text("utf-8").replace("tiny.py", f"{name}.py")
                target.write_text(text, encoding="utf-8")
    for name in ("course", "misconceptions", "conventions"):
        file = COURSE / "assignments" / f"{name}.toml"
        (course / file.name).write_bytes(file.read_bytes())
    found = grade(work, course=course.parent)

    assert found.exit_code == 2
    assert "first, second" in one_line(found.stderr)
    (work / "tiny.py").rename(work / "second.py")
    guessed = grade(work, "--json", "-", course=course.parent)
    assert json.loads(guessed.stdout)["assignment"] == "second"
    (work / "second.py").write_bytes(b"")
    unreadable = grade(work / "second.py", "--json", "-", course=course.parent)
    assert unreadable.exit_code == 1
    assert "second.py" in one_line(unreadable.stderr)


# ------------------------------------------------------------------ everything that goes wrong


@pytest.mark.parametrize(
    "arguments, words",
    [
        pytest.param(["nowhere.py"], "no such file", id="path"),
        pytest.param([REFERENCE, "-a", "nothing"], "no assignment 'nothing'", id="assignment"),
        pytest.param([REFERENCE, "-e", "nothing"], "no exercise 'nothing'", id="exercise"),
    ],
)
def test_a_wrong_command_is_2(arguments: list[str | Path], words: str) -> None:
    found = grade(*arguments)

    assert found.exit_code == 2
    assert words in one_line(found.stderr)
    assert found.stdout == ""


def test_a_wrong_option_is_2() -> None:
    assert grade(REFERENCE, "--lang", "fr").exit_code == 2
    assert grade(REFERENCE, "--seed", "-1").exit_code == 2
    assert grade(REFERENCE, course=REFERENCE).exit_code == 2


@pytest.mark.parametrize(
    "name, data",
    [
        pytest.param("an.py", b"", id="empty"),
        pytest.param("an.py", b"\xff\xfe\x00", id="binary"),
        pytest.param("an.ipynb", b'{"cells": [', id="half-notebook"),
        pytest.param("an.ipynb", b"<html>", id="page"),
        pytest.param("an.zip", b"PK\x03\x04", id="half-archive"),
        pytest.param("an.docx", b"PK\x03\x04", id="other"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_submission_that_cannot_be_read_is_1_and_one_line(
    tmp_path: Path, name: str, data: bytes, lang: str
) -> None:
    (tmp_path / name).write_bytes(data)
    report = tmp_path / "report.html"
    found = grade(tmp_path / name, "--json", "-", "--lang", lang, "--report", report)
    result = json.loads(found.stdout)

    assert found.exit_code == 1
    assert name in one_line(found.stderr)
    assert (result["isolation"], result["exercises"]) == (None, [])
    assert name in result["reason"]
    assert name in report.read_text("utf-8")


def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;owned\x07\u202e.ipynb"
    path.write_bytes(b"[]")
    found = grade(path)

    assert found.exit_code == 1
    assert not set("\x1b\x07\u202e") & set(one_line(found.stderr))


def test_a_broken_course_is_3(work: Path, tmp_path: Path) -> None:
    (tmp_path / "assignments" / "tiny").mkdir(parents=True)
    (tmp_path / "assignments" / "tiny" / "assignment.toml").write_text("entry = 1")
    (tmp_path / "assignments" / "course.toml").write_bytes(
        (COURSE / "assignments" / "course.toml").read_bytes()
    )
    found = grade(work, course=tmp_path)

    assert found.exit_code == 3
    assert "assignment.toml" in one_line(found.stderr)


@pytest.mark.parametrize(
    "error, code, words",
    [
        pytest.param(SandboxError("no sandbox here"), 3, "no sandbox here", id="sandbox"),
        pytest.param(RuntimeError("a\nbug"), 3, "grader error: RuntimeError: a bug; run", id="bug"),
        pytest.param(MemoryError(), 3, "grader error: MemoryError", id="memory"),
        pytest.param(KeyboardInterrupt(), 130, "interrupted", id="ctrl-c"),
    ],
)
def test_our_own_failures_are_one_line(
    monkeypatch: pytest.MonkeyPatch, work: Path, error: BaseException, code: int, words: str
) -> None:
    def fails(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("grader.pipeline.open_grader", fails)
    found = grade(work)

    assert found.exit_code == code
    assert words in one_line(found.stderr)


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    def fails(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("grader.pipeline.open_grader", fails)

    assert isinstance(grade(work, "--debug").exception, RuntimeError)


# ------------------------------------------------------------------ the real program


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [Path(sys.executable).with_name("grade"), *arguments, "--course", COURSE]
    return subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_the_program_grades_a_file_and_writes_pure_json(work: Path) -> None:
    done = run(work / "tiny.py", "--json", "-")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["earned"] == 7


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_vietnamese_crashes_no_console(work: Path, encoding: str) -> None:
    (work / "tiny.py").write_text("def row_mean(x):\n    return x\n")
    done = run(work, "--lang", "vi", "--student", "Đặng Thị Bưởi", PYTHONIOENCODING=encoding)

    assert done.returncode == 1
    assert done.stderr == b""
    assert "Đặng Thị Bưởi" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error_of_ours(work: Path) -> None:
    command = [str(Path(sys.executable).with_name("grade")), str(work), "--course", str(COURSE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
