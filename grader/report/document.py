"""Markdown with formulas as HTML: the pages that an author of assignments writes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.report.mathml import to_mathml


def to_document(markdown: str) -> Markup:
    """Blocks, tables and formulas; HTML in the source shows as text.

    >>> str(to_document("a <b> $x$")).strip()[:64] + "…"
    '<p>a &lt;b&gt; <span class="math inline"><math display="inline">…
    """
    return Markup(_parser().render(markdown))  # noqa: S704 - HTML in it is escaped


@lru_cache
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .use(dollarmath_plugin, allow_labels=False, allow_space=False, renderer=_formula)
    )


def _formula(latex: str, options: dict[str, Any]) -> str:
    block = bool(options.get("display_mode"))
    return str(to_mathml(latex, block=block) or Markup("<code>{}</code>").format(latex))
