"""Prometheus's query language: reads an expression, and works it out on series that we invent.

An alert rule or a panel is judged by what it says about made-up traffic, not by how it is written.
Every series stands still or grows at a constant rate, so a range of any length tells the same.

>>> errors = Series("requests_total", {"status": "error"}, value=60.0, rate=0.1)
>>> fine = Series("requests_total", {"status": "success"}, value=540.0, rate=0.9)
>>> share = parse('sum(rate(requests_total{status="error"}[5m])) / sum(rate(requests_total[5m]))')
>>> evaluate(share, [errors, fine])
{frozenset(): 0.1}
>>> parse("sum(rate(requests_total))")
Traceback (most recent call last):
grader.promql.NotPromqlError: rate() reads a range such as x[5m], not a single value
"""

from __future__ import annotations

import math
import operator
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from grader.model import Phrase, phrase

MAX_LENGTH: Final = 4000
"""Characters of one expression."""
_MAX_DEPTH: Final = 60
_MAX_OPERATORS: Final = 150
"""Between two expressions: each makes the tree deeper."""
_MAX_QUANTIFIERS: Final = 4
"""In a regular expression, which comes from a student: more could take for ever."""
NAME: Final = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
Value = float | Vector


class NotPromqlError(Exception):
    """The text is no expression of PromQL."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.english())
        self.reason = reason


class NoAnswerError(Exception):
    """The expression can be read, and Prometheus refuses it on these series."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.english())
        self.reason = reason


# ------------------------------------------------------------------ an expression


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: float


@dataclass(frozen=True, slots=True)
class String:
    """A literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label."""

    label: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """The series of a name, now or over a range."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    seconds: float | None = None
    """The range's length; None for single values."""
    ago: float = 0.0
    """Seconds that ``offset`` goes back; ``@`` leaves it, as our series have no times."""


@dataclass(frozen=True, slots=True)
class Subquery:
    """``expression[10m:1m]``."""

    inner: Node
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``sum by (le) (…)`` and its like."""

    name: str
    inner: Node
    grouping: Literal["by", "without"] = "by"
    labels: tuple[str, ...] = ()
    parameter: Node | None = None


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions and an operator, with how series find their partners."""

    operator: str
    left: Node
    right: Node
    as_bool: bool = False
    on: tuple[str, ...] | None = None
    ignoring: tuple[str, ...] = ()
    many: Literal["", "left", "right"] = ""
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negative:
    """``-expression``."""

    inner: Node


Node = Number | String | Selector | Subquery | Call | Aggregate | Binary | Negative


