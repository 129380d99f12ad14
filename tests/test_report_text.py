"""Student strings lose what would act on a reader's machine, and keep what they say."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.text import clean


@pytest.mark.parametrize(
    "hostile, shown",
    [
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colour"),
        pytest.param("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link", id="hyperlink"),
        pytest.param("\x1b]0;title\x1b\\text", "text", id="window-title"),
        pytest.param("\x9b2Jcleared", "cleared", id="one-byte-csi"),
        pytest.param("\x1bPq#0;2;0;0;0\x1b\\sixel", "sixel", id="device-control"),
        pytest.param("abc\x1b", "abc", id="bare-escape"),
        pytest.param("30 passed\rfailed", "30 passed failed", id="carriage-return"),
        pytest.param("a\x08\x00b\x7f", "ab", id="controls"),
        pytest.param("if admin\u202e \u2066# check\u2069", "if admin # check", id="trojan-source"),
        pytest.param("no\u200bwhere\ufeff\u2060", "nowhere", id="invisible"),
        pytest.param("tag\U000e0041\U000e007f", "tag", id="tag-characters"),
        pytest.param("\ud800x\udfff", "�x�", id="lone-surrogates"),
        pytest.param("a\n\tb\u2028c", "a b c", id="line-breaks"),
        pytest.param("Tuye\u0302\u0301t", "Tuyết", id="decomposed-vietnamese"),
        pytest.param("Z" + "\u0334" * 60, "Z" + "\u0334" * 4, id="stacked-marks"),
        pytest.param(
            "{{ 7*7 }} {0.__class__} <b> =cmd", "{{ 7*7 }} {0.__class__} <b> =cmd", id="text"
        ),
    ],
)
def test_what_acts_is_removed_and_what_speaks_stays(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


def test_lines_are_kept_where_they_are_asked_for() -> None:
    assert clean("def f():\r\n\treturn 1\u2028", lines=True) == "def f():\n    return 1\n"


def test_a_megabyte_is_cut_to_the_limit() -> None:
    assert clean("x" * 1_000_000, limit=10) == "x" * 9 + "…"


def test_a_coloured_line_is_not_cut_for_its_colours() -> None:
    assert clean("\x1b[1m\x1b[31m" * 3 + "0123456789", limit=10) == "0123456789"


@given(st.text(st.characters(codec=None)), st.integers(1, 50), st.booleans())
def test_result_is_short_printable_and_unicode(text: str, limit: int, lines: bool) -> None:
    shown = clean(text, limit=limit, lines=lines)

    assert len(shown) <= limit
    shown.encode("utf-8")
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in shown.replace("\n", ""))
    assert lines or "\n" not in shown
    assert clean(shown, limit=limit, lines=lines) == shown or "\N{HORIZONTAL ELLIPSIS}" in shown
