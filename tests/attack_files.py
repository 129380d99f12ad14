"""Reads ``tests/attacks``: what each file tries, how it must end, and the submission it stands for.

The form of the files is described in ``tests/attacks/README.md``.
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from grader.model import Level, Verdict

FOLDER: Final = Path(__file__).with_name("attacks")
FIRST, SECOND = "first.py", "second.py"
EVERYTHING: Final = "everything"
_HEADER: Final = re.compile(
    r"# (?P<id>[A-F]\d\d)(?: \[(?P<options>[^\]]*)\])?: (?P<tries>\S.*) -> (?P<ending>\S.*)"
)
_ENDING: Final = re.compile(r"(?P<parts>[^;]+); earns (?P<earned>\d+)")
_ENTRIES: Final = ("tiny.py", "tiny.ipynb", FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack, and how it has to end."""

    path: Path
    id: str
    """Of the threat: a letter for the class and two digits."""
    tries: str
    refused: str = ""
    """What the refusal says, where the files are not taken at all."""
    verdicts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Exercise to the verdicts that its checks may end in; a skipped check may be any of them."""
    earned: int = 0
    since: Level = Level.PROCESS
    """The weakest level that holds it."""
    control: bool = False
    """Whether it has to succeed where there is no wall: proof that it is one."""
    assignment: str = "tiny"

    @property
    def name(self) -> str:
        """Its file's name, for a test's id."""
        return self.path.stem

    def misses(self, verdicts: Mapping[str, str]) -> dict[str, str]:
        """Return the checks that did not end as they must."""
        wrong = {}
        for check, verdict in verdicts.items():
            exercise = check.partition(".")[0]
            wanted = self.verdicts.get(exercise) or self.verdicts.get(EVERYTHING)
            if wanted and verdict not in {*wanted, Verdict.SKIPPED}:
                wrong[check] = verdict
        return wrong


def read_attacks() -> list[Attack]:
    """Return every attack, by file name; raises ValueError for a first line in another form."""
    found = (path for path in sorted(FOLDER.iterdir()) if path.name[0].isupper())
    return [read_attack(path) for path in found if path.name != "README.md"]


def read_attack(path: Path) -> Attack:
    """Return the attack of one file or folder; raises ValueError as :func:`read_attacks`."""
    line = _first_line(_entry(path))
    header = _HEADER.fullmatch(line)
    if header is None:
        raise ValueError(f"{path.name}: not the first line of an attack: {line}")
    fields: dict[str, Any] = {"path": path, "id": header["id"], "tries": header["tries"]}
    for option in filter(None, (header["options"] or "").split(", ")):
        if option == "control":
            fields["control"] = True
        elif option.startswith("from "):
            fields["since"] = Level(option.removeprefix("from "))
        else:
            fields["assignment"] = option
    if header["ending"].startswith("refused: "):
        return Attack(refused=header["ending"].removeprefix("refused: "), **fields)
    ending = _ENDING.fullmatch(header["ending"])
    if ending is None:
        raise ValueError(f"{path.name}: not an ending: {header['ending']}")
    verdicts = dict(map(_verdicts, ending["parts"].split(", ")))
    return Attack(verdicts=verdicts, earned=int(ending["earned"]), **fields)


def _verdicts(text: str) -> tuple[str, frozenset[str]]:
    exercise, _, names = text.partition(" ")
    return exercise, frozenset(Verdict(name) for name in names.split(" or "))


def _entry(path: Path) -> Path:
    if not path.is_dir():
        return path
    return next(path / name for name in _ENTRIES if (path / name).exists())


def _first_line(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"])
    return text.partition("\n")[0]


# ------------------------------------------------------------------ making the submission


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What a student gives: a path to load, and the name the platform has for them."""

    path: Path
    student: str = "mallory"


def make(attack: Attack, places: Mapping[str, str], folder: Path) -> list[HandIn]:
    """Write the attack's submission into the empty *folder*: one hand-in, or a pair's two."""
    if attack.path.suffix == ".toml":
        return [_build(tomllib.loads(_filled(attack.path, places).decode()), folder)]
    if not attack.path.is_dir():
        return [_copied(attack.path, folder / f"tiny{attack.path.suffix}", places)]
    if (attack.path / FIRST).exists():
        pair = []
        for name in (FIRST, SECOND):
            inside = folder / Path(name).stem
            inside.mkdir()
            pair.append(_copied(attack.path / name, inside / "tiny.py", places))
        return pair
    target = folder / "work"
    for source in sorted(attack.path.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            copy = target / source.relative_to(attack.path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            _copied(source, copy, places)
    return [HandIn(path=target)]


def _copied(source: Path, target: Path, places: Mapping[str, str]) -> HandIn:
    target.write_bytes(_filled(source, places))
    return HandIn(path=target)


def _filled(source: Path, places: Mapping[str, str]) -> bytes:
    data = source.read_bytes()
    for name, value in places.items():
        data = data.replace(f"{{{{{name}}}}}".encode(), value.encode())
    return data


def _build(described: dict[str, Any], folder: Path) -> HandIn:
    form = described.get("form", "zip")
    path = folder / described.get("name", "work.zip" if form == "zip" else "work")
    members = list(_members(described["members"]))
    if form == "zip":
        path.write_bytes(_archive(members, described))
    elif form == "folder":
        path.mkdir()
        for member in members:
            _place(path, member)
    else:
        path.write_bytes(_content(members[0]))
    return HandIn(path=path, student=described.get("student", "mallory"))


def _members(described: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for member in described:
        for number in range(member.get("times", 1)):
            name = member["name"].replace("{n}", str(number))
            yield {**member, "name": unicodedata.normalize(member.get("normal", "NFC"), name)}


def _content(member: Mapping[str, Any]) -> bytes:
    if "zeros" in member:
        return bytes(member["zeros"])
    return str(member.get("link", member.get("text", "")) * member.get("repeat", 1)).encode()


def _place(folder: Path, member: Mapping[str, Any]) -> None:
    target = folder / member["name"]
    target.parent.mkdir(parents=True, exist_ok=True)
    if "link" in member:
        target.symlink_to(member["link"])
    elif member.get("fifo"):
        os.mkfifo(target)
    else:
        target.write_bytes(_content(member))


def _archive(members: list[dict[str, Any]], described: Mapping[str, Any]) -> bytes:
    """A zip file whose bytes depend on nothing but the description."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            info = zipfile.ZipInfo("x", date_time=(2026, 11, 20, 0, 0, 0))
            info.filename = member["name"]  # as it is: the constructor cuts it at a NUL
            info.compress_type = zipfile.ZIP_DEFLATED
            if "link" in member:
                info.create_system = 3
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, _content(member))
    data = file.getvalue()
    if "declared" in described:  # sizes that the archive claims, in both of its directories
        real = len(_content(members[0])).to_bytes(4, "little")
        data = data.replace(real, int(described["declared"]).to_bytes(4, "little"))
    return data[: described.get("cut", len(data))]
