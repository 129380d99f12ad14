"""What a platform gave becomes one entry for each student, and no name leads anywhere."""

from __future__ import annotations

import os
import stat
import string
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_wall import as_ordinary_user

from grader.errors import UsageError
from grader.layout import Entry, open_submissions, read_roster, safe_key
from grader.model import StudentId

WORK = b"def softmax(z):\n    return z\n"


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return path


def entries(path: Path) -> tuple[Entry, ...]:
    with open_submissions(path) as found:
        return found


def students(path: Path) -> list[str]:
    return [entry.student for entry in entries(path)]


def test_a_folder_or_a_file_for_each_student(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "an.py": WORK,
            "Trần Bình.ipynb": b"{}",
            "chi.zip": b"",
            "dung/bai tap/softmax_numpy.py": WORK,
            "em.docx": b"",
            "roster.csv": b"key,name\n",
            ".DS_Store": b"",
            "__MACOSX/._an.py": b"",
            "Thumbs.db": b"",
        },
    )
    assert students(tmp_path) == ["Trần Bình", "an", "chi", "dung", "em"]


def test_one_file_is_a_class_of_one(tmp_path: Path) -> None:
    write(tmp_path, {"an.py": WORK})

    assert [(entry.student, entry.path.name) for entry in entries(tmp_path / "an.py")] == [
        ("an", "an.py")
    ]


def test_names_are_composed_and_what_was_there_is_remembered(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Văn Ấn")
    write(tmp_path, {f"{decomposed}.py": WORK})
    (entry,) = entries(tmp_path)

    assert entry.student == unicodedata.normalize("NFC", decomposed) != decomposed
    assert entry.shown == f"{decomposed}.py"


@pytest.mark.parametrize("older", ["an.py", "an.ipynb", "an/softmax_numpy.py"])
def test_the_newest_of_several_entries_counts_and_says_so(tmp_path: Path, older: str) -> None:
    write(tmp_path, {older: WORK, "an.zip": b"", "binh.py": WORK})
    os.utime(tmp_path / older, (1_700_000_000, 1_700_000_000))
    first, second = entries(tmp_path)

    assert first.path.name == "an.zip"
    assert first.notes[0].values == {"newest": "an.zip", "older": older.partition("/")[0]}
    assert second.notes == ()


def test_both_forms_of_one_name_are_one_student(tmp_path: Path) -> None:
    name = "Nguyễn Văn Ấn"
    write(tmp_path, {f"{unicodedata.normalize(form, name)}.py": WORK for form in ("NFC", "NFD")})
    (entry,) = entries(tmp_path)

    assert len(entry.notes) == 1


@pytest.mark.parametrize("outer", ["", "BTVN tuần 2/"])
def test_an_archive_of_all_of_them(tmp_path: Path, outer: str) -> None:
    files = {"an.py": WORK, "bình/softmax_numpy.py": WORK, "__MACOSX/._an.py": b""}
    path = archive(tmp_path / "class.zip", {f"{outer}{name}": data for name, data in files.items()})

    with open_submissions(path) as found:
        assert [entry.student for entry in found] == ["an", "bình"]
        assert found[0].path.read_bytes() == WORK
        unpacked = found[0].path
    assert not unpacked.exists()


def test_no_name_that_a_student_gives_a_file_keeps_a_class_from_being_unpacked(
    tmp_path: Path,
) -> None:
    path = archive(
        tmp_path / "class.zip",
        {
            "An_101_assignsubmission_file_/softmax.py": WORK,
            f"Bình_102_assignsubmission_file_/{'ế' * 200}.py": WORK,
            "Chi_103_assignsubmission_file_/a": b"a file and a folder",
            "Chi_103_assignsubmission_file_/a/softmax.py": WORK,
            f"Dũng_104_assignsubmission_file_/{('y' * 200 + '/') * 30}softmax.py": WORK,
        },
    )

    with open_submissions(path) as found:
        assert [entry.student for entry in found] == ["101", "102", "103", "104"]
        for entry in found:
            (source,) = entry.path.rglob("*.py")
            assert source.read_bytes() == WORK


@pytest.mark.parametrize("name", ["../an.py", "/an.py", "a/../../an.py", "C:/an.py", "\\an.py"])
def test_an_archive_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "class.zip", {"binh.py": WORK, name: WORK})

    with pytest.raises(UsageError, match="leads out of the archive"):
        entries(path)


TELL = """
import sys
from pathlib import Path
from grader.layout import open_submissions
with open_submissions(Path(sys.argv[1])) as found:
    print(*(entry.student for entry in found))
"""


def test_a_folder_that_cannot_be_read_stops_no_class() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as made:
        folder = write(Path(made), {f"{name}/softmax.py": WORK for name in ("an", "binh", "chi")})
        folder.chmod(0o755)
        (folder / "binh").chmod(0)
        (folder / "chi").chmod(0o444)
        argv = [sys.executable, "-c", TELL, made]
        told = subprocess.run(
            as_ordinary_user(argv) if os.geteuid() == 0 else argv,
            capture_output=True,
            text=True,
            check=False,
        )
        (folder / "binh").chmod(0o755)
        (folder / "chi").chmod(0o755)

    assert (told.stdout.split(), told.stderr) == (["an", "binh", "chi"], "")


