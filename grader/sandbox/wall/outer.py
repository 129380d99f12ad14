"""The wall around the zygote, and what this machine can do. Trusted side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def wrap(argv: list[str], level: Level, readable: Sequence[Path]) -> list[str]:
    """Return the command that runs *argv* behind the outer wall of *level*.

    Below level ``full`` there is no outer wall and *argv* is returned as it is.
    """
    if level is Level.FULL:
        raise NotImplementedError
    return argv
