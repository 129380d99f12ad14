"""What this machine can do for the grader, and how to get what is missing; in one screen."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from grader.assignment import find_course, load_assignment
from grader.errors import GraderError
from grader.kit import find_kit, read_kit
from grader.model import Level, Phrase, phrase
from grader.report.i18n import translate
from grader.sandbox.wall import cgroups, detection, filters, landlock
from grader.sandbox.wall.inner import LANDLOCK_SCOPES, MINIMUM_LANDLOCK

_GOOD, _OPTIONAL, _BAD = "✓", "–", "✗"
_WIDTH: Final = 24
_SYSCTL: Final = Path("/proc/sys")
_INSTALL: Final = {
    "debian": "sudo apt install bubblewrap",
    "fedora": "sudo dnf install bubblewrap",
    "rhel": "sudo dnf install bubblewrap",
    "arch": "sudo pacman -S bubblewrap",
    "suse": "sudo zypper install bubblewrap",
    "alpine": "sudo apk add bubblewrap",
}
_IN_DOCKER: Final = (
    "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
    " --security-opt systempaths=unconfined ..."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and the command that gets what is missing."""

    mark: str
    what: str | Phrase
    said: Phrase
    remedy: str = ""


def report(lang: str, start: Path | None = None) -> str:
    """Tell in *lang* what stands, what is missing and how to get it, ending in a line break.

    *start* is where to look for the course, whose assignments say which libraries are wanted.
    """
    found = detection.detect()
    title = phrase("Isolation on this machine: {level}", level=found.level.value)
    sections: list[tuple[Phrase, Iterable[Finding]]] = [
        (title, levels()),
        (phrase("Layers"), layers()),
        (phrase("Software"), software(start or Path.cwd())),
    ]
    lines = []
    own = tuple(course_environment(start or Path.cwd()))
    if own:
        sections.append((phrase("Beside the course's environment"), own))
    for heading, findings in sections:
        lines += [translate(heading, lang), *_lines(findings, lang), ""]
    return "\n".join(lines)


def _lines(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    for finding in findings:
        what = finding.what if isinstance(finding.what, str) else translate(finding.what, lang)
        yield f"  {finding.mark} {what:<{_WIDTH}} {translate(finding.said, lang)}"
        if finding.remedy:
            yield f"      {finding.remedy}"


# ------------------------------------------------------------------ levels


def levels() -> Iterator[Finding]:
    """Each level, tried anew."""
    for level in (Level.FULL, Level.KERNEL):
        if sys.platform != "linux":
            yield Finding(_BAD, level.value, phrase("needs Linux"))
            continue
        attempt = detection.attempt(level)
        ready = phrase("stands; put up in {ms:.0f} ms", ms=attempt.ready_seconds * 1000)
        mark = _GOOD if attempt.stands else _BAD
        yield Finding(mark, level.value, ready if attempt.stands else attempt.reason)
    said = phrase("is always there; it protects the marks, not the machine's files")
    yield Finding(_GOOD, Level.PROCESS.value, said)


# ------------------------------------------------------------------ layers


def layers() -> Iterator[Finding]:
    """Each part that a level is built from."""
    if sys.platform != "linux":
        return
    yield _bubblewrap()
    yield _user_namespaces()
    yield _apparmor()
    yield _landlock()
    yield _filter()
    yield _control_groups()


def _bubblewrap() -> Finding:
    program = shutil.which("bwrap")
    if program is None:
        return Finding(_BAD, "bubblewrap", phrase("is not installed"), _install_command())
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = said.stdout.strip().removeprefix("bubblewrap ")
    return Finding(_GOOD, "bubblewrap", phrase("{version}", version=version or "?"))


def _install_command() -> str:
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    families = [system.get("ID", ""), *system.get("ID_LIKE", "").split()]
    known = (_INSTALL[family] for family in families if family in _INSTALL)
    return next(known, "https://github.com/containers/bubblewrap")


def _user_namespaces() -> Finding:
    what = phrase("user namespaces")
    for name, wanted in (
        ("user/max_user_namespaces", 15000),
        ("kernel/unprivileged_userns_clone", 1),
    ):
        if _sysctl(name) == "0":
            remedy = f"sudo sysctl -w {name.replace('/', '.')}={wanted}"
            return Finding(_BAD, what, phrase("are switched off"), remedy)
    if not _can_unshare():
        inside = any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))
        return Finding(_BAD, what, phrase("are refused"), _IN_DOCKER if inside else "")
    return Finding(_GOOD, what, phrase("are allowed"))


def _can_unshare() -> bool:
    code = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000) != 0)"
    return subprocess.run([sys.executable, "-I", "-S", "-c", code], check=False).returncode == 0


def _apparmor() -> Finding:
    name = "kernel/apparmor_restrict_unprivileged_userns"
    if _sysctl(name) not in (None, "0"):
        said = phrase("takes the rights out of user namespaces")
        return Finding(_BAD, "AppArmor", said, f"sudo sysctl -w {name.replace('/', '.')}=0")
    return Finding(_GOOD, "AppArmor", phrase("does not restrict user namespaces"))


def _sysctl(name: str) -> str | None:
    try:
        return (_SYSCTL / name).read_text("ascii").strip()
    except OSError:
        return None


