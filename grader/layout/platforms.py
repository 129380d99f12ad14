"""The layouts in which platforms hand out submissions, each known by its content.

A layout is one function: it looks at a folder and returns its entries, or None where the folder
is something else. What a student wrote decides nothing here except where nobody else says it.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from grader.errors import UsageError
from grader.layout.archive import JUNK, stage
from grader.layout.entry import Entry, Layout, safe_key, student_id
from grader.model import phrase
from grader.report.text import clean

_METADATA_BYTES = 256 << 20
_MARKER_BYTES = 64 << 10
_NOT_WORK = frozenset({".csv"})
_WORK = frozenset({".py", ".ipynb", ".zip", ".toml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder to look at, and what is known beside it."""

    folder: Path
    staging: Path
    """Where files whose names were changed by the platform are put under their own names."""
    known: frozenset[str] = frozenset()
    """Everything that a roster calls somebody, in small letters."""
    assignment: str = ""

    def visible(self) -> list[Path]:
        """What is in the folder, without what an operating system leaves there."""
        return visible(self.folder)


def visible(folder: Path) -> list[Path]:
    """What is in *folder*, sorted, without hidden files and what an operating system leaves.

    Nothing where it cannot be read: one student's folder must not stop the class.
    """
    with suppress(OSError):
        return sorted(
            path
            for path in folder.iterdir()
            if not path.name.startswith(".") and path.name not in JUNK
        )
    return []


def of_platform(place: Place) -> list[Entry] | None:
    """The entries of *place* by the first platform's layout that knows it.

    Raises:
        UsageError: a platform's own file in it cannot be read.
        OSError: the folder cannot be read.
    """
    return next((found for layout in _LAYOUTS if (found := layout(place)) is not None), None)


def one_each(place: Place) -> list[Entry]:
    """An entry for each folder or file, named after its student."""
    return [one_entry(path) for path in place.visible() if path.suffix.lower() not in _NOT_WORK]


def one_entry(path: Path) -> Entry:
    """A folder or file that is named after its student."""
    name = path.name if path.is_dir() else path.stem
    return Entry(student=student_id(name), path=path, shown=path.name)


# ------------------------------------------------------------------ Gradescope


def _gradescope(place: Place) -> list[Entry] | None:
    path = place.folder / "submission_metadata.yml"
    if not path.is_file():
        return None
    told = _read_yaml(path)
    entries = [
        entry
        for name, about in told.items()
        if isinstance(about, dict)
        for entry in _gradescope_entries(place.folder, str(name), _without_colons(about))
    ]
    known = {entry.path.name for entry in entries}
    others = [other for other in place.visible() if other != path and other.name not in known]
    return [*entries, *_strays(others, Layout.GRADESCOPE)]


def _gradescope_entries(folder: Path, name: str, about: Mapping[str, Any]) -> Iterator[Entry]:
    """One for each member of a group; they share the work."""
    told = about.get("submitters")
    people = [_without_colons(one) for one in told or () if isinstance(one, dict)]
    team = ", ".join(clean(str(one.get("name") or "")) for one in people)
    when = about.get("created_at")
    for one in people or [{}]:
        sid, email = (clean(str(one.get(key) or "")) for key in ("sid", "email"))
        person = clean(str(one.get("name") or ""))
        yield Entry(
            student=student_id(sid or email or person or name),
            path=folder / Path(name).name,
            shown=name,
            layout=Layout.GRADESCOPE,
            name=person,
            email=email,
            ids=_told(sid, email, name.removeprefix("submission_")),
            submitted_at=_instant(str(when)) if when else None,
            notes=(phrase("Handed in by a group: {team}.", team=team),) if len(people) > 1 else (),
        )


def _without_colons(table: Mapping[Any, Any]) -> dict[str, Any]:
    """A table with Ruby's symbols as keys (``:name``) as one with names."""
    return {str(key).lstrip(":"): value for key, value in table.items()}


