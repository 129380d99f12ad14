"""The pages: they build, their links lead somewhere, and what they show is run as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner

from grader.assignment import find_course, load_assignment
from grader.cli import instructor, student
from grader.store import open_store
from grader.verify import verify

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_FENCE = re.compile(
    r"^```(?:\{code-block\} )?(?P<kind>[\w-]*)\n(?::caption: (?P<caption>[^\n]*)\n)?"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A code block of a page."""

    kind: str
    caption: str
    text: str


def blocks(page: str, *kinds: str) -> Iterator[Block]:
    """The code blocks of a page in ``docs/``, of these kinds."""
    for found in _FENCE.finditer((ROOT / "docs" / page).read_text("utf-8")):
        if found["kind"] in kinds:
            yield Block(found["kind"], found["caption"] or "", found["text"].lstrip("\n"))


def run_console(text: str, folder: Path) -> None:
    """Run the lines after ``$``; ``# exit 1`` at the end says with what one ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("GRADER_COURSE", raising=False)
        for line in text.splitlines():
            if line.startswith("$ "):
                command, _, comment = line[2:].partition("  #")
                expected = re.search(r"exit (\d+)", comment)
                code, output = run_command(shlex.split(command))
                assert code == int(expected[1] if expected else 0), f"$ {command}\n{output}"


def run_command(words: list[str]) -> tuple[int, str]:
    """Exit code and output. Our own commands run in this process: starting them costs most."""
    ours = {"grade": student.main, "grader": instructor.main}
    if words[0] in ours:
        found = CliRunner().invoke(ours[words[0]], words[1:])
        return found.exit_code, found.output
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


# ------------------------------------------------------------------ pages


def test_the_pages_build_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "trees"), str(ROOT / "docs"), str(tmp_path / "html")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    commands = (tmp_path / "html" / "cli.html").read_text("utf-8")
    assert 'id="grader-release"' in commands
    assert "--watch" in commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_has_its_place_in_the_guides() -> None:
    told = "".join(page.read_text("utf-8") for page in PAGES)

    assert [name for name in instructor.main.commands if f"grader {name}" not in told] == []


# ------------------------------------------------------------------ what they show


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of the page on authoring, made by doing what it says."""
    folder = tmp_path_factory.mktemp("course")
    for block in blocks("authoring.md", "console", "toml", "markdown", "python"):
        if block.kind == "console":
            # What verify says is asked below, once.
            run_console(block.text.replace("$ grader verify", "# grader verify"), folder)
        elif block.caption.endswith(" (added)"):
            path = folder / block.caption.removesuffix(" (added)")
            path.write_text(path.read_text("utf-8") + "\n" + block.text, encoding="utf-8")
        else:
            path = folder / block.caption
            assert path.parent.is_dir(), block.caption
            path.write_text(block.text, encoding="utf-8")
    return folder


def test_the_example_of_the_page_on_authoring_is_sound(course: Path) -> None:
    assert verify(load_assignment(find_course(course), "kmeans")) == ()


def test_the_page_on_authoring_ends_with_a_kit(course: Path) -> None:
    assert (course / "kits" / "kmeans" / "kmeans.ipynb").is_file()


@pytest.mark.parametrize("page", ["quickstart.vi.md", "quickstart.en.md"])
def test_the_quickstart_does_what_it_says(course: Path, tmp_path: Path, page: str) -> None:
    kit = shutil.copytree(course / "kits" / "kmeans", tmp_path / "kit")
    for block in blocks(page, "console"):
        run_console(block.text, Path(kit))


@pytest.mark.parametrize("page", ["instructor.md", "scale.md", "ci.md", "formats.md"])
def test_the_guides_do_what_they_say(course: Path, tmp_path: Path, page: str) -> None:
    folder = Path(shutil.copytree(course, tmp_path / "course"))
    shutil.rmtree(folder / "kits")
    for block in blocks(page, "console"):
        # The small assignment is as good, and faster.
        run_console(block.text.replace("softmax_numpy", "kmeans"), folder)


def test_the_recipes_for_many_machines_grade_everyone(course: Path, tmp_path: Path) -> None:
    code = {block.caption: block.text for block in blocks("scale.md", "bash", "yaml")}
    (container,) = yaml.safe_load(code["shards.yaml"])["spec"]["template"]["spec"]["containers"]
    on_slurm = ["bash", "-c", code["shards.sh"]]
    on_kubernetes = [*container["command"], *container["args"]]
    folder = Path(shutil.copytree(course, tmp_path / "course"))
    run_console("$ grader simulate kmeans --students 5 --seed 1 --out class", folder)
    (folder / "class" / "submissions").rename(folder / "submissions")

    def run(command: list[str], **variables: str) -> None:
        small = [each.replace("softmax_numpy", "kmeans").replace("/50", "/2") for each in command]
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            small,
            cwd=folder,
            env={**os.environ, "PATH": path, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    for number, task in enumerate([on_slurm, on_kubernetes]):
        node = tmp_path / f"node{number}"
        node.mkdir()
        run(
            task,
            TMPDIR=str(node),
            SLURM_ARRAY_TASK_ID=str(number + 1),
            SLURM_ARRAY_TASK_COUNT="2",
            SLURM_CPUS_PER_TASK="1",
            JOB_COMPLETION_INDEX=str(number),
        )
    run(["bash", "-c", code["merge.sh"]])

    with open_store(folder / "results" / "all" / "results.sqlite") as store:
        assert len(list(store.students("kmeans"))) == 5


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.parent.name == "docs"])
def test_code_on_the_pages_can_be_read(page: str) -> None:
    for block in blocks(page, "python", "toml", "yaml"):
        if block.kind == "toml":
            tomllib.loads(block.text)
        elif block.kind == "yaml":
            yaml.safe_load(block.text)
        else:
            compile(block.text, f"{page}: {block.caption}", "exec")


def test_the_queries_on_the_page_of_formats_fit_the_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "results.sqlite"):
        pass
    (query,) = [block.text for block in blocks("formats.md", "sql")]
    with closing(sqlite3.connect(tmp_path / "results.sqlite")) as connection:
        assert connection.execute(query).fetchall() == []
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
        tables = {name for (name,) in connection.execute(query)}

    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    section = page.partition("## results.sqlite")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == tables