def walk(node: Node, parents: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Every part of an expression with what it stands in, outermost first."""
    yield node, parents
    inside = (*parents, node)
    match node:
        case Call(arguments=arguments):
            for argument in arguments:
                yield from walk(argument, inside)
        case Binary(left=left, right=right):
            yield from walk(left, inside)
            yield from walk(right, inside)
        case Aggregate(inner=inner, parameter=parameter):
            if parameter is not None:
                yield from walk(parameter, inside)
            yield from walk(inner, inside)
        case Subquery(inner=inner) | Negative(inner=inner):
            yield from walk(inner, inside)
        case _:
            pass


def names(node: Node) -> list[str]:
    """The metrics that an expression reads, in order; "" where one is not named."""
    return list(dict.fromkeys(n.name for n, _ in walk(node) if isinstance(n, Selector)))


# ------------------------------------------------------------------ reading

_DURATION: Final = r"(?:\d+(?:ms|[smhdwy]))+"
_TOKEN: Final = re.compile(
    rf"""(?P<space>\s+|\#[^\n]*)
    | (?P<range>\[\s*(?P<length>{_DURATION}|\d+(?:\.\d+)?)\s*
        (?P<colon>:\s*(?:{_DURATION}|\d+)?)?\s*\])
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
    | (?P<duration>{_DURATION}(?![\w.]))
    | (?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<word>[a-zA-Z_:][a-zA-Z0-9_:]*)
    | (?P<sign>=~|!~|==|!=|<=|>=|[-+*/%^<>=(){{}},@])""",
    re.VERBOSE,
)
_UNITS: Final = {
    "ms": 0.001,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "w": 604800.0,
    "y": 31536000.0,
}
_STRENGTH: Final = {
    "or": 1,
    "and": 2,
    "unless": 2,
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">="), 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "atan2": 5,
    "^": 7,
}
_UNARY: Final = 6
_SETS: Final = frozenset({"and", "or", "unless"})
_COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_WITH_PARAMETER: Final = {
    "topk": "scalar",
    "bottomk": "scalar",
    "quantile": "scalar",
    "limitk": "scalar",
    "limit_ratio": "scalar",
    "count_values": "string",
}
_AGGREGATIONS: Final = frozenset(
    {"sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", *_WITH_PARAMETER}
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RANGES: Final = _words(
    """
    absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate
    last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets
    stddev_over_time stdvar_over_time sum_over_time
    """
)
_PLAIN: Final = _words(
    """
    abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg
    histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad scalar
    sgn sin sinh sort sort_desc sqrt tan tanh timestamp
    """
)
_CALENDAR: Final = _words(
    """
    day_of_month day_of_week day_of_year days_in_month hour minute month year
    """
)
_OTHERS: Final[dict[str, tuple[str, ...]]] = {
    "clamp": ("vector", "scalar", "scalar"),
    "clamp_max": ("vector", "scalar"),
    "clamp_min": ("vector", "scalar"),
    "double_exponential_smoothing": ("range", "scalar", "scalar"),
    "histogram_fraction": ("scalar", "scalar", "vector"),
    "histogram_quantile": ("scalar", "vector"),
    "holt_winters": ("range", "scalar", "scalar"),
    "label_replace": ("vector", "string", "string", "string", "string"),
    "pi": (),
    "predict_linear": ("range", "scalar"),
    "quantile_over_time": ("scalar", "range"),
    "time": (),
    "vector": ("scalar",),
}


def seconds_of(duration: str) -> float | None:
    """``1h30m`` in seconds, as Prometheus reads it; None where it is no duration.

    >>> seconds_of("1h30m"), seconds_of("300"), seconds_of("30m1h")
    (5400.0, None, None)
    """
    parts = re.findall(r"(\d+)(ms|[smhdwy])", duration)
    units = [unit for _, unit in parts]
    order = [unit for unit in ("y", "w", "d", "h", "m", "s", "ms") if unit in units]
    if "".join(number + unit for number, unit in parts) != duration or units != order:
        return 0.0 if duration == "0" else None
    return sum(float(number) * _UNITS[unit] for number, unit in parts) if parts else None


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """Read an expression; raises NotPromqlError with where it stops making sense.

    Kept, because every check of a file of rules reads all of them.
    """
    if len(text) > MAX_LENGTH:
        raise NotPromqlError(
            phrase("the expression has more than {count} characters", count=MAX_LENGTH)
        )
    reader = _Reader(list(_tokens(text)))
    node = reader.expression()
    if reader.kind:
        raise reader.stuck()
    return node


def kind_of(node: Node) -> str:
    """What it gives: ``scalar``, ``vector``, ``range`` or ``string``."""
    match node:
        case Number():
            return "scalar"
        case String():
            return "string"
        case Selector(seconds=seconds):
            return "vector" if seconds is None else "range"
        case Subquery():
            return "range"
        case Call(name=name):
            return "scalar" if name in ("scalar", "time", "pi") else "vector"
        case Aggregate():
            return "vector"
        case Binary(left=left, right=right):
            return "scalar" if kind_of(left) == kind_of(right) == "scalar" else "vector"
        case Negative(inner=inner):
            return kind_of(inner)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    length: str = ""
    colon: bool = False


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise NotPromqlError(_unreadable(text[place : place + 20]))
        place = found.end()
        kind = next(
            name
            for name in ("space", "range", "string", "duration", "number", "word", "sign")
            if found[name] is not None
        )
        if kind != "space":
            yield _Token(kind, found[0], found["length"] or "", found["colon"] is not None)


def _unreadable(rest: str) -> Phrase:
    return phrase("it cannot be read from here on: {rest}", rest=rest)


class _Reader:
    """Recursive descent over the tokens; every method leaves the next token to be read."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = [*tokens, _Token("", "")]
        self._at = 0
        self._depth = 0
        self._operators = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at].kind

    @property
    def text(self) -> str:
        return self._tokens[self._at].text

    @property
    def word(self) -> str:
        return self.text.casefold() if self.kind == "word" else ""

    def stuck(self) -> NotPromqlError:
        rest = " ".join(token.text for token in self._tokens[self._at : self._at + 4]).strip()
        if not rest:
            return NotPromqlError(phrase("it ends too early: is a bracket open?"))
        return NotPromqlError(_unreadable(rest))

    def take(self, *texts: str) -> str:
        """The next token, which has to be one of *texts*."""
        if self.kind in ("", "string") or self.text not in texts:
            raise self.stuck()
        self._at += 1
        return self._tokens[self._at - 1].text

    def next(self, kind: str) -> str:
        if self.kind != kind:
            raise self.stuck()
        self._at += 1
        return self._tokens[self._at - 1].text

    def accept(self, text: str) -> bool:
        found = self.kind in ("sign", "word") and self.text == text
        self._at += found
        return found

    def expression(self, weakest: int = 0) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise NotPromqlError(phrase("it is nested too deeply"))
        left = self._unary()
        while True:
            sign = self.word if self.kind == "word" else self.text if self.kind == "sign" else ""
            strength = _STRENGTH.get(sign, 0)
            if strength <= weakest:
                break
            self._at += 1
            left = self._binary(left, sign, strength)
        self._depth -= 1
        return left

    def _unary(self) -> Node:
        if self.kind == "sign" and self.text in "+-":
            sign = self.take("+", "-")
            inner = self.expression(_UNARY - 1)
            _must_be(inner, ("scalar", "vector"), sign)
            return Negative(inner) if sign == "-" else inner
        return self._moved(self._ranged(self._primary()))

    def _binary(self, left: Node, sign: str, strength: int) -> Node:
        self._operators += 1
        if self._operators > _MAX_OPERATORS:
            raise NotPromqlError(phrase("it is nested too deeply"))
        as_bool = self.word == "bool"
        self._at += as_bool
        on: tuple[str, ...] | None = None
        ignoring: tuple[str, ...] = ()
        many: Literal["", "left", "right"] = ""
        include: tuple[str, ...] = ()
        if self.word in ("on", "ignoring"):
            is_on = self.word == "on"
            self._at += 1
            labels = self._label_list()
            on, ignoring = (labels, ()) if is_on else (None, labels)
            if self.word in ("group_left", "group_right"):
                many = "left" if self.word == "group_left" else "right"
                self._at += 1
                include = self._label_list() if self.text == "(" else ()
        # `^` binds to the right, everything else to the left.
        right = self.expression(strength - (sign == "^"))
        allowed = ("vector",) if sign in _SETS else ("scalar", "vector")
        for side in (left, right):
            _must_be(side, allowed, sign)
        scalars = kind_of(left) == kind_of(right) == "scalar"
        if scalars and sign in _COMPARISONS and not as_bool:
            raise NotPromqlError(phrase("a comparison of two numbers needs `bool`"))
        return Binary(sign, left, right, as_bool, on, ignoring, many, include)

    def _primary(self) -> Node:
        if self.accept("("):
            inner = self.expression()
            self.take(")")
            return inner
        if self.kind == "number":
            text = self.next("number")
            try:
                return Number(float(int(text, 16)) if text[:2].lower() == "0x" else float(text))
            except OverflowError:
                raise NotPromqlError(_unreadable(text[:20])) from None
        if self.kind == "duration":  # Prometheus 3 reads 5m as 300
            return Number(seconds_of(self.next("duration")) or 0.0)
        if self.kind == "string":
            return String(_unquoted(self.next("string")))
        if self.text == "{":
            return self._selector("")
        if self.kind != "word" or self.word in (
            _SETS | {"by", "without", "on", "ignoring", "bool"}
        ):
            raise self.stuck()
        word = self.next("word")
        if word.casefold() in ("inf", "nan"):
            return Number(float(word))
        if word.casefold() in _AGGREGATIONS and (
            self.text == "(" or self.word in ("by", "without")
        ):
            return self._aggregate(word.casefold())
        return self._call(word) if self.text == "(" else self._selector(word)

    def _aggregate(self, name: str) -> Node:
        grouping, labels = self._grouping()
        arguments = self._arguments()
        if grouping is None:
            grouping, labels = self._grouping()
        kinds = (*((_WITH_PARAMETER[name],) if name in _WITH_PARAMETER else ()), "vector")
        _check_arguments(name, arguments, kinds)
        parameter = arguments[0] if len(arguments) == 2 else None
        return Aggregate(name, arguments[-1], grouping or "by", labels, parameter)

    def _grouping(self) -> tuple[Literal["by", "without"] | None, tuple[str, ...]]:
        if self.word not in ("by", "without"):
            return None, ()
        grouping: Literal["by", "without"] = "by" if self.word == "by" else "without"
        self._at += 1
        return grouping, self._label_list()

    def _label_list(self) -> tuple[str, ...]:
        labels = []
        self.take("(")
        while not self.accept(")"):
            labels.append(self._label())
            if self.text != ")":
                self.take(",")
        return tuple(labels)

    def _label(self) -> str:
        """A label's name, which may stand in quotes in Prometheus 3."""
        return _unquoted(self.next("string")) if self.kind == "string" else self.next("word")

    def _arguments(self) -> tuple[Node, ...]:
        arguments: list[Node] = []
        self.take("(")
        while not self.accept(")"):
            if arguments:
                self.take(",")
            arguments.append(self.expression())
        return tuple(arguments)

    def _call(self, name: str) -> Node:
        arguments = self._arguments()
        if name in _RANGES:
            kinds: tuple[str, ...] = ("range",)
        elif name in _PLAIN:
            kinds = ("vector",)
        elif name in _CALENDAR:
            kinds = ("vector",) * len(arguments[:1])
        elif name == "round":
            kinds = ("vector", "scalar")[: max(1, len(arguments))]
        elif name == "label_join":
            kinds = ("vector", *("string",) * max(2, len(arguments) - 1))
        elif name in _OTHERS:
            kinds = _OTHERS[name]
        else:
            raise NotPromqlError(phrase("there is no function {name}", name=name))
        _check_arguments(name, arguments, kinds)
        return Call(name, arguments)

    def _selector(self, name: str) -> Node:
        matchers: list[Matcher] = []
        if self.accept("{"):
            while not self.accept("}"):
                matchers.append(self._matcher())
                if self.text != "}":
                    self.take(",")
        named = [m for m in matchers if m.label == "__name__" and m.operator == "="]
        if named and not name:
            name = named[0].value
            matchers.remove(named[0])
        if not name and all(_matches(matcher, "") for matcher in matchers):
            raise NotPromqlError(phrase("a selector needs a name, or a label that is not empty"))
        return Selector(name, tuple(matchers))

    def _matcher(self) -> Matcher:
        quoted = self.kind == "string"
        label = self._label()
        if quoted and self.text in (",", "}"):  # {"metric"} of Prometheus 3
            return Matcher("__name__", "=", label)
        sign = self.take("=", "!=", "=~", "!~")
        matcher = Matcher(label, sign, _unquoted(self.next("string")))
        if sign in ("=~", "!~"):
            _pattern(matcher.value)
        return matcher

    def _ranged(self, node: Node) -> Node:
        if self.kind != "range":
            return node
        token = self._tokens[self._at]
        self._at += 1
        if token.colon:
            _must_be(node, ("scalar", "vector"), "[:]")
            return Subquery(node, seconds_of(token.length) or 300.0)
        if not isinstance(node, Selector) or node.seconds is not None:
            raise NotPromqlError(phrase("a range such as [5m] stands right after a metric"))
        seconds = seconds_of(token.length)
        if seconds is None:
            seconds = float(token.length) if token.length[-1].isdigit() else 0.0
        if not seconds:
            raise NotPromqlError(_unreadable(token.text))
        return Selector(node.name, node.matchers, seconds)

    def _moved(self, node: Node) -> Node:
        moved, ago = False, 0.0
        while self.word == "offset" or self.text == "@":
            offset = self.word == "offset"
            self._at += 1
            sign = -1.0 if self.accept("-") else 1.0
            if self.kind in ("duration", "number"):
                length = self.next(self.kind)
                if offset:
                    seconds = seconds_of(length)
                    ago = sign * (float(length) if seconds is None else seconds)
            elif self.word in ("start", "end"):
                self._at += 1
                self._arguments()
            else:
                raise self.stuck()
            moved = True
        if moved and not isinstance(node, (Selector, Subquery)):
            raise NotPromqlError(phrase("offset and @ stand right after a metric"))
        if moved and isinstance(node, Selector):
            return Selector(node.name, node.matchers, node.seconds, ago)
        return node


def _must_be(node: Node, kinds: Sequence[str], where: str) -> None:
    kind = kind_of(node)
    if kind in kinds:
        return
    if kind == "range":
        reason = phrase(
            "a range such as x[5m] cannot stand beside {where}: put rate() around it", where=where
        )
    else:
        reason = phrase("a {kind} cannot stand beside {where}", kind=kind, where=where)
    raise NotPromqlError(reason)


def _check_arguments(name: str, arguments: Sequence[Node], kinds: Sequence[str]) -> None:
    if len(arguments) != len(kinds):
        raise NotPromqlError(
            phrase(
                "{name}() takes {expected} arguments, not {count}",
                name=name,
                expected=len(kinds),
                count=len(arguments),
            )
        )
    for argument, kind in zip(arguments, kinds, strict=True):
        found = kind_of(argument)
        if found == kind:
            continue
        if kind == "range":
            reason = phrase("{name}() reads a range such as x[5m], not a single value", name=name)
        elif found == "range":
            reason = phrase(
                "{name}() reads single values, not a range: put rate() around it", name=name
            )
        else:
            reason = phrase(
                "{name}() takes a {expected} there, not a {kind}",
                name=name,
                expected=kind,
                kind=found,
            )
        raise NotPromqlError(reason)


def _unquoted(text: str) -> str:
    body = text[1:-1]
    if text[0] == "`":
        return body
    escapes = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), body)