def _read_yaml(path: Path) -> dict[Any, Any]:
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Only plain data; what is tagged as an object of Ruby is passed over."""

    Loader.add_multi_constructor("!", lambda *_: None)
    try:
        if path.stat().st_size > _METADATA_BYTES:
            raise UsageError(f"{path}: is larger than {_METADATA_BYTES >> 20} MB")
        told = yaml.load(path.read_bytes(), Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is not YAML: {' '.join(str(error).split())[:200]}") from error
    if not isinstance(told, dict):
        raise UsageError(f"{path}: names no submission; download the export again")
    return told


# ------------------------------------------------------------------ Classroom 50, GitHub Classroom


def _classroom50(place: Place) -> list[Entry] | None:
    repos = [path for path in place.visible() if path.is_dir()]
    marked = [path for path in repos if _is_file(path / ".classroom50.yaml")]
    scores = _table(place.folder / "scores.csv")
    if not _most(marked, repos) and not (repos and scores and "username" in scores[0]):
        return None
    people = {row["username"].lower(): row for row in scores if row.get("username")}
    roster = _table(place.folder / "roster.csv")
    known = place.known | people.keys() | {row.get("username", "").lower() for row in roster}
    prefix = _known_prefix(repos, known - {""}) or _marked_prefix(marked) or _shared_prefix(repos)
    entries = [
        _classroom50_entry(path, people.get(_user(path, prefix).lower(), {}), prefix)
        for path in repos
    ]
    return [*entries, *_strays(_files(place), Layout.CLASSROOM50)]


def _classroom50_entry(path: Path, row: Mapping[str, str], prefix: str) -> Entry:
    user = _user(path, prefix)
    name = f"{row.get('first_name', '')} {row.get('last_name', '')}"
    return Entry(
        student=student_id(user),
        path=path,
        shown=path.name,
        layout=Layout.CLASSROOM50,
        name=clean(name),
        email=clean(row.get("email", "")),
        ids=_told(user, row.get("email", "")),
        submitted_at=_instant(row.get("datetime", "")),
        late=row.get("late", "").strip().lower() in {"true", "1", "yes", "late"},
    )


def _marked_prefix(repos: Iterable[Path]) -> str:
    """``<classroom>-<assignment>-`` as most of the *repos* have it; students may edit theirs."""
    votes: Counter[str] = Counter()
    for repo in repos:
        text = _head(repo / ".classroom50.yaml")
        told = dict(re.findall(r"^(classroom|assignment):\s*[\"']?([\w.-]+)", text, re.MULTILINE))
        prefix = f"{told.get('classroom')}-{told.get('assignment')}-"
        votes[prefix] += repo.name.startswith(prefix)
    return max(votes, key=lambda prefix: votes[prefix]) if votes.total() else ""


def _github(place: Place) -> list[Entry] | None:
    repos = [path for path in place.visible() if path.is_dir()]
    clones = [path for path in repos if _exists(path / ".git")]
    prefix = _known_prefix(clones, place.known) or _shared_prefix(clones)
    if len(clones) < 2 or 2 * len(clones) < len(repos) or not prefix:
        return None
    entries = [
        Entry(
            student=student_id(_user(path, prefix)),
            path=path,
            shown=path.name,
            layout=Layout.GITHUB,
            ids=_told(_user(path, prefix)),
        )
        for path in repos
    ]
    return [*entries, *_strays(_files(place), Layout.GITHUB)]


def _known_prefix(repos: Iterable[Path], known: AbstractSet[str]) -> str:
    """What stands before the user's name, where most of the rest are *known*."""
    heads = Counter(
        path.name[: at.end()]
        for path in repos
        for at in re.finditer("-", path.name)
        if path.name[at.end() :].lower() in known
    )
    return max(heads, key=lambda head: (heads[head], len(head))) if heads else ""


def _shared_prefix(repos: Sequence[Path]) -> str:
    """What all names begin with, to the last hyphen."""
    names = [path.name for path in repos]
    shared = os.path.commonprefix(names) if len(names) > 1 else ""  # noqa: RUF071 - of names, not of paths
    return shared[: shared.rfind("-") + 1]


def _user(path: Path, prefix: str) -> str:
    return path.name.removeprefix(prefix) or path.name


# ------------------------------------------------------------------ Canvas

