"""The pages in a real browser: closed, readable by everyone, on a phone, in the dark, on paper."""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import axe_playwright_python
import pypdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from report_samples import a_rich_grade, an_assignment
from test_class_report import a_small_class

from grader.model import StudentId, Ungraded, phrase
from grader.report.class_html import to_class_html
from grader.report.html import to_html, ungraded_html, worksheet_html

AXE: Final = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
PHONE: Final = 360
"""Width of a small phone, in CSS pixels."""
SHEET: Final = """# Bài 1

Tính $p = \\operatorname{softmax}(z)$ với $z = (1, 2, 3)$, rồi điền vào bảng.

| bước | công thức | kết quả |
| --- | --- | --- |
| 1 | $e^{z_k - \\max_j z_j}$ | |

$$L = -\\frac{1}{N} \\sum_{n=1}^{N} \\sum_{k=1}^{K} y_{nk} \\log \\hat{y}_{nk}$$
"""


def the_pages() -> dict[str, str]:
    """One page of each kind, with something of everything in it."""
    exercises = an_assignment()
    return {
        "report-vi": to_html(a_rich_grade(), "vi"),
        "report-en": to_html(a_rich_grade(), "en"),
        "class": to_class_html(a_small_class(), exercises, "vi"),
        "worksheet": worksheet_html(exercises, "Ánh", SHEET, "vi"),
        "ungraded": ungraded_html(
            Ungraded(student=StudentId("Ánh"), reason=phrase("There is nothing to grade.")),
            exercises,
            "vi",
        ),
    }


PAGES: Final = the_pages()
every_page = pytest.mark.parametrize("name", PAGES)
both_themes = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, started once."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("chromium is not installed; on Debian and Ubuntu: apt install chromium")
    with sync_playwright() as playwright:
        # The pages are ours, and root has no sandbox in a container.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page that is open, what it asked for, and what the browser had to say of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.loaded: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfinished", lambda request: self.loaded.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    html: str,
    *,
    theme: Literal["light", "dark"] = "light",
    width: int = 1100,
) -> Iterator[Visit]:
    """*html*, written to *file* and opened from there."""
    file.write_text(html, encoding="utf-8")
    viewport = {"width": width, "height": 800}
    page = browser.new_page(viewport=viewport, color_scheme=theme)  # type: ignore[arg-type]
    try:
        visit = Visit(page)
        page.goto(file.as_uri())
        yield visit
    finally:
        page.close()


@every_page
@both_themes
def test_a_page_is_closed_quiet_and_accessible(
    browser: Browser, tmp_path: Path, name: str, theme: Literal["light", "dark"]
) -> None:
    file = tmp_path / "page.html"
    with opened(browser, file, PAGES[name], theme=theme) as visit:
        visit.page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
        visit.page.evaluate(AXE)
        found = visit.page.evaluate("axe.run().then(result => result.violations)")

        assert [_violation(each) for each in found] == []
        assert visit.requests == [file.as_uri()]
        assert visit.said == []


def _violation(found: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in found["nodes"][:3])
    return f"{found['id']}: {found['help']} at {places}"


@every_page
def test_what_is_planted_does_not_run(browser: Browser, tmp_path: Path, name: str) -> None:
    planted = """
        <script>document.title = "run"</script>
        <img src="x:" onerror="document.title = 'run'">
        <img src="https://example.org/seen.png"><iframe src="https://example.org/"></iframe>
        <style>body { display: none }</style>
        <form action="https://example.org/"><button id="send">Send</button></form>
        <a id="link" href="javascript:document.title = 'run'">link</a>"""
    html = PAGES[name].replace("</main>", planted + "</main>")
    assert html != PAGES[name]
    file = tmp_path / "page.html"
    with opened(browser, file, html) as visit:
        heading = visit.page.inner_text("h1")
        for target in ("#link", "#send"):
            visit.page.click(target, no_wait_after=True)
        visit.page.wait_for_timeout(50)

        assert visit.page.evaluate("document.title") != "run"
        assert (visit.page.inner_text("h1"), visit.page.url) == (heading, file.as_uri())
        assert visit.loaded == [file.as_uri()]
        assert sum("Content Security Policy" in each for each in visit.said) >= 5


@every_page
def test_a_phone_scrolls_only_down(browser: Browser, tmp_path: Path, name: str) -> None:
    with opened(browser, tmp_path / "page.html", PAGES[name], width=PHONE) as visit:
        visit.page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )

        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE


@every_page
def test_paper_keeps_everything(browser: Browser, tmp_path: Path, name: str) -> None:
    with opened(browser, tmp_path / "page.html", PAGES[name]) as visit:
        shown = visit.page.evaluate(
            """[...document.querySelectorAll("p, li, dt, th, summary, figcaption, h1, h2, h3")]
            .concat(...document.querySelectorAll("pre.val, .src .l"))
            .filter(each => !each.querySelector("math, p, li, svg") && !each.closest(".sr, .skip"))
            .map(each => [...each.childNodes].filter(part => part.className !== "sign"))
            .map(parts => parts.map(part => part.textContent).join(""))"""
        )
        paper = pypdf.PdfReader(io.BytesIO(visit.page.pdf(format="A4")))
        printed = _letters("".join(page.extract_text() for page in paper.pages))

    missing = [text for text in shown if _letters(text) not in printed]
    assert len(shown) > 3
    assert missing == []


def _letters(text: str) -> str:
    """Without spaces and line breaks, which paper puts elsewhere."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
