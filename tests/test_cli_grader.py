"""``grader``: the instructor's commands, their exit codes, and what they print."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.instructor import main
from grader.errors import SandboxError

COURSE = Path(__file__).with_name("sample_course")
RIGHT = (COURSE / "reference" / "tiny" / "tiny.py").read_bytes()


def grader(*arguments: str | Path, course: Path = COURSE) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--course", str(course)])


def one_line(text: str) -> str:
    """*text*, which has to be exactly one line."""
    assert len(text.splitlines()) == 1, text
    return text.rstrip("\n")


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Three students: right, broken, and one with a name that wants to be something else."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "an.py").write_bytes(RIGHT)
    (folder / "binh.ipynb").write_bytes(b"{")
    (folder / "=1+1 [red]x.py").write_bytes(b"def row_means(x):\n    return x.sum(axis=1)\n")
    return folder


def test_a_batch_says_who_got_what_and_where_it_is(handed_in: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("key,name\nan,Nguyễn Văn An\nchi,Lê Chi\n", encoding="utf-8")
    out = tmp_path / "out"
    found = grader(
        *("batch", handed_in, "-a", "tiny", "--out", out, "--roster", roster),
        *("--workers", "1", "--lang", "en"),
    )
    lines = [" ".join(line.split()) for line in found.stdout.splitlines()]

    assert found.exit_code == 0, found.output
    assert "an 7/7 5 passed" in lines
    assert any(line.startswith("=1+1 [red]x 0/7") and "sum-not-mean" in line for line in lines)
    assert any(line.startswith("binh ungraded binh.ipynb") for line in lines)
    assert "2 graded; 1 could not be graded; 1 missing; 2 not on the roster" in lines
    assert f"Gradebook: {out / 'gradebook.csv'}" in lines
    assert "3 of 3" in found.stderr
    assert "\x1b" not in found.output
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        students = [row["student"] for row in csv.DictReader(file)]
    assert students == ["'=1+1 [red]x", "an", "binh", "chi"]


def test_a_batch_in_the_courses_language(handed_in: Path, tmp_path: Path) -> None:
    found = grader("batch", handed_in, "-a", "tiny", "--out", tmp_path / "out", "--workers", "1")

    assert "hãy" in found.stdout


def test_a_network_file_system_is_one_line_and_no_obstacle(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.cli.classroom.network_file_system", lambda _: "nfs4")
    found = grader("batch", handed_in, "-a", "tiny", "--out", tmp_path / "out", "--workers", "1")

    (line,) = [line for line in found.stderr.splitlines() if "nfs4" in line]
    assert "this machine's own disk" in line
    assert found.exit_code == 0


@pytest.mark.parametrize(
    "arguments, words",
    [
        pytest.param(["nowhere", "-a", "tiny"], "no such folder", id="submissions"),
        pytest.param(["empty", "-a", "nothing"], "no assignment 'nothing'", id="assignment"),
        pytest.param(
            ["empty", "-a", "tiny", "--roster", "nowhere.csv"], "nowhere.csv", id="roster"
        ),
        pytest.param(["empty", "-a", "tiny", "--out", "empty/out"], "is inside", id="inside"),
        pytest.param(["empty", "-a", "tiny"], "holds no submission", id="empty"),
    ],
)
def test_a_wrong_batch_is_2_and_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    found = grader("batch", "--out", "out", *arguments)

    assert found.exit_code == 2
    assert words in one_line(found.stderr)
    assert not (tmp_path / "out").exists()


def test_a_results_file_that_is_none_is_3(handed_in: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.sqlite").write_text("notes\n" * 500)
    found = grader("batch", handed_in, "-a", "tiny", "--out", tmp_path / "out")

    assert found.exit_code == 3
    assert "not a database" in one_line(found.stderr)


def test_simulate_says_where_it_is(tmp_path: Path) -> None:
    found = grader("simulate", "tiny", "--students", "5", "--seed", "1", "--out", tmp_path / "c")

    assert found.exit_code == 0
    assert str(tmp_path / "c" / "truth.csv") in one_line(found.stdout)
    assert grader("simulate", "tiny", "--out", tmp_path / "c").exit_code == 2


def test_a_sound_assignment_is_0_and_a_finding_is_1(tmp_path: Path) -> None:
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    sound = grader("verify", "tiny", course=course)
    (course / "assignments" / "tiny" / "statement.en.md").unlink()
    found = grader("verify", course=course)

    assert (sound.exit_code, sound.stdout) == (0, "tiny: sound\n")
    assert found.exit_code == 1
    assert one_line(found.stdout) == "tiny: statement.en.md: missing or empty"


def test_a_machine_that_cannot_verify_is_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object) -> None:
        raise SandboxError("no sandbox here")

    monkeypatch.setattr("grader.verify.verify", fails)
    found = grader("verify", "tiny")

    assert found.exit_code == 3
    assert one_line(found.stderr) == "no sandbox here"


def test_the_doctor_names_the_level_with_and_without_a_course(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    found = grader("doctor", "--lang", "en")
    alone = CliRunner().invoke(main, ["doctor", "--lang", "en"])

    assert (found.exit_code, alone.exit_code) == (0, 0)
    assert "Isolation on this machine: " in found.stdout
    assert "Isolation on this machine: " in alone.stdout
    assert grader("doctor", course=tmp_path).exit_code == 2


def test_the_help_names_every_command() -> None:
    found = CliRunner().invoke(main, ["--help"])

    assert found.exit_code == 0
    for command in ("batch", "doctor", "simulate", "verify"):
        assert f"  {command} " in found.stdout
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0
