"""The doctor tells what is there, what is missing, and the command that gets it."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from grader import doctor, kit
from grader.model import Level
from grader.report.i18n import translate
from grader.sandbox.wall import detection, landlock


def said(finding: doctor.Finding) -> str:
    return translate(finding.said, "en")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_fits_one_screen_and_names_the_level(lang: str, root: Path) -> None:
    text = doctor.report(lang, root)

    assert len(text.splitlines()) <= 24
    assert detection.detect().level.value in text.splitlines()[0]
    assert "bubblewrap" in text
    assert "numpy" in text


@pytest.mark.usefixtures("no_programs")
@pytest.mark.parametrize(
    "system,command",
    [
        pytest.param({"ID": "debian"}, "sudo apt install bubblewrap", id="debian"),
        pytest.param({"ID": "x", "ID_LIKE": "y fedora"}, "sudo dnf install bubblewrap", id="like"),
        pytest.param({"ID": "plan9"}, "https://github.com/containers/bubblewrap", id="unknown"),
    ],
)
def test_bubblewrap_is_missing(
    system: dict[str, str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: system)
    found = next(f for f in doctor.layers() if f.what == "bubblewrap")

    assert said(found) == "is not installed"
    assert found.remedy == command


@pytest.fixture
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing to be found on the path."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize(
    "name,value,remedy",
    [
        ("user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
        (
            "kernel/unprivileged_userns_clone",
            "0",
            "sudo sysctl -w kernel.unprivileged_userns_clone=1",
        ),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ],
    ids=["none", "switched-off", "apparmor"],
)
def test_a_switch_is_named(
    name: str, value: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(f"{value}\n")
    monkeypatch.setattr(doctor, "_SYSCTL", tmp_path)

    assert remedy in [found.remedy for found in doctor.layers()]


@pytest.mark.parametrize(
    "version,part",
    [(0, "switched off"), (2, "needs Linux 6.2"), (5, "before Linux 6.12"), (7, "version 7")],
    ids=["none", "too-old", "no-signals", "all"],
)
def test_landlock_by_version(version: int, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: version)
    found = next(f for f in doctor.layers() if f.what == "Landlock")

    assert part in said(found)


def test_a_level_that_does_not_stand_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        detection, "attempt", lambda level: detection.Attempt(level=level, error="no permissions")
    )
    found = {finding.what: said(finding) for finding in doctor.levels()}

    assert found[Level.FULL.value] == "no permissions"
    assert found[Level.PROCESS.value].startswith("is always there")


def test_libraries_against_what_the_course_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_wanted", lambda _start: {"torch": ["torch_models"]})
    monkeypatch.setattr(metadata, "version", _only_an_old_numpy)
    found = {finding.what: finding for finding in doctor.software(tmp_path)}

    assert said(found["numpy"]) == "1.0; >=2.2 is wanted"
    assert said(found["torch"]) == "is not installed; wanted by torch_models"
    assert found["torch"].remedy == 'pip install "grader[torch]"'


def _only_an_old_numpy(name: str) -> str:
    if name == "numpy":
        return "1.0"
    raise metadata.PackageNotFoundError(name)


# ------------------------------------------------------------------ in a student's kit


def a_kit(folder: Path, **environment: str) -> Path:
    (folder / "assignments").mkdir()
    text = kit.to_toml(environment, {}, {})
    (folder / "assignments" / "kit.toml").write_text(text, encoding="utf-8")
    return folder


def test_outside_of_a_kit_nothing_is_compared(root: Path) -> None:
    assert list(doctor.course_environment(root)) == []


def test_a_students_environment_is_held_against_the_courses(tmp_path: Path) -> None:
    numpy = metadata.version("numpy")
    major, minor, *_ = numpy.split(".")
    a_kit(tmp_path, python="3.10.1", numpy=f"{major}.{minor}.999", click="1.0.0", nothing="1.2+cpu")
    found = {str(each.what): each for each in doctor.course_environment(tmp_path)}

    assert (found["Python"].mark, found["Python"].remedy) == ("–", "")
    assert "the course has 3.10.1" in said(found["Python"])
    assert found["numpy"].mark == "✓"
    assert (found["click"].mark, found["click"].remedy) == ("–", 'pip install "click==1.0.0"')
    assert (found["nothing"].mark, found["nothing"].remedy) == ("✗", 'pip install "nothing==1.2"')
    assert "the course has 3.10.1" in doctor.report("en", tmp_path)


def test_equal_versions_are_as_in_the_course(tmp_path: Path) -> None:
    numpy = metadata.version("numpy")
    (found,) = doctor.course_environment(a_kit(tmp_path, numpy=f"{numpy}+local"))

    assert (found.mark, said(found)) == ("✓", f"{numpy}, as in the course")
