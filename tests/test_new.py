"""``grader new``: what it makes is sound, and it changes nothing that was there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine import a_course

from grader.assignment import find_course, load_assignment, load_course
from grader.cli.instructor import main
from grader.release import release
from grader.verify import verify


def new(name: str, folder: Path) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("GRADER_COURSE", raising=False)
        return CliRunner().invoke(main, ["new", name])


def test_in_an_empty_folder_it_makes_a_course_that_is_sound(tmp_path: Path) -> None:
    done = new("clusters", tmp_path)
    course = find_course(tmp_path)
    assignment = load_assignment(course, "clusters")

    assert done.exit_code == 0, done.output
    assert verify(assignment) == ()
    assert len(course.secret) == 64
    (kit,) = release(course, assignment, tmp_path / "out")
    assert (kit.folder / "clusters.ipynb").is_file()


def test_two_courses_have_two_secrets(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        new("clusters", tmp_path / name)
    secrets = {load_course(tmp_path / name / "assignments").secret for name in ("one", "two")}

    assert len(secrets) == 2


def test_in_a_course_only_what_is_new_is_added(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    done = new("clusters", course / "assignments" / "tiny")

    assert done.exit_code == 0, done.output
    assert {path: path.read_bytes() for path in before} == before
    assert find_course(course).assignments == ("clusters", "tiny")


def test_mistakes_that_the_course_lacks_are_added_to_it(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    mistakes = course / "assignments" / "misconceptions.toml"
    text = mistakes.read_text("utf-8").replace("[wrong-axis]", "[other]")
    mistakes.write_text(text, encoding="utf-8")
    new("clusters", course)
    added = mistakes.read_text("utf-8")

    assert added.startswith(text)
    assert "[wrong-axis]" in added.removeprefix(text)
    assert "[sum-not-mean]" not in added.removeprefix(text)


@pytest.mark.parametrize("name", ["Clusters", "1a", "a-b", "../a", "a/b", "", "đề"])
def test_what_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    done = new(name, tmp_path)

    assert done.exit_code == 2
    assert "cannot be an id" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_assignment_is_never_written_over(tmp_path: Path) -> None:
    new("clusters", tmp_path)
    done = new("clusters", tmp_path)

    assert done.exit_code == 2
    assert "is there already" in done.stderr
