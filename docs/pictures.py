"""Takes the pictures of the README in headless chromium: `make pictures`.

A student's report with one mistake in it, on a screen and on a phone in the dark, and the report
of a class of 30.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from grader.assignment import find_course, load_assignment
from grader.cli.instructor import main as grader
from grader.model import ExerciseId, StudentId, Submission, SubmittedFile
from grader.pipeline import open_grader
from grader.report.html import to_html

DOCS = Path(__file__).parent
EXERCISES = [ExerciseId(name) for name in ("softmax", "log_softmax", "one_hot")]
WRONG = '''\
def softmax(z):
    """Softmax theo từng hàng."""
    z = z - np.max(z, axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=0)


def log_softmax('''
STUDENTS = 30


def main() -> None:
    """Write docs/report.png, docs/phone.png and docs/class.png."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed; on Debian and Ubuntu: apt install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for lang, width, height, theme, picture in (
            ("en", 1000, 1500, "light", "report.png"),
            ("vi", 390, 1500, "dark", "phone.png"),
        ):
            page = folder / f"{lang}.html"
            page.write_text(a_report(lang), "utf-8")
            take(browser, page, DOCS / picture, width, height, theme)  # type: ignore[arg-type]
        take(browser, a_class(folder), DOCS / "class.png", 1000, 1500, "light")
        browser.close()


def a_report(lang: str) -> str:
    """The page of a student who sums over the wrong axis."""
    assignment = load_assignment(find_course(DOCS), "softmax_numpy")
    wrong = re.compile(r"def softmax\(.*?\ndef log_softmax\(", re.DOTALL)
    source, count = wrong.subn(WRONG, assignment.reference or "")
    assert count == 1
    submission = Submission(
        student=StudentId("Nguyễn Thị Ánh Tuyết"),
        files=(SubmittedFile(path=assignment.entry, data=source.encode()),),
        digest="ee886775",
    )
    with open_grader(assignment, exercises=EXERCISES, counterexamples=True) as opened:
        return to_html(opened.grade(submission), lang)


def a_class(folder: Path) -> Path:
    """The class report of a simulated class."""
    made, results = folder / "class", folder / "results"
    common = ["--course", str(DOCS.parent)]
    for command in (
        ["simulate", "softmax_numpy", "--students", str(STUDENTS), "--seed", "1", "--out", made],
        ["batch", made / "submissions", "-a", "softmax_numpy", "--out", results, "--lang", "en"],
    ):
        done = CliRunner().invoke(grader, [*map(str, command), *common])
        if done.exit_code not in (0, 3):
            sys.exit(done.output)
    return results / "class.html"


def take(
    browser: Browser,
    page: Path,
    picture: Path,
    width: int,
    height: int,
    theme: Literal["light", "dark"],
) -> None:
    """The top of *page*."""
    visit = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    visit.goto(page.as_uri())
    visit.screenshot(path=picture)
    visit.close()


if __name__ == "__main__":
    main()
