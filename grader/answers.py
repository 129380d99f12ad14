"""Reads the numbers of an answers file, as people write them. Nothing is ever evaluated.

``0.67``, ``0,67``, ``67%``, ``2/3``, ``1e-2``, ``ln(3)``, ``exp(2)/(exp(2)+1)`` and lists of these.

A comma between two digits is a decimal comma, with one exception: in square brackets a comma
separates, unless that list separates with ``;``. So ``[0,67]`` are two numbers, ``[0,67; 0,33]``
are two as well, and whoever meant otherwise is told.

>>> read_numbers("0,67"), read_numbers("67%"), read_numbers("exp(0)/(exp(0)+1)")
(array(0.67), array(0.67), array(0.5))
>>> read_numbers("[0,25; 3/4]"), read_numbers([["1", 2], [3, "ln(e)"]]).tolist()
(array([0.25, 0.75]), [[1.0, 2.0], [3.0, 1.0]])
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.model import Phrase, phrase

Numbers = npt.NDArray[np.float64]
"""Any shape; a single number has shape ``()``."""

MAX_FILE_BYTES: Final = 256 << 10
_MAX_TEXT: Final = 2_000
_MAX_DEPTH: Final = 30
_MAX_NUMBERS: Final = 1_000
_MAX_POINTS: Final = 2 * _MAX_NUMBERS
"""On one line of a file."""


class UnreadableError(Exception):
    """A value that is no number; ``reason`` says where, and how to write it."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.english())
        self.reason = reason


# ------------------------------------------------------------------ values


def read_numbers(value: Any) -> Numbers | None:
    """*value* as numbers: a number, text, an array, or a list of these; None where it is empty.

    Raises:
        UnreadableError: it is something else, or a list whose rows differ in length.
    """
    found = _nested(value, 0)
    if found is None or found == []:
        return None
    try:
        numbers = np.array(found, dtype=np.float64)
    except (ValueError, TypeError):
        raise UnreadableError(_ragged(value)) from None
    if numbers.size > _MAX_NUMBERS:
        raise _too_many()
    return numbers


def _nested(value: Any, depth: int) -> Any:
    """Floats and lists of them; None for what was left empty."""
    if depth > _MAX_DEPTH:
        raise UnreadableError(phrase("There are too many brackets inside each other."))
    if isinstance(value, str):
        return read_text(value)
    if hasattr(value, "detach"):  # a tensor, where torch is loaded
        with suppress(TypeError, RuntimeError):  # of a layout that NumPy does not have
            value = value.detach().cpu().numpy()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        if value.size > _MAX_NUMBERS:
            raise _too_many()
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        if len(value) > _MAX_NUMBERS:
            raise _too_many()
        items = [_nested(item, depth + 1) for item in value]
        return None if items and all(item is None for item in items) else items
    if isinstance(value, (int, float, np.generic)):
        return _finite(value)
    if value is None or value is ...:
        return None
    raise UnreadableError(
        phrase(
            "This is a {type}; write a number such as 0.67, 2/3 or ln(3), or a list of numbers.",
            type=type(value).__name__,
        )
    )


def _too_many() -> UnreadableError:
    return UnreadableError(phrase("There are more than {limit} numbers.", limit=_MAX_NUMBERS))


