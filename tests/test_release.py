"""The student kit: what is in it, what is not, and that it works alone."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import nbformat
import pytest
import yaml
from click.testing import CliRunner
from engine import COURSE, a_course

from grader.assignment import find_course, load_assignment
from grader.cli.instructor import main
from grader.kit import changed_files, read_kit
from grader.model import StudentId
from grader.release import pack_wheel, release

ROOT = Path(__file__).parents[1]
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.toml"))
CANARY = "canary_7f3a"


def a_kit(course: Path, name: str, out: Path, student: str | None = None) -> Path:
    """The folder of a kit of the assignment *name*."""
    found = find_course(course)
    chosen = load_assignment(found, name)
    students = [StudentId(student or "an")] if chosen.answers else []
    (kit,) = release(found, chosen, out, students)
    return kit.folder


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def name(request: pytest.FixtureRequest) -> str:
    """Every assignment of the course."""
    return str(request.param)


@pytest.fixture(scope="module")
def kit(root: Path, name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its kit."""
    return a_kit(root, name, tmp_path_factory.mktemp("kits"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the sample course."""
    return a_kit(COURSE, "tiny", tmp_path_factory.mktemp("kit"))


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below *path* with its bytes; archives opened, however deep they lie."""
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield from unpacked(str(file.relative_to(path)), file.read_bytes())


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}/{inner}", archive.read(inner))


# ------------------------------------------------------------------ nothing of what is kept


def secret_files(course: Path, name: str) -> list[Path]:
    folders = [course / "assignments" / name / kind for kind in ("hidden", "mutants")]
    folders.append(course / "reference" / name)
    return [path for folder in folders for path in folder.rglob("*.py")]


def test_no_line_of_a_hidden_suite_reference_or_mutant_is_in_a_kit(
    root: Path, kit: Path, name: str
) -> None:
    secrets = secret_files(root, name)
    handed_out = [*(root / "assignments" / name / "public").glob("*.py")]
    handed_out += [*(root / "student_template" / name).glob("*")]
    handed_out += [*(root / "assignments" / name).glob("*.md")]
    known = {line.strip() for path in handed_out for line in path.read_text("utf-8").splitlines()}
    # The engine itself: some of its lines are anybody's, such as `total = sum(values)`.
    known |= {
        line.strip()
        for path in [*(root / "grader").rglob("*.py"), *(root / "grader").rglob("*.jinja")]
        for line in path.read_text("utf-8").splitlines()
    }
    kept = {
        line.strip()
        for path in secrets
        for line in path.read_text("utf-8").splitlines()
        if len(line.strip()) > 12
    }
    assert kept - known

    for place, data in contents(kit.parent / kit.name):
        lines = {line.strip() for line in data.decode("utf-8", "replace").splitlines()}
        assert lines & (kept - known) == set(), place
        assert all(path.read_bytes() not in data for path in secrets if path.stat().st_size > 1)


def test_what_is_planted_into_everything_secret_does_not_arrive(tmp_path: Path) -> None:
    course = a_course(tmp_path)
    secrets = secret_files(course, "tiny")
    for path in secrets:
        text = path.read_text("utf-8")
        path.write_text(f"{text}\n# {CANARY}\n{CANARY} = '{CANARY}'\n", encoding="utf-8")
        path.with_name(f"{path.stem}.{CANARY}.txt").write_text(CANARY)
    for toml in (
        course / "assignments" / "course.toml",
        course / "assignments/misconceptions.toml",
    ):
        text = toml.read_text("utf-8").replace("not a secret", f"{CANARY} not a secret")
        toml.write_text(f"{text}\n# {CANARY}\n", encoding="utf-8")
    (course / "assignments" / "tiny" / f"{CANARY}.md").write_text(CANARY)
    hidden = course / "assignments" / "tiny" / "hidden" / "test_Counter.py"
    hidden.write_text(hidden.read_text("utf-8").replace("vi: ", f"vi: {CANARY} "), encoding="utf-8")
    a_kit(course, "tiny", tmp_path / "out")

    found = [place for place, data in contents(tmp_path / "out") if CANARY.encode() in data]
    assert found == []
    assert not [path for path in (tmp_path / "out").rglob("*") if CANARY in path.name]


def test_the_secret_is_not_in_a_kit(root: Path, kit: Path) -> None:
    secret = tomllib.loads((root / "assignments/course.toml").read_text("utf-8"))["secret"]

    assert all(secret.encode() not in data for _, data in contents(kit))


# ------------------------------------------------------------------ what is in it


def test_a_kit_has_everything_that_the_student_needs(tiny: Path) -> None:
    names = {path.relative_to(tiny).as_posix() for path in tiny.rglob("*") if path.is_file()}
    (wheel,) = (name for name in names if name.endswith(".whl"))

    assert names - {wheel} == {
        *("tiny.py", "tiny.ipynb", "grade.toml", "README.md"),
        *(f"statement.{lang}.{kind}" for lang in ("vi", "en") for kind in ("md", "html")),
        *(".github/workflows/grade.yml", ".gitlab-ci.yml", ".gitignore"),
        *("assignments/course.toml", "assignments/kit.toml", "assignments/conventions.toml"),
        *("assignments/tiny/assignment.toml", "assignments/tiny/public/test_row_means.py"),
    }
    assert tomllib.loads((tiny / "grade.toml").read_text("utf-8"))["assignment"] == "tiny"
    with zipfile.ZipFile(tiny.with_suffix(".zip")) as archive:
        assert set(archive.namelist()) == names


def test_what_lies_beside_the_public_suites_goes_along(root: Path, kit: Path, name: str) -> None:
    public = root / "assignments" / name / "public"

    for path in public.glob("*.*"):
        copy = kit / "assignments" / name / "public" / path.name
        assert copy.read_bytes() == path.read_bytes()


def test_the_notebook_installs_the_wheel_first(kit: Path) -> None:
    (wheel,) = kit.glob("*.whl")
    (notebook,) = kit.glob("*.ipynb")
    document = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(document)

    assert document.cells[0].cell_type == "code"
    assert f"./{wheel.name}" in document.cells[0].source


def test_everything_that_installs_installs_the_wheel_with_its_libraries(
    root: Path, kit: Path, name: str
) -> None:
    (wheel,) = kit.glob("*.whl")
    extra = load_assignment(find_course(root), name).extra
    package = f'"./{wheel.name}[{extra}]"' if extra else f"./{wheel.name}"
    github = yaml.safe_load((kit / ".github/workflows/grade.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((kit / ".gitlab-ci.yml").read_text("utf-8"))
    runs = [step["run"] for step in github["jobs"]["grade"]["steps"] if "run" in step]

    for text in (runs[0], gitlab["grade"]["script"][0], (kit / "README.md").read_text("utf-8")):
        assert f" {package}" in text


def test_a_kit_is_the_assignment_without_what_is_kept(root: Path, kit: Path, name: str) -> None:
    handed = load_assignment(find_course(kit), name)
    whole = load_assignment(find_course(root), name)
    kept = {"folder", "reference", "mutants", "misconceptions", "suites", "seed", "digest"}
    same = {field.name for field in dataclasses.fields(handed)} - kept - {"exercises"}

    assert {each: getattr(handed, each) for each in same} == {
        each: getattr(whole, each) for each in same
    }
    assert (handed.reference, handed.mutants, handed.misconceptions) == (None, (), {})
    # The topics are those of the hidden checks: the student is told what these are about.
    assert [dataclasses.replace(each, topics=()) for each in handed.exercises] == [
        dataclasses.replace(each, topics=()) for each in whole.exercises
    ]
    assert any(each.topics for each in handed.exercises)


def test_equal_courses_make_equal_kits(tiny: Path, tmp_path: Path) -> None:
    again = a_kit(COURSE, "tiny", tmp_path)

    assert dict(contents(again)) == dict(contents(tiny))
    assert again.with_suffix(".zip").read_bytes() == tiny.with_suffix(".zip").read_bytes()


def test_a_changed_or_missing_file_of_the_kit_is_noticed(tmp_path: Path) -> None:
    folder = a_kit(COURSE, "tiny", tmp_path)
    kit = read_kit(folder)
    assert kit is not None
    assert changed_files(folder, kit) == ()

    suite = folder / "assignments/tiny/public/test_row_means.py"
    suite.write_bytes(suite.read_bytes().replace(b"\n", b"\r\n"))  # what git does on Windows
    (folder / "tiny.py").write_text("x = 1")
    assert changed_files(folder, kit) == ()

    suite.write_text("")
    (folder / "grade.toml").unlink()
    assert changed_files(folder, kit) == (
        "assignments/tiny/public/test_row_means.py",
        "grade.toml",
    )


# ------------------------------------------------------------------ personal kits


def test_everyone_gets_their_own_numbers(root: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text('key,name\n"Đặng ""An""",An\nbinh,Bình\n', encoding="utf-8")
    command = ["release", "softmax_by_hand", "--course", str(root), "--out", str(tmp_path / "out")]
    found = CliRunner().invoke(main, [*command, "--roster", str(roster)])
    binh, an = sorted(path for path in (tmp_path / "out").iterdir() if path.is_dir())

    assert found.exit_code == 0, found.output
    assert (an / "worksheet.vi.md").read_bytes() != (binh / "worksheet.vi.md").read_bytes()
    answers = tomllib.loads((an / "answers.toml").read_text("utf-8"))
    assert answers["student"] == 'Đặng "An"'
    notebook = json.loads((an / "softmax_by_hand.ipynb").read_bytes())
    for file in ("README.md", "softmax_by_hand.ipynb"):
        assert f"{an.name}.zip" in (an / file).read_text("utf-8")
    source = "".join(line for cell in notebook["cells"] for line in cell["source"])
    assert 'student = "Đặng \\"An\\""' in source
    assert 'student = "Đặng \\"An\\""' in (an / "softmax_by_hand.py").read_text("utf-8")


@pytest.mark.parametrize(
    "name, more, words",
    [
        pytest.param("softmax_by_hand", [], "--roster FILE", id="personal"),
        pytest.param("softmax_numpy", ["--roster", "R"], "leave out --roster", id="common"),
        pytest.param("nothing", [], "no assignment 'nothing'", id="unknown"),
    ],
)
def test_a_wrong_command_is_one_line(
    root: Path, tmp_path: Path, name: str, more: list[str], words: str
) -> None:
    (tmp_path / "R").write_text("key\nan\n")
    options = [str(tmp_path / one) if one == "R" else one for one in more]
    command = ["release", name, "--course", str(root), "--out", str(tmp_path / "out"), *options]
    found = CliRunner().invoke(main, command)

    assert found.exit_code == 2
    assert words in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_a_kit_is_never_written_over(tiny: Path) -> None:
    command = ["release", "tiny", "--course", str(COURSE), "--out", str(tiny.parent)]
    found = CliRunner().invoke(main, command)

    assert found.exit_code == 2
    assert "is there already" in found.stderr


# ------------------------------------------------------------------ alone


@pytest.fixture(scope="module")
def alone(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment with the kit's wheel, and with libraries, not our source."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    (wheel,) = tiny.glob("*.whl")
    (packages,) = folder.glob("lib/python*/site-packages")
    scripts = folder / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return scripts


def run(alone: Path, kit: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE", "GRADER", "PYTHON"))
    }
    return subprocess.run(
        [str(alone / arguments[0]), *arguments[1:]],
        cwd=kit,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_kit_works_alone_with_only_its_wheel(alone: Path, tiny: Path, tmp_path: Path) -> None:
    kit = Path(shutil.copytree(tiny, tmp_path / "kit"))
    where = run(alone, kit, "python", "-c", "import grader; print(grader.__file__)")
    untouched = run(alone, kit, "grade", "--lang", "en")
    (kit / "tiny.py").write_text("def row_means(x):\n    return x.sum(axis=1)\n")
    failed = run(alone, kit, "grade", "--lang", "en")
    (kit / "solved").mkdir()
    (kit / "solved" / "tiny.py").write_text("def row_means(x):\n    return x.mean(axis=1)\n")
    graded = run(alone, kit, "python", "-m", "grader", "solved", "--json", "-")

    assert Path(where.stdout.strip()).is_relative_to(alone.parent)
    assert (untouched.returncode, untouched.stderr) == (1, "")
    assert "still the template" in untouched.stdout
    told = " ".join(failed.stdout.split())
    assert "Hidden checks are worth 6 more points; your teacher runs them." in told
    assert "They are about: mean." in told
    result = json.loads(graded.stdout)
    assert (result["earned"], result["possible"]) == (1, 1), graded.stderr


def test_the_wheel_is_the_engine_alone() -> None:
    name, data = pack_wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        tops = {PurePosixPath(each).parts[0] for each in wheel.namelist()}

    assert tops == {"grader", name.removesuffix("-py3-none-any.whl") + ".dist-info"}
