"""The table of assignments in the documentation is what the repository holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import find_course
from grader.catalogue import PAGE, to_catalogue


@pytest.fixture(scope="module")
def table(root: Path) -> str:
    """As it has to be now."""
    return to_catalogue(find_course(root))


def test_the_page_is_up_to_date(root: Path, table: str) -> None:
    assert (root / PAGE).read_text(encoding="utf-8") == table, "run: python -m grader.catalogue"


def test_every_assignment_is_complete(table: str) -> None:
    rows = [line.split(" | ") for line in table.splitlines()[-9:]]
    assert len([row for row in rows if row[0].startswith("| `")]) == 7
    for row in rows:
        if row[0].startswith("| `"):
            hidden, points, mutants = map(int, row[4:7])
            assert hidden >= 30
            assert points >= 50
            assert mutants >= 30
