"""Which exercises a mutant can change at all: the others answer as the reference does.

By names alone, and on the safe side: an exercise is touched if its checks, or whatever their
suites and the reference define under the names in them, and so on, mention a name that the mutant
defines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.model import Assignment, Check, ExerciseId, Mutant

_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_GIVES = (*_DEFINES, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


def reach(assignment: Assignment) -> dict[ExerciseId, set[str]]:
    """Every name that the checks of each exercise can come upon, in the reference's place."""
    reference = _mentions(ast.parse(assignment.reference or ""))
    found = {}
    for exercise in assignment.exercises:
        names, mentions = {str(exercise.id)}, [reference]
        for suite in assignment.suites:
            if suite.stem == f"test_{exercise.id}":
                tree = ast.parse(suite.read_text(encoding="utf-8"))
                names |= _begins(tree)
                mentions += [_mentions(each) for each in (tree, *_beside(suite, tree))]
        found[exercise.id] = _reached(names, mentions)
    return found


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


def _beside(suite: Path, tree: ast.Module) -> Iterator[ast.Module]:
    """The modules beside a suite that it, or another of them, imports from."""
    known, waiting = {suite.stem}, [tree]
    while waiting:
        for word in _words(waiting.pop()) - known:
            path = suite.parent / f"{word}.py"
            if path.is_file():
                known.add(word)
                waiting.append(ast.parse(path.read_text(encoding="utf-8")))
                yield waiting[-1]


def _begins(tree: ast.Module) -> set[str]:
    """The words that are come upon in any case: in the checks, and where more than a name is given
    to something."""
    begins = [
        node
        for node in tree.body
        if not isinstance(node, _GIVES)
        or (isinstance(node, _DEFINES) and node.name.startswith(("test", "Test")))
    ]
    return set().union(*map(_words, begins))


def _mentions(tree: ast.Module) -> Mapping[str, set[str]]:
    """Of each name that a module gives to something, the words in that statement."""
    found: dict[str, set[str]] = {}
    for node in tree.body:
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                found.setdefault(name, set()).update(_words(node))
            case ast.Import() | ast.ImportFrom():
                for each in node.names:
                    found.setdefault(each.asname or each.name, set()).add(each.name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.setdefault(name, set()).update(_words(node))
            case _:
                words = _words(node)
                for name in words:
                    found.setdefault(name, set()).update(words)
    return found


def _reached(names: set[str], mentions: Sequence[Mapping[str, set[str]]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            for each in mentions:
                waiting += each.get(name, ())
    return reached


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
