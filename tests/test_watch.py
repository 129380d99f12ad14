"""``grade`` in a kit: again at every save, in the browser, after Tab, and where it went wrong."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result
from engine import COURSE

from grader.assignment import find_course, load_assignment
from grader.cli.student import main
from grader.release import release
from grader.watch import saves, snapshot

RIGHT = "def row_means(x):\n    return x.mean(axis=1)\n"
WRONG = "def row_means(x):\n    return x.sum(axis=1)\n"
GRADE = Path(sys.executable).with_name("grade")
# Ctrl-C reaches the processes of a terminal. Not by preexec_fn: this process has threads.
ON_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
MISSPELT = "def row_mean(x):\n    return x.mean(axis=1)\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of the sample course."""
    course = find_course(COURSE)
    (kit,) = release(course, load_assignment(course, "tiny"), tmp_path_factory.mktemp("kit"))
    return kit.folder


@pytest.fixture
def kit(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kit that the test may write into; it is the folder we are in."""
    folder = Path(shutil.copytree(released, tmp_path / "bài tập"))
    (folder / "tiny.ipynb").unlink()
    monkeypatch.chdir(folder)
    return folder


def grade(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])


def words(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------ noticing a save


class Clock:
    """Sleeps by doing the next thing of a script; then the student goes home."""

    def __init__(self, *script: Callable[[], object]) -> None:
        self.script = iter(script)

    def __call__(self, _seconds: float) -> None:
        try:
            next(self.script)()
        except StopIteration:
            raise KeyboardInterrupt from None


def count(path: Path, *script: Callable[[], object]) -> int:
    """How many saves are noticed while *script* goes on."""
    noticed = -1  # the first one is now
    with suppress(KeyboardInterrupt):
        for _ in saves(path, sleep=Clock(*script)):
            noticed += 1
    return noticed


def nothing() -> None: ...


def test_a_save_is_noticed_once_it_is_quiet(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("")

    def write(text: str) -> Callable[[], object]:
        return lambda: file.write_text(text)

    assert count(tmp_path, nothing, nothing) == 0
    assert count(tmp_path, write("1"), write("12"), write("123"), nothing, nothing) == 1
    assert count(file, write("1"), nothing, write("12"), nothing, nothing) == 2


def test_a_save_while_the_last_one_is_graded_is_not_missed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("")
    noticed = saves(tmp_path, sleep=Clock(nothing, nothing))
    next(noticed)
    file.write_text("saved while busy")
    next(noticed)


def test_a_file_that_is_replaced_is_one_save(tmp_path: Path) -> None:
    file, new = tmp_path / "a.py", tmp_path / "a.py~"
    file.write_text("old")

    def put() -> None:
        new.write_text("newer")
        new.rename(file)

    assert count(file, file.unlink, nothing, nothing, put, nothing, nothing) == 1


def test_only_work_is_watched(tmp_path: Path) -> None:
    (tmp_path / "env/lib").mkdir(parents=True)
    (tmp_path / "env/pyvenv.cfg").write_text("")
    names = (
        "a.py",
        "b.ipynb",
        "c.png",
        ".git/d.py",
        "__pycache__/e.py",
        "sub/f.py",
        "env/lib/g.py",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert {path.name for path in snapshot(tmp_path)} == {"a.py", "b.ipynb", "f.py"}


# ------------------------------------------------------------------ on a real screen


class Screen:
    """``grade --watch`` on a terminal of 24 lines."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.seen = ""
        self.master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_TERMINAL, GRADE, "--watch", "--lang", "en", *arguments],
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)

    def until(self, text: str) -> str:
        """What the screen shows until *text*; it is forgotten afterwards."""
        end = time.monotonic() + 60
        while text not in self.seen and time.monotonic() < end:
            if not self._read(1) and self.process.poll() is not None:
                break
        assert text in self.seen, self.seen
        shown, _, self.seen = self.seen.partition(text)
        return shown

    def rest(self) -> str:
        """What it still showed before it ended."""
        while self._read(0):
            pass
        return self.seen

    def _read(self, seconds: float) -> bool:
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
        except OSError:  # how Linux says that the terminal is closed
            return False
        return True

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def watched(kit: Path) -> Iterator[Screen]:
    """The kit, being watched."""
    screen = Screen(kit)
    yield screen
    screen.close()


