"""A student's definition of one exercise, with what it needs of the rest of the program."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Final

from grader.cells import bindings, parse
from grader.model import Assignment, ExerciseId, Program
from grader.report.text import clean

LONGEST: Final = 20_000
"""Characters; what is longer is no minimal example of anything."""


def definition(program: Program, assignment: Assignment, exercise: ExerciseId) -> str:
    """The statements of *program* that define *exercise*, and the helpers that those use.

    Other exercises' definitions are left out: they belong to other mistakes. The text is cleaned
    of invisible characters. Empty where nothing defines it, or where it is too long.
    """
    names = {each.id: (each.id, *each.aliases) for each in assignment.exercises}
    statements = _statements(program)
    bound = {
        name: place for place, (tree, _) in enumerate(statements) for name, _ in bindings([tree])
    }
    found = next((name for name in names.get(exercise, ()) if name in bound), None)
    if found is None:
        return ""
    others = {name for known, each in names.items() if known != exercise for name in each}
    places = _needed({found}, bound, others, statements)
    pieces = [statements[place][1] for place in sorted(places)]
    if found != exercise:
        pieces.append(f"{exercise} = {found}")
    source = clean("\n\n\n".join(dict.fromkeys(pieces)), limit=LONGEST + 1, lines=True)
    return f"{source}\n" if len(source) <= LONGEST and parse(source) else ""


def _statements(program: Program) -> list[tuple[ast.stmt, str]]:
    """Every top-level statement with its text, in order."""
    found: list[tuple[ast.stmt, str]] = []
    for cell in program.cells:
        tree = parse(cell.source)
        lines = cell.source.split("\n")
        for node in tree.body if tree else ():
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(each.lineno for each in decorators)])
            found.append((node, "\n".join(lines[first - 1 : node.end_lineno])))
    return found


def _needed(
    wanted: set[str],
    bound: dict[str, int],
    others: Collection[str],
    statements: list[tuple[ast.stmt, str]],
) -> set[int]:
    places: set[int] = set()
    todo = [bound[name] for name in wanted]
    while todo:
        place = todo.pop()
        if place in places:
            continue
        places.add(place)
        used = {node.id for node in ast.walk(statements[place][0]) if isinstance(node, ast.Name)}
        todo += [bound[name] for name in used - set(others) if name in bound]
    return places
