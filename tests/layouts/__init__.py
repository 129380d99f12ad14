"""Makes what each platform gives to a teacher: the real names of its folders, files and fields.

A builder gets a folder that is not there yet and a class, and fills it. What is packed as an
archive by the platform is packed by :func:`packed`.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

WORK = b"def softmax(z):\n    return z\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One student as the platforms know them. The family name comes first, as in Vietnam."""

    number: int
    """On the platform."""
    login: str
    name: str
    """Family name, then the rest."""
    late: bool = False
    work: bytes = WORK

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.login}@hcmut.example.edu.vn"

    @property
    def sortable(self) -> str:
        """``Nguyễn, Văn An``."""
        family, _, rest = self.name.partition(" ")
        return f"{family}, {rest}" if rest else family


CLASS = (
    Student(number=30071, login="an-nguyen", name="Nguyễn Văn An"),
    Student(number=30072, login="binh-tran", name="Trần Thị Thanh Bình", late=True),
    Student(number=30073, login="duc", name="Đặng Hữu Đức"),
    Student(number=30074, login="an-nguyen-2", name="Nguyễn Văn An"),
)
"""Two of them have one name, as happens."""


def nfc(name: str) -> str:
    """As Linux and Windows write it."""
    return unicodedata.normalize("NFC", name)


def nfd(name: str) -> str:
    """As macOS writes it."""
    return unicodedata.normalize("NFD", name)


Form = Callable[[str], str]


def write(folder: Path, name: str, data: bytes = WORK) -> None:
    """Put *data* at *name* below *folder*."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class _Undeclared(zipfile.ZipInfo):
    """A member with a UTF-8 name that is not declared as such, as macOS writes them."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self.filename.encode(), self.flag_bits


def packed(folder: Path, archive: Path, *, outer: str = "", declared: bool = True) -> Path:
    """*folder* as a zip; its names are UTF-8, *declared* as such or not."""
    kind = zipfile.ZipInfo if declared else _Undeclared
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                opened.writestr(
                    kind(outer + path.relative_to(folder).as_posix()), path.read_bytes()
                )
        opened.writestr(kind("__MACOSX/._x"), b"")
    return archive


