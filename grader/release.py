"""The student kit: what a student gets of an assignment, and nothing else of it.

A kit has the shape of a course without its reference, hidden suites, mutants and secret, so the
same commands work in it. It is built from a list of what goes in, never by leaving out.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import platform
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path, PurePosixPath
from typing import Any, Final

import jinja2

from grader.assignment import COURSE_FILE
from grader.atomic import write_atomic
from grader.chain import Sheet
from grader.errors import AssignmentError, UsageError
from grader.kit import KIT_FILE, quoted, to_toml
from grader.layout import safe_key
from grader.model import Assignment, Check, Course, StudentId, Text
from grader.report.html import statement_html
from grader.suite.run import declare_checks
from grader.worksheet import open_sheets, to_markdown, to_page

Files = dict[PurePosixPath, bytes]

_LANGUAGES: Final = ("vi", "en")
_GIT_IGNORES: Final = "__pycache__/\n.ipynb_checkpoints/\n.venv/\ngrade-results/\nreport.html\n"
_SETTINGS: Final = PurePosixPath("grade.toml")
_NO_SECRET: Final = "a kit holds no secret"  # noqa: S105 - that is the point
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive: equal kits are equal bytes."""
_TORCH_INDEX: Final = "--extra-index-url https://download.pytorch.org/whl/cpu"
_UNSIGNED: Final = 'student = ""'
"""In the template of an assignment where everyone has their own numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit that was written."""

    student: StudentId | None
    """Whose it is, where everyone has their own numbers."""
    folder: Path
    archive: Path
    """The same as a zip without an outer folder, as a learning platform wants it."""


def release(
    course: Course, assignment: Assignment, out: Path, students: Iterable[StudentId] = ()
) -> Iterator[Kit]:
    """Write the kit of *assignment* into *out*; one for each of *students* if it is personal.

    Raises:
        UsageError: a personal assignment without students, or a kit is there already.
        AssignmentError: something of the kit is missing or wrong.
        StoreError: the place cannot be written.
    """
    everyone = list(students)
    if assignment.answers and not everyone:
        raise UsageError(
            f"{assignment.id}: everyone has their own numbers: say for whom with --roster FILE"
        )
    if everyone and not assignment.answers:
        raise UsageError(f"{assignment.id}: everyone gets the same kit; leave out --roster")
    versions = _environment(assignment)
    shared = _shared(course, assignment, versions)
    sheets = open_sheets(assignment) if assignment.answers else None
    if sheets is None:
        yield _write(out, assignment.id, shared | _kit_file(shared, versions), None)
        return
    for student in everyone:
        name = f"{assignment.id}-{safe_key(student)}"
        files = shared | _own(assignment, sheets.sheet(assignment.seed, student), shared, name)
        yield _write(out, name, files | _kit_file(files, versions), student)


def _write(out: Path, name: str, files: Files, student: StudentId | None) -> Kit:
    folder, archive = out / name, out / f"{name}.zip"
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder}: is there already; remove it, or choose another --out")
    for path, data in files.items():
        write_atomic(folder / path, data)
    write_atomic(archive, _zipped(files))
    return Kit(student=student, folder=folder, archive=archive)


# ------------------------------------------------------------------ what goes in


def _shared(course: Course, assignment: Assignment, versions: Mapping[str, str]) -> Files:
    """Everything that is the same for everyone."""
    checks = declare_checks(assignment)
    wheel_name, wheel = pack_wheel()
    files: Files = {PurePosixPath(wheel_name): wheel}
    files |= _course_files(course, assignment, checks)
    files[_SETTINGS] = _settings(course, assignment)
    words = _words(assignment, checks, wheel_name, versions)
    for name, place in (("grade.yml", ".github/workflows/grade.yml"), ("gitlab-ci.yml", "")):
        text = _rendered(name, words)
        files[PurePosixPath(place or f".{name}")] = text.encode()
    files |= _statements(assignment) | _templates(course, assignment, wheel_name)
    files[PurePosixPath("README.md")] = _rendered("README.md", words).encode()
    files[PurePosixPath(".gitignore")] = _GIT_IGNORES.encode()
    return files


def _kit_file(files: Files, versions: Mapping[str, str]) -> Files:
    """``kit.toml`` of a kit with *files*: which are not the student's to change, and which are."""
    protected = {
        path: data
        for path, data in files.items()
        if path.parts[0] == "assignments" or path == _SETTINGS or path.suffix in (".whl", ".yml")
    }
    templates = {
        path: data
        for path, data in files.items()
        if path not in protected and path.suffix in (".py", ".ipynb", ".toml")
    }
    return {KIT_FILE: to_toml(versions, protected, templates).encode()}


