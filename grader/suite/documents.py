"""JSON and YAML that are handed in: as a file, or as a variable or a function of the program.

They are found and parsed beside the student's code and come back as plain data of bounded size: an
anchor that is referred to a thousand times over, a nesting without end or a file of megabytes is
one line of feedback.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.model import phrase
from grader.suite import reading
from grader.suite.api import Student, Unmet, probe
from grader.suite.reading import handed_in


def document(
    student: Student,
    names: Sequence[str],
    *,
    missing: Callable[[], object],
    files: Sequence[str],
    suffixes: Sequence[str],
    mark: str,
) -> dict[str, Any]:
    """The mapping that was handed in under one of the *names*, or else in a file.

    Args:
        student: The suite's fixture.
        names: Of a variable, or of a function without arguments. It holds the data, their text, or
            the path of a file that was handed in.
        missing: Called where there is nothing, to raise what says so.
        files: Names of files, in order of preference, in lower case.
        suffixes: With ".json" among them it is JSON, else YAML; other files that end so are read
            where none of *files* is there.
        mark: What such a file has in it.

    Raises:
        Unmet: it cannot be read, or is no mapping.
    """
    task = (list(names), list(files), list(suffixes), mark)
    found = probe(student, _handed_in, *task, helpers=(reading,))
    where, language = str(found["where"])[:80], "JSON" if ".json" in suffixes else "YAML"
    if not where:
        missing()
        note = phrase(
            "{name} gives no {language}: is a `return` missing?", name=names[0], language=language
        )
        raise Unmet([note])
    if found["problem"]:
        note = phrase(
            "{file} cannot be read as {language}: {problem}",
            file=where,
            language=language,
            problem=str(found["problem"])[:300],
        )
        raise Unmet([note])
    if not isinstance(found["data"], dict):
        note = phrase(
            "{file} has to be a mapping of {language}, with names and values.",
            file=where,
            language=language,
        )
        raise Unmet([note])
    data: dict[str, Any] = found["data"]
    return data


def _handed_in(module: object, *task: Any) -> Any:
    return handed_in(module, *task)
