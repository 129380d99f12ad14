"""Pages as a browser reads them, and what students write to break them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

VOID = {"meta", "br", "hr", "img", "input", "link", "base"}
HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("</style></code></pre><img src=x onerror=alert(1)>", id="closing-tags"),
    pytest.param('" onmouseover="alert(1)" x=\'', id="attribute"),
    pytest.param("{{ 7*7 }}{% include 'x' %}", id="template"),
    pytest.param(
        "![x](http://evil/?q=1) [y](javascript:alert(1)) **bold** `code` $x^2$", id="markdown"
    ),
    pytest.param("\x1b]8;;http://evil\x07x\x1b[2J\u202e\u2066", id="terminal-and-bidi"),
    pytest.param("=cmd|' /C calc'!A0", id="formula"),
    pytest.param("\ud800\udfff", id="surrogates"),
    pytest.param("&lt;script&gt;&#60;", id="entities"),
    pytest.param("<" * 1_000_000, id="megabyte"),
]


class Page(HTMLParser):
    """Elements, attributes and text of a page; fails on one that is not well nested."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