def test_watch_grades_at_every_save_and_ends_cleanly(kit: Path, watched: Screen) -> None:
    assert "tiny.py is still the template" in watched.until("Ctrl-C ends.")

    (kit / "tiny.py").write_text(WRONG)
    wrong = watched.until("Ctrl-C ends.")
    assert "0 of 1 points" in wrong
    clear = "\x1b[2J"
    assert wrong.count(clear) == 1
    assert wrong.rpartition(clear)[2].count("\n") <= 23
    assert "more lines: grade --open" in wrong

    (kit / "tiny.py").write_bytes(b"\xff\xfe\x00")  # half a save, or the wrong encoding
    assert "tiny.py" in watched.until("Ctrl-C ends.")

    (kit / "tiny.py").write_text(RIGHT)
    assert "1 of 1 points" in watched.until("Ctrl-C ends.")

    os.write(watched.master, b"\x03")
    assert watched.process.wait(60) == 0
    rest = watched.rest()
    assert "Traceback" not in rest
    assert "rror" not in rest


def test_watch_has_the_screen_for_itself(kit: Path) -> None:
    found = grade("--watch", "--json", "-")

    assert found.exit_code == 2
    assert "write the JSON to a file" in found.stderr
    assert kit.is_dir()


# ------------------------------------------------------------------ in the browser


def test_open_shows_the_report(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    (kit / "tiny.py").write_text(RIGHT)
    found = grade("--open")
    place = Path(opened[0].removeprefix("file://"))

    assert found.exit_code == 0
    assert "<html" in place.read_text("utf-8")
    shutil.rmtree(place.parent)


def test_without_a_browser_the_report_is_named(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    found = grade("--open", "--report", kit / "mine.html")

    assert found.stderr == f"Report: {kit / 'mine.html'}\n"
    assert (kit / "mine.html").is_file()


# ------------------------------------------------------------------ after Tab


@pytest.mark.usefixtures("kit")
@pytest.mark.parametrize(
    "typed, incomplete, offered",
    [
        pytest.param(["-e"], "", ["row_means", "Counter"], id="exercises"),
        pytest.param(["--exercise"], "Co", ["Counter"], id="begun"),
        pytest.param(["-a"], "", ["tiny"], id="assignments"),
        pytest.param(["-c", "nowhere", "-e"], "", [], id="no-course"),
    ],
)
def test_the_shell_completes_names(typed: list[str], incomplete: str, offered: list[str]) -> None:
    complete = ShellComplete(main, {}, "grade", "_GRADE_COMPLETE")

    assert [each.value for each in complete.get_completions(typed, incomplete)] == offered


def test_the_shell_gets_its_script() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("grade")],
        env={**os.environ, "_GRADE_COMPLETE": "zsh_source"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "compdef" in done.stdout


# ------------------------------------------------------------------ where it went wrong


def test_the_template_as_it_was_handed_out_says_where_to_begin(kit: Path) -> None:
    found = grade()

    assert found.exit_code == 1
    assert words(found.stdout) == (
        "tiny.py is still the template: nothing is written in it yet. "
        "Begin with row_means: statement.en.html says what it is to do. Save, and run grade again. "
        "Points of the public checks, which run here: 1; of the hidden ones, which your teacher "
        "runs: 6. "
        "They are about: mean."
    )
    assert (kit / "statement.en.html").is_file()


def test_the_template_is_known_whatever_it_answers(kit: Path) -> None:
    told = kit / "assignments/kit.toml"
    (kit / "tiny.py").write_text("TODO = None\n")
    before = grade().stdout
    digest = hashlib.sha256(b"TODO = None\n").hexdigest()
    told.write_text(re.sub('"tiny.py" = ".*"', f'"tiny.py" = "{digest}"', told.read_text("utf-8")))

    assert "still the template" not in before
    assert "tiny.py is still the template" in grade().stdout
    assert "tiny.py is still the template" in grade("tiny.py").stdout


def test_a_misspelt_function_is_told_its_closest_name(kit: Path) -> None:
    (kit / "tiny.py").write_text(MISSPELT)

    assert "The closest name is `row_mean`: is it a typing error?" in words(grade().stdout)


@pytest.mark.usefixtures("kit")
def test_a_misspelt_exercise_is_told_its_closest_name() -> None:
    found = grade("--exercise", "row_mean")

    assert found.exit_code == 2
    assert "do you mean row_means?" in found.stderr


def test_the_form_that_was_not_worked_in_is_not_mentioned(kit: Path, released: Path) -> None:
    (kit / "tiny.ipynb").write_bytes((released / "tiny.ipynb").read_bytes())
    untouched = grade().stdout
    (kit / "tiny.py").write_text(WRONG)

    assert "still the template" in untouched
    assert "0 of 1 points" in grade().stdout
    assert "tiny.ipynb" not in grade().stdout


def test_of_two_notebooks_the_one_with_work_is_graded(kit: Path) -> None:
    def notebook(source: str) -> str:
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})

    (kit / "tiny.ipynb").write_text(notebook((kit / "tiny.py").read_text("utf-8")))
    (kit / "tiny.py").unlink()
    (kit / "tiny (1).ipynb").write_text(notebook(RIGHT))
    (kit / "Copy of tiny.ipynb").write_text(notebook(WRONG))
    found = grade("tiny (1).ipynb")
    whole = grade()

    assert found.exit_code == 0
    assert "tiny.ipynb is still the template" in words(whole.stdout)
    assert 'Name it: grade "Copy of tiny.ipynb"' in words(whole.stdout)
    (kit / "tiny.ipynb").unlink()
    told = words(grade().stdout)
    assert "`Copy of tiny.ipynb` was graded" in told
    assert "not graded: tiny (1).ipynb" in told


