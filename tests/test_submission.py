"""What is taken from a student, what is refused, and which file of it is graded."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import socket
import stat
import subprocess
import sys
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.model import (
    Assignment,
    Exercise,
    ExerciseId,
    Limits,
    Program,
    StudentId,
    Submission,
    SubmittedFile,
    Text,
)
from grader.submission import MAX_FILES, load_submission, select_program

ADA = StudentId("ada")
WORK = b"def softmax(z):\n    return z\n"


def an_assignment(*names: str, entry: str = "softmax_numpy.py") -> Assignment:
    title = Text(vi="Bài", en="Work")
    exercises = tuple(
        Exercise(id=ExerciseId(name), title=title, points=1, aliases=tuple(aliases))
        for name, *aliases in (names.split("|") for names in names)
    )
    return Assignment(
        id="softmax_numpy",
        title=title,
        folder=Path(),
        entry=PurePosixPath(entry),
        runtime=("numpy",),
        limits=Limits(),
        exercises=exercises,
        misconceptions={},
        conventions={},
        mutants=(),
        reference=None,
        suites=(),
        seed=0,
        digest="",
    )


SOFTMAX = an_assignment("softmax", "one_hot", "cross_entropy|compute_loss", "SoftmaxRegression")


def a_submission(files: dict[str, str | bytes]) -> Submission:
    return Submission(
        student=ADA,
        files=tuple(
            SubmittedFile(
                path=PurePosixPath(path), data=data if isinstance(data, bytes) else data.encode()
            )
            for path, data in files.items()
        ),
        digest="",
    )


def a_notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells})


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def paths_of(submission: Submission) -> list[str]:
    return [str(file.path) for file in submission.files]


def refusal(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        load_submission(path, ADA)
    message = str(caught.value)
    assert "\n" not in message
    return message


# ------------------------------------------------------------------ examples of use


def test_a_folder_is_read_once_and_whole(tmp_path: Path) -> None:
    write_folder(tmp_path, {"softmax_numpy.py": WORK, "data/train.csv": b"1,2\n"})

    submission = load_submission(tmp_path, ADA)

    assert submission.student == ADA
    assert submission.files == (
        SubmittedFile(path=PurePosixPath("data/train.csv"), data=b"1,2\n"),
        SubmittedFile(path=PurePosixPath("softmax_numpy.py"), data=WORK),
    )
    assert submission.notes == ()


def test_equal_work_has_an_equal_digest(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "alone", {"softmax_numpy.py": WORK})
    wrapped = write_folder(tmp_path / "wrapped", {"bai tap/tuan 2/softmax_numpy.py": WORK})
    packed = write_zip(tmp_path / "packed.zip", {"Bài tập/softmax_numpy.py": WORK})
    inside = tmp_path / "inside"
    inside.mkdir()
    packed_twice = write_zip(inside / "nop_bai.zip", {"hw/": b"", "hw/softmax_numpy.py": WORK})
    forms = [folder, wrapped, packed, packed_twice.parent, folder / "softmax_numpy.py"]

    assert len({load_submission(form, ADA).digest for form in forms}) == 1


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"softmax_numpy.py": WORK + b"\n"}, id="content"),
        pytest.param({"softmax.py": WORK}, id="name"),
        pytest.param({"softmax_numpy.py": WORK, "empty.txt": b""}, id="another file"),
    ],
)
def test_other_work_has_another_digest(tmp_path: Path, files: dict[str, bytes]) -> None:
    one = load_submission(write_folder(tmp_path / "a", {"softmax_numpy.py": WORK}), ADA)
    other = load_submission(write_folder(tmp_path / "b", files), ADA)

    assert one.digest != other.digest


def test_names_are_composed_as_other_systems_write_them(tmp_path: Path) -> None:
    name = "bài tập.py"
    write_folder(tmp_path, {unicodedata.normalize("NFD", name): WORK})

    assert paths_of(load_submission(tmp_path, ADA)) == [name]


LITTER = dict.fromkeys(
    [
        "__MACOSX/._softmax_numpy.py",
        "._softmax_numpy.py",
        ".DS_Store",
        "Thumbs.db",
        ".ipynb_checkpoints/softmax_numpy-checkpoint.ipynb",
        "__pycache__/softmax_numpy.cpython-311.pyc",
        ".git/config",
        ".venv/lib/site.py",
        "my environment/pyvenv.cfg",
        "my environment/lib/site.py",
        "src/__pycache__/a.pyc",
    ],
    b"litter",
)


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", LITTER | {"softmax_numpy.py": WORK})
    packed = write_zip(tmp_path / "packed.zip", LITTER | {"softmax_numpy.py": WORK})

    assert paths_of(load_submission(folder, ADA)) == ["softmax_numpy.py"]
    assert paths_of(load_submission(packed, ADA)) == ["softmax_numpy.py"]


def test_links_inside_a_virtual_environment_do_not_matter(tmp_path: Path) -> None:
    write_folder(tmp_path, {"softmax_numpy.py": WORK, "env/pyvenv.cfg": b""})
    (tmp_path / "env/python").symlink_to(sys.executable)

    assert paths_of(load_submission(tmp_path, ADA)) == ["softmax_numpy.py"]


def test_configuration_in_a_submission_is_only_a_file(tmp_path: Path) -> None:
    files = dict.fromkeys(["conftest.py", "numpy.py", "grade.toml", "pyproject.toml"], b"x = 1")
    write_folder(tmp_path, files | {"softmax_numpy.py": WORK})

    submission = load_submission(tmp_path, ADA)

    assert paths_of(submission) == sorted([*files, "softmax_numpy.py"])
    assert select_program(submission, SOFTMAX).entry == PurePosixPath("softmax_numpy.py")


def test_large_data_is_left_out_with_a_note(tmp_path: Path) -> None:
    data = random.Random(1).randbytes(9 << 20)
    files = {"softmax_numpy.py": WORK, "data.csv": data}
    folder = write_folder(tmp_path / "folder", files)
    packed = write_zip(tmp_path / "packed.zip", files)

    for submission in load_submission(folder, ADA), load_submission(packed, ADA):
        assert paths_of(submission) == ["softmax_numpy.py"]
        assert [note.english() for note in submission.notes] == [
            "data.csv was left out: there is room for 8 MB in one file and 32 MB in all data"
        ]
        assert select_program(submission, SOFTMAX).notes == submission.notes


def test_there_is_room_for_so_much_data(tmp_path: Path) -> None:
    files = {f"{number}.csv": b"0" * (7 << 20) for number in range(6)}
    write_folder(tmp_path, files | {"softmax_numpy.py": WORK})

    submission = load_submission(tmp_path, ADA)

    assert paths_of(submission) == ["0.csv", "1.csv", "2.csv", "3.csv", "softmax_numpy.py"]
    assert [note.values["file"] for note in submission.notes] == ["4.csv", "5.csv"]


@pytest.mark.parametrize("name", ["a.py", "A.PY", "a.ipynb", "answers.toml", "answers.txt"])
def test_a_file_alone(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path, {name: WORK, "other.py": b""})

    assert paths_of(load_submission(tmp_path / name, ADA)) == [name]


# ------------------------------------------------------------------ what is not safe to take


def no_setup(_: Path) -> None: ...


def a_link(folder: Path) -> None:
    (folder / "week3.ipynb").symlink_to("/etc/passwd")


def a_link_to_a_folder(folder: Path) -> None:
    (folder / "data").symlink_to("/etc")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")


def a_socket(folder: Path) -> None:
    # The path of a socket is short: bind below the folder, not by its whole name.
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")


def a_backslash(folder: Path) -> None:
    (folder / "..\\evil.py").write_bytes(WORK)


def a_control_character(folder: Path) -> None:
    (folder / "a\x1b[2J\n.py").write_bytes(WORK)


def a_name_that_is_no_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xe0i.py")).write_bytes(WORK)


def two_spellings(folder: Path) -> None:
    for form in "NFC", "NFD":
        (folder / unicodedata.normalize(form, "bài.py")).write_bytes(WORK)


def deep_folders(folder: Path) -> None:
    path = folder.joinpath(*"abcdefghijklmnopqrstuvwxyz")
    path.mkdir(parents=True)


def many_files(folder: Path) -> None:
    for number in range(MAX_FILES + 1):
        (folder / f"{number}.txt").touch()


@pytest.mark.parametrize(
    "setup, line",
    [
        pytest.param(no_setup, "handed in has no files in it; ", id="empty"),
        pytest.param(a_link, "week3.ipynb is a link; hand in the file itself", id="link"),
        pytest.param(a_link_to_a_folder, "data is a link; ", id="link to a folder"),
        pytest.param(a_pipe, "pipe.py is not an ordinary file; ", id="pipe"),
        pytest.param(a_socket, "socket.py is not an ordinary file; ", id="socket"),
        pytest.param(a_backslash, "..\\evil.py: the name leads out of ", id="backslash"),
        pytest.param(a_control_character, "a\ufffd[2J\ufffd.py: the name has ", id="escape"),
        pytest.param(a_name_that_is_no_text, "b\ufffdi.py: the name has char", id="no text"),
        pytest.param(two_spellings, "handed in: bài.py is there twice; ", id="two spellings"),
        pytest.param(deep_folders, "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u: the ", id="deep"),
        pytest.param(many_files, "handed in holds more than 2000 files; ", id="many files"),
    ],
)
def test_a_folder_is_refused(tmp_path: Path, setup: Callable[[Path], None], line: str) -> None:
    folder = tmp_path / "handed in"
    folder.mkdir()
    setup(folder)

    assert refusal(folder).startswith(line)


@pytest.mark.parametrize(
    "name, line",
    [
        pytest.param("absent", "absent: there is no such file or folder", id="absent"),
        pytest.param("a\0b", "a\ufffdb: there is no such file or folder", id="null"),
        pytest.param("report.pdf", "report.pdf: hand in a folder, ", id="other suffix"),
        pytest.param("link.py", "link.py is a link; hand in the file itself", id="link"),
        pytest.param("linked", "linked: hand in a folder, ", id="link to a folder"),
        pytest.param("pipe.py", "pipe.py is not an ordinary file; ", id="pipe"),
        pytest.param("pipe.zip", "pipe.zip is not an ordinary file; ", id="pipe as archive"),
        pytest.param("large.ipynb", "large.ipynb is larger than 50 MB; ", id="large notebook"),
        pytest.param("large.zip", "large.zip is larger than 100 MB; ", id="large archive"),
    ],
)
def test_a_path_is_refused(tmp_path: Path, name: str, line: str) -> None:
    write_folder(tmp_path, {"report.pdf": b"", "softmax.py": WORK})
    (tmp_path / "link.py").symlink_to("softmax.py")
    (tmp_path / "linked").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.py")
    os.mkfifo(tmp_path / "pipe.zip")
    for large in "large.ipynb", "large.zip":
        with (tmp_path / large).open("wb") as file:
            file.truncate(200 << 20)

    assert refusal(tmp_path / name).startswith(line)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path, {"softmax.py": WORK})

    def forbidden(*_: object, **__: object) -> int:  # root may read everything
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", forbidden)

    assert refusal(tmp_path / "softmax.py") == (
        "softmax.py cannot be read (Permission denied); make it readable and hand it in again"
    )


def test_a_file_that_becomes_a_link_meanwhile_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.py"
    secret.write_bytes(b"secret")
    folder = write_folder(tmp_path / "folder", {"softmax.py": WORK})
    listed = os.scandir

    def swap(where: int) -> contextlib.nullcontext[Iterator[os.DirEntry[str]]]:
        entries = list(listed(where))
        for entry in entries:
            entry.stat(follow_symlinks=False)
        (folder / "softmax.py").unlink()
        (folder / "softmax.py").symlink_to(secret)
        return contextlib.nullcontext(iter(entries))

    monkeypatch.setattr(os, "scandir", swap)

    assert refusal(folder) == "softmax.py is a link; hand in the file itself"


def test_a_folder_without_descriptors_is_read_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.submission._BY_DESCRIPTOR", False)
    write_folder(tmp_path, {"softmax_numpy.py": WORK, "data/train.csv": b"1,2\n"})

    assert paths_of(load_submission(tmp_path, ADA)) == ["data/train.csv", "softmax_numpy.py"]


def test_notebooks_may_be_large_but_not_without_end(tmp_path: Path) -> None:
    for name in "abc":
        with (tmp_path / f"{name}.ipynb").open("wb") as file:
            file.truncate(40 << 20)

    assert refusal(tmp_path).endswith("holds more than 100 MB; hand in the code and leave data out")


def test_names_that_are_passed_over_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.submission._MAX_ENTRIES", 3)
    write_folder(tmp_path, {f"._{number}": b"" for number in range(4)})

    assert "holds more than 3 files" in refusal(tmp_path)


# ------------------------------------------------------------------ archives


def with_member(name: str, data: bytes = WORK, *, mode: int = 0, flags: int = 0) -> bytes:
    """An archive with a single member as no ordinary tool would write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("placeholder")
        info.filename = info.orig_filename = name
        info.external_attr = mode << 16
        archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    packed = bytearray(buffer.getvalue())
    packed[6] |= flags
    packed[packed.index(b"PK\x01\x02") + 8] |= flags
    return bytes(packed)