def test_an_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("an.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as opened:
        opened.writestr(info, "/etc/passwd")

    with pytest.raises(UsageError, match="is a link"):
        entries(tmp_path / "class.zip")


def test_an_archive_that_declares_too_much_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "class.zip", {"an.py": WORK})
    data = path.read_bytes()
    size = len(WORK).to_bytes(4, "little")
    at = data.rindex(b"PK\x01\x02") + 24
    assert data[at : at + 4] == size
    path.write_bytes(data[:at] + (3 << 30).to_bytes(4, "little") + data[at + 4 :])

    with pytest.raises(UsageError, match="larger than 1 GiB"):
        entries(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>"], ids=["empty", "cut", "page"])
def test_a_broken_archive_is_one_line(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, {"class.zip": data})

    with pytest.raises(UsageError, match="cannot be unpacked") as raised:
        entries(tmp_path / "class.zip")
    assert "\n" not in str(raised.value)


def test_a_folder_without_submissions_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no submission"):
        entries(tmp_path)


# ------------------------------------------------------------------ keys


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_different_students_get_different_folders_everywhere(names: list[str]) -> None:
    first, second = (safe_key(StudentId(name)) for name in names)

    assert first.casefold() != second.casefold()


@given(st.text())
def test_a_key_is_a_safe_file_name(name: str) -> None:
    key = safe_key(StudentId(name))

    assert 1 <= len(key) <= 53
    assert set(key) <= set(string.ascii_lowercase + string.digits + "-_")


@pytest.mark.parametrize(
    "name", ["con", "nul", "com1", "..", ".", "", "a/b", "An", "../../etc/passwd", "-", "x" * 300]
)
def test_a_name_that_is_no_folder_name_gets_a_digest(name: str) -> None:
    assert safe_key(StudentId(name)).rpartition("-")[2].isalnum()
    assert len(safe_key(StudentId(name)).rpartition("-")[2]) == 12


def test_nobody_can_take_the_folder_of_another() -> None:
    theirs = safe_key(StudentId("An"))

    assert safe_key(StudentId(theirs)) != theirs


def test_a_key_stays_readable() -> None:
    assert safe_key(StudentId("sv001")) == "sv001"
    assert safe_key(StudentId("Đặng Thị Bưởi")).startswith("dang-thi-buoi-")


# ------------------------------------------------------------------ rosters


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("key,id,name,email\nan,1,Nguyễn An,an@x.vn\n", id="comma"),
        pytest.param("\ufeffKey;Name;Email\r\nan;Nguyễn An;an@x.vn\r\n", id="excel"),
        pytest.param("email,id,name\nan@x.vn,an,Nguyễn An\n", id="id-for-key"),
    ],
)
def test_a_roster(tmp_path: Path, text: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (person,) = read_roster(path)

    assert (person.student, person.name, person.email) == ("an", "Nguyễn An", "an@x.vn")


@pytest.mark.parametrize(
    "data, reason",
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"name,email\nAn,an@x.vn\n", ":2: no key", id="no-key"),
        pytest.param(b"key,name\nan,A\nan,B\n", ":3: an is there twice", id="twice"),
        pytest.param(b"key,name\nan,Nguyen, An\n", ":2: has more cells", id="cells"),
        pytest.param("key,name\nan,Ấn\n".encode("utf-16"), "is not UTF-8", id="encoding"),
        pytest.param(b'key,name\nan,"A\n', "is not CSV", id="quote"),
        pytest.param(b"PK\x03\x04\x00\x00\x00binary", "no key|is empty|is not CSV", id="xlsx"),
    ],
)
def test_a_broken_roster_is_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)

    with pytest.raises(UsageError, match=reason) as raised:
        read_roster(path)
    assert "\n" not in str(raised.value)


def test_a_roster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_roster(tmp_path / "roster.csv")


# ------------------------------------------------------------------ what students may name


def test_a_name_in_a_files_name_is_nobodys(tmp_path: Path) -> None:
    mine = "x_alice_attempt_2030-01-01-00-00-00_softmax_numpy.py"
    files = {
        "HW1_alice_attempt_2026-11-20-08-30-00_softmax_numpy.py": WORK,
        f"HW1_mallory_attempt_2026-11-20-08-32-00_{mine}": WORK,
    }
    assert students(write(tmp_path, files)) == ["alice", "mallory"]


@pytest.mark.parametrize("metadata", [b"{", b"submission_1:\n  :submitters:\n  - :sid: alice\n"])
def test_one_students_folder_is_no_platforms(tmp_path: Path, metadata: bytes) -> None:
    files = {
        "mallory/submission_metadata.yml": metadata,
        "mallory/submission_1/softmax_numpy.py": WORK,
    }
    assert students(write(tmp_path, files)) == ["mallory"]


def test_one_of_two_decides_nothing_for_the_other(tmp_path: Path) -> None:
    files = {
        "alice/softmax_numpy.py": WORK,
        "mallory/a/timestamp.txt": b"",
        "mallory/b/timestamp.txt": b"",
        "mallory/b/softmax_numpy.py": WORK,
    }
    assert students(write(tmp_path, files)) == ["alice", "mallory"]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\v", "\f", "\x1c"])
def test_a_display_name_ends_no_line_of_a_roster(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"key,name\ns1,An\ns2,Mal{mark}s1,x\n".replace(",x", ""), encoding="utf-8")

    assert [person.student for person in read_roster(path)] == ["s1", "s2"]


def test_a_member_without_a_date_is_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "class.zip", {"an.py": WORK, "binh.py": WORK})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 10), (b"PK\x01\x02", 12)):
        place = data.index(signature) + offset
        data[place : place + 4] = bytes(4)
    path.write_bytes(data)

    assert students(path) == ["an", "binh"]


def test_a_colon_in_a_name_stops_no_class(tmp_path: Path) -> None:
    files = {"an.py": WORK, "binh/part 1: softmax_numpy.py": WORK, "1: chi.py": WORK}

    assert students(archive(tmp_path / "class.zip", files)) == ["1: chi", "an", "binh"]
