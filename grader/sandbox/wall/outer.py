"""The wall around the zygote. Trusted side."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grader
from grader.model import Level
from grader.sandbox.wall import drop, users

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SCRATCH: Final = "/scratch"
"""Where a submission's own file system appears at level ``full``."""
_LIBRARY: Final = "/opt/grader-lib"
_PACKAGE: Final = Path(grader.__file__).parent
_AS_STUDENT: Final = (*("--unshare-user", "--uid", str(users.INSIDE), "--gid", str(users.INSIDE)),)
_ETC: Final = Path(__file__).with_name("etc")
_ROOT_LINKS: Final = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_ETC_READABLE: Final = (
    *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives"),
    *("localtime", "timezone", "nsswitch.conf"),
)


def library(level: Level) -> str:
    """Return the folder that the zygote imports ``grader.sandbox`` from, as the zygote sees it."""
    return _LIBRARY if level is Level.FULL else str(_PACKAGE.parent)


def wrap(argv: list[str], level: Level, readable: Sequence[Path]) -> list[str]:
    """Return the command that runs *argv* behind the outer wall of *level*.

    Below level ``full`` there is no outer wall and *argv* is returned as it is. At level ``full``
    the command sees, read-only and at their own paths: the system's programs and libraries, the
    Python that runs *argv[0]* and the one that runs us, and *readable*; of this package, only the
    sandbox, below :func:`library`. It gets no home, no network and an empty /tmp, and it
    dies with the thread that started it. Started by root, it runs as an unprivileged user.
    """
    if level is not Level.FULL:
        return argv
    as_root = os.geteuid() == 0
    return [
        shutil.which("bwrap") or "bwrap",
        *(f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")),
        *(() if as_root else _AS_STUDENT),
        *("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", "--dir", SCRATCH),
        *("--perms", "1777", "--tmpfs", "/tmp"),  # noqa: S108
        *_read_only(_outermost([*_pythons(argv[0]), *readable])),
        *_own_package(),
        *("--remount-ro", "/", "--chdir", "/"),
        *("--setenv", "TMPDIR", "/tmp", "--setenv", "HOME", "/tmp"),  # noqa: S108
        "--",
        *(drop.command(argv[0], _LIBRARY, users.unprivileged_id()) if as_root else ()),
        *argv,
    ]


def _system() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in _ROOT_LINKS:
        path = Path("/", name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    for name in _ETC_READABLE:
        yield from ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")
    for file in _ETC.iterdir():
        yield from ("--ro-bind", str(file), f"/etc/{file.name}")
    yield from ("--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu")


def _pythons(executable: str) -> Iterator[Path]:
    """Yield the folders that *executable* and its standard library are in, through every link."""
    yield from (Path(sys.prefix), Path(sys.base_prefix))
    path = Path(executable).absolute()
    while True:
        yield path.parent.parent
        if not path.is_symlink():
            return
        path = path.parent / path.readlink()


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Return *paths* as named and as resolved, without those inside another or /usr."""
    every = {Path(os.path.normpath(path)) for path in paths}
    every |= {path.resolve() for path in every}
    wanted = sorted(path for path in every if path.exists())
    kept: list[Path] = [Path("/usr")]
    for path in wanted:
        if path != Path("/") and not any(path.is_relative_to(above) for above in kept):
            kept.append(path)
    return kept[1:]


def _read_only(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from _passable(path)
        yield from ("--ro-bind", str(path), str(path))


def _passable(path: Path) -> Iterator[str]:
    """Create the folders above *path* for everyone; bubblewrap would for its own user alone."""
    for folder in reversed(path.parents[:-1]):
        yield from ("--dir", str(folder))


def _own_package() -> Iterator[str]:
    """Show the sandbox's own modules at a neutral place, and hide an installed package."""
    yield from _passable(Path(_LIBRARY, "grader", "sandbox"))
    for name in ("__init__.py", "sandbox"):
        yield from ("--ro-bind", str(_PACKAGE / name), f"{_LIBRARY}/grader/{name}")
    if _PACKAGE.parent.name == "site-packages":
        yield from ("--tmpfs", str(_PACKAGE), "--remount-ro", str(_PACKAGE))