def packed_with(method: int, *names: str, data: bytes = WORK) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name may be there twice
        for name in names:
            archive.writestr(name, data)
    return buffer.getvalue()


ORDINARY = packed_with(zipfile.ZIP_STORED, "softmax.py")


@pytest.mark.parametrize(
    "data, line",
    [
        pytest.param(b"", "hw.zip is not a .zip archive, ", id="empty"),
        pytest.param(WORK, "hw.zip is not a .zip archive, ", id="not an archive"),
        pytest.param(b"Rar!\x1a\x07", "hw.zip is a RAR archive, not a .zip; ", id="rar"),
        pytest.param(b"7z\xbc\xaf'\x1c", "hw.zip is a 7z archive, not a .zip; ", id="7z"),
        pytest.param(ORDINARY[:-30], "hw.zip is cut off or damaged; ", id="cut off"),
        pytest.param(
            ORDINARY.replace(b"return", b"Return"), "hw.zip/softmax.py is damaged in ", id="damaged"
        ),
        pytest.param(packed_with(0), "hw.zip has no files in it; ", id="no members"),
        pytest.param(with_member("../evil.py"), "hw.zip/../evil.py: the name leads ", id="dots"),
        pytest.param(
            with_member("a/../../b.py"), "hw.zip/a/../../b.py: the name l", id="inner dots"
        ),
        pytest.param(with_member("/etc/a.py"), "hw.zip//etc/a.py: the name leads ", id="absolute"),
        pytest.param(with_member("C:\\a.py"), "hw.zip/C:\\a.py: the name leads out", id="drive"),
        pytest.param(with_member("..\\a.py"), "hw.zip/..\\a.py: the name leads ", id="backslash"),
        pytest.param(with_member("a\0.py"), "hw.zip/a\ufffd.py: the name has ", id="null"),
        pytest.param(with_member("a\x1b.py"), "hw.zip/a\ufffd.py: the name has ", id="escape"),
        pytest.param(with_member("a" * 300), "hw.zip/" + "a" * 73 + "…", id="long name"),
        pytest.param(with_member("a/" * 30 + "b"), "hw.zip/a/a/a/a/a", id="deep"),
        pytest.param(
            with_member("a.py", b"/etc/passwd", mode=stat.S_IFLNK | 0o777),
            "hw.zip/a.py is a link; ",
            id="link",
        ),
        pytest.param(
            with_member("a.py", mode=stat.S_IFIFO), "hw.zip/a.py is not an ord", id="pipe"
        ),
        pytest.param(
            with_member("a.py", flags=1), "hw.zip/a.py needs a password; ", id="encrypted"
        ),
        pytest.param(
            packed_with(zipfile.ZIP_LZMA, "a.py"), "hw.zip/a.py is packed in an unusual", id="lzma"
        ),
        pytest.param(
            packed_with(0, "a.py", "b/a.py", "a.py"), "hw.zip: a.py is there twice; ", id="twice"
        ),
        pytest.param(
            packed_with(0, "a", "a/b.py"),
            "hw.zip: a is a file and a folder; ",
            id="file and folder",
        ),
        pytest.param(
            packed_with(zipfile.ZIP_DEFLATED, "a.py", data=bytes(60 << 20)),
            "hw.zip would unpack to 60 MB, ",
            id="bomb",
        ),
        pytest.param(
            packed_with(0, *(f"{number}.txt" for number in range(MAX_FILES + 1))),
            "hw.zip holds more than 2000 files; ",
            id="many files",
        ),
        pytest.param(
            b"PK" + b"PK\x01\x02" * 30_000,
            "hw.zip holds more than 20000 files; ",
            id="many members",
        ),
    ],
)
def test_an_archive_is_refused(tmp_path: Path, data: bytes, line: str) -> None:
    path = tmp_path / "hw.zip"
    path.write_bytes(data)

    assert refusal(path).startswith(line)


