"""A class whose grades are known beforehand: what ``grader batch`` must find is in ``truth.csv``.

The students hand in the reference, accepted variants, each mutant, the untouched template, broken
files, or nothing. What they should get comes from the mutants' ``caught_by`` and the checks'
points, never from grading.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import random
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path, PurePosixPath

from grader.atomic import write_atomic
from grader.chain import Sheet
from grader.errors import AssignmentError, UsageError
from grader.intervals import Array
from grader.model import Assignment, Check, CheckId, StudentId
from grader.worksheet import as_toml, fill_file, open_sheets

# One letter for each student, over and over:
# Reference, Accepted, Mutant, Template, Broken, X nothing handed in.
_MIX = "MARMBMAMRMAMTMABMARMAMXMAMBMRA"

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Gia", "Bảo", "Thuỳ")
_GIVEN: tuple[str, ...] = (
    "An",
    "Bình",
    "Đạt",
    "Giang",
    "Hải",
    "Hiếu",
    "Hoà",
    "Huệ",
    "Hưng",
    "Khoa",
    "Lan",
    "Mai",
)
_GIVEN += ("Nghĩa", "Ngân", "Phúc", "Quỳnh", "Sơn", "Thảo", "Thắng", "Tú", "Tuấn", "Việt", "Yến")

_ACCEPTED = frozenset({".py", ".ipynb", ".zip"})

TRUTH = ("student", "kind", "case", "file", "status", "earned", "possible", "misconception", "lost")


_Write = Callable[[Path], Path]
"""Writes a submission at a path without suffix; returns what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Something that a student can hand in, and what it should be worth."""

    kind: str
    name: str
    forms: tuple[_Write, ...]
    """The ways to hand it in, any of which will do; none where nothing is handed in."""
    status: str = "graded"
    earned: int | None = 0
    misconception: str = ""
    lost: str = ""


def simulate(
    assignment: Assignment, checks: Sequence[Check], *, students: int, seed: int, out: Path
) -> Path:
    """Write ``out/submissions``, ``out/truth.csv`` and ``out/roster.csv``; return the first.

    Equal arguments give equal names, files and order. *checks* are the declared ones.

    Raises:
        AssignmentError: the assignment has no reference, or a mutant names an unknown check.
        UsageError: *out* has submissions already, or cannot be written.
    """
    submissions = out / "submissions"
    if submissions.exists():
        raise UsageError(f"{submissions}: is there already; choose another --out or remove it")
    rng = random.Random(seed)  # noqa: S311 - a made-up class, not a secret
    cases = _cast(_all_cases(assignment, checks), students, rng)
    names = [_name(number, rng) for number in range(students)]
    possible = sum(check.points for check in checks)
    submissions.mkdir(parents=True)
    truth = []
    for student, case in zip(names, cases, strict=True):
        # A third of the files come from macOS, which decomposes names.
        name = unicodedata.normalize("NFD", student) if rng.randrange(3) == 0 else student
        file = rng.choice(case.forms)(submissions / name) if case.forms else None
        truth.append(_truth(student, case, file, possible))
    write_atomic(out / "truth.csv", _csv(TRUTH, sorted(truth)))
    write_atomic(out / "roster.csv", _csv(("key", "id", "name", "email"), map(_roster, names)))
    return submissions


# ------------------------------------------------------------------ who hands in what


def _all_cases(assignment: Assignment, checks: Sequence[Check]) -> dict[str, list[_Case]]:
    if assignment.reference is None:
        raise AssignmentError(f"{assignment.id}: has no reference, so no class can be made of it")
    if assignment.answers:
        return _cases_by_hand(assignment, checks)
    possible = sum(check.points for check in checks)
    root = assignment.folder.parents[1]
    entry = assignment.entry
    template = _template(root, assignment)
    reference = _Case(
        kind="reference",
        name="reference",
        forms=_every_form([assignment.reference], entry),
        earned=possible,
    )
    untouched = _Case(kind="template", name="template", forms=_every_form([template], entry))
    absent = _Case(kind="missing", name="nothing", forms=(), status="missing", earned=None)
    return {
        "R": [reference],
        "A": list(_accepted(root / "tests" / "accepted" / assignment.id, possible)),
        "M": list(_mutants(assignment, assignment.reference, checks)),
        "T": [untouched],
        "B": list(_broken(assignment, assignment.reference, template, checks)),
        "X": [absent],
    }


def _cast(cases: Mapping[str, list[_Case]], students: int, rng: random.Random) -> list[_Case]:
    """*students* cases in the usual mix, each kind of thing in turn, in random order."""
    decks = {}
    for letter, deck in cases.items():
        decks[letter] = cycle(rng.sample(deck, len(deck)) or cases["R"])
    cast = [next(decks[letter]) for letter, _ in zip(cycle(_MIX), range(students), strict=False)]
    rng.shuffle(cast)
    return cast


def _template(root: Path, assignment: Assignment) -> str:
    path = root / "student_template" / assignment.id / assignment.entry
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: the template cannot be read: {error}") from error


def _accepted(folder: Path, possible: int) -> Iterator[_Case]:
    for path in sorted(folder.glob("[!._]*")):
        if path.suffix not in _ACCEPTED and not path.is_dir():
            continue
        yield _Case(kind="accepted", name=path.name, forms=(_copy(path),), earned=possible)


def _mutants(assignment: Assignment, reference: str, checks: Sequence[Check]) -> Iterator[_Case]:
    points = {check.id: check.points for check in checks}
    for mutant in assignment.mutants:
        if unknown := mutant.caught_by - points.keys():
            raise AssignmentError(
                f"mutants/{mutant.id}.py: caught by {min(unknown)}, which is not a check"
            )
        lost = _with_dependents(mutant.caught_by, checks)
        yield _Case(
            kind="mutant",
            name=mutant.id,
            forms=_every_form([reference, mutant.source], assignment.entry),
            earned=sum(points[check] for check in points.keys() - lost),
            misconception=mutant.misconception,
            lost=" ".join(sorted(lost)),
        )


# ------------------------------------------------------------------ numbers worked out by hand


def _cases_by_hand(assignment: Assignment, checks: Sequence[Check]) -> dict[str, list[_Case]]:
    """The same where everyone has their own numbers: whoever hands in gets their own right ones."""
    possible = sum(check.points for check in checks)
    points = {check.id: check.points for check in checks}
    root = assignment.folder.parents[1]
    sheets = open_sheets(assignment)

    def of(path: Path) -> Sheet:
        return sheets.sheet(assignment.seed, StudentId(unicodedata.normalize("NFC", path.name)))

    def work(answers: Callable[[Sheet], Mapping[str, Array]]) -> tuple[_Write, ...]:
        return tuple(
            lambda path, form=form: form([as_toml(answers(of(path)))])(path)
            for form in (_as_answers, _as_variables, _as_cells, _as_packed)
        )

    def filled(source: Path) -> _Write:
        return lambda path: _bytes(source.suffix, fill_file(source, of(path)))(path)

    mutants = []
    for mutant, wrong in zip(assignment.mutants, sheets.wrong, strict=True):
        if unknown := mutant.caught_by - points.keys():
            raise AssignmentError(
                f"mutants/{mutant.id}.py: caught by {min(unknown)}, which is not a check"
            )
        lost = _with_dependents(mutant.caught_by, checks)
        mutants.append(
            _Case(
                kind="mutant",
                name=mutant.id,
                forms=work(wrong.answers),
                earned=sum(points[check] for check in points.keys() - lost),
                misconception=mutant.misconception,
                lost=" ".join(sorted(lost)),
            )
        )
    accepted = [
        _Case(kind="accepted", name=path.name, forms=(filled(path),), earned=possible)
        for path in sorted((root / "tests" / "accepted" / assignment.id).glob("[!._]*"))
    ]
    templates = sorted((root / "student_template" / assignment.id).glob("[!._]*"))
    untouched = _Case(kind="template", name="template", forms=tuple(map(_copy, templates)))
    right = work(lambda sheet: sheet.right)
    absent = _Case(kind="missing", name="nothing", forms=(), status="missing", earned=None)
    return {
        "R": [_Case(kind="reference", name="reference", forms=right, earned=possible)],
        "A": accepted,
        "M": mutants,
        "T": [untouched],
        "B": list(_refused(assignment.entry, "x = 1")),
        "X": [absent],
    }


def _as_answers(sources: list[str]) -> _Write:
    return _bytes(".toml", "\n".join(sources).encode())


def _as_variables(sources: list[str]) -> _Write:
    return _as_file(sources, PurePosixPath("softmax_by_hand.py"))


def _as_cells(sources: list[str]) -> _Write:
    return _as_notebook(sources, PurePosixPath("softmax_by_hand.ipynb"))


def _as_packed(sources: list[str]) -> _Write:
    return _bytes(".zip", _zip({"bai tap/answers.toml": "\n".join(sources).encode()}))


# ------------------------------------------------------------------ in which form


def _as_file(sources: list[str], entry: PurePosixPath) -> _Write:
    return _bytes(entry.suffix, "\n\n".join(sources).encode())


def _as_notebook(sources: list[str], entry: PurePosixPath) -> _Write:
    del entry
    return _bytes(".ipynb", _notebook(sources))


def _as_folder(sources: list[str], entry: PurePosixPath) -> _Write:
    def write(path: Path) -> Path:
        target = path / entry
        target.parent.mkdir(parents=True)
        target.write_bytes("\n\n".join(sources).encode())
        return path

    return write


def _as_archive(sources: list[str], entry: PurePosixPath) -> _Write:
    return _bytes(".zip", _zip({f"bai tap/{entry}": "\n\n".join(sources).encode()}))


def _every_form(sources: list[str], entry: PurePosixPath) -> tuple[_Write, ...]:
    forms = (_as_file, _as_notebook, _as_folder, _as_archive)
    return tuple(form(sources, entry) for form in forms)


def _bytes(suffix: str, data: bytes) -> _Write:
    def write(path: Path) -> Path:
        # Not with_suffix: a student's name may have a dot.
        target = path.parent / (path.name + suffix)
        target.write_bytes(data)
        return target

    return write


def _copy(source: Path) -> _Write:
    def write(path: Path) -> Path:
        if source.is_dir():
            return Path(shutil.copytree(source, path))
        return Path(shutil.copyfile(source, path.parent / (path.name + source.suffix)))

    return write


def _notebook(sources: list[str]) -> bytes:
    """As it comes from Colab: a heading, a cell of set-up, a cell for each definition."""
    setup = (
        "!pip install -q numpy\n%matplotlib inline\n"
        "from google.colab import drive\ndrive.mount('/content/drive')"
    )
    code = [setup, *(cell for source in sources for cell in _definitions(source))]
    heading = {"cell_type": "markdown", "metadata": {}, "source": ["# Bài tập tuần 2"]}
    cells = [
        {
            "cell_type": "code",
            "execution_count": number,
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for number, source in enumerate(code, start=1)
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "name": "python3"}}
    notebook = {"cells": [heading, *cells], "metadata": kernel, "nbformat": 4, "nbformat_minor": 0}
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _definitions(source: str) -> Iterator[str]:
    """*source* in pieces, each ending where the next function or class begins."""
    starts = [0]
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(found.lineno for found in node.decorator_list)])
            starts.append(first - 1)
    lines = source.splitlines()
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if piece := "\n".join(lines[begin:end]).strip("\n"):
            yield piece


def _zip(members: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # A fixed time, so that equal arguments give equal bytes.
            info = zipfile.ZipInfo(name, (2026, 11, 1, 8, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


# ------------------------------------------------------------------ what cannot earn everything


def _broken(
    assignment: Assignment, reference: str, template: str, checks: Sequence[Check]
) -> Iterator[_Case]:
    entry = assignment.entry
    solution = reference.encode()
    possible = sum(check.points for check in checks)
    graded: dict[str, tuple[_Write, int]] = {
        "syntax-error": (_bytes(".py", b"def softmax(z:\n    return z\n"), 0),
        "other-homework": (_bytes(".py", b"def fibonacci(n):\n    return n\n"), 0),
        "never-imports": (_bytes(".py", f"{template}\nwhile True:\n    pass\n".encode()), 0),
        "training-never-ends": (_bytes(".py", solution + b"\n\nwhile True:\n    pass\n"), possible),
        "exits": (_bytes(".ipynb", _notebook([reference, "import sys\nsys.exit()"])), possible),
    }
    for name, (write, earned) in graded.items():
        yield _Case(kind="broken", name=name, forms=(write,), earned=earned)
    yield from _refused(entry, reference)
    yield from _without_a_function(assignment, reference, checks)


def _refused(entry: PurePosixPath, source: str) -> Iterator[_Case]:
    """What cannot be graded at all."""
    solution = source.encode()
    notebook = _notebook([source])
    accents = "# Bài làm của em: hàm mất mát\n".encode("cp1258", "replace")
    refused: dict[str, _Write] = {
        "empty-file": _bytes(".py", b""),
        "binary": _bytes(".py", random.Random(0).randbytes(3000)),  # noqa: S311 - only noise
        "wrong-encoding": _bytes(".py", accents + solution),
        "half-notebook": _bytes(".ipynb", notebook[: len(notebook) // 2]),
        "web-page": _bytes(".ipynb", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n"),
        "half-archive": _bytes(".zip", _zip({str(entry): solution})[:-40]),
        "archive-leads-out": _bytes(".zip", _zip({f"../{entry}": solution})),
        "archive-bomb": _bomb({str(entry): solution}),
        "other-format": _bytes(".docx", b"PK\x03\x04" + bytes(200)),
        "no-code": _folder({"README.md": b"# BTVN\n", "data/train.csv": b"x,y\n1,0\n"}),
        "empty-folder": _folder({}),
    }
    for name, write in refused.items():
        yield _Case(kind="broken", name=name, forms=(write,), status="ungraded", earned=None)


def _without_a_function(
    assignment: Assignment, reference: str, checks: Sequence[Check]
) -> Iterator[_Case]:
    """The reference without an exercise that the rest of it does not use."""
    tree = ast.parse(reference)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in tree.body:
        name = getattr(node, "name", "")
        if name in used or name not in {exercise.id for exercise in assignment.exercises}:
            continue
        lines = reference.splitlines()
        del lines[node.lineno - 1 : node.end_lineno]
        own = frozenset(check.id for check in checks if check.exercise == name)
        lost = _with_dependents(own, checks)
        yield _Case(
            kind="broken",
            name=f"without-{name}",
            forms=(_bytes(".py", "\n".join(lines).encode()),),
            earned=sum(check.points for check in checks if check.id not in lost),
            lost=" ".join(sorted(lost)),
        )
        return


def _with_dependents(lost: frozenset[CheckId], checks: Sequence[Check]) -> frozenset[CheckId]:
    """*lost* and what is skipped because of it; *checks* are in the order of declaration."""
    for check in checks:
        if lost.intersection(check.needs):
            lost = lost | {check.id}
    return lost


def _bomb(files: Mapping[str, bytes]) -> _Write:
    """A small archive that would become 64 MB; only made where somebody hands it in."""

    def write(path: Path) -> Path:
        return _bytes(".zip", _zip({**files, "data.csv": bytes(64 << 20)}))(path)

    return write


def _folder(files: Mapping[str, bytes]) -> _Write:
    def write(path: Path) -> Path:
        path.mkdir()
        for name, data in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
        return path

    return write


# ------------------------------------------------------------------ names and tables


def _name(number: int, rng: random.Random) -> str:
    names = rng.choice(_FAMILY), rng.choice(_MIDDLE), rng.choice(_GIVEN)
    return unicodedata.normalize("NFC", f"{' '.join(names)} {_id(number)}")


def _id(number: int) -> str:
    return f"25{number + 1:04d}"


def _truth(student: str, case: _Case, file: Path | None, possible: int) -> tuple[str | int, ...]:
    return (
        student,
        case.kind,
        case.name,
        file.name if file else "",
        case.status,
        "" if case.earned is None else case.earned,
        "" if case.earned is None else possible,
        case.misconception,
        case.lost,
    )


def _roster(student: str) -> tuple[str, ...]:
    name, _, number = student.rpartition(" ")
    return student, number, name, f"sv{number}@example.edu"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode("utf-8-sig")
