"""What leaves the instructor's machine in a wheel or an sdist, and what is needed to run it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

STAYS = "reference", "assignments/*/hidden", "assignments/*/mutants", "tests/accepted"


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of *command*; what it said on standard error, where it fails."""
    # What is installed for a test is gone when coverage looks for its source.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, root, cwd=out)
    return out


def contents(built: Path, kind: str) -> dict[PurePosixPath, bytes]:
    """Every file of the *kind* (``wheel`` or ``sdist``) with its bytes."""
    if kind == "wheel":
        (path,) = built.glob("*.whl")
        with zipfile.ZipFile(path) as wheel:
            return {PurePosixPath(name): wheel.read(name) for name in wheel.namelist()}
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        files = [member for member in sdist if member.isfile()]
        return {
            PurePosixPath(*PurePosixPath(file.name).parts[1:]): taken.read()
            for file in files
            if (taken := sdist.extractfile(file))
        }


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_only_the_engine_is_shipped(built: Path, kind: str) -> None:
    names = {name for name in contents(built, kind) if name.parts[0] != "grader"}

    if kind == "wheel":
        assert all(name.parts[0].endswith(".dist-info") for name in names)
    else:
        known = "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "PKG-INFO", ".gitignore"
        assert {str(name) for name in names} <= set(known)


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_no_reference_suite_mutant_or_secret_is_shipped(root: Path, built: Path, kind: str) -> None:
    kept = {
        path.read_bytes(): path
        for folder in STAYS
        for path in root.glob(f"{folder}/**/*")
        if path.is_file() and path.stat().st_size
    }
    secret = tomllib.loads((root / "assignments/course.toml").read_text("utf-8"))["secret"]
    assert kept
    assert secret

    shipped = contents(built, kind)
    assert {kept[data] for data in shipped.values() if data in kept} == set()
    assert {name for name, data in shipped.items() if str(secret).encode() in data} == set()


def test_everything_that_the_engine_needs_is_shipped(root: Path, built: Path) -> None:
    tracked = run("git", "ls-files", "-z", "grader", cwd=root).split("\0")
    present = {PurePosixPath(name) for name in tracked if name and (root / name).is_file()}

    assert present
    assert present <= contents(built, "wheel").keys()
    assert present <= contents(built, "sdist").keys()


def test_the_wheel_alone_grades(root: Path, built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    target = tmp_path / "installed"
    pip = sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"
    run(*pip, "--target", target, wheel, cwd=tmp_path)
    program = (
        f"import sys; sys.path.insert(0, {str(target)!r})\n"
        "import grader.cli.student as student; print(student.__file__); student.main()"
    )
    submission = root / "reference/softmax_numpy/softmax_numpy.py"
    report = tmp_path / "report.html"
    command = sys.executable, "-I", "-c", program, submission
    shown = run(*command, "--course", root, "--report", report, cwd=tmp_path)

    assert shown.startswith(str(target))
    assert report.stat().st_size


def test_declared_dependencies_are_the_ones_imported(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["cluster"]
    declared = {re.split(r"[<>=]", one)[0] for one in [*project["dependencies"], *extra]}
    names = {
        "markdown_it": "markdown-it-py",
        "mdit_py_plugins": "mdit-py-plugins",
        "yaml": "pyyaml",
    }
    imported = {
        names.get(module, module)
        for path in (root / "grader").rglob("*.py")
        for module in imports(path)
    }

    assert imported - sys.stdlib_module_names - {"grader"} == declared


def imports(path: Path) -> set[str]:
    """The top-level packages that the file at *path* imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_constraints_pin_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = {
        re.split(r"[<>=]", one)[0] for group in (project["dependencies"], *extras) for one in group
    }
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if line and not line.startswith("#"))

    assert needed <= pinned.keys()