def gradescope(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """``assignment_<id>_export``; the first two are a group."""
    lines = ["---"]
    first, second, *others = people
    for team in ((first, second), *((one,) for one in others)):
        sid = 410000 + team[0].number
        lines += [f"submission_{sid}:", "  :submitters:"]
        for one in team:
            lines += [
                f"  - :name: {form(one.name)}",
                f"    :sid: '{one.number}'",
                f"    :email: {one.email}",
            ]
        lines += [
            f"  :created_at: 2026-11-{20 + team[0].late:02} 08:30:00.123456789 Z",
            "  :score: 0.0",
            "  :status: processed",
            "  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess",
            "    score: 0",
            "  :history: []",
        ]
        write(folder, f"submission_{sid}/softmax_numpy.py", team[0].work)
    write(folder, "submission_metadata.yml", "\n".join([*lines, ""]).encode())


SCORES = (
    "username,first_name,last_name,email,section,score,max_score,datetime,submission_tag,"
    "submitted_by,review_url,late,override"
)


def classroom50(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """Repositories ``<classroom>-<assignment>-<username>``, all of it with hyphens, and scores."""
    rows = [SCORES]
    for one in people:
        family, _, rest = form(one.name).partition(" ")
        rows.append(
            f"{one.login},{rest},{family},{one.email},L01,,,2026-11-20T08:30:00Z,"
            f"submit/2026-11-20T08-30-00Z,{one.login},,{str(one.late).lower()},"
        )
        repo = f"ml-2026-softmax-numpy-{one.login}"
        write(folder, f"{repo}/softmax_numpy.py", one.work)
        write(
            folder,
            f"{repo}/.classroom50.yaml",
            b"classroom: ml-2026\nassignment: softmax-numpy\nsource:\n  owner: khoa-cntt\n",
        )
    write(folder, "scores.csv", "\n".join([*rows, ""]).encode())


def github(folder: Path, people: Sequence[Student], _form: Form = nfc) -> None:
    """``<assignment>-<username>``, clones beside each other."""
    for one in people:
        write(folder, f"softmax-numpy-{one.login}/softmax_numpy.py", one.work)
        write(folder, f"softmax-numpy-{one.login}/.git/HEAD", b"ref: refs/heads/main\n")


def _canvas_prefix(one: Student, form: Form) -> str:
    # Canvas keeps marks on letters, as [[:word:]] does.
    name = "".join(
        char
        for char in form(one.sortable).lower()
        if re.match(r"\w", char) or unicodedata.combining(char)
    )
    return f"{name}{'_LATE' if one.late else ''}_{one.number}"


def canvas(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """Files in one folder; the first student has two, one of them handed in again."""
    for one in people:
        prefix = _canvas_prefix(one, form)
        write(folder, f"{prefix}_{one.number + 900000}_softmax_numpy.py", one.work)
    first = people[0]
    write(folder, f"{_canvas_prefix(first, form)}_999999_data_1_2-1.csv", b"1,2\n")


def canvas_anonymous(folder: Path, people: Sequence[Student], _form: Form = nfc) -> None:
    """The same without names: LATE comes first."""
    for one in people:
        late = "LATE_" if one.late else ""
        code = f"{one.number:x}Q"
        write(folder, f"{late}anon_{code}_{one.number + 900000}_softmax_numpy.py", one.work)


def moodle(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """A folder for each; the last one wrote into the text box, too."""
    for one in people:
        prefix = f"{form(one.name)}_{one.number}_assignsubmission"
        write(folder, f"{prefix}_file/softmax_numpy.py", one.work)
    box = f"{form(people[-1].name)}_{people[-1].number}_assignsubmission_onlinetext"
    write(folder, f"{box}/onlinetext.html", b"<p>Em g\xe1\xbb\xadi b\xc3\xa0i</p>")


def moodle_blind(folder: Path, people: Sequence[Student], _form: Form = nfc) -> None:
    """The same without names, from an older version."""
    for one in people:
        write(folder, f"Participant_{one.number}_assignsubmission_file_/softmax.ipynb", one.work)


def moodle_flat(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """All files in one folder."""
    for one in people:
        prefix = f"{form(one.name)}_{one.number}_assignsubmission_file"
        write(folder, f"{prefix}_softmax_numpy.py", one.work)
        write(folder, f"{prefix}_ghi chú.txt", b"ok")


def nbgrader(folder: Path, people: Sequence[Student], _form: Form = nfc) -> None:
    """The tree ``submitted``, with another assignment in it."""
    for one in people:
        for name in ("softmax_numpy", "loss_functions"):
            place = f"submitted/{one.login}/{name}"
            write(folder, f"{place}/{name}.ipynb", one.work)
            write(folder, f"{place}/timestamp.txt", b"2026-11-20 08:30:00.123456 Asia/Ho_Chi_Minh")


def nbgrader_inbound(folder: Path, people: Sequence[Student], _form: Form = nfc) -> None:
    """The exchange; the first student handed in twice."""
    for one, when in [(people[0], "2026-11-19 08:30:00.000000 UTC")] + [
        (one, "2026-11-20 08:30:00.123456 UTC") for one in people
    ]:
        place = f"ml/inbound/{one.login}+softmax_numpy+{when}+Zm9v"
        write(folder, f"{place}/softmax_numpy.ipynb", one.work)


def blackboard(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """Files with their manifests; the first student handed in twice."""
    for one, when in [(people[0], "2026-11-19-08-30-00")] + [
        (one, "2026-11-20-08-30-00") for one in people
    ]:
        prefix = f"Softmax bằng NumPy_{one.login}_attempt_{when}"
        write(folder, form(f"{prefix}_softmax_numpy.py"), one.work)
        manifest = f"Name: {one.name} ({one.login})\nAssignment: Softmax bằng NumPy\n"
        write(folder, form(f"{prefix}.txt"), manifest.encode())


def folders(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """One folder for each, as a careful person sorts them."""
    for one in people:
        write(folder, f"{form(one.login)}/softmax_numpy.py", one.work)


def files(folder: Path, people: Sequence[Student], form: Form = nfc) -> None:
    """One file for each."""
    for one in people:
        write(folder, f"{form(one.login)}.py", one.work)


# ------------------------------------------------------------------ what takes scores back


CANVAS_HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,BT0 (7701),softmax_numpy (7702),"
    "Assignments Current Score,Final Grade"
)


def canvas_gradebook(people: Sequence[Student], points: str = "10") -> bytes:
    """An export of Canvas: titles with numbers, read-only totals, the row of points, and who is
    excused; a test student, and one whose name a spreadsheet would execute."""
    lines = [
        CANVAS_HEADER,
        ",,,,,Manual Posting,,,",
        f"    Points Possible,,,,,5.00,{points},(read only),(read only)",
    ]
    lines += [
        f'"{one.sortable}",{one.number},,{one.login},"KHMT, K22",4.50,,90.0,"A"' for one in people
    ]
    lines += [
        '"=HYPERLINK(""http://x"",""Điểm"")",99999,,x,L02,,,,',
        '"Student, Test",99998,,7f3a,L01,,EX,,',
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


_ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
_VIETNAMESE = (
    "Mã nhận dạng,Họ và tên,Địa chỉ thư điện tử,Tình trạng,Điểm,Điểm tối đa,"
    "Có thể đổi điểm,Sửa lần cuối (bài nộp),Sửa lần cuối (điểm),Nhận xét phản hồi"
)
MOODLE_HEADERS = {
    "en": (_ENGLISH, "Participant "),
    "vi": (_VIETNAMESE, "Thành viên "),
    "xx": ("A,B,C,D,E,F,G,H,I,J", "Osaleja"),
}
"""The header, and the word before a participant's number; the last in no language we know."""


def moodle_worksheet(people: Sequence[Student], lang: str, maximum: str = "10,00") -> bytes:
    """A grading worksheet as Moodle writes it in *lang*: decimal comma, text with line breaks."""
    header, word = MOODLE_HEADERS[lang]
    lines = [header]
    status = '"Đã nộp để chấm điểm"'
    rest = 'Yes,"Friday, 20 November 2026, 8:30 AM",-,"<p>Dòng 1\nDòng ""2""</p>"'
    lines += [
        f'"{word}{one.number}","{one.name}",{one.email},{status},,"{maximum}",{rest}'
        for one in people
    ]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def classroom50_scores(people: Sequence[Student], maximum: str = "") -> bytes:
    """``scores.csv`` of Classroom 50's command line."""
    lines = [SCORES]
    for one in people:
        family, _, rest = one.name.partition(" ")
        lines.append(
            f"{one.login},{rest},{family},{one.email},L01,,{maximum},2026-11-20T08:30:00Z,"
            f"submit/1,{one.login},https://x/1,{str(one.late).lower()},"
        )
    return ("\n".join(lines) + "\n").encode()
