"""Every assignment of the course is sound: what ``grader verify`` says of it is nothing.

That grades the reference at several seeds, the templates, every file of ``accepted/`` and every
mutant, each as a student's hand-in behind the wall. A new assignment is a new folder, and a case
that was judged wrongly a new file there: never new code. What was sound and has not changed since,
the program and the libraries included, is not graded again; a clean clone remembers nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignment import find_course

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "from grader.cli.instructor import main; main()"


@pytest.mark.parametrize("name", find_course(ROOT).assignments)
def test_an_assignment_is_sound(name: str) -> None:
    # Without measuring coverage, which the engine's own tests are for: it costs minutes here.
    variables = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "verify", name, "--course", ROOT],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == (f"{name}: sound\n", 0), done.stderr
