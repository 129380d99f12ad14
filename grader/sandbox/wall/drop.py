"""Between bubblewrap and the zygote when root started it: become an unprivileged user."""

from __future__ import annotations

import os
import sys
from typing import Final

from grader.sandbox.wall import syscalls, users

_CODE: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from grader.sandbox.wall.drop import main; main()"
)


def command(python: str, library: str, user: int) -> list[str]:
    """Return what to put before a command so that it runs as *user*."""
    return [python, "-I", "-S", "-c", _CODE, library, str(user)]


def main() -> None:
    """Run the command in ``sys.argv[3:]`` as the user in ``sys.argv[2]``."""
    # bubblewrap covers parts of root's /proc; the kernel then lets no inner namespace mount its own
    syscalls.mount("proc", "/proc", "proc", 0)
    syscalls.drop_bounding_capabilities()
    users.become(int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - the zygote