def _finite(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise UnreadableError(phrase("The value is not a finite number."))
    return number


def _ragged(value: Any) -> Phrase:
    if isinstance(value, str) and "," in value:
        return phrase(
            "The rows differ in length. In brackets a comma separates two numbers: write 0.67 "
            "with a point, or separate the numbers by `;`."
        )
    return phrase("The rows differ in length, or some of the numbers are missing.")


# ------------------------------------------------------------------ text

_ALIKE: Final = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{MULTIPLICATION SIGN}": "*",
        "\N{MIDDLE DOT}": "*",
        "\N{DIVISION SIGN}": "/",
        "\N{DIVISION SLASH}": "/",
        "\N{NO-BREAK SPACE}": " ",
        "\N{SQUARE ROOT}": " sqrt ",
        "\N{GREEK SMALL LETTER PI}": "pi",
        "\N{VULGAR FRACTION ONE HALF}": "(1/2)",
        "\N{VULGAR FRACTION ONE QUARTER}": "(1/4)",
        "\N{VULGAR FRACTION THREE QUARTERS}": "(3/4)",
    }
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # typed at full width
)
_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED: Final = re.compile(f"[⁺⁻]?[{_SUPERSCRIPTS}]+")
_LOWERED: Final = str.maketrans(f"⁺⁻{_SUPERSCRIPTS}", "+-0123456789")
_ABOUT: Final = re.compile(r"[=≈≃~]\s*")
_MODULE: Final = re.compile(r"\b(?:np|numpy|math)\s*\.\s*(?=[A-Za-z])")
_ARRAY: Final = re.compile(r"array\((.*?)(?:,\s*dtype\s*=\s*[\w.'\"]+)?\s*\)", re.DOTALL)
_SPACED: Final = re.compile(r"\[([^\[\];]*)\]")
_ITEM: Final = re.compile(r"[-+]?(?:\d+(?:[.,]\d+|\.)?|\.\d+)(?:[eE][-+]?\d+)?%?")
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![A-Za-z_0-9.])"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|[-+*/^()\[\],;%]))"
)
_NAMES: Final = {"e": math.e, "pi": math.pi}
_FUNCTIONS: Final[dict[str, Callable[[float], float]]] = {
    "exp": math.exp,
    "ln": math.log,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "abs": abs,
    "float64": float,  # as NumPy shows its numbers
    "float32": float,
}


def read_text(text: str) -> Any:
    """The number, or the nested lists of numbers, that *text* says; None where it is empty.

    >>> read_text("-1,5"), read_text("2^3 + e^0"), read_text("[1,2; 3]"), read_text(" ")
    (-1.5, 9.0, [1.2, 3.0], None)

    Raises:
        UnreadableError: it cannot be read, is too long, or is not finite.
    """
    if len(text) > _MAX_TEXT:
        raise UnreadableError(
            phrase("The answer is longer than {limit} characters.", limit=_MAX_TEXT)
        )
    plain = unicodedata.normalize("NFC", text).translate(_ALIKE).strip()
    if not plain:
        return None
    tokens = _tokens(_decimal_points(_as_asked(plain)), text)
    reader = _Reader(tokens, text)
    try:
        value = reader.value(0)
    except (ArithmeticError, ValueError):
        raise UnreadableError(
            phrase("{got} has no value: check it for division by 0 and the like.", got=text)
        ) from None
    if reader.peek() is not None:
        raise _unreadable(text)
    return value


def _as_asked(text: str) -> str:
    """*text* as it is asked for, where it is as NumPy shows it or as one writes on paper.

    >>> _as_asked("≈ 2·10⁻³"), _as_asked("array([0.1, np.float64(0.9)])")
    ('2·10^(-3)', '[0.1, float64(0.9)]')
    >>> _as_asked("[[1. 2.] [3. 4.]]"), _as_asked("(0,1, 0,9)"), _as_asked("0.1, 0.9")
    ('[[1.;2.],[3.;4.]]', '[0,1; 0,9]', '[0.1; 0.9]')
    """
    text = _MODULE.sub("", _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text)
    text = _RAISED.sub(lambda raised: f"^({raised[0].translate(_LOWERED)})", text)
    if array := _ARRAY.fullmatch(text):
        text = array[1].strip()
    text = re.sub(r"\]\s*\[", "],[", _SPACED.sub(_with_semicolons, text))
    return _lists(text)


