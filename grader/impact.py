"""Which exercises a mutant can change at all: the others answer as the reference does.

By names alone, and on the safe side: an exercise is touched if its suites, or whatever the
reference defines under the names in them, and so on, mention a name that the mutant defines.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from grader.model import Assignment, Check, ExerciseId, Mutant

_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reach(assignment: Assignment) -> dict[ExerciseId, set[str]]:
    """Every name that the checks of each exercise can come upon, in the reference's place."""
    mentions = _mentions(assignment.reference or "")
    return {
        exercise.id: _reached({exercise.id, *_said(assignment, exercise.id)}, mentions)
        for exercise in assignment.exercises
    }


def touched(
    reached: Mapping[ExerciseId, set[str]], checks: Sequence[Check], mutant: Mutant
) -> set[ExerciseId]:
    """The exercises whose checks may end otherwise for *mutant* than for the reference."""
    changed = _defined(mutant.source)
    if changed is None:
        return set(reached)
    found = {exercise for exercise, names in reached.items() if changed & names}
    exercise_of = {check.id: check.exercise for check in checks}
    while more := {
        check.exercise
        for check in checks
        if check.exercise not in found and {exercise_of.get(n) for n in check.needs} & found
    }:
        found |= more
    return found


def _defined(source: str) -> set[str] | None:
    """The names that *source* defines; None where it does more than to define some."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Import() | ast.ImportFrom():
                names |= {(each.asname or each.name).partition(".")[0] for each in node.names}
            case ast.Expr(value=ast.Constant()):
                pass
            case _:
                return None
    return names


def _mentions(source: str) -> Mapping[str, set[str]]:
    """Of each name that the reference defines, the words in its definition."""
    found: dict[str, set[str]] = {}
    for node in ast.parse(source).body:
        words = _words(node)
        if isinstance(node, _DEFINES):
            found.setdefault(node.name, set()).update(words)
        else:
            for name in words:
                found.setdefault(name, set()).update(words)
    return found


def _reached(names: set[str], mentions: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += mentions.get(name, ())
    return reached


def _said(assignment: Assignment, exercise: ExerciseId) -> set[str]:
    """All words in the exercise's suites, and in the modules that they import from beside them."""
    words: set[str] = set()
    for suite in assignment.suites:
        if suite.stem == f"test_{exercise}":
            own = _words(ast.parse(suite.read_text(encoding="utf-8")))
            beside = [suite.parent / f"{word}.py" for word in own]
            texts = [path.read_text(encoding="utf-8") for path in beside if path.is_file()]
            words |= own.union(*(_words(ast.parse(text)) for text in texts))
    return words


def _words(tree: ast.AST) -> set[str]:
    """Every identifier in *tree*, and every string that is one: getattr takes such."""
    words: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.alias(name=word):
                words.add(word)
            case ast.Constant(value=str() as word) if word.isidentifier():
                words.add(word)
            case ast.ImportFrom(module=str() as word):
                words.add(word)
            case _:
                pass
    return words