def test_beside_the_kit_the_command_says_where_it_is(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = grade()

    assert found.exit_code == 2
    assert f'run: cd "{kit.name}"' in found.stderr


def test_inside_the_kits_own_folders_the_kit_is_graded(
    kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kit / "tiny.py").write_text(RIGHT)
    monkeypatch.chdir(kit / "assignments" / "tiny")

    assert grade().exit_code == 0


def test_a_library_that_is_missing_is_named_with_its_command(
    kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = kit / "assignments/tiny/assignment.toml"
    text = manifest.read_text("utf-8").replace('["numpy"]', '["numpy", "torch"]')
    manifest.write_text(text.replace('extra = ""', 'extra = "torch"'), encoding="utf-8")
    found_spec = __import__("importlib.util").util.find_spec

    def without_torch(name: str, package: str | None = None) -> object:
        return None if name == "torch" else found_spec(name, package)

    monkeypatch.setattr("importlib.util.find_spec", without_torch)
    found = grade()

    assert found.exit_code == 3
    assert "pip install 'grader[torch]'" in found.stderr
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize("typed", ['{}"', "'{}'", '"{}"'], ids=["cmd.exe", "quoted", "dragged"])
def test_a_path_as_a_windows_console_hands_it_over(kit: Path, typed: str) -> None:
    (kit / "tiny.py").write_text(RIGHT)

    assert grade(typed.format(kit)).exit_code == 0


def test_a_console_of_cp1252_shows_the_nearest_letters() -> None:
    master, slave = pty.openpty()
    code = "import click\nfrom grader.cli.common import prepare_streams\nprepare_streams()\n"
    code += "click.echo('✓ Đặng Thị Bưởi · ✗ 0,25 … é 語')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        stdout=slave,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(slave)
    shown = os.read(master, 1000).decode("cp1252").strip()
    os.close(master)

    assert (done.returncode, done.stderr) == (0, b"")
    assert shown == "+ Dang Thi Buoi · x 0,25 … é ?"


@pytest.mark.usefixtures("kit")
def test_ctrl_c_is_no_traceback() -> None:
    process = subprocess.Popen(
        [GRADE, "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    try:
        _, complaint = process.communicate(timeout=60)
    finally:
        process.kill()

    assert (process.returncode, complaint) == (0, b"")