def _lists(text: str) -> str:
    """*text* with lists that have round brackets, or none, in square ones."""
    chars, groups = list(text), [(-1, list[int]())]
    for place, char in enumerate(text):
        if char in "([":
            groups.append((place, []))
        elif char in ")]" and len(groups) > 1:
            start, separators = groups.pop()
            before = text[:start].rstrip()[-1:]
            if (
                separators
                and text[start] + char == "()"
                and not (before.isalnum() or before == "_")
            ):
                chars[start], chars[place] = "[", "]"
                for each in separators:
                    chars[each] = ";"
        elif char == ";" or (char == "," and text[place + 1 : place + 2].isspace()):
            groups[-1][1].append(place)
    (_, separators), *still_open = groups
    if not separators and text.count(",") > 1 and "." in text and not {*"(["} & {*text}:
        separators = [place for place, char in enumerate(text) if char == ","]
    if still_open or not separators:
        return "".join(chars)
    for each in separators:
        chars[each] = ";"
    return f"[{''.join(chars)}]"


def _with_semicolons(brackets: re.Match[str]) -> str:
    """A list whose numbers stand apart, as NumPy prints it; any other list as it is."""
    items = brackets[1].split()
    apart = len(items) > 1 and all(map(_ITEM.fullmatch, items))
    return f"[{';'.join(items)}]" if apart else brackets[0]


def _decimal_points(text: str) -> str:
    """*text* with each decimal comma as a point."""
    points = list(text)
    # For each open bracket whether its commas are decimal ones; the outermost level comes first.
    decimal = [True]
    by_semicolon = _lists_with_semicolons(text)
    for index, char in enumerate(text):
        if char in "([":
            decimal.append(char == "(" or index in by_semicolon)
        elif char in ")]" and len(decimal) > 1:
            decimal.pop()
        elif char == "," and decimal[-1] and _between_digits(text, index):
            points[index] = "."
    return "".join(points)


def _lists_with_semicolons(text: str) -> set[int]:
    """Where the lists begin that have a ``;`` of their own."""
    found, opened = set(), []
    for index, char in enumerate(text):
        if char in "([":
            opened.append(index)
        elif char in ")]" and opened:
            opened.pop()
        elif char == ";" and opened:
            found.add(opened[-1])
    return found


def _between_digits(text: str, index: int) -> bool:
    return text[index - 1 : index].isdecimal() and text[index + 1 : index + 2].isdecimal()


