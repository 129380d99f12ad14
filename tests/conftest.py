"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, not about the code.
settings.register_profile("grader", deadline=None)
settings.load_profile("grader")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout: the folder that holds ``grader``, ``assignments`` and ``reference``."""
    return Path(__file__).resolve().parents[1]
