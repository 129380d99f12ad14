"""What every test may use."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings
from unchanged import Unchanged
from xdist.scheduler import LoadFileScheduling

# How long an example takes says something about the machine, not about the code.
settings.register_profile("grader", deadline=None)
settings.load_profile("grader")

# Tests press Ctrl-C in processes that they start, which inherit that it is ignored wherever a
# shell started us in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout: the folder that holds ``grader``, ``assignments`` and ``reference``."""
    return Path(__file__).resolve().parents[1]


_LONGEST_FIRST: Final = (
    "test_assignments.py",
    "test_forms.py",
    "test_attacks.py",
    "test_batch_killed.py",
    "test_simulate.py",
    "test_batch.py",
    "test_counterexample.py",
    "test_docs.py",
)
"""Files that would keep one process busy when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the rest stays in order."""
    order = {name: number for number, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


class _ByFile(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file share what they set up; each assignment is verified on its own."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "/test_assignments.py::" in nodeid else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Where several processes run the tests."""
    return _ByFile(config, log)


# ------------------------------------------------------------------ what a run says at its end

_SAID: Final = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """See ``unchanged.py``."""
    parser.addoption("--unchanged", action="store_true", help="do not run what passed as it is")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is said yet."""
    nothing: list[str] = []
    config.stash[_SAID] = nothing
    if config.getoption("--unchanged"):
        config.pluginmanager.register(Unchanged())


@pytest.fixture(scope="session")
def last_words(pytestconfig: pytest.Config) -> list[str]:
    """Lines that the run ends with, from whichever of its processes they come."""
    return pytestconfig.stash[_SAID]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of several hands its lines over."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["said"] = session.config.stash[_SAID]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the lines of one that is done; one that crashed has none."""
    node.config.stash[_SAID].extend(getattr(node, "workeroutput", {}).get("said", []))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say them."""
    said: list[str] = config.stash[_SAID]
    for line in sorted(said):
        terminalreporter.write_line(line)
