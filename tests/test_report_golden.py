"""Whole reports against the files in ``golden/``, whose README says how to renew them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from report_samples import a_rich_grade

from grader.model import Grade, Level
from grader.report.html import to_html
from grader.report.json import to_json
from grader.report.markdown import to_markdown
from grader.report.terminal import to_terminal

GOLDEN = Path(__file__).with_name("golden")

REPORTS: dict[str, Callable[[Grade, str], str]] = {
    "html": lambda grade, lang: to_html(anywhere(grade), lang),
    "json": lambda grade, lang: to_json(grade, lang).decode(),
    "md": lambda grade, lang: to_markdown(anywhere(grade), lang),
    "80.txt": lambda grade, lang: to_terminal(anywhere(grade), lang, 80),
    "120.txt": lambda grade, lang: to_terminal(anywhere(grade), lang, 120),
}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", REPORTS)
def test_report_is_as_it_was(kind: str, lang: str) -> None:
    found = REPORTS[kind](replace(a_rich_grade(), isolation=Level.KERNEL), lang)

    file = GOLDEN / f"report.{lang}.{kind}"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def anywhere(grade: Grade) -> Grade:
    """*grade* at a time without a zone, which reads the same on every machine's clock."""
    return replace(grade, graded_at=grade.graded_at.replace(tzinfo=None))