def test_a_member_that_is_longer_than_it_says(tmp_path: Path) -> None:
    data = bytearray(packed_with(zipfile.ZIP_DEFLATED, "a.py", data=bytes(1 << 20)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path = tmp_path / "hw.zip"
    path.write_bytes(data)

    assert refusal(path).startswith("hw.zip/a.py is damaged in the archive; ")


def test_a_bomb_inside_an_archive_is_refused(tmp_path: Path) -> None:
    bomb = packed_with(zipfile.ZIP_DEFLATED, "a.py", data=bytes(60 << 20))
    path = write_zip(tmp_path / "hw.zip", {"inner.zip": bomb})

    assert refusal(path).startswith("hw.zip/inner.zip would unpack to 60 MB, ")


def test_archives_in_archives_in_archives_end(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "hw.zip", {"softmax.py": WORK})
    for _ in range(9):
        write_zip(path, {"again.zip": path.read_bytes()})

    assert paths_of(load_submission(path, ADA)) == ["again.zip"]


@pytest.mark.parametrize(
    "name, path",
    [
        pytest.param(b"./a.py", "a.py", id="dot"),
        pytest.param(b"w\\a.py", "a.py", id="windows"),
        pytest.param("bài.py".encode(), "bài.py", id="macOS"),
        pytest.param(b"b\xf1i.py", "b±i.py", id="old code page"),
    ],
)
def test_names_that_tools_write(tmp_path: Path, name: bytes, path: str) -> None:
    archive = tmp_path / "hw.zip"
    placeholder = "x" * len(name)
    archive.write_bytes(with_member(placeholder).replace(placeholder.encode(), name))

    assert paths_of(load_submission(archive, ADA)) == [path]


def test_a_data_archive_beside_code_stays_packed(tmp_path: Path) -> None:
    write_folder(tmp_path, {"softmax_numpy.py": WORK, "data.zip": ORDINARY})

    assert paths_of(load_submission(tmp_path, ADA)) == ["data.zip", "softmax_numpy.py"]


@given(data=st.data())
def test_any_bytes_are_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = packed_with(zipfile.ZIP_DEFLATED, "softmax_numpy.py", "data/a.csv")
    bytes_of = st.binary() | st.lists(
        st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=6
    ).map(lambda changes: damaged(whole, changes))
    name = data.draw(st.sampled_from(["hw.zip", "hw.py", "hw.ipynb"]))
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data.draw(bytes_of))

    program: Program | None = None
    with contextlib.suppress(SubmissionError):
        program = select_program(load_submission(path, ADA), SOFTMAX)

    assert program is None or program.cells


def damaged(whole: bytes, changes: list[tuple[int, int]]) -> bytes:
    data = bytearray(whole)
    for at, value in changes:
        data[at] = value
    return bytes(data)


# ------------------------------------------------------------------ which file is graded


def chosen(
    files: dict[str, str | bytes], assignment: Assignment = SOFTMAX
) -> tuple[str, list[str]]:
    program = select_program(a_submission(files), assignment)
    return str(program.entry), [note.english() for note in program.notes]


DONE = "def softmax(z):\n    return z\ndef one_hot(y, k):\n    return y\n"
STUB = (
    "def softmax(z):\n"
    '    """Tính softmax."""\n'
    "    # TODO\n"
    '    raise NotImplementedError("Bài 1")\n'
    "def one_hot(y, k): ...\n"
    "def cross_entropy(p, y):\n    raise NotImplementedError\n"
    "class SoftmaxRegression:\n    def fit(self, X, y):\n        pass\n"
)


@pytest.mark.parametrize(
    "files, entry",
    [
        pytest.param({"softmax_numpy.py": "x = 1"}, "softmax_numpy.py", id="alone"),
        pytest.param(
            {"softmax_numpy.py": "from a import *", "a.py": DONE}, "softmax_numpy.py", id="by name"
        ),
        pytest.param({"Softmax_Numpy.PY": "x = 1", "a.py": DONE}, "Softmax_Numpy.PY", id="case"),
        pytest.param(
            {"a.py": DONE, "w/softmax_numpy.ipynb": a_notebook("1")},
            "w/softmax_numpy.ipynb",
            id="as notebook, in a folder",
        ),
        pytest.param({"bai_1.py": "x = 1", "data.csv": ""}, "bai_1.py", id="the only code"),
    ],
)
def test_the_entry_is_found_by_its_name(files: dict[str, str | bytes], entry: str) -> None:
    assert chosen(files) == (entry, [])


@pytest.mark.parametrize(
    "files, note",
    [
        pytest.param(
            {"w/softmax_numpy.py": DONE, "softmax_numpy.py": "x = 1"},
            "softmax_numpy.py was graded (it defines 0 of the 4 required names); "
            "not graded: w/softmax_numpy.py",
            id="nearest to the root",
        ),
        pytest.param(
            {"softmax_numpy.py": STUB, "softmax_numpy.ipynb": a_notebook(DONE)},
            "softmax_numpy.ipynb was graded (it defines 2 of the 4 required names); "
            "not graded: softmax_numpy.py",
            id="finished notebook beside the template",
        ),
        pytest.param(
            {"softmax_numpy.py": DONE, "softmax_numpy.ipynb": a_notebook(STUB)},
            "softmax_numpy.py was graded (it defines 2 of the 4 required names); "
            "not graded: softmax_numpy.ipynb",
            id="finished file beside the template",
        ),
        pytest.param(
            {"softmax_numpy.ipynb": a_notebook(DONE), "softmax_numpy.py": DONE},
            "softmax_numpy.py was graded (it defines 2 of the 4 required names); "
            "not graded: softmax_numpy.ipynb",
            id="both alike",
        ),
        pytest.param(
            {
                "a.py": "def softmax(z): return z",
                "Bản sao của softmax.ipynb": a_notebook("%%time\n" + DONE, "def compute_loss(:"),
                "c.py": "x = 1",
            },
            "Bản sao của softmax.ipynb was graded (it defines 3 of the 4 required names); "
            "not graded: a.py, c.py",
            id="most names, under aliases and in broken cells too",
        ),
        pytest.param(
            {
                "a.py": "if x:\n  def softmax(z): return z\nelse:\n  from m import softmax",
                "b.py": "try:\n  one_hot = lambda y, k: y\nfinally:\n  def softmax(z): return z",
            },
            "b.py was graded (it defines 2 of the 4 required names); not graded: a.py",
            id="names in branches",
        ),
        pytest.param(
            {
                "a.py": "class SoftmaxRegression:\n  def fit(self): return 1\n  def f(self): ...",
                "b.py": "class SoftmaxRegression:\n  def fit(self): return 1\n  def f(self): fit()",
            },
            "b.py was graded (it defines 1 of the 4 required names); not graded: a.py",
            id="most methods",
        ),
    ],
)
def test_a_choice_is_told(files: dict[str, str | bytes], note: str) -> None:
    entry, notes = chosen(files)

    assert notes == [note]
    assert note.startswith(f"{entry} was graded")


def test_a_broken_twin_is_told_and_passed_over() -> None:
    entry, notes = chosen({"softmax_numpy.ipynb": "{", "softmax_numpy.py": DONE})

    assert entry == "softmax_numpy.py"
    assert [note[:30] for note in notes] == [
        "softmax_numpy.ipynb breaks off",
        "softmax_numpy.py was graded (i",
    ]


def test_only_so_much_is_parsed_to_choose_and_the_likely_first() -> None:
    files: dict[str, str | bytes] = {f"{name}.py": "x = 1  # " + "x" * 900_000 for name in "abcd"}

    assert chosen(files | {"w/work.py": DONE})[0] == "w/work.py"


@pytest.mark.parametrize(
    "files, line",
    [
        pytest.param(
            {"notes.txt": "x", "report.pdf": "x"},
            "there is no .py or .ipynb file among what was handed in (notes.txt, report.pdf); "
            "hand in softmax_numpy.py",
            id="no code",
        ),
        pytest.param(
            {"a.py": "x = 1", "b.py": "y = 1"},
            "none of a.py, b.py defines any of softmax, one_hot, cross_entropy, SoftmaxRegression; "
            "hand in softmax_numpy.py",
            id="no required name",
        ),
        pytest.param(
            {"softmax_numpy.py": "\n", "other.py": DONE},
            "softmax_numpy.py has no code in it; save your work and hand it in again",
            id="blank",
        ),
        pytest.param(
            {"hw.ipynb": a_notebook("", "  ")},
            "hw.ipynb has no code in it; save your work and hand it in again",
            id="blank cells",
        ),
        pytest.param(
            {"softmax_numpy.py": b"\xff\xfe\x00\xd8"},
            "softmax_numpy.py, line 1: byte 2 (0x00) is not UTF-16 text; "
            "save the file as UTF-8 and hand it in again",
            id="not text",
        ),
    ],
)
def test_nothing_to_grade(files: dict[str, str | bytes], line: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        select_program(a_submission(files), SOFTMAX)

    assert str(caught.value) == line


def test_a_notebook_that_was_left_out_is_why_there_is_nothing_to_grade(tmp_path: Path) -> None:
    write_folder(tmp_path, {"notes.txt": b"x"})
    with (tmp_path / "softmax_numpy.ipynb").open("wb") as file:
        file.truncate(60 << 20)

    with pytest.raises(SubmissionError, match=r"^softmax_numpy.ipynb is larger than 50 MB"):
        select_program(load_submission(tmp_path, ADA), SOFTMAX)


@pytest.mark.parametrize(
    "files, notes",
    [
        pytest.param(
            {"hw.ipynb": a_notebook("def softmax(z): ...", "!ls", "\n@cache\ndef softmax(z): ...")},
            ["softmax is defined 2 times; the last one counts: cell 3, line 3"],
            id="last week's and this week's",
        ),
        pytest.param(
            {"hw.py": "def softmax(z): ...\nfrom helpers import softmax\n"},
            ["softmax is defined 2 times; the last one counts: hw.py, line 2"],
            id="in a file",
        ),
        pytest.param(
            {"hw.py": "def softmax(z): ...\nsoftmax = softmax([1])\n"},
            [],
            id="becomes a variable",
        ),
        pytest.param(
            {"hw.py": "if x:\n  def softmax(z): ...\nelse:\n  def softmax(z): ...\n"},
            [],
            id="alternatives",
        ),
        pytest.param(
            {"hw.py": "compute_loss = 1\ncompute_loss = 2\ndef helper(): ...\ndef helper(): ...\n"},
            [],
            id="nothing that is required",
        ),
    ],
)
def test_a_name_that_is_defined_again(files: dict[str, str | bytes], notes: list[str]) -> None:
    assert chosen(files)[1] == notes


def test_loading_brings_no_heavy_library() -> None:
    script = (
        "import sys, grader.model\nbefore = set(sys.modules)\nimport grader.submission\n"
        "print(*{name.partition('.')[0] for name in sys.modules.keys() - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert {"nbformat", "IPython", "pytest"}.isdisjoint(done.stdout.split())