def _pattern(text: str) -> re.Pattern[str]:
    """A regular expression that is sure to end soon; raises NotPromqlError."""
    if len(text) > 200 or len(re.findall(r"[*+?{]", text)) > _MAX_QUANTIFIERS:
        raise NotPromqlError(phrase("the pattern {text} is too involved", text=text[:40]))
    if re.search(r"\{\d*,?\d{3}", text) or _may_take_for_ever(text):
        raise NotPromqlError(phrase("the pattern {text} is too involved", text=text[:40]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of [[x]], Grafana's old variables
            return re.compile(text, re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        reason = phrase("the pattern {text} is no regular expression", text=text[:40])
        raise NotPromqlError(reason) from None


def _may_take_for_ever(pattern: str) -> bool:
    """Whether there are several ways to repeat a group over one text, as in ``(.+)+``.

    Prometheus has an engine that does not mind; Python's tries all of them. What that engine does
    not know, looking around and back, is refused as well.
    """
    inside = [False]
    """For each open group whether there is a choice in it: a repetition, or alternatives."""
    for found in _PART.finditer(pattern):
        part = found[0]
        if part.startswith(("(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?(")) or re.match(
            r"\\[1-9]", part
        ):
            return True
        if part.startswith("("):
            inside.append(False)
        elif part.startswith(")"):
            choice = inside.pop() if len(inside) > 1 else False
            if choice and part[1:]:
                return True
            inside[-1] |= choice or bool(part[1:])
        elif part in ("*", "+", "?", "{", "|"):
            inside[-1] = True
    return False


_PART: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|P=|\(|[a-zA-Z-]*[:)]|P?<\w+>)?|\(|\)[*+{]?|.",
    re.DOTALL,
)
"""A part of a regular expression: an escape, a set, a bracket with what repeats it, or a sign."""


# ------------------------------------------------------------------ working it out


@dataclass(frozen=True, slots=True)
class Series:
    """A metric's series: where it is now, and how fast it grows."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    value: float = 0.0
    rate: float = 0.0
    """Per second, and always has been."""

    @property
    def key(self) -> Labels:
        """Its labels and its name."""
        return frozenset({("__name__", self.name), *self.labels.items()})


NOW: Final = 1_800_000_000.0
"""Seconds since 1970 that ``time()`` gives."""


def evaluate(node: Node, series: Iterable[Series]) -> Value:
    """What Prometheus would answer: a number, or a value for each set of labels.

    Raises:
        NoAnswerError: Prometheus refuses, because series find no unique partner.
        NotImplementedError: the function is one that this evaluator does not know.
    """
    return _Evaluator(tuple(series)).value(node)


@dataclass(frozen=True, slots=True)
class _Evaluator:
    series: tuple[Series, ...]

    def value(self, node: Node) -> Value:
        match node:
            case Number(value=value):
                return value
            case Selector():
                return {s.key: s.value - s.rate * node.ago for s in self._selected(node)}
            case Negative(inner=inner):
                return _mapped(self.value(inner), operator.neg)
            case Aggregate():
                return self._aggregate(node)
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)
            case Subquery() | String():
                raise NotImplementedError(type(node).__name__)

    def _vector(self, node: Node) -> Vector:
        value = self.value(node)
        assert isinstance(value, dict), "the reader checked it"
        return value

    def _number(self, node: Node) -> float:
        value = self.value(node)
        assert isinstance(value, float), "the reader checked it"
        return value

    def _selected(self, node: Selector) -> list[Series]:
        return [
            each
            for each in self.series
            if each.name == (node.name or each.name)
            and all(_matches(m, dict(each.key).get(m.label, "")) for m in node.matchers)
        ]

    def _range(self, node: Node) -> dict[Labels, tuple[float, float, float]]:
        """Value, rate and seconds of each series."""
        if isinstance(node, Selector):
            return {
                s.key: (s.value - s.rate * node.ago, s.rate, node.seconds or 0.0)
                for s in self._selected(node)
            }
        assert isinstance(node, Subquery), "the reader checked it"
        value = self.value(node.inner)
        # The rate at which an expression grows is known where it is a counter alone.
        rates = {s.key: s.rate for s in self.series} if isinstance(node.inner, Selector) else {}
        found = value if isinstance(value, dict) else {frozenset(): value}
        return {key: (each, rates.get(key, 0.0), node.seconds) for key, each in found.items()}

    def _call(self, node: Call) -> Value:
        name, arguments = node.name, node.arguments
        if name in _RANGES or name == "quantile_over_time":
            return self._over_time(name, self._range(arguments[-1]))
        match name:
            case "time":
                return NOW
            case "pi":
                return math.pi
            case "vector":
                return {frozenset(): self._number(arguments[0])}
            case "scalar":
                values = list(self._vector(arguments[0]).values())
                return values[0] if len(values) == 1 else math.nan
            case "absent":
                return {} if self._vector(arguments[0]) else {frozenset(): 1.0}
            case "sort" | "sort_desc":
                return self._vector(arguments[0])
            case "histogram_quantile":
                return _quantiles(self._number(arguments[0]), self._vector(arguments[1]))
            case "histogram_fraction":
                low, high = (self._number(each) for each in arguments[:2])
                return _fractions(low, high, self._vector(arguments[2]))
            case "clamp" | "clamp_min" | "clamp_max":
                bounds = [self._number(each) for each in arguments[1:]]
                low = -math.inf if name == "clamp_max" else bounds[0]
                high = math.inf if name == "clamp_min" else bounds[-1]
                return _mapped(self._vector(arguments[0]), lambda x: min(max(x, low), high))
            case "round":
                step = self._number(arguments[1]) if len(arguments) > 1 else 1.0
                law = _safe(lambda x: math.floor(_divided(x, step) + 0.5) * step)
                return _mapped(self._vector(arguments[0]), law)
            case "label_replace" | "label_join":
                # Whatever the new label is, it changes no value.
                return self._vector(arguments[0])
            case _ if name in _MATH:
                return _mapped(self._vector(arguments[0]), _MATH[name])
            case _:
                raise NotImplementedError(name)

    def _over_time(self, name: str, found: dict[Labels, tuple[float, float, float]]) -> Vector:
        if name == "absent_over_time":
            return {} if found else {frozenset(): 1.0}
        if name not in _OVER_TIME:
            raise NotImplementedError(name)
        law = _OVER_TIME[name]
        return {
            (key if name == "last_over_time" else _unnamed(key)): law(*each)
            for key, each in found.items()
        }

    def _aggregate(self, node: Aggregate) -> Vector:
        groups: dict[Labels, Vector] = {}
        for key, value in self._vector(node.inner).items():
            kept = _only(key, node.labels) if node.grouping == "by" else _but(key, node.labels)
            groups.setdefault(kept, {})[key] = value
        if node.name in ("topk", "bottomk"):
            assert node.parameter is not None, "the reader checked it"
            count = self._number(node.parameter)
            most = 0 if math.isnan(count) else int(min(max(count, 0), 1000))
            return {
                key: value
                for group in groups.values()
                for key, value in sorted(
                    group.items(), key=lambda item: item[1], reverse=node.name == "topk"
                )[:most]
            }
        if node.name == "quantile":
            assert node.parameter is not None, "the reader checked it"
            q = self._number(node.parameter)
            return {key: _order_statistic(q, sorted(g.values())) for key, g in groups.items()}
        if node.name not in _AGGREGATED:
            raise NotImplementedError(node.name)
        law = _AGGREGATED[node.name]
        return {key: law(list(group.values())) for key, group in groups.items()}

    def _binary(self, node: Binary) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if node.operator in _SETS:
            assert isinstance(left, dict), "the reader checked it"
            assert isinstance(right, dict), "the reader checked it"
            return _set(node, left, right)
        if isinstance(left, dict) and isinstance(right, dict):
            return _joined(node, left, right)
        if isinstance(left, dict):
            assert isinstance(right, float)
            return _each(node, {key: (value, right, value) for key, value in left.items()})
        if isinstance(right, dict):
            return _each(node, {key: (left, value, value) for key, value in right.items()})
        if node.operator in _COMPARISONS:
            return float(_COMPARISONS[node.operator](left, right))
        return _ARITHMETIC[node.operator](left, right)


def _each(node: Binary, pairs: Mapping[Labels, tuple[float, float, float]]) -> Vector:
    """The operator on each pair; of a comparison, the third value where it holds."""
    if node.operator not in _COMPARISONS:
        law = _ARITHMETIC[node.operator]
        return {_unnamed(key): law(a, b) for key, (a, b, _) in pairs.items()}
    holds = _COMPARISONS[node.operator]
    if node.as_bool:
        return {_unnamed(key): float(holds(a, b)) for key, (a, b, _) in pairs.items()}
    return {key: kept for key, (a, b, kept) in pairs.items() if holds(a, b)}


def _joined(node: Binary, left: Vector, right: Vector) -> Vector:
    """Series of both sides in pairs, as ``on``, ``ignoring`` and ``group_left`` say."""
    many, one = (right, left) if node.many == "right" else (left, right)
    partners: dict[Labels, tuple[Labels, float]] = {}
    for key, value in one.items():
        if _signature(node, key) in partners:
            raise NoAnswerError(_ambiguous(node))
        partners[_signature(node, key)] = key, value
    pairs: dict[Labels, tuple[float, float, float]] = {}
    taken: set[Labels] = set()
    for key, value in many.items():
        signature = _signature(node, key)
        if signature not in partners:
            continue
        if signature in taken and not node.many:
            raise NoAnswerError(_ambiguous(node))
        taken.add(signature)
        other, partner = partners[signature]
        labels = key if node.many or node.operator in _COMPARISONS else signature
        added = {item for item in other if item[0] in node.include}
        labels = frozenset({item for item in labels if item[0] not in node.include} | added)
        a, b = (partner, value) if node.many == "right" else (value, partner)
        pairs[labels] = a, b, a
    return _each(node, pairs)


def _set(node: Binary, left: Vector, right: Vector) -> Vector:
    there = {_signature(node, key) for key in right}
    if node.operator == "and":
        return {key: value for key, value in left.items() if _signature(node, key) in there}
    if node.operator == "unless":
        return {key: value for key, value in left.items() if _signature(node, key) not in there}
    here = {_signature(node, key) for key in left}
    more = {key: value for key, value in right.items() if _signature(node, key) not in here}
    return {**left, **more}


def _signature(node: Binary, key: Labels) -> Labels:
    return _only(key, node.on) if node.on is not None else _but(key, node.ignoring)


def _ambiguous(node: Binary) -> Phrase:
    return phrase(
        "several series on one side of {operator} have the same labels: "
        "add them up first, with sum",
        operator=node.operator,
    )


def _only(key: Labels, labels: Iterable[str]) -> Labels:
    return frozenset(item for item in key if item[0] in labels)


def _but(key: Labels, labels: Iterable[str]) -> Labels:
    return frozenset(item for item in key if item[0] not in labels and item[0] != "__name__")


def _unnamed(key: Labels) -> Labels:
    return _but(key, ())


def _mapped(value: Value, law: Callable[[float], float]) -> Value:
    if isinstance(value, dict):
        return {_unnamed(key): law(each) for key, each in value.items()}
    return law(value)


def _matches(matcher: Matcher, value: str) -> bool:
    if matcher.operator in ("=", "!="):
        same = matcher.value == value or (matcher.label == "le" and _same(matcher.value, value))
        return same is (matcher.operator == "=")
    found = _pattern(matcher.value).fullmatch(value) is not None
    return found is (matcher.operator == "=~")


def _same(first: str, second: str) -> bool:
    """Whether two bounds are one: Python writes 1.0, other clients 1."""
    try:
        return float(first) == float(second)
    except ValueError:
        return False


def _quantiles(q: float, buckets: Vector) -> Vector:
    """As ``histogram_quantile``: linear inside a bucket; above the last bound, that bound."""
    return {key: _quantile(q, group) for key, group in _bounds(buckets).items()}


def _bounds(buckets: Vector) -> dict[Labels, list[tuple[float, float]]]:
    """The bounds and counts of each histogram, in order."""
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for key, count in buckets.items():
        bound = dict(key).get("le", "")
        if _same(bound, bound) or bound == "+Inf":
            groups.setdefault(_but(key, ("le",)), []).append((float(bound), count))
    return {key: sorted(group) for key, group in groups.items()}


def _fractions(low: float, high: float, buckets: Vector) -> Vector:
    """As ``histogram_fraction``: the share between two values, linear inside a bucket."""
    groups = _bounds(buckets)
    return {
        key: _divided(_below(high, group) - _below(low, group), group[-1][1])
        if group[-1][0] == math.inf
        else math.nan
        for key, group in groups.items()
    }


def _below(x: float, buckets: Sequence[tuple[float, float]]) -> float:
    """How many observations are less than *x*, by the counts of the bounds around it."""
    start, before = 0.0, 0.0
    for bound, count in buckets:
        if x <= bound:
            if bound == math.inf:
                return count if x == math.inf else before
            share = (x - start) / (bound - start) if x > start else 0.0
            return before + (count - before) * share
        start, before = bound, count
    return before


def _order_statistic(q: float, values: Sequence[float]) -> float:
    """As ``quantile``: of the values themselves, linear between two of them."""
    if math.isnan(q):
        return math.nan
    if not 0 <= q <= 1:
        return math.copysign(math.inf, q)
    rank = q * (len(values) - 1)
    low = math.floor(rank)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (rank - low)


def _quantile(q: float, buckets: Sequence[tuple[float, float]]) -> float:
    if buckets[-1][0] != math.inf or len(buckets) < 2:
        return math.nan
    total = buckets[-1][1]
    if not total > 0 or math.isnan(q):
        return math.nan
    if not 0 <= q <= 1:
        return math.copysign(math.inf, q)
    rank = q * total
    index = next(
        i for i, (_, count) in enumerate(buckets) if count >= rank or i == len(buckets) - 1
    )
    if index == len(buckets) - 1:
        return buckets[-2][0]
    bound, count = buckets[index]
    start, before = (0.0, 0.0) if index == 0 else buckets[index - 1]
    if index == 0 and bound <= 0:
        return bound
    return start + (bound - start) * (rank - before) / (count - before) if count > before else bound


def _divided(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a)
    return a / b


def _power(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except (ValueError, OverflowError):
        return math.nan


def _safe(law: Callable[[float], float]) -> Callable[[float], float]:
    def safe(x: float) -> float:
        try:
            return float(law(x))
        except (ValueError, OverflowError):
            return math.nan

    return safe


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "%": lambda a, b: math.fmod(a, b) if b and math.isfinite(a) else math.nan,
    "^": _power,
    "atan2": math.atan2,
}
_LAWS: Final[dict[str, Callable[[float], float]]] = {
    "abs": abs,
    "ceil": math.ceil,
    "exp": math.exp,
    "floor": math.floor,
    "ln": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "sgn": lambda x: float(x > 0) - float(x < 0),
    "sqrt": math.sqrt,
    "timestamp": lambda _: NOW,
}
_MATH: Final = {name: _safe(law) for name, law in _LAWS.items()}
_OVER_TIME: Final[dict[str, Callable[[float, float, float], float]]] = {
    "rate": lambda _value, rate, _seconds: rate,
    "irate": lambda _value, rate, _seconds: rate,
    "deriv": lambda _value, rate, _seconds: rate,
    "increase": lambda _value, rate, seconds: rate * seconds,
    "delta": lambda _value, rate, seconds: rate * seconds,
    "idelta": lambda _value, rate, _seconds: rate * 15,
    "resets": lambda *_: 0.0,
    "changes": lambda _value, rate, seconds: seconds / 15 if rate else 0.0,
    "avg_over_time": lambda value, rate, seconds: value - rate * seconds / 2,
    "min_over_time": lambda value, rate, seconds: value - max(rate, 0) * seconds,
    "max_over_time": lambda value, _rate, _seconds: value,
    "last_over_time": lambda value, _rate, _seconds: value,
    "quantile_over_time": lambda value, _rate, _seconds: value,
    "count_over_time": lambda _value, _rate, seconds: seconds / 15,
    "sum_over_time": lambda value, _rate, seconds: value * seconds / 15,
    "present_over_time": lambda *_: 1.0,
    "stddev_over_time": lambda *_: 0.0,
    "stdvar_over_time": lambda *_: 0.0,
}
_AGGREGATED: Final[dict[str, Callable[[list[float]], float]]] = {
    "sum": sum,
    "avg": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "count": lambda values: float(len(values)),
    "group": lambda _: 1.0,
    "stddev": lambda values: math.sqrt(_variance(values)),
    "stdvar": _variance,
}
