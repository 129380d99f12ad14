"""Files of tests that passed as a whole, and that nothing has changed for since, are not run again.

``pytest --unchanged``, which ``make test`` uses, leaves them out and tells how many tests that are.
Any file of the project counts for any test, but for the other files of tests; so do the libraries,
the kernel and who we are. A file of which a test failed, was skipped or not asked for is not
remembered. A clean clone remembers nothing, and ``make test FRESH=1`` forgets.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pytest

from grader.sandbox.wall import detection

ROOT: Final = Path(__file__).resolve().parents[1]
MEMORY: Final = Path(".grader", "tests.txt")
_MADE: Final = {"demo", "dist", "build", "htmlcov", "__pycache__"}
"""Folders that are made from the rest; so are hidden ones, but for those in _HIDDEN."""
_HIDDEN: Final = {".ci", ".github"}


class Unchanged:
    """Leaves files out that are known, and remembers those that passed."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._memory = root / MEMORY
        self._known = set(self._memory.read_text().split()) if self._memory.exists() else set()
        self._left_out = 0
        self._wanted: Counter[str] = Counter()
        self._passed: defaultdict[str, set[str]] = defaultdict(set)
        self._lost: set[str] = set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> Iterator[None]:
        """Leave out what is known, after everybody else who leaves something out."""
        self._wanted.update(_file(item.nodeid) for item in items)
        if any("::" in each for each in config.args):
            self._wanted.clear()
        yield
        known = {path for path in {item.path for item in items} if self._key(path) in self._known}
        left_out = [item for item in items if item.path in known]
        items[:] = [item for item in items if item.path not in known]
        config.hook.pytest_deselected(items=left_out)
        self._left_out = len(left_out)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a test, in the process that is told of all of them."""
        if not report.passed:
            self._lost.add(_file(report.nodeid))
        elif report.when == "call":
            self._passed[_file(report.nodeid)].add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take from one of several processes what each of them collected."""
        counted = getattr(node, "workeroutput", {}).get("unchanged")
        if counted is not None:
            self._left_out, wanted = counted
            self._wanted = Counter(wanted)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Remember the files of which every test passed."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["unchanged"] = self._left_out, dict(self._wanted)
            return
        whole = [
            file
            for file, many in self._wanted.items()
            if file not in self._lost and len(self._passed[file]) == many
        ]
        self._memory.parent.mkdir(exist_ok=True)
        self._known.update(self._key(self._root / file) for file in whole)
        self._memory.write_text("\n".join(sorted(self._known)))
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self._left_out:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell how many were left out."""
        if self._left_out:
            terminalreporter.write_line(
                f"{self._left_out} tests passed as they are and were not run again "
                "(make test FRESH=1 runs them)"
            )

    def _key(self, path: Path) -> str:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole = f"{_surroundings(self._root)} {path.relative_to(self._root)} {content}"
        return hashlib.sha256(whole.encode()).hexdigest()


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@cache
def _surroundings(root: Path) -> str:
    """Of everything that a test may depend on but its own file."""
    libraries = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    machine = sys.version, platform.version(), os.geteuid(), detection.detect().level
    code = hashlib.sha256(repr((machine, libraries)).encode())
    for folder, names, files in os.walk(root):
        here = Path(folder)
        names[:] = sorted(n for n in names if n in _HIDDEN or not (n in _MADE or n[0] == "."))
        for name in sorted(files):
            of_tests = here == root / "tests" and name.startswith("test_")
            if not (of_tests or name.endswith(".pyc")):
                code.update(f"{here.relative_to(root) / name}\0".encode("utf-8", "surrogateescape"))
                code.update((here / name).read_bytes() if (here / name).is_file() else b"")
    return code.hexdigest()
