"""The catalogue is complete, compiled and fits its templates; values are data in it."""

from __future__ import annotations

import gettext
import io
import string
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.model import Phrase, Text, phrase
from grader.report import i18n
from grader.report.i18n import moment, number, translate


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def translations() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in i18n.read_catalogue() if m.id}


def test_every_sentence_is_translated_and_none_is_left_over() -> None:
    assert {english for english, vi in translations().items() if vi} == set(i18n.extract())


def test_extraction_finds_source_and_templates() -> None:
    found = set(i18n.extract())

    assert {"{name} is not defined.", "Skip to the results", "{points} points"} <= found


def test_compiled_catalogue_says_what_the_source_says() -> None:
    with i18n.CATALOGUE.with_suffix(".mo").open("rb") as file:
        committed = gettext.GNUTranslations(file)
    fresh = gettext.GNUTranslations(io.BytesIO(i18n.compiled(i18n.read_catalogue())))

    sentences = translations()
    assert {e: committed.gettext(e) for e in sentences} == sentences
    assert {e: fresh.gettext(e) for e in sentences} == sentences


def test_translations_have_the_fields_and_code_of_their_templates() -> None:
    for english, vietnamese in translations().items():
        assert fields(english) == fields(vietnamese), english
        assert Counter(english)["`"] == Counter(vietnamese)["`"], english


def test_updating_an_up_to_date_catalogue_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = i18n.CATALOGUE.read_bytes()
    copy = tmp_path / "grader.po"
    copy.write_bytes(committed)
    monkeypatch.setattr(i18n, "CATALOGUE", copy)

    assert i18n.main(["update"]) == 0

    assert sentences_of(copy.read_bytes()) == sentences_of(committed)


def test_updating_names_what_has_no_translation_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "grader.po"
    copy.write_bytes(i18n.CATALOGUE.read_bytes())
    monkeypatch.setattr(i18n, "CATALOGUE", copy)
    monkeypatch.setattr(i18n, "extract", lambda: iter(["Passed", "Brand new"]))

    assert i18n.main(["update"]) == 1

    assert capsys.readouterr().out == "not translated: Brand new\n"
    assert translations() == {"Passed": "Đạt", "Brand new": ""}


def sentences_of(catalogue: bytes) -> str:
    """The file after its header, which names the version of the library that wrote it."""
    return catalogue.decode().partition("\n\n")[2]


def test_phrase_is_translated_with_its_values() -> None:
    assert translate(phrase("{name} is not defined.", name="softmax"), "vi") == (
        "softmax chưa được định nghĩa."
    )


def test_unknown_sentence_and_unknown_language_fall_back_to_english() -> None:
    unknown = Phrase("Nobody translated {what}.", {"what": "this"})

    assert translate(unknown, "vi") == "Nobody translated this."
    assert translate(phrase("Passed"), "de") == "Passed"


def test_author_text_falls_back_to_the_other_language() -> None:
    assert translate(Text(vi="", en="only English"), "vi") == "only English"
    assert translate(Text(vi="chỉ tiếng Việt", en=""), "en") == "chỉ tiếng Việt"


@pytest.mark.parametrize(
    "hostile", ["{0.__class__}", "{what}", "%(what)s", "{", "}", "\x1b[31m{what.__doc__}"]
)
def test_a_value_is_never_a_template(hostile: str) -> None:
    said = translate(Phrase("{what} is too large.", {"what": hostile}), "en")

    assert said == hostile.removeprefix("\x1b[31m") + " is too large."


def test_a_template_reaches_no_attribute_of_a_value() -> None:
    said = translate(Phrase("{what.__class__}", {"what": "x"}), "en")

    assert "str" not in said


def test_a_missing_value_does_not_lose_the_sentence() -> None:
    assert translate(Phrase("{what} is too large.", {}), "en") == "{what} is too large."


@pytest.mark.parametrize(
    "value, vi, en",
    [
        (0.455, "0,455", "0.455"),
        (1.0, "1", "1"),
        (-1234.5, "-1234,5", "-1234.5"),
        (1.25e-9, "1,25e-09", "1.25e-09"),
        (float("nan"), "NaN", "NaN"),
        (float("-inf"), "-inf", "-inf"),
    ],
)
def test_floats_have_the_decimal_mark_of_the_language(value: float, vi: str, en: str) -> None:
    assert (number(value, "vi"), number(value, "en")) == (vi, en)


def test_only_floats_change_with_the_language() -> None:
    values: dict[str, str | int | float] = {"a": 1000, "b": "2.5", "c": 2.5}

    assert translate(Phrase("{a} {b} {c}", values), "vi") == "1000 2.5 2,5"


def test_moments_are_written_as_the_language_does() -> None:
    when = datetime(2026, 11, 20, 7, 5)  # noqa: DTZ001 - a naive time is shown as it is

    assert moment(when, "vi") == "20/11/2026 07:05"
    assert moment(when, "en") == "20 Nov 2026, 07:05"
    assert "GMT" in moment(when.replace(tzinfo=UTC), "vi")


def test_translating_imports_no_heavy_library() -> None:
    code = (
        "import sys; from grader.model import phrase; from grader.report.i18n import translate;"
        "assert translate(phrase('{points} points', points=2), 'vi') == '2 điểm';"
        "print(sorted({'babel', 'jinja2', 'pygments', 'rich', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], check=False, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")
