"""``grader ci --central``: real repositories, the hidden checks, and the workflow's own steps."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine import COURSE, a_course
from test_ci import RIGHT, WRONG, execute, steps

from grader.assignment import find_course, load_assignment
from grader.cli.instructor import main
from grader.errors import SubmissionError, UsageError
from grader.model import StudentId
from grader.release import release
from grader.repositories import Repository, check_out, read_repositories

COUNTER = "\nclass Counter:\n    def __init__(self):\n        self.total = 0\n"
COUNTER += "    def add(self, n):\n        self.total += n\n        return self.total\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=An", "-c", "user.email=an@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(folder: Path, source: str) -> str:
    """Put *source* into the repository at *folder*, made if it is not there; its commit."""
    if not (folder / ".git").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "tiny.py").write_text(source)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=work")
    return git(folder, "rev-parse", "HEAD")


# ------------------------------------------------------------------ fetching


def test_a_repository_is_read_at_a_commit(tmp_path: Path) -> None:
    first = commit(tmp_path / "an", "x = 1\n")
    second = commit(tmp_path / "an", "x = 2\n")
    (tmp_path / "out" / "left over.py").parent.mkdir()

    def files(revision: str) -> tuple[str, str]:
        an = Repository(student=StudentId("an"), address=str(tmp_path / "an"), commit=revision)
        return check_out(an, tmp_path / "out"), (tmp_path / "out" / "tiny.py").read_text()

    assert files("HEAD") == (second, "x = 2\n")
    assert files(first) == (first, "x = 1\n")
    (tmp_path / "out" / "tiny.py").write_text("tampered")
    (tmp_path / "out" / "more.py").write_text("tampered")
    assert files("main") == (second, "x = 2\n")
    assert not (tmp_path / "out" / "more.py").exists()


def test_nothing_of_a_repository_is_executed_or_followed(tmp_path: Path) -> None:
    an = tmp_path / "an"
    commit(an, "x = 1\n")
    (tmp_path / "secret").write_text("secret")
    (an / "link.py").symlink_to(tmp_path / "secret")
    (an / ".gitattributes").write_text("*.py filter=evil\n")
    (an / ".gitmodules").write_text('[submodule "s"]\n\tpath = s\n\turl = /nowhere\n')
    git(an, "add", "--all")
    git(an, "commit", "--quiet", "--message=more")
    hook = an / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    check_out(Repository(student=StudentId("an"), address=str(an)), tmp_path / "out")

    assert not (tmp_path / "out" / "link.py").is_symlink()
    assert not (tmp_path / "ran").exists()


def test_a_repository_of_more_files_than_there_is_room_for_is_not_written_out(
    tmp_path: Path,
) -> None:
    an = tmp_path / "an"
    commit(an, "x = 1\n")
    (tmp_path / "blob").write_text("x")
    kind, name = "100644 blob", git(an, "hash-object", "-w", str(tmp_path / "blob"))
    for _ in range(10):  # ten folders, each of them ten times the one before: 10,000,000,000 files
        rows = "".join(f"{kind} {name}\tf{number}\n" for number in range(10))
        (tmp_path / "tree").write_text(rows)
        with (tmp_path / "tree").open() as listing:
            name = subprocess.run(
                ["git", "-C", str(an), "mktree"],
                stdin=listing,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
        kind = "040000 tree"
    git(an, "update-ref", "refs/heads/main", git(an, "commit-tree", name, "-m", "more"))

    with pytest.raises(SubmissionError, match="holds more than 20000 files or 512 MB"):
        check_out(Repository(student=StudentId("an"), address=str(an)), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".git"]


@pytest.mark.parametrize(
    "address, revision",
    [("nowhere", "HEAD"), ("an", "no-such-branch"), ("an", "0" * 40), ("ext::sh -c evil", "HEAD")],
)
def test_what_cannot_be_read_says_why_in_one_line(
    tmp_path: Path, address: str, revision: str
) -> None:
    commit(tmp_path / "an", "x = 1\n")
    place = address if "::" in address else str(tmp_path / address)
    with pytest.raises(SubmissionError) as told:
        check_out(
            Repository(student=StudentId("an"), address=place, commit=revision), tmp_path / "out"
        )

    assert "cannot be read at" in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_a_password_in_an_address_is_not_told(tmp_path: Path) -> None:
    address = "https://an:hunter2@127.0.0.1:1/x.git"
    with pytest.raises(SubmissionError) as told:
        check_out(Repository(student=StudentId("an"), address=address), tmp_path)

    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    "text, words",
    [
        pytest.param("key\nan\n", "no column repository", id="column"),
        pytest.param("key,repository\nan,--upload-pack=x\n", ":2: ", id="option"),
        pytest.param("key,repository\nan,ext::sh -c x\n", ":2: ", id="helper"),
        pytest.param("key,repository,commit\nan,x,--force\n", ":2: ", id="commit"),
    ],
)
def test_a_wrong_roster_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(UsageError, match=words):
        read_repositories(tmp_path / "roster.csv")


# ------------------------------------------------------------------ a class


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's private repository with its course, and a class's repositories beside it."""
    folder = tmp_path_factory.mktemp("class")
    found = find_course(COURSE)
    (kit,) = release(found, load_assignment(found, "tiny"), folder / "kits")
    students = folder / "owner"
    for name in ("an", "binh", "chi"):
        shutil.copytree(kit.folder, students / name)
    commit(students / "an", RIGHT + COUNTER)
    suite = students / "binh/assignments/tiny/public/test_row_means.py"
    suite.write_text("# nothing is checked any more\n")
    commit(students / "binh", WRONG)
    first = commit(students / "chi", RIGHT)
    commit(students / "chi", "too late")
    private = a_course(folder / "private")
    rows = [
        ("key", "name", "repository", "commit"),
        ("an", "An", "../../owner/an", ""),
        ("binh", "Bình", "../../owner/binh", "main"),
        ("chi", "Chi", "../../owner/chi", first),
        ("dung", "Dũng", "../../owner/dung", ""),
        ("em", "Em", "", ""),
    ]
    with (private / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return private


def central(classroom: Path, out: Path) -> Result:
    command = ["ci", "--central", str(classroom / "roster.csv"), "-a", "tiny", "--lang", "en"]
    return CliRunner().invoke(main, [*command, "--course", str(classroom), "--out", str(out)])


@pytest.fixture(scope="module")
def graded(classroom: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The class, graded once."""
    out = tmp_path_factory.mktemp("results")
    return out, central(classroom, out)


def statuses(out: Path) -> dict[str, list[str]]:
    lines = (out / "publish" / "statuses.tsv").read_text("utf-8").splitlines()
    return {line.split("\t")[4]: line.split("\t") for line in lines}


def test_the_hidden_checks_are_graded(graded: tuple[Path, Result]) -> None:
    out, done = graded
    told = statuses(out)

    assert done.exit_code == 3, done.output  # one repository could not be read
    assert told["an"][2:4] == ["success", "7 of 7 points"]
    assert told["binh"][2] == "failure"
    assert told["chi"][2:4] == ["failure", "5 of 7 points"]  # at the commit of the roster
    assert told["dung"][1:3] == ["-", "error"]
    assert "dung: the repository" in done.stderr
    gradebook = (out / "gradebook.csv").read_text("utf-8-sig")
    assert all(name in gradebook for name in ("an", "binh", "chi", "dung", "em"))
    assert (out / "students/an/report.html").is_file()


def test_a_changed_public_check_is_told_and_changes_no_mark(graded: tuple[Path, Result]) -> None:
    out, _ = graded
    report = (out / "publish" / "binh.md").read_text("utf-8")

    assert "files of the kit were changed" in report
    assert "changed" not in (out / "publish" / "an.md").read_text("utf-8")


# ------------------------------------------------------------------ the workflow's steps


def test_the_workflow_grades_and_publishes_each_commit_once(
    root: Path, classroom: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {tmp_path}/called\n')
    (programs / "gh").chmod(0o755)
    (programs / "grader").symlink_to(Path(sys.executable).with_name("grader"))
    written = steps(root / ".github/workflows/grade-class.yml")
    assert not any("${{" in step["run"] for step in written.values())
    here = Path(shutil.copytree(classroom.parent, tmp_path / "private")) / classroom.name
    shutil.copytree(classroom.parents[1] / "owner", tmp_path / "owner")
    inputs = {"ROSTER": "roster.csv", "ID": "tiny", "ISOLATION": "process", "GH_TOKEN": "t"}

    def run_steps() -> tuple[str, list[str]]:
        (tmp_path / "called").unlink(missing_ok=True)
        graded = execute(written["Grade"]["run"], programs, here, **inputs)
        published = execute(written["Publish"]["run"], programs, here, **inputs)
        assert (graded.returncode, published.returncode) == (0, 0), graded.stderr + published.stderr
        return graded.stdout, (tmp_path / "called").read_text("utf-8").splitlines()

    shown, first = run_steps()
    assert "unchanged" not in shown
    an = git(tmp_path / "owner" / "an", "rev-parse", "HEAD")
    assert first[0] == "auth setup-git"
    assert (
        f"api repos/owner/an/statuses/{an} --silent -f state=success -f context=grader"
        " -f description=7 trên 7 điểm"
    ) in first
    assert f"api repos/owner/an/commits/{an}/comments --silent -F body=@an.md" in first
    assert len(first) == 1 + 2 * 3

    changed = commit(tmp_path / "owner" / "an", WRONG)
    shown, second = run_steps()
    assert "2 of all unchanged since the last run" in shown
    assert [line for line in second if changed in line] == second[1:]
    assert len(second) == 1 + 2
