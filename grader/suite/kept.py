"""What the checks of an exercise said, kept until something changes that they depend on.

A key is a digest of all that: the submission's files, the exercise's suites with what lies beside
them, the reference, the mutants that lose one of its checks, the limits, the seed, the level of
isolation, the versions, and the same of every exercise whose checks or functions it needs. Equal
key, equal results.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Final

import msgpack

from grader.model import (
    Assignment,
    Check,
    CheckId,
    CheckResult,
    Evidence,
    Exercise,
    ExerciseId,
    Frame,
    Phrase,
    Text,
    Verdict,
)
from grader.sandbox import wire

_DEPENDS_ON_THE_DAY: Final = frozenset(
    {Verdict.GRADER_ERROR, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY}
)
"""Verdicts that a less busy machine might not repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The results of one exercise's checks, packed."""

    exercise: ExerciseId
    key: str
    data: bytes


def keys(
    assignment: Assignment, checks: Sequence[Check], circumstances: str
) -> dict[ExerciseId, str]:
    """The key of each exercise; *circumstances* is what does not lie in the assignment."""
    common = [circumstances, str(assignment.entry), *assignment.runtime, repr(assignment.limits)]
    common += [assignment.reference or "", *_files(assignment, lambda name: not _is_suite(name))]
    own = {e.id: _digest([repr(e), *_of_exercise(assignment, e)]) for e in assignment.exercises}
    needed = _needed(checks)
    for exercise in assignment.exercises:  # which takes earlier ones, complete by then
        for name in exercise.takes:
            needed[exercise.id] |= {name} | needed[name]
    others = {e: [own[name] for name in sorted(needed[e] - {e})] for e in own}
    return {e: _digest([*common, own[e], *others[e]]) for e in own}


def pack(key: str, exercise: ExerciseId, results: Sequence[CheckResult]) -> Kept | None:
    """Keep *results*; None where another day might have others, or they are too large."""
    if any(result.verdict in _DEPENDS_ON_THE_DAY for result in results):
        return None
    with suppress(wire.UnencodableError):
        frame = wire.Encoder().frame([_to_data(result) for result in results])
        packed = msgpack.packb([frame.structure, *map(bytes, frame.buffers)])
        return Kept(exercise=exercise, key=key, data=zlib.compress(packed))
    return None


def unpack(kept: Kept, checks: Mapping[CheckId, Check]) -> dict[CheckId, CheckResult]:
    """The results; empty where they are not exactly those of *checks*, or cannot be read."""
    with suppress(Exception):  # whatever became of the file, the checks can be run
        structure, *buffers = msgpack.unpackb(zlib.decompress(kept.data))
        rows: Any = wire.Decoder().value(wire.Frame(structure, buffers))
        found = {row["check"]: _from_data(row, checks[row["check"]]) for row in rows}
        if found.keys() == {c.id for c in checks.values() if c.exercise == kept.exercise}:
            return found
    return {}


# ------------------------------------------------------------------ what results depend on


def _needed(checks: Sequence[Check]) -> defaultdict[ExerciseId, set[ExerciseId]]:
    """The exercises that each one's checks need, and those that these need."""
    exercise_of = {check.id: check.exercise for check in checks}
    needed: defaultdict[ExerciseId, set[ExerciseId]] = defaultdict(set)
    for check in checks:  # a check needs earlier ones, whose needs are complete by then
        for name in check.needs:
            other = exercise_of.get(name, check.exercise)
            needed[check.exercise] |= {other} | needed[other]
    return needed


def _of_exercise(assignment: Assignment, exercise: Exercise) -> list[str]:
    mine = f"{exercise.id}."
    mutants = [
        f"{mutant.id}\0{mutant.source}"
        for mutant in assignment.mutants
        if any(check.startswith(mine) for check in mutant.caught_by)
    ]
    return [*mutants, *_files(assignment, lambda name: name == f"test_{exercise.id}.py")]


def _files(assignment: Assignment, wanted: Callable[[str], bool]) -> list[str]:
    """Digests of the files in the suites' folders whose name is *wanted*."""
    folders = sorted({path.parent for path in assignment.suites})
    return [
        f"{path.relative_to(assignment.folder)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc" and wanted(path.name)
    ]


def _is_suite(name: str) -> bool:
    return name.startswith("test_") and name.endswith(".py")


def _digest(parts: Iterable[str]) -> str:
    code = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        code.update(len(data).to_bytes(8) + data)
    return code.hexdigest()


# ------------------------------------------------------------------ results as data

_PARTS: Final = {kind.__name__: kind for kind in (Phrase, Text, Evidence, Frame)}
_NAMED_ANEW: Final = frozenset({"check", "misconception"})
"""What is not kept: the one is there, the other depends on all exercises together."""


def _to_data(result: CheckResult) -> dict[str, Any]:
    found = {f.name: _plain(getattr(result, f.name)) for f in fields(result)}
    kept = {name: value for name, value in found.items() if name not in _NAMED_ANEW}
    return {**kept, "check": str(result.check.id)}


def _plain(value: Any) -> Any:
    """*value* with its dataclasses as pairs of a name and a dict, all the way down."""
    kind = type(value).__name__
    if kind in _PARTS:
        return (kind, {f.name: _plain(getattr(value, f.name)) for f in fields(value)})
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _from_data(row: dict[str, Any], check: Check) -> CheckResult:
    found = {name: _whole(value) for name, value in row.items()}
    return CheckResult(**{**found, "check": check, "verdict": Verdict(row["verdict"])})


def _whole(value: Any) -> Any:
    match value:
        case (str() as kind, dict() as parts) if kind in _PARTS:
            return _PARTS[kind](**{name: _whole(part) for name, part in parts.items()})
        case tuple():
            return tuple(map(_whole, value))
        case _:
            return value
