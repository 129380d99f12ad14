"""The wall around the zygote. Trusted side."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grader
from grader.errors import SandboxError
from grader.model import Level
from grader.sandbox.wall import drop, syscalls, users

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


def protect() -> None:
    """Keep processes of the same user out of this one's memory, where expected values are.

    Of use at level ``process``, where nothing else does; student code that root starts has another
    user there. Programs that this process starts are not covered.
    """
    if sys.platform == "linux":
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)


def wrap(argv: list[str], level: Level, readable: Sequence[Path]) -> list[str]:
    """Return the command that runs *argv* behind the outer wall of *level*.

    Below level ``full`` there is no outer wall and *argv* is returned as it is. At level ``full``
    the command sees, read-only and at their own paths: the system's programs and libraries, the
    Python that runs *argv[0]* and the one that runs us, and *readable*; of this package, only the
    sandbox, below :func:`library`. It gets no home, no network and an empty /tmp, and it
    dies with the thread that started it. Started by root, it runs as an unprivileged user.
    Raises SandboxError where showing these would show the home folder.
    """
    if level is not Level.FULL:
        return argv
    as_root = os.geteuid() == 0
    python = str(next(_chain(argv[0])))  # what `..` goes through may not be shown
    shown = _outermost([*_installations(python), *readable])
    return [
        shutil.which("bwrap") or "bwrap",
        *(f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")),
        *(() if as_root else _AS_STUDENT),
        *("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", "--dir", SCRATCH),
        *("--perms", "1777", "--tmpfs", "/tmp"),  # noqa: S108
        *_read_only(shown),
        *_links(python, shown),
        *_own_package(),
        *("--remount-ro", "/", "--chdir", "/"),
        *("--setenv", "TMPDIR", "/tmp", "--setenv", "HOME", "/tmp"),  # noqa: S108
        "--",
        *(drop.command(python, _LIBRARY, users.unprivileged_id()) if as_root else ()),
        python,
        *argv[1:],
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


def _installations(executable: str) -> Iterator[Path]:
    """Yield the folders of *executable*'s and our own Python and virtual environment."""
    yield from (Path(sys.prefix), Path(sys.base_prefix))
    for path in _chain(executable):
        folder = path.parent.parent
        if (folder / "pyvenv.cfg").exists() or any(folder.glob("lib/python3*/os.py")):
            yield folder


def _chain(executable: str) -> Iterator[Path]:
    """Yield *executable* and what it links to, down to the file itself."""
    path = Path(os.path.abspath(executable))  # noqa: PTH100 - resolve() would follow the links
    yield path
    while path.is_symlink():
        path = Path(os.path.normpath(path.parent / path.readlink()))
        yield path


def _links(executable: str, shown: list[Path]) -> Iterator[str]:
    """Recreate those links of the chain that are in none of the folders *shown*."""
    for path in _chain(executable):
        inside = any(path.is_relative_to(folder) for folder in (Path("/usr"), *shown))
        if path.is_symlink() and not inside and path.parent != Path("/bin"):
            yield from _passable(path)
            yield from ("--symlink", str(path.readlink()), str(path))


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Return *paths* as named and as resolved, without those inside another or /usr."""
    every = {Path(os.path.normpath(path)) for path in paths}
    every |= {path.resolve() for path in every}
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails where there is none
    kept: list[Path] = [Path("/usr")]
    for path in sorted(path for path in every if path.exists()):
        if any(path.is_relative_to(above) for above in kept):
            continue
        if home.is_relative_to(path):
            raise SandboxError(
                f"{path} would be shown to student code, and the home folder is in it;"
                " put Python's virtual environment into a folder of its own"
            )
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