def _tokens(text: str, written: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _unreadable(written)
        kind = match.lastgroup or ""
        tokens.append((kind, match[kind]))
        place = match.end()
        if not text[place:].strip():
            break
    return tokens


class _Reader:
    """Recursive descent over tokens: lists, sums, products, powers, percent, calls."""

    def __init__(self, tokens: Sequence[tuple[str, str]], written: str) -> None:
        self._tokens = tokens
        self._written = written
        self._next = 0

    def peek(self) -> str | None:
        """The next sign, name or number; None at the end."""
        return self._tokens[self._next][1] if self._next < len(self._tokens) else None

    def value(self, depth: int) -> Any:
        """A list or a number."""
        if depth > _MAX_DEPTH:
            raise UnreadableError(phrase("There are too many brackets inside each other."))
        if self.peek() != "[":
            return self._sum(depth)
        self._take()
        items: list[Any] = []
        while self.peek() != "]":
            items.append(self.value(depth + 1))
            if self.peek() not in (",", ";", "]"):
                raise _unreadable(self._written)
            if self.peek() != "]":
                self._take()
        self._take()
        return items

    def _take(self) -> tuple[str, str]:
        if self._next >= len(self._tokens):
            raise _unreadable(self._written)
        self._next += 1
        return self._tokens[self._next - 1]

    def _sum(self, depth: int) -> float:
        total = self._product(depth)
        while self.peek() in ("+", "-"):
            sign = 1 if self._take()[1] == "+" else -1
            total += sign * self._product(depth)
        return self._kept(total)

    def _product(self, depth: int) -> float:
        total = self._signed(depth)
        while self.peek() in ("*", "/"):
            if self._take()[1] == "*":
                total *= self._signed(depth)
            else:
                total /= self._signed(depth)
        return self._kept(total)

    def _signed(self, depth: int) -> float:
        sign = 1.0
        while self.peek() in ("+", "-"):
            sign = -sign if self._take()[1] == "-" else sign
        return sign * self._power(depth)

    def _power(self, depth: int) -> float:
        base = self._percent(depth)
        if self.peek() not in ("^", "**"):
            return base
        self._take()
        if depth > _MAX_DEPTH:
            raise UnreadableError(phrase("There are too many brackets inside each other."))
        sign = 1.0
        while self.peek() in ("+", "-"):
            sign = -sign if self._take()[1] == "-" else sign
        return self._kept(math.pow(base, sign * self._power(depth + 1)))

    def _percent(self, depth: int) -> float:
        value = self._atom(depth)
        while self.peek() == "%":
            self._take()
            value /= 100
        return value

    def _atom(self, depth: int) -> float:
        kind, text = self._take()
        if kind == "number":
            return self._kept(float(text))
        if kind == "name" and text.lower() in _FUNCTIONS:
            return self._kept(_FUNCTIONS[text.lower()](self._atom_in_brackets(depth)))
        if kind == "name" and text in _NAMES:
            return _NAMES[text]
        if text == "(":
            self._next -= 1
            return self._atom_in_brackets(depth)
        raise _unreadable(self._written)

    def _atom_in_brackets(self, depth: int) -> float:
        if depth > _MAX_DEPTH:
            raise UnreadableError(phrase("There are too many brackets inside each other."))
        if self._take()[1] != "(":
            raise _unreadable(self._written)
        value = self._sum(depth + 1)
        if self._take()[1] != ")":
            raise _unreadable(self._written)
        return value

    def _kept(self, value: float) -> float:
        if not math.isfinite(value):
            raise OverflowError
        return value


def _unreadable(text: str) -> UnreadableError:
    return UnreadableError(
        phrase(
            "{got} cannot be read as a number; write for example 0.67, 0,67, 67%, 2/3, 1e-2, "
            "ln(3) or exp(2)/(exp(2)+1), and a list as [0.1, 0.2, 0.7].",
            got=text if len(text) <= 80 else f"{text[:79]}…",
        )
    )


# ------------------------------------------------------------------ files

_KEY: Final = re.compile(r"\s*[\"']?(?P<key>[A-Za-z_][A-Za-z_0-9]*)[\"']?\s*[=:]\s*(?P<value>.*)")


def read_answers(data: bytes) -> dict[str, Any]:
    """The values of an answers file by name, not yet read as numbers.

    TOML is what is asked for. A file that is not quite TOML, because somebody wrote
    ``p = 0,67`` or ``q = 2/3`` without quotes, is read line by line.

    Raises:
        UnreadableError: it is not text, or too large.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableError(
            phrase("The answers are larger than {limit} kB.", limit=MAX_FILE_BYTES >> 10)
        )
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            phrase("The answers are not text in UTF-8; save the file again.")
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return _flat(_toml(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError):
        return dict(_by_line(text.split("\n")))


def _flat(table: dict[str, Any]) -> dict[str, Any]:
    """Without the headings that somebody may have put between the answers."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= _flat(value) if isinstance(value, dict) else {key: value}
    return flat


def _toml(text: str) -> dict[str, Any]:
    """*text* read as TOML, whose reader takes the square of a key's length in parts."""
    if any(line.count(".") > _MAX_POINTS for line in text.split("\n")):
        raise ValueError("too many points")
    return tomllib.loads(text)


def _by_line(lines: Iterable[str]) -> Iterable[tuple[str, Any]]:
    """``name = value``; a value goes on over the next lines while a bracket is open."""
    key, value, opened = "", [""], 0
    for line in lines:
        bare = line.partition("#")[0].rstrip()
        match = _KEY.fullmatch(bare)
        if match is not None:
            if key:
                yield key, _one_value(" ".join(value))
            key, value, opened = match["key"], [match["value"]], _opened(match["value"])
        elif key and opened > 0:
            value.append(bare)
            opened += _opened(bare)
    if key:
        yield key, _one_value(" ".join(value))


def _opened(text: str) -> int:
    """How many more square brackets are opened than closed."""
    return text.count("[") - text.count("]")


def _one_value(value: str) -> Any:
    """As TOML if it is; else as text, without the quotes that somebody began."""
    try:
        return _toml(f"value = {value}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError):
        return value.strip().strip("\"'")
