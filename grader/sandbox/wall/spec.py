"""What the trusted side asks of the wall, as plain data, and how the wall says that it cannot."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

LevelName = Literal["process", "kernel", "full"]
"""The values of :class:`grader.model.Level`; the child does not import the model."""
Plain = str | int | bool | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallSpec:
    """The wall around one submission, and what the submission may use behind it."""

    level: LevelName
    scratch: str
    """Levels ``process`` and ``kernel``: an existing empty folder of this submission's own.
    Level ``full``: where its private file system appears, an existing empty folder such as
    ``/scratch`` inside the outer wall."""
    memory_bytes: int
    """What a process may add to its size at the time of the call."""
    disk_bytes: int
    """What all its files together may hold (level ``full``); at lower levels, one file."""
    max_files: int
    """How many files it may create. Enforced at level ``full``."""
    max_processes: int
    """Processes and threads together, where they can be counted for this submission alone."""
    cpu_seconds: int
    """CPU time of one process. A second line of defence: the deadline is on the trusted side."""
    allow_exec: bool = False
    """Whether it may start other programs."""
    readable: tuple[str, ...] = ()
    """Level ``kernel``: what it may read besides the system, Python and its libraries. At level
    ``full`` that is for the outer wall to show."""

    def to_dict(self) -> dict[str, Plain]:
        """Return the fields as plain data, for a control message."""
        return {**asdict(self), "readable": list(self.readable)}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Plain]) -> Self:
        """Return the spec that :meth:`to_dict` described; raises TypeError for other fields."""
        spec = cls(**fields)  # type: ignore[arg-type]
        return replace(spec, readable=tuple(spec.readable))


class WallError(Exception):
    """A layer could not be put up, so nothing may run here. One line: step, reason."""

    def __init__(self, step: str, errno: int, text: str) -> None:
        super().__init__(step, errno, text)
        self.step = step
        self.errno = errno
        self.text = text

    def __str__(self) -> str:
        """Return ``step: reason``."""
        return f"{self.step}: {self.text}"
