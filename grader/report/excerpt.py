"""The part of a student's program that a check is about."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from grader.model import Cell, Frame, Program
from grader.report.text import clean

LONGEST: Final = 36
"""Lines shown of one definition."""
WIDEST: Final = 160
"""Characters shown of one line."""
_TOO_LONG_TO_PARSE: Final = 200_000
_TOKEN: Final = re.compile(r"\w+|==|[<>!]=|\*\*|//|[^\w\s]")
_MODULES: Final = frozenset({"np", "numpy", "torch", "nn", "F", "self"})
_SHORTEST: Final = 6
"""Tokens of a line from which on it says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Consecutive lines of one cell; the student's text, cleaned."""

    cell: int | None
    first: int
    """The number of the first line in its cell or file, from 1."""
    lines: tuple[str, ...]
    marked: int | None = None
    """The number of the line to look at."""
    cut: bool = False
    """Whether the definition goes on after the last line shown."""


def find_definition(program: Program, names: Iterable[str], what: str = "") -> Excerpt | None:
    """Where the last of *names* is defined; for a class, the method that *what* calls, if any.

    None if no cell that can be parsed defines one of them.
    """
    wanted = [name for name in names if name.isidentifier()]
    for cell in reversed(program.cells):
        for name in wanted:
            found = _outline(cell.source).definitions.get(name) if name in cell.source else None
            if found is not None:
                return _lines(cell, *found.part(what))
    return None


def find_line(program: Program, frame: Frame) -> Excerpt | None:
    """The function around the line of *frame*, that line marked."""
    for cell in program.cells:
        if cell.number == frame.cell and 1 <= frame.line <= cell.source.count("\n") + 1:
            first, last = _around(cell, frame.line)
            return _lines(cell, first, last, marked=frame.line)
    return None


def mark_mistake(
    excerpt: Excerpt, right: str, wrong: Iterable[str], others: Iterable[str] = ()
) -> Excerpt:
    """*excerpt* with the line marked that is, but for its names, one of those that make a mistake.

    Args:
        excerpt: Lines of a student's.
        right: The source of the model solution.
        wrong: Of each mutant that makes the mistake, the source.
        others: The same of other mistakes: a line that is in one of them, too, tells less.

    Of several the last, which is nearest to the answer. As it is where there is none.
    """
    mistakes = _shapes_of(wrong) - _shapes(right)
    shapes = list(enumerate(map(_shape, excerpt.lines), excerpt.first))
    for telling in (mistakes - _shapes_of(others), mistakes):
        found = [number for number, shape in shapes if shape in telling]
        if found:
            return replace(excerpt, marked=found[-1])
    return excerpt


def _shapes_of(sources: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_shapes, sources))


@lru_cache(maxsize=256)
def _shapes(source: str) -> frozenset[str]:
    return frozenset(filter(None, map(_shape, source.splitlines())))


def _shape(line: str) -> str:
    """A line with its variables numbered in the order in which they come; empty if it is short."""
    tokens = _TOKEN.findall(line.partition("#")[0])
    if tokens[:1] in (["def"], ["class"]):
        return ""
    variables: dict[str, str] = {}
    for index, token in enumerate(tokens):
        before, after = tokens[index - 1] if index else "", (*tokens[index + 1 :], "")[0]
        named = token.isidentifier() and not keyword.iskeyword(token) and token not in _MODULES
        option = after == "=" and before in ("(", ",")
        if named and before != "." and after != "(" and not option:
            tokens[index] = variables.setdefault(token, f"v{len(variables)}")
    return " ".join(tokens) if len(tokens) >= _SHORTEST else ""


_Extent = tuple[int, int]
"""The first and the last line, from 1."""
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True, slots=True)
class _Found:
    """Where something is defined, and where its methods are."""

    extent: _Extent
    methods: dict[str, _Extent]
    column: int

    def part(self, what: str) -> _Extent:
        """The method that *what* calls last, or all of it."""
        called = [name for name in re.findall(r"\.(\w+)", what) if name in self.methods]
        return self.methods[called[-1]] if called else self.extent


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a cell defines, and where its functions are."""

    definitions: dict[str, _Found]
    functions: list[_Extent]


@lru_cache(maxsize=32)
def _outline(source: str) -> _Outline:
    """Read once for all checks of a student's; without the tree, which is large."""
    outline = _Outline({}, [])
    for node in ast.walk(_parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            outline.functions.append(_extent(node))
        if not isinstance(node, _Definition):
            continue
        for name in _names(node):
            before = outline.definitions.get(name)
            # The last one of the outermost ones is the one that a caller sees.
            if before is None or node.col_offset <= before.column:
                outline.definitions[name] = _Found(_extent(node), _methods(node), node.col_offset)
    return outline


def _parse(source: str) -> ast.Module:
    """Empty if it cannot be parsed."""
    if len(source) > _TOO_LONG_TO_PARSE:
        return ast.Module([], [])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _names(node: _Definition) -> Iterable[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _methods(node: _Definition) -> dict[str, _Extent]:
    if not isinstance(node, ast.ClassDef):
        return {}
    return {each.name: _extent(each) for each in node.body if isinstance(each, ast.FunctionDef)}


def _extent(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.stmt,
) -> _Extent:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first, node.end_lineno or node.lineno


def _around(cell: Cell, line: int) -> _Extent:
    functions = _outline(cell.source).functions
    around = [each for each in functions if each[0] <= line <= each[1]]
    return max(around, default=(max(1, line - 4), line + 3))


def _lines(cell: Cell, first: int, last: int, *, marked: int | None = None) -> Excerpt:
    if marked is not None and marked - first >= LONGEST:
        first = marked - LONGEST // 2
    source = cell.source.split("\n")
    shown = source[first - 1 : min(last, first - 1 + LONGEST)]
    return Excerpt(
        cell=cell.number,
        first=first,
        lines=tuple(clean(line, limit=WIDEST, lines=True) for line in shown),
        marked=marked,
        cut=first - 1 + len(shown) < min(last, len(source)),
    )
