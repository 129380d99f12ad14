"""What both commands share. Only click is imported before a command runs: ``--help`` is instant."""

from __future__ import annotations

import codecs
import functools
import io
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, ParamSpec

import click

from grader.errors import GraderError, SubmissionError, UsageError

if TYPE_CHECKING:
    from grader.model import Level

# Suites compute little, in several processes at once: threads of a linear algebra library would
# only wait for each other. Set before NumPy is imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

P = ParamSpec("P")

PASSED: Final = 0
NOT_PASSED: Final = 1
WRONG_COMMAND: Final = 2
GRADER_FAILED: Final = 3
INTERRUPTED: Final = 130

Options = Callable[[Callable[..., Any]], Callable[..., Any]]

course_option: Options = click.option(
    "-c",
    "--course",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The course: a folder with assignments/course.toml. Default: found upwards, "
    "else $GRADER_COURSE.",
)
language_option: Options = click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    help="Language of the feedback. Default: the course's.",
)
isolation_option: Options = click.option(
    "--require-isolation",
    "require",
    type=click.Choice(["process", "kernel", "full"]),
    metavar="LEVEL",
    help="Fail rather than grade at less than this level: process, kernel, full.",
)
seed_option: Options = click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help="Seed of the random inputs, to get an earlier result again. Default: the course's.",
)


def prepare_streams() -> None:
    """Make standard output and error take every character, on any console or pipe.

    A console that lacks a character (cp1252) shows the nearest that it has; a pipe gets UTF-8.
    """
    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="nearest")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


_LOOKALIKES: Final = {
    "✓": "+",
    "✗": "x",
    "•": "*",
    "·": "-",
    "–": "-",
    "−": "-",
    "─": "-",
    "━": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "→": "->",
    "Đ": "D",
    "đ": "d",
    "×": "x",
}


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Letters without their marks, signs that look alike, ``?`` for the rest."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = ""
    for char in error.object[error.start : error.end]:
        plain = unicodedata.normalize("NFKD", _LOOKALIKES.get(char, char))
        text += plain.encode("ascii", "ignore").decode() or (
            "" if unicodedata.combining(char) else "?"
        )
    return text, error.end


def friendly_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Adds ``--debug``. Every way to fail becomes one line on stderr and its exit code."""

    @click.option("--debug", is_flag=True, help="Show the traceback of an error of the grader.")
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        prepare_streams()
        debug = kwargs.pop("debug")
        try:
            command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            fail("interrupted", INTERRUPTED)
        except GraderError as error:
            if debug:
                raise
            fail(str(error), exit_code(error))
        except Exception as error:
            if debug:
                raise
            line = f"grader error: {type(error).__name__}: {error}"
            fail(f"{line}; run with --debug for the traceback", GRADER_FAILED)

    return run


def exit_code(error: GraderError) -> int:
    """Who has to act: the one who typed the command, the student, or whoever runs the grader."""
    if isinstance(error, UsageError):
        return WRONG_COMMAND
    return NOT_PASSED if isinstance(error, SubmissionError) else GRADER_FAILED


def fail(message: str, code: int) -> NoReturn:
    """Say *message* as one line on stderr and exit with *code*."""
    from grader.report.text import clean

    click.echo(clean(message), err=True)
    sys.exit(code)


def as_level(name: str | None) -> Level | None:
    """The isolation level that was asked for."""
    from grader.model import Level

    return None if name is None else Level(name)


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