_CANVAS_ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?anon_(?P<anon>[A-Za-z0-9]+)_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)"
)
_CANVAS = re.compile(
    r"(?P<name>[^/]+?)(?:_(?P<late>LATE))?_(?P<user>\d+)_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)"
)


def _canvas(place: Place) -> list[Entry] | None:
    files = [path for path in place.visible() if path.is_file()]
    found = {
        path: match
        for path in files
        if (match := _CANVAS_ANONYMOUS.fullmatch(path.name) or _CANVAS.fullmatch(path.name))
    }
    if not _most(found, place.visible()):
        return None
    by_student: defaultdict[str, list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path, match in found.items():
        by_student[_canvas_id(match)].append((path, match))
    entries = [_canvas_entry(place, who, several) for who, several in by_student.items()]
    others = [path for path in place.visible() if path not in found]
    return [*entries, *_strays(others, Layout.CANVAS)]


def _canvas_id(match: re.Match[str]) -> str:
    told = match.groupdict()
    return told.get("user") or f"anon_{told['anon']}"


def _canvas_entry(place: Place, who: str, several: list[tuple[Path, re.Match[str]]]) -> Entry:
    newest, match = max(several, key=lambda each: int(each[1]["attachment"] or 0))
    files = [(path, found["file"] or f"{found['kind']}.html") for path, found in several]
    return Entry(
        student=student_id(who),
        path=stage(place.staging / safe_key(student_id(who)), files),
        shown=newest.name,
        layout=Layout.CANVAS,
        name=clean(match.groupdict().get("name") or ""),
        ids=_told(who),
        late=any(found["late"] for _, found in several),
    )


# ------------------------------------------------------------------ Moodle

_MOODLE_FOLDER = re.compile(
    r"(?P<name>.+?)_(?P<pid>\d+)_assignsubmission_(?P<plugin>file|onlinetext)_?"
)
_MOODLE_FILE = re.compile(
    r"(?P<name>.+?)_(?P<pid>\d+)_assignsubmission_(?P<plugin>file|onlinetext)_(?P<file>.+)"
)


def _moodle(place: Place) -> list[Entry] | None:
    folders = {
        path: match
        for path in place.visible()
        if path.is_dir() and (match := _MOODLE_FOLDER.fullmatch(path.name))
    }
    if not _most(folders, place.visible()):
        return None
    chosen: dict[str, Path] = {}
    # The files count; online text where there is nothing else.
    for path, match in sorted(folders.items(), key=lambda each: each[1]["plugin"], reverse=True):
        chosen[match["pid"]] = path
    entries = [
        _moodle_entry(Layout.MOODLE, folders[path], path, path.name) for path in chosen.values()
    ]
    others = [path for path in place.visible() if path not in folders]
    return [*entries, *_strays(others, Layout.MOODLE)]


def _moodle_flat(place: Place) -> list[Entry] | None:
    files = {
        path: match
        for path in place.visible()
        if path.is_file() and (match := _MOODLE_FILE.fullmatch(path.name))
    }
    if not _most(files, place.visible()):
        return None
    by_student: defaultdict[str, list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path, match in files.items():
        by_student[match["pid"]].append((path, match))
    entries = []
    for pid, several in by_student.items():
        handed = [each for each in several if each[1]["plugin"] == "file"] or several
        named = [(path, match["file"]) for path, match in handed]
        folder = stage(place.staging / safe_key(student_id(pid)), named)
        first, match = handed[0]
        entries.append(_moodle_entry(Layout.MOODLE_FLAT, match, folder, first.name))
    others = [path for path in place.visible() if path not in files]
    return [*entries, *_strays(others, Layout.MOODLE_FLAT)]


def _moodle_entry(layout: Layout, match: re.Match[str], path: Path, shown: str) -> Entry:
    name, pid = clean(match["name"]), match["pid"]
    return Entry(
        student=student_id(pid),
        path=path,
        shown=shown,
        layout=layout,
        name="" if name == "Participant" else name,
        ids=_told(pid),
    )


# ------------------------------------------------------------------ nbgrader

_INBOUND = re.compile(r"(?P<student>.+)\+(?P<assignment>[^+]+)\+(?P<when>[^+]+)\+(?P<rand>[^+]+)")


def _nbgrader(place: Place) -> list[Entry] | None:
    for found in (_nbgrader_exchange(place), _nbgrader_tree(place)):
        if found is not None:
            return found
    return _nbgrader_collected(place)


def _nbgrader_exchange(place: Place) -> list[Entry] | None:
    inbound = place.folder / "inbound"
    folder = inbound if inbound.is_dir() else place.folder
    found = {
        path: match
        for path in visible(folder)
        if path.is_dir() and (match := _INBOUND.fullmatch(path.name))
    }
    if not _most(found, visible(folder)):
        return None
    wanted = _one_assignment(place, {match["assignment"] for match in found.values()})
    entries = [
        _nbgrader_entry(match["student"], path, match["when"])
        for path, match in found.items()
        if match["assignment"] == wanted
    ]
    others = [path for path in visible(folder) if path not in found]
    return [*entries, *_strays(others, Layout.NBGRADER)]


def _nbgrader_tree(place: Place) -> list[Entry] | None:
    """``submitted/<student>/<assignment>``, or what is in ``submitted`` with its timestamps."""
    named = place.folder / "submitted"
    tree = named if named.is_dir() else place.folder
    works = {
        student: [
            work
            for work in visible(student)
            if _exists(work)
            and work.is_dir()
            and (tree is named or _is_file(work / "timestamp.txt"))
        ]
        for student in visible(tree)
        if student.is_dir()
    }
    found = [student for student, several in works.items() if several]
    if not _most(found, visible(tree)):
        return None
    wanted = _one_assignment(place, {work.name for each in works.values() for work in each})
    entries = [
        _nbgrader_entry(student.name, work, _timestamp(work))
        for student in found
        for work in works[student]
        if work.name == wanted
    ]
    others = [path for path in visible(tree) if path not in found]
    return [*entries, *_strays(others, Layout.NBGRADER)]


def _timestamp(work: Path) -> str:
    path = work / "timestamp.txt"
    return _head(path) if _is_file(path) else ""


def _nbgrader_collected(place: Place) -> list[Entry] | None:
    """What ``nbgrader zip_collect`` unpacked is in one of the other layouts."""
    downloaded = place.folder / "downloaded"
    extracted = sorted(downloaded.glob("*/extracted")) if downloaded.is_dir() else []
    if not extracted:
        return None
    wanted = _one_assignment(place, {path.parent.name for path in extracted})
    inner = replace(place, folder=downloaded / wanted / "extracted")
    return of_platform(inner) or one_each(inner)


def _one_assignment(place: Place, names: set[str]) -> str:
    if place.assignment in names:
        return place.assignment
    if len(names) == 1:
        return next(iter(names))
    raise UsageError(
        f"{place.folder}: holds several assignments ({', '.join(sorted(names))}), and none is "
        f"called {place.assignment or 'as yours'}; rename it, or name the folder of one"
    )


def _nbgrader_entry(student: str, path: Path, when: str) -> Entry:
    return Entry(
        student=student_id(student),
        path=path,
        shown=path.name if "+" in path.name else f"{path.parent.name}/{path.name}",
        layout=Layout.NBGRADER,
        ids=_told(student),
        submitted_at=_instant(when),
    )


# ------------------------------------------------------------------ Blackboard

_BLACKBOARD = re.compile(
    r"(?P<assignment>.+?)_(?P<student>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})"
    r"(?:_(?P<file>.+)|(?P<manifest>\.txt))"
)
_BLACKBOARD_NAME = re.compile(r"^[^:\n]{1,20}:\s*(?P<name>[^\n(]+?)\s*\((?P<user>[^)\n]+)\)")


def _blackboard(place: Place) -> list[Entry] | None:
    files = {
        path: match
        for path in place.visible()
        if path.is_file() and (match := _BLACKBOARD.fullmatch(path.name))
    }
    if not _most(files, place.visible()):
        return None
    attempts: defaultdict[tuple[str, str], list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path, match in files.items():
        attempts[match["student"], match["when"]].append((path, match))
    entries = [_blackboard_entry(place, several) for several in attempts.values()]
    others = [path for path in place.visible() if path not in files]
    return [*entries, *_strays(others, Layout.BLACKBOARD)]


def _blackboard_entry(place: Place, several: list[tuple[Path, re.Match[str]]]) -> Entry:
    match = several[0][1]
    student, when = match["student"], match["when"]
    manifest = next((path for path, each in several if each["manifest"]), None)
    told = _BLACKBOARD_NAME.match(_head(manifest)) if manifest else None
    files = [(path, each["file"]) for path, each in several if each["file"]]
    return Entry(
        student=student_id(student),
        path=stage(place.staging / f"{safe_key(student_id(student))}-{when}", files),
        shown=f"{match['assignment']}_{student}_attempt_{when}",
        layout=Layout.BLACKBOARD,
        name=clean(told["name"]) if told else "",
        ids=_told(student),
        submitted_at=_instant(f"{when[:10]}T{when[11:].replace('-', ':')}"),
    )


# ------------------------------------------------------------------ anything else


def _most(found: Collection[Path], of: Collection[Path]) -> bool:
    """Whether a layout fits: one student's names must not decide for the others."""
    return 2 * len(found) > len(of)


def _files(place: Place) -> list[Path]:
    return [path for path in place.visible() if not path.is_dir()]


def _strays(paths: Iterable[Path], layout: Layout) -> Iterator[Entry]:
    """Work that is not named as the platform names it: nobody's is dropped."""
    for path in paths:
        if path.is_dir() or path.suffix.lower() in _WORK:
            told = phrase("Not named as in a {layout}: whose is it?", layout=layout.value)
            yield replace(one_entry(path), layout=layout, notes=(told,))


_LAYOUTS: tuple[Callable[[Place], list[Entry] | None], ...] = (
    _gradescope,
    _classroom50,
    _github,
    _canvas,
    _moodle,
    _moodle_flat,
    _nbgrader,
    _blackboard,
)
"""The first that knows a folder has it."""


# ------------------------------------------------------------------ small readers


def _told(*ids: str) -> tuple[str, ...]:
    """The ids that are there, each once."""
    return tuple(dict.fromkeys(cleaned for each in ids if (cleaned := clean(each))))


def _exists(path: Path) -> bool:
    """Whether it is there, as far as can be seen."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    return _exists(path) and path.is_file()


def _head(path: Path) -> str:
    """The beginning of a file that a student may have made; empty where it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(_MARKER_BYTES).decode("utf-8-sig", "replace")
    return ""


def _table(path: Path) -> list[dict[str, str]]:
    """A platform's CSV file; nothing where there is none."""
    if not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        return [{key: value for key, value in row.items() if key} for row in rows]
    except csv.Error as error:
        raise UsageError(f"{path}: is not CSV: {error}") from error


def _instant(text: str) -> datetime | None:
    """The time in *text*, with its zone where it has one; None where it is no time.

    ISO 8601, and what nbgrader (``2026-11-20 08:30:00.123456 Asia/Ho_Chi_Minh``) and Ruby
    (``2026-11-20 08:30:00.123456789 Z``, ``… -0800``) write.
    """
    found = re.match(
        r"\s*(?P<date>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.(?P<part>\d+))?"
        r"\s*(?P<zone>[^\s].*?)?\s*$",
        unicodedata.normalize("NFKC", text[:100]),
    )
    if not found:
        return None
    part = f".{found['part'][:6]:0<6}" if found["part"] else ""
    try:
        when = datetime.fromisoformat(f"{found['date']}T{found['time']}{part}")
        return when.replace(tzinfo=_zone(found["zone"]).tzinfo) if found["zone"] else when
    except (ValueError, OSError, KeyError):
        return None


def _zone(name: str) -> datetime:
    """Some moment in the zone *name*."""
    if name in {"Z", "UTC", "GMT"}:
        return datetime.now(UTC)
    offset = re.fullmatch(r"([+-]\d\d):?(\d\d)", name)
    if offset:
        return datetime.fromisoformat(f"2000-01-01T00:00:00{offset[1]}:{offset[2]}")
    return datetime.now(ZoneInfo(name))