def _landlock() -> Finding:
    version = landlock.version()
    if version == 0:
        remedy = "lsm=landlock,lockdown,yama,integrity,apparmor,bpf"
        said = phrase(
            "is switched off: level full does without it, level kernel needs Linux 6.2 and this on "
            "the kernel's command line"
        )
        return Finding(_OPTIONAL, "Landlock", said, remedy)
    if version < MINIMUM_LANDLOCK:
        said = phrase("version {version}: level kernel needs Linux 6.2", version=version)
        return Finding(_OPTIONAL, "Landlock", said)
    if version < LANDLOCK_SCOPES:
        said = phrase(
            "version {version}: before Linux 6.12 it does not cover signals", version=version
        )
        return Finding(_GOOD, "Landlock", said)
    return Finding(_GOOD, "Landlock", phrase("version {version}", version=version))


def _filter() -> Finding:
    machine = platform.machine()
    what = phrase("system call filter")
    if not filters.blob("base", machine).exists():
        return Finding(_BAD, what, phrase("there is none for {machine}", machine=machine))
    return Finding(_GOOD, what, phrase("for {machine}", machine=machine))


def _control_groups() -> Finding:
    what = phrase("control groups")
    if cgroups.delegated() is not None:
        return Finding(_GOOD, what, phrase("delegated: the kernel limits memory and processes"))
    said = phrase("not delegated: memory and processes are watched instead")
    possible = (cgroups.MOUNTED / "cgroup.controllers").exists() and os.geteuid() != 0
    remedy = "systemd-run --user --scope -p Delegate=yes grader ..." if possible else ""
    return Finding(_OPTIONAL, what, said, remedy)


# ------------------------------------------------------------------ software


def software(start: Path) -> Iterator[Finding]:
    """Python, and the libraries that student code is run with, against what is wanted."""
    about = metadata.metadata("grader")
    yield _version("Python", platform.python_version(), SpecifierSet(about["Requires-Python"]))
    wanted = _wanted(start)
    extras = about.get_all("Provides-Extra") or ()
    for text in metadata.requires("grader") or ():
        requirement = Requirement(text)
        extra = _extra(requirement, extras)
        if requirement.name in ("numpy", "torch") or extra in wanted:
            assignments = wanted.get(extra or requirement.name, [])
            yield _library(requirement, extra, assignments)


def _extra(requirement: Requirement, extras: Iterable[str]) -> str:
    """The extra that brings a requirement; empty where every install has it."""
    marker = requirement.marker
    found = (extra for extra in extras if marker and marker.evaluate({"extra": extra}))
    return next(found, "")


def _library(requirement: Requirement, extra: str, assignments: list[str]) -> Finding:
    name = requirement.name
    try:
        return _version(name, metadata.version(name), requirement.specifier)
    except metadata.PackageNotFoundError:
        remedy = f'pip install "grader[{extra}]"' if extra else f"pip install {name}"
    if assignments:
        said = phrase(
            "is not installed; wanted by {assignments}", assignments=", ".join(assignments)
        )
        return Finding(_BAD, name, said, remedy)
    return Finding(_OPTIONAL, name, phrase("is not installed; no assignment here wants it"), remedy)


def _version(name: str, version: str, wanted: SpecifierSet) -> Finding:
    if wanted.contains(version, prereleases=True):
        return Finding(_GOOD, name, phrase("{version}", version=version))
    said = phrase("{version}; {wanted} is wanted", version=version, wanted=str(wanted))
    return Finding(_BAD, name, said)


def _wanted(start: Path) -> dict[str, list[str]]:
    """Return the assignments of the course at *start* by the extra, else library, they run with."""
    wanted: dict[str, list[str]] = {}
    try:
        course = find_course(start)
        for name in course.assignments:
            assignment = load_assignment(course, name)
            for key in (assignment.extra,) if assignment.extra else assignment.runtime:
                wanted.setdefault(key, []).append(name)
    except GraderError:
        return wanted
    return wanted


# ------------------------------------------------------------------ a student's kit


def course_environment(start: Path) -> Iterator[Finding]:
    """What is here against what the course is graded with; nothing outside of a kit."""
    root = find_kit(start)
    kit = read_kit(root) if root else None
    for name, wanted in kit.environment.items() if kit else ():
        yield _beside(name, wanted)


def _beside(name: str, wanted: str) -> Finding:
    what = "Python" if name == "python" else name
    try:
        version = platform.python_version() if name == "python" else metadata.version(name)
    except metadata.PackageNotFoundError:
        said = phrase("is not installed; the course has {version}", version=wanted)
        return Finding(_BAD, what, said, f'pip install "{name}=={_public(wanted)}"')
    if _public(version) == _public(wanted):
        return Finding(_GOOD, what, phrase("{version}, as in the course", version=version))
    said = phrase("{version}; the course has {wanted}", version=version, wanted=wanted)
    if _release(version) == _release(wanted):
        return Finding(_GOOD, what, said)
    remedy = "" if name in ("python", "grader") else f'pip install "{name}=={_public(wanted)}"'
    return Finding(_OPTIONAL, what, said, remedy)


def _public(version: str) -> str:
    """Without what a builder added, such as ``+cpu``."""
    return version.partition("+")[0]


def _release(version: str) -> list[str]:
    """The first two numbers: what changes with them may change results."""
    return _public(version).split(".")[:2]
