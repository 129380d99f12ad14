"""The pages of the misconceptions, made from ``assignments/misconceptions.toml``.

``python -m grader.report.misconceptions [COURSE]`` writes ``docs/misconceptions`` of the course (of
this folder, if none is named): a page for each, in both languages, and an index. A test holds them
together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from grader.assignment import find_course, read_misconceptions
from grader.atomic import write_atomic
from grader.errors import GraderError
from grader.model import Course, Misconception, Phrase, Slug, Text, phrase
from grader.report.i18n import LANGUAGES, pick, translate

FOLDER: Final = Path("docs") / "misconceptions"
INDEX: Final = "README.md"

_HEADINGS: Final = {"vi": "Tiếng Việt", "en": "English"}


def pages(misconceptions: Mapping[Slug, Misconception]) -> dict[str, str]:
    """File name to text: a page for each misconception, and the index."""
    found = {f"{slug}.md": "\n".join(_page(each)) for slug, each in misconceptions.items()}
    return {**found, INDEX: "\n".join(_index(misconceptions))}


def write(course: Course) -> Path:
    """Bring the pages of *course* up to date, and remove those of what is gone.

    Raises:
        AssignmentError: the misconceptions cannot be read.
        StoreError: a page cannot be written.
    """
    folder = course.folder.parent / FOLDER
    made = pages(read_misconceptions(course.folder / "misconceptions.toml"))
    for name, text in made.items():
        write_atomic(folder / name, text.encode())
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    return folder


def _index(misconceptions: Mapping[Slug, Misconception]) -> Iterator[str]:
    yield "# Misconceptions"
    yield ""
    yield "The mistakes that reports call by name. Made from `assignments/misconceptions.toml`"
    yield "by `python -m grader.report.misconceptions`."
    yield ""
    yield "| | Tiếng Việt | English |"
    yield "|---|---|---|"
    for slug, each in sorted(misconceptions.items()):
        yield f"| [`{slug}`]({slug}.md) | {_cell(each.title.vi)} | {_cell(each.title.en)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _page(known: Misconception) -> Iterator[str]:
    yield f"# `{known.id}`"
    yield ""
    for lang in LANGUAGES:
        yield f"## {_HEADINGS[lang]}: {pick(known.title, lang)}"
        yield ""
        yield from _part(phrase("Idea"), known.idea, lang)
        if known.formula:
            yield from ("$$", known.formula, "$$", "")
        yield from _part(phrase("Inspect"), known.inspect, lang)
        yield from _part(phrase("Next step"), known.next, lang)
        if known.lecture:
            yield from _part(phrase("Read again"), known.lecture, lang)
        if known.wrong and known.right:
            yield from _code(phrase("The same mistake in another small example"), known.wrong, lang)
            yield from _code(phrase("Without it"), known.right, lang)
        if known.trial:
            yield from _part(phrase("Try it"), known.trial, lang)


def _part(name: Phrase, text: Text, lang: str) -> Iterator[str]:
    yield f"**{translate(name, lang)}.** {pick(text, lang)}"
    yield ""


def _code(caption: Phrase, source: str, lang: str) -> Iterator[str]:
    yield from (f"**{translate(caption, lang)}**", "", "```python", source, "```", "")


def main(arguments: list[str]) -> int:
    """Write the pages; 2 where there is no course."""
    try:
        start = Path(arguments[0]) if arguments else Path.cwd()
        folder = write(find_course(start, start if arguments else None))
    except GraderError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
