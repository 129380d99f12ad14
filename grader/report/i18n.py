"""Two languages: the program's sentences through gettext, an author's texts as they were written.

English templates are the keys. ``python -m grader.report.i18n update`` collects them from the
source and the page templates into ``locale/vi/LC_MESSAGES/grader.po`` and compiles the catalogue
beside it; ``python -m grader.report.i18n compile`` only compiles. A test holds them together.
"""

from __future__ import annotations

import gettext
import io
import math
import string
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.model import Phrase, Text
from grader.report.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from babel.messages import Catalog

LANGUAGES: Final = ("vi", "en")
PACKAGE: Final = Path(__file__).parents[1]
LOCALES: Final = Path(__file__).with_name("locale")
CATALOGUE: Final = LOCALES / "vi" / "LC_MESSAGES" / "grader.po"

Value = str | int | float


def translate(text: Text | Phrase, lang: str) -> str:
    """The sentence in *lang*, English where there is no translation.

    Values of a phrase are data, never templates: strings are cleaned, floats get the language's
    decimal mark, integers stay as they are.
    """
    if isinstance(text, Text):
        return pick(text, lang)
    return "".join(piece for _, piece in fill(template(text.template, lang), text, lang))


def pick(text: Text, lang: str) -> str:
    """An author's text in *lang*; the other language where this one was left empty."""
    return (text.vi or text.en) if lang == "vi" else (text.en or text.vi)


def template(english: str, lang: str) -> str:
    """The translation of a template, or the template itself."""
    return _catalogue(lang).gettext(english) if english else ""


def fill(template: str, phrase: Phrase, lang: str) -> list[tuple[str, str]]:
    """The pieces of *template*: plain words under ``""``, and values under their field's name.

    A field is a name and nothing else: a template reaches no attribute and no item of a value.
    A field without a value stays as it is.
    """
    pieces: list[tuple[str, str]] = []
    for words, name, spec, _ in string.Formatter().parse(template):
        pieces.append(("", words))
        if name is not None:
            value = phrase.values.get(name)
            shown = f"{{{name}}}" if value is None else _show(value, lang, spec or "")
            pieces.append((name, shown))
    return pieces


def _show(value: Value, lang: str, spec: str) -> str:
    if isinstance(value, float):
        return number(value, lang, spec)
    return format(clean(value, limit=500) if isinstance(value, str) else value, spec)


@lru_cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("grader", LOCALES, languages=[lang], fallback=True)


# ------------------------------------------------------------------ numbers and dates


def number(value: float, lang: str, spec: str = "") -> str:
    """*value* with the decimal mark of *lang*; without a *spec*, six significant digits.

    >>> number(0.25, "vi"), number(1.5e-7, "en"), number(float("nan"), "vi")
    ('0,25', '1.5e-07', 'NaN')
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{value}"
    return format(value, spec or ".6g").replace(".", _decimal_mark(lang))


@lru_cache
def _decimal_mark(lang: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(lang)


def points(value: Decimal, lang: str) -> str:
    """A mark as people write it: no needless zeros, the decimal mark of *lang*."""
    from babel.numbers import format_decimal

    return format_decimal(value, format="0.##", locale=lang)


def moment(when: datetime, lang: str) -> str:
    """Day and time on this machine's clock, with its distance from UTC; a naive time as it is."""
    from babel.dates import format_datetime

    if when.tzinfo is None:
        return format_datetime(when, _MOMENT[lang == "vi"], locale=lang)
    return format_datetime(when.astimezone(), _MOMENT[lang == "vi"] + " (OOOO)", locale=lang)


_MOMENT: Final = ("d MMM y, HH:mm", "dd/MM/y HH:mm")


# ------------------------------------------------------------------ the catalogue


def extract() -> Iterator[str]:
    """Every template in the source (``phrase("…")``) and in the page templates (``say("…")``)."""
    from babel.messages.extract import extract_from_dir

    methods = [("**.py", "python"), ("report/templates/**", "jinja2.ext:babel_extract")]
    found = extract_from_dir(str(PACKAGE), methods, keywords={"phrase": None, "say": None})
    for _, _, message, _, _ in found:
        yield message if isinstance(message, str) else message[0]


def read_catalogue() -> Catalog:
    """The Vietnamese catalogue as it is in the source tree."""
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi", domain="grader", abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """What belongs into the ``.mo`` file; the same for the same catalogue."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> list[str]:
    """Bring the catalogue up to date with the source; return what waits for a translation."""
    from babel.messages import Catalog
    from babel.messages.pofile import write_po

    old = read_catalogue()
    new = Catalog(
        locale="vi",
        domain="grader",
        project="grader",
        version="1",
        msgid_bugs_address="the project's issues",
        last_translator="the project's authors",
        language_team="Vietnamese",
        fuzzy=False,
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        header_comment='# Vietnamese. The student is addressed as "em".',
    )
    for english in sorted(set(extract())):
        message = old.get(english)
        new.add(english, message.string if message else "")
    with CATALOGUE.open("wb") as file:
        write_po(file, new, width=100, omit_header=False)
    write_compiled()
    return [str(message.id) for message in new if message.id and not message.string]


def write_compiled() -> None:
    """Write the ``.mo`` file beside the ``.po`` file."""
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_catalogue()))


def main(arguments: list[str]) -> int:
    """``update`` or ``compile``; 1 if a sentence has no translation yet."""
    if arguments == ["compile"]:
        write_compiled()
        return 0
    if arguments == ["update"]:
        missing = update()
        sys.stdout.write("".join(f"not translated: {english}\n" for english in missing))
        return 1 if missing else 0
    sys.stderr.write("usage: python -m grader.report.i18n update|compile\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
