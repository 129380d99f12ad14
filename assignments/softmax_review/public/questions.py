"""Reads the answers to the ten questions, in whatever way they are written down."""

import re
import unicodedata

from grader.answers import UnreadableError, read_numbers
from grader.sandbox.worker import NameMissing
from grader.suite.api import expect, probe

NUMBERS = ("q2", "q4")
NAMES = tuple(f"q{number}" for number in range(1, 11))

_CHOICE = re.compile(
    r"[\W_]*(?:(?:đáp án|câu|chọn|ý|option|answer|choice)\b[\W_]*)?([a-d])\b(.*)", re.DOTALL
)
_ANOTHER = re.compile(r"(?:[\W_]|\b(?:or|and|hoặc|hay|và)\b)*[a-d][\W_]*\Z")


def found_answer(module, name):
    """Whether there is an answer of that name anywhere, and the answer."""
    digits = name[1:]
    answers = getattr(module, "answers", None)
    if callable(answers):
        answers = answers()
    if isinstance(answers, (list, tuple)):
        answers = {str(number): value for number, value in enumerate(answers, start=1)}
    if not isinstance(answers, dict):
        answers = {key: value for key, value in vars(module).items() if key.lower() == name}
        if not answers:
            return [False, None]
    value = None
    for key in answers:
        if "".join(sign for sign in str(key) if sign.isdigit()) == digits:
            value = answers[key]
    if isinstance(value, (list, tuple, set)) and len(value) == 1:
        (value,) = value
    if hasattr(value, "item"):
        value = value.item()
    plain = value is None or isinstance(value, (str, int, float))
    return [True, value if plain else "no letter"]


def answer_to(student, name):
    """The answer as a letter or a number, None where it was left empty.

    Raises Unmet where it cannot be read, NameMissing where there are no answers.
    """
    found = probe(student, found_answer, name)
    if not isinstance(found, list) or len(found) != 2 or found[0] is not True:
        raise NameMissing("answers")
    value = found[1][:200] if isinstance(found[1], str) else found[1]
    if value is None or value is ... or (isinstance(value, str) and not value.strip(" .…?_-")):
        return None
    number, letter = _number(value), _letter(value)
    read = number if name in NUMBERS else letter
    expect(
        read is not None,
        vi=f"Câu trả lời {name} không đọc được: "
        + ("hãy ghi một số." if name in NUMBERS else "hãy ghi một chữ cái: a, b, c hoặc d."),
        en=f"The answer {name} cannot be read: "
        + ("write a number." if name in NUMBERS else "write one letter: a, b, c or d."),
    )
    return read


def _letter(value):
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    match = _CHOICE.match(text)
    if match is None or _ANOTHER.match(match[2]):
        return None
    return match[1]


def _number(value):
    try:
        numbers = read_numbers(value)
    except UnreadableError:
        return None
    return None if numbers is None or numbers.size != 1 else float(numbers.reshape(-1)[0])