def _course_files(course: Course, assignment: Assignment, checks: Iterable[Check]) -> Files:
    """The course as far as a kit has it: manifest, conventions, public suites."""
    base = PurePosixPath("assignments")
    title = _text(course.title)
    head = f"title = {title}\nlanguage = {quoted(course.language)}\nsecret = {quoted(_NO_SECRET)}\n"
    files = {
        base / COURSE_FILE: head.encode(),
        base / assignment.id / "assignment.toml": to_manifest(assignment, checks).encode(),
    }
    conventions = course.folder / "conventions.toml"
    if conventions.is_file():
        files[base / "conventions.toml"] = conventions.read_bytes()
    public = assignment.folder / "public"
    for path in sorted(public.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            place = PurePosixPath(path.relative_to(public).as_posix())
            files[base / assignment.id / "public" / place] = path.read_bytes()
    return files


def to_manifest(assignment: Assignment, checks: Iterable[Check]) -> str:
    """``assignment.toml`` of a kit: points are those of all checks, topics those of hidden ones.

    So the kit can say how much the hidden checks are worth, and what they are about.
    """
    hidden: dict[str, list[str]] = {}
    for check in checks:
        if check.hidden:
            hidden.setdefault(check.exercise, []).extend(check.topics)
    lines = [
        f"title = {_text(assignment.title)}",
        f"entry = {quoted(str(assignment.entry))}",
        f"runtime = {_list(assignment.runtime)}",
        f"extra = {quoted(assignment.extra)}",
        f"replay = {json.dumps(assignment.replay)}",
    ]
    lines += [f"lecture = {_text(assignment.lecture)}"] if assignment.lecture else []
    lines += ["", "[limits]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in asdict(assignment.limits).items()]
    for each in assignment.exercises:
        topics = dict.fromkeys(hidden.get(each.id, ()))
        lines += ["", "[[exercises]]", f"id = {quoted(each.id)}", f"title = {_text(each.title)}"]
        lines += [f"points = {each.points}", f"topics = {_list(topics)}"]
        lines += [f"aliases = {_list(each.aliases)}"] if each.aliases else []
        lines += [] if each.counterexample else ["counterexample = false"]
        lines += ["remember = true"] if each.remember else []
        lines += [f"takes = {_list(each.takes)}"] if each.takes else []
        lines += [f"answers = {_list(each.answers)}"] if each.answers else []
    return "\n".join(lines) + "\n"


def _text(text: Text) -> str:
    return f"{{ vi = {quoted(text.vi)}, en = {quoted(text.en)} }}"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def _settings(course: Course, assignment: Assignment) -> bytes:
    lines = f"assignment = {quoted(assignment.id)}\nlanguage = {quoted(course.language)}\n"
    return lines.encode()


def _statements(assignment: Assignment) -> Files:
    files = {}
    for lang in _LANGUAGES:
        source = assignment.folder / f"statement.{lang}.md"
        if not source.is_file():
            raise AssignmentError(f"{source}: is missing; a kit has the statement in vi and en")
        text = source.read_text(encoding="utf-8")
        files[PurePosixPath(source.name)] = text.encode()
        page = statement_html(assignment.title, text, lang)
        files[PurePosixPath(f"statement.{lang}.html")] = page.encode()
    return files


def _environment(assignment: Assignment) -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for name in ("grader", *assignment.runtime):
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    return versions


# ------------------------------------------------------------------ words


def _words(
    assignment: Assignment, checks: Iterable[Check], wheel: str, versions: Mapping[str, str]
) -> dict[str, Any]:
    points = dict.fromkeys((False, True), 0)
    topics: dict[str, None] = {}
    for check in checks:
        points[check.hidden] += check.points
        topics |= dict.fromkeys(check.topics if check.hidden else ())
    index = f" {_TORCH_INDEX}" if assignment.extra == "torch" else ""
    entry, notebook = assignment.entry, assignment.entry.with_suffix(".ipynb")
    files = ("answers.toml", entry, notebook) if assignment.answers else (entry, notebook)
    either = [f"`{file}`" for file in files]
    last = either.pop()
    return {
        "title": assignment.title,
        "wheel": wheel,
        "install": f'"./{wheel}[{assignment.extra}]"{index}' if assignment.extra else f"./{wheel}",
        "python": ".".join(versions["python"].split(".")[:2]),
        "archive": f"{assignment.id}.zip",
        "exercise": assignment.exercises[0].id,
        "points": assignment.points,
        "public": points[False],
        "hidden": points[True],
        "topics": ", ".join(topics),
        "worksheet": bool(assignment.answers),
        "work_vi": f"{', '.join(either)} hoặc {last}",
        "work_en": f"{', '.join(either)} or {last}",
        "hand_in_vi": f"một file: {', '.join(either)} hoặc {last}",
        "hand_in_en": f"one file: {', '.join(either)} or {last}",
    }


def _rendered(name: str, words: Mapping[str, Any]) -> str:
    return _kit_templates().get_template(name).render(words)


@lru_cache
def _kit_templates() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 - Markdown and YAML, from an author of assignments
        loader=jinja2.PackageLoader("grader", "templates/kit"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


# ------------------------------------------------------------------ what a student starts from


def _templates(course: Course, assignment: Assignment, wheel: str) -> Files:
    folder = course.folder.parent / "student_template" / assignment.id
    files = {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    if assignment.entry not in files:
        raise AssignmentError(f"{folder / assignment.entry}: the template is missing")
    notebook = assignment.entry.with_suffix(".ipynb")
    cells = _cells(files.get(notebook), files[assignment.entry].decode(), folder / notebook)
    words = {"wheel": wheel, "package": f"./{wheel}", "archive": f"{assignment.id}.zip"}
    if assignment.extra not in _IN_COLAB:
        words["package"] = f'"./{wheel}[{assignment.extra}]"'
    install = _code_cell("grader-install", _INSTALL.format(**words))
    check = _code_cell("grader-check", _CHECK)
    files[notebook] = _notebook([install, *cells, check], notebook.name)
    return files


_IN_COLAB: Final = ("", "torch")
"""Extras whose libraries are there already; another build of torch would be gigabytes."""
_INSTALL: Final = """\
# Chạy ô này trước: nó cài công cụ chấm. / Run this cell first: it installs the grader.
import os

if not os.path.exists("{wheel}"):  # Colab: chọn / choose {archive}
    from google.colab import files
    files.upload()
    !unzip -qo {archive}
%pip install --quiet {package}"""
_CHECK: Final = """\
# Chấm thử notebook này. / Check this notebook. Một bài / one exercise: check("...").
from grader.notebook import check

check()"""


def _cells(notebook: bytes | None, source: str, place: Path) -> list[Any]:
    if notebook is None:
        pieces = enumerate(_pieces(source), start=1)
        return [_code_cell(f"part-{number}", piece) for number, piece in pieces]
    try:
        cells = json.loads(notebook)["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise AssignmentError(f"{place}: is not a notebook: {error}") from error
    assert isinstance(cells, list)
    return cells


def _pieces(source: str) -> Iterator[str]:
    """A file cut before each top-level function and class, with the comments above it."""
    lines = source.split("\n")
    starts = [0]
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
            while first and lines[first - 1].startswith("#"):
                first -= 1
            starts.append(first)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        piece = "\n".join(lines[start:end]).strip("\n")
        if piece:
            yield piece


def _code_cell(name: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _notebook(cells: list[Any], name: str) -> bytes:
    document = {
        "cells": cells,
        "metadata": {
            "colab": {"name": name, "provenance": []},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _own(assignment: Assignment, sheet: Sheet, shared: Files, name: str) -> Files:
    """The worksheet of one student, and the files that name the student, or the kit *name*."""
    files: Files = {}
    for lang in _LANGUAGES:
        files[PurePosixPath(f"worksheet.{lang}.md")] = to_markdown(assignment, sheet, lang).encode()
        files[PurePosixPath(f"worksheet.{lang}.html")] = to_page(assignment, sheet, lang).encode()
    signed = f"student = {json.dumps(sheet.student, ensure_ascii=False)}"
    archives = f"{assignment.id}.zip".encode(), f"{name}.zip".encode()
    for path, data in shared.items():
        if path.name == "README.md":
            files[path] = data.replace(*archives)
        elif path.suffix in (".py", ".toml") and path.parts[0] != "assignments":
            files[path] = data.replace(_UNSIGNED.encode(), signed.encode())
        elif path.suffix == ".ipynb":
            inside = json.dumps(signed, ensure_ascii=False)[1:-1]
            named = data.replace(*archives)
            files[path] = named.replace(json.dumps(_UNSIGNED)[1:-1].encode(), inside.encode())
    return files


# ------------------------------------------------------------------ archives


def _zipped(files: Mapping[PurePosixPath, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files.items()):
            info = zipfile.ZipInfo(str(path), _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def pack_wheel() -> tuple[str, bytes]:
    """The installed grader as a wheel: its file name and its bytes. Nothing but the package.

    It is made of what is installed, so a kit grades with the code that verified the assignment.
    """
    version = metadata.version("grader")
    package = resources.files("grader")
    assert isinstance(package, Path)
    info = PurePosixPath(f"grader-{version}.dist-info")
    files: Files = {
        PurePosixPath("grader", *path.relative_to(package).parts): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    about = metadata.distribution("grader")
    for name in ("METADATA", "entry_points.txt"):
        files[info / name] = (about.read_text(name) or "").encode()
    files[info / "WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{path},{_wheel_digest(data)},{len(data)}" for path, data in sorted(files.items())]
    files[info / "RECORD"] = "\n".join([*record, f"{info / 'RECORD'},,", ""]).encode()
    return f"grader-{version}-py3-none-any.whl", _zipped(files)


def _wheel_digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
