"""What every test may use."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
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


class _ByFile(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file share what they set up; each assignment is verified on its own."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "/test_assignments.py::" in nodeid else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Where several processes run the tests."""
    return _ByFile(config, log)
