"""Whole reports against the files in ``golden/``, whose README says how to renew them."""

from __future__ import annotations

import os
import re
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
    "html": to_html,
    "json": lambda grade, lang: to_json(grade, lang).decode(),
    "md": to_markdown,
    "80.txt": lambda grade, lang: to_terminal(grade, lang, 80),
    "120.txt": lambda grade, lang: to_terminal(grade, lang, 120),
}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", REPORTS)
def test_report_is_as_it_was(kind: str, lang: str) -> None:
    grade = replace(a_rich_grade(), isolation=Level.KERNEL)

    found = scrubbed(REPORTS[kind](grade, lang))

    file = GOLDEN / f"report.{lang}.{kind}"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def scrubbed(report: str) -> str:
    """*report* without what depends on the machine's clock and zone, at equal width."""
    when = r"\d+(?:/\d+/| \w{3} )2026,? \d\d:\d\d[\s]*\(GMT[+-]\d\d:\d\d\)"
    return re.sub(when, lambda found: "WHEN" + "." * (len(found[0]) - 4), report)
