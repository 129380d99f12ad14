"""Finds and parses JSON and YAML that were handed in. Its source is shipped to run beside the work.

So it imports nothing of ours. ``grader.suite.documents`` is what suites use.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

MAX_CHARACTERS: Final = 200_000
MAX_PARTS: Final = 20_000
"""Values and keys of a document, once every reference in it is written out."""
MAX_DEPTH: Final = 40
_MAX_FILES: Final = 500
_KINDS: Final = frozenset(
    ["str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq", "binary"]
)
"""Of YAML's values; any other tag asks for an object to be made."""


class RefusedError(Exception):
    """It cannot be read; the message says why."""


def handed_in(
    module: object,
    names: Sequence[str],
    files: Sequence[str],
    suffixes: Sequence[str],
    mark: str,
) -> dict[str, Any]:
    """What is there under one of the names, or else in a file; see ``documents.document``.

    Returns:
        "where" it was found, "" where nowhere; the "problem" with it; the "data".

    Raises:
        NotImplementedError: a function of that name does, and there is no file.
    """
    unwritten: NotImplementedError | None = None
    for name in names:
        try:
            value = _value(getattr(module, name, None))
        except NotImplementedError as error:
            value, unwritten = None, unwritten or error
        if _is_document(value, suffixes):
            return _told(name, partial(from_value, value, suffixes))
    path = _file(files, tuple(suffixes), mark)
    if path is not None:
        return _told(path.name, partial(from_value, path, suffixes))
    if unwritten is not None:
        raise unwritten
    return {"where": "", "problem": "", "data": None}


def _value(value: object) -> object:
    return value() if callable(value) and not isinstance(value, type) else value


def _is_document(value: object, suffixes: Sequence[str]) -> bool:
    kinds: tuple[type, ...] = (dict, str, bytes, bytearray, os.PathLike)
    kinds += () if ".json" in suffixes else (list,)
    return isinstance(value, kinds) and bool(value)


def _told(where: str, take: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {"where": where, "problem": "", "data": take()}
    except RefusedError as refused:
        problem = str(refused)
    except (RecursionError, MemoryError):
        problem = "it is nested too deeply"
    except Exception as error:  # noqa: BLE001 - whatever a parser raises on hostile text
        problem = f"{type(error).__name__}: {error}"
    return {"where": where, "problem": problem[:300], "data": None}


# ------------------------------------------------------------------ files


def _file(files: Sequence[str], suffixes: tuple[str, ...], mark: str) -> Path | None:
    """The first file of one of the names, else the first of the suffixes that has the mark."""
    there = list(_all_files())
    for wanted in files:
        for path in there:
            if path.name.lower() == wanted:
                return path
    return next((p for p in there if p.name.lower().endswith(suffixes) and _has(p, mark)), None)


def _all_files() -> Iterator[Path]:
    count = 0
    for folder, folders, inside in os.walk("."):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "_")))
        for name in sorted(inside):
            count += 1
            if count > _MAX_FILES:
                return
            yield Path(folder, name)


def _has(path: Path, mark: str) -> bool:
    try:
        return mark in read(path)
    except (RefusedError, OSError):
        return False


def read(path: Path) -> str:
    """A text file of bounded size, without its byte order mark."""
    with path.open("rb") as file:
        data = file.read(4 * MAX_CHARACTERS + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("it is no text in UTF-8") from None


# ------------------------------------------------------------------ values


def from_value(value: object, suffixes: Sequence[str]) -> Any:
    """Plain data of what a variable holds: data, their text, or the path of a file."""
    if isinstance(value, (bytes, bytearray)):
        value = bytes(value).decode("utf-8-sig")
    if isinstance(value, os.PathLike):
        return from_text(read(Path(value)), suffixes)
    if isinstance(value, str):
        path = value.strip()
        one_line = "\n" not in path and path.lower().endswith(tuple(suffixes))
        return from_text(read(Path(path)) if one_line else value, suffixes)
    if isinstance(value, list):
        value = {"groups": value}
    return _plain(value, _Budget())


def from_text(text: str, suffixes: Sequence[str]) -> Any:
    """Plain data of a text in JSON or YAML."""
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(f"it has more than {MAX_CHARACTERS} characters")
    if ".json" not in suffixes:
        return _from_yaml(text)
    try:
        return _plain(json.loads(text), _Budget())
    except json.JSONDecodeError as error:
        raise RefusedError(f"line {error.lineno}: {error.msg}") from None


class _Budget:
    """Counts the parts of a document; refuses the one too many."""

    def __init__(self) -> None:
        self._left = MAX_PARTS
        self._characters = MAX_CHARACTERS

    def spend(self, depth: int, text: str = "") -> None:
        self._left -= 1
        self._characters -= len(text)
        if self._characters < 0:
            raise RefusedError(f"it has more than {MAX_CHARACTERS} characters")
        if self._left < 0:
            raise RefusedError(f"it has more than {MAX_PARTS} parts")
        if depth > MAX_DEPTH:
            raise RefusedError("it is nested too deeply")


def _plain(value: object, budget: _Budget, depth: int = 0) -> Any:
    budget.spend(depth, value if isinstance(value, str) else "")
    if isinstance(value, dict):
        return {str(k)[:500]: _plain(v, budget, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each, budget, depth + 1) for each in value]
    if value is None or type(value) in (bool, float):
        return value
    return value if type(value) is int and value.bit_length() < 64 else str(value)


def _from_yaml(text: str) -> Any:
    import yaml

    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_node() if loader.check_node() else None
        while loader.check_node():
            further = loader.get_node()
            # A line of --- at the end begins a document without anything.
            if further is not None and further.value != "":
                line = further.start_mark.line
                raise RefusedError(f"line {line}: but found another document")
        return None if node is None else _built(loader, node, _Budget())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise RefusedError(f"{place}{error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise RefusedError(str(error).partition("\n")[0]) from None


def _built(loader: Any, node: Any, budget: _Budget, depth: int = 0) -> Any:
    """What a node stands for: written out where it is referred to, so it is counted each time."""
    budget.spend(depth, node.value if isinstance(node.value, str) else "")
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind not in _KINDS:
        raise RefusedError(f"line {node.start_mark.line + 1}: the tag {kind[:80]} is not allowed")
    if isinstance(node.value, str):
        typed = kind in ("int", "float", "bool", "null")
        return _plain(loader.construct_object(node), budget, depth) if typed else node.value
    if node.id == "sequence":
        return [_built(loader, each, budget, depth + 1) for each in node.value]
    table: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    for key, value in node.value:
        inside = _built(loader, value, budget, depth + 1)
        if key.tag.endswith(":merge"):
            for each in inside if isinstance(inside, list) else [inside]:
                merged = {**(each if isinstance(each, dict) else {}), **merged}
            continue
        name = str(_built(loader, key, budget, depth + 1))
        if name in table:
            raise RefusedError(f"line {key.start_mark.line + 1}: {name[:80]} is there twice")
        table[name] = inside
    return {**merged, **table}
