"""Every platform's download becomes one entry for each student, and says what it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import layouts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import CLASS, Form, Student, nfc, nfd

from grader.errors import UsageError
from grader.layout import (
    Entry,
    Layout,
    Person,
    nobodys,
    open_submissions,
    read_roster,
    with_times,
)
from grader.layout.roster import read_times
from grader.model import StudentId

Builder = Callable[[Path, Sequence[Student], Form], None]

NUMBERS = ["30071", "30072", "30073", "30074"]
LOGINS = ["an-nguyen", "an-nguyen-2", "binh-tran", "duc"]
ANONYMOUS = [f"anon_{number}Q" for number in ("7577", "7578", "7579", "757a")]

LAYOUTS = [
    pytest.param(layouts.gradescope, Layout.GRADESCOPE, NUMBERS, id="gradescope"),
    pytest.param(layouts.classroom50, Layout.CLASSROOM50, LOGINS, id="classroom50"),
    pytest.param(layouts.github, Layout.GITHUB, LOGINS, id="github"),
    pytest.param(layouts.canvas, Layout.CANVAS, NUMBERS, id="canvas"),
    pytest.param(layouts.canvas_anonymous, Layout.CANVAS, ANONYMOUS, id="canvas-anonymous"),
    pytest.param(layouts.moodle, Layout.MOODLE, NUMBERS, id="moodle"),
    pytest.param(layouts.moodle_blind, Layout.MOODLE, NUMBERS, id="moodle-blind"),
    pytest.param(layouts.moodle_flat, Layout.MOODLE_FLAT, NUMBERS, id="moodle-flat"),
    pytest.param(layouts.nbgrader, Layout.NBGRADER, LOGINS, id="nbgrader"),
    pytest.param(layouts.nbgrader_inbound, Layout.NBGRADER, LOGINS, id="nbgrader-inbound"),
    pytest.param(layouts.blackboard, Layout.BLACKBOARD, LOGINS, id="blackboard"),
    pytest.param(layouts.folders, Layout.PLAIN, LOGINS, id="folders"),
    pytest.param(layouts.files, Layout.PLAIN, LOGINS, id="files"),
]
NAMED = {Layout.GRADESCOPE, Layout.CANVAS, Layout.MOODLE, Layout.MOODLE_FLAT, Layout.BLACKBOARD}

ROSTER = (
    *(
        Person(
            student=StudentId(f"sv{one.number}"),
            name=one.name,
            email=one.email,
            ids=(str(one.number), one.login),
        )
        for one in CLASS
    ),
    Person(student=StudentId("sv1"), name="Lê Vắng Mặt"),
)


def read(path: Path, roster: Sequence[Person] = ()) -> tuple[list[Entry], dict[str, bytes]]:
    """The entries in *path*, and the first file of work of each student."""
    with open_submissions(path, roster, assignment="softmax_numpy") as entries:
        work = {}
        for entry in entries:
            files = [entry.path] if entry.path.is_file() else sorted(entry.path.rglob("softmax*"))
            work[str(entry.student)] = files[0].read_bytes()
        return list(entries), work


@pytest.mark.parametrize("form", [nfc, nfd], ids=["nfc", "nfd"])
@pytest.mark.parametrize("build, layout, students", LAYOUTS)
def test_a_folder_is_known_by_its_content(
    tmp_path: Path, build: Builder, layout: Layout, students: list[str], form: Form
) -> None:
    build(tmp_path / "in", CLASS, form)
    entries, work = read(tmp_path / "in")

    assert {entry.layout for entry in entries} == {layout}
    assert [entry.student for entry in entries] == students
    assert set(work.values()) == {layouts.WORK}
    for entry in entries:
        assert unicodedata.is_normalized("NFC", entry.name)


@pytest.mark.parametrize("build, layout, students", LAYOUTS)
def test_the_same_as_an_archive_from_a_mac(
    tmp_path: Path, build: Builder, layout: Layout, students: list[str]
) -> None:
    build(tmp_path / "in", CLASS, nfd)
    archive = layouts.packed(tmp_path / "in", tmp_path / "all.zip", outer="BT 1/", declared=False)
    entries, _ = read(archive)

    assert [(entry.layout, entry.student) for entry in entries] == [
        (layout, student) for student in students
    ]
    if layout in NAMED and "anon" not in students[0]:
        names = {unicodedata.normalize("NFC", entry.name) for entry in entries}
        assert names & {"Đặng Hữu Đức", "đặnghữuđức", ""}


@pytest.mark.parametrize("build, layout, students", LAYOUTS)
def test_a_roster_says_who_it_is(
    tmp_path: Path, build: Builder, layout: Layout, students: list[str]
) -> None:
    build(tmp_path / "in", CLASS, nfd)
    entries, _ = read(tmp_path / "in", ROSTER)

    if "anon" in students[0]:
        assert [entry.student for entry in entries] == students
    else:
        assert [entry.student for entry in entries] == [f"sv{one.number}" for one in CLASS]
        assert [entry.name for entry in entries] == [one.name for one in CLASS]
        assert all(set(entry.ids) & {*NUMBERS, *LOGINS} for entry in entries), layout


def test_who_is_late(tmp_path: Path) -> None:
    for build in (layouts.canvas, layouts.canvas_anonymous, layouts.classroom50):
        build(tmp_path / build.__name__, CLASS)
        entries, _ = read(tmp_path / build.__name__, ROSTER)

        assert sum(entry.late for entry in entries) == 1
        assert next(entry.shown for entry in entries if entry.late)


@pytest.mark.parametrize(
    "build, when",
    [
        (layouts.gradescope, datetime(2026, 11, 20, 8, 30, 0, 123456, UTC)),
        (layouts.classroom50, datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
        (layouts.nbgrader, datetime(2026, 11, 20, 1, 30, 0, 123456, UTC)),
        (layouts.nbgrader_inbound, datetime(2026, 11, 20, 8, 30, 0, 123456, UTC)),
        (layouts.blackboard, datetime(2026, 11, 20, 8, 30)),  # noqa: DTZ001 - it names no zone
    ],
    ids=["gradescope", "classroom50", "nbgrader", "nbgrader-inbound", "blackboard"],
)
def test_when_it_was_handed_in(tmp_path: Path, build: Builder, when: datetime) -> None:
    build(tmp_path / "in", CLASS, nfc)
    entries, _ = read(tmp_path / "in")

    assert entries[0].submitted_at == when


@pytest.mark.parametrize("build", [layouts.nbgrader_inbound, layouts.blackboard])
def test_the_newest_attempt_counts_and_the_other_is_told(tmp_path: Path, build: Builder) -> None:
    build(tmp_path / "in", CLASS, nfc)
    entries, _ = read(tmp_path / "in")
    (note,) = entries[0].notes

    assert "2026-11-19" in str(note.values["older"])
    assert "2026-11-20" in str(note.values["newest"])
    assert not any(entry.notes for entry in entries[1:])


def test_a_group_is_everyone_in_it(tmp_path: Path) -> None:
    layouts.gradescope(tmp_path / "in", CLASS)
    first, second, third, _ = read(tmp_path / "in")[0]

    assert first.path == second.path != third.path
    assert "Nguyễn Văn An, Trần Thị Thanh Bình" in first.notes[0].english()


def test_a_name_that_two_have_joins_nobody(tmp_path: Path) -> None:
    layouts.moodle(tmp_path / "in", CLASS)
    roster = [Person(student=StudentId(f"sv{n}"), name=one.name) for n, one in enumerate(CLASS)]
    entries, _ = read(tmp_path / "in", roster[:3])

    assert [entry.student for entry in entries] == ["30071", "30074", "sv1", "sv2"]


def test_work_with_another_name_is_not_dropped(tmp_path: Path) -> None:
    layouts.moodle(tmp_path / "in", CLASS)
    layouts.write(tmp_path / "in", "bài của Em.py")
    (tmp_path / "in" / "grades.csv").write_text("Identifier\n")
    entry = read(tmp_path / "in")[0][-1]

    assert (entry.student, entry.layout) == ("bài của Em", Layout.MOODLE)
    assert "whose is it?" in entry.notes[0].english()


def test_files_get_the_names_that_their_student_gave_them(tmp_path: Path) -> None:
    layouts.canvas(tmp_path / "in", CLASS, nfd)
    with open_submissions(tmp_path / "in") as entries:
        first = entries[0]
        assert sorted(path.name for path in first.path.iterdir()) == [
            "data_1_2-1.csv",
            "softmax_numpy.py",
        ]
    assert first.shown == nfd("nguyễnvănan_30071_999999_data_1_2-1.csv")
    assert not first.path.exists()


def test_a_tree_of_several_assignments_needs_to_know_which(tmp_path: Path) -> None:
    layouts.nbgrader(tmp_path / "in", CLASS)

    with (
        pytest.raises(UsageError, match="loss_functions, softmax_numpy"),
        open_submissions(tmp_path / "in", assignment="hw1"),
    ):
        pass


@pytest.mark.parametrize("told", [b"- a\n- b\n", b"a: [\n", b"\xff\xfe", b"a: &a [*a]\n"])
def test_broken_metadata_is_one_line_or_nobodys(tmp_path: Path, told: bytes) -> None:
    layouts.write(tmp_path, "submission_metadata.yml", told)

    with pytest.raises(UsageError) as raised, open_submissions(tmp_path):
        pass
    assert "\n" not in str(raised.value)


def test_a_submission_that_is_not_in_the_export_is_still_somebodys(tmp_path: Path) -> None:
    layouts.gradescope(tmp_path / "in", CLASS)
    lost = tmp_path / "in" / "submission_440073" / "softmax_numpy.py"
    lost.unlink()
    lost.parent.rmdir()
    with open_submissions(tmp_path / "in") as entries:
        assert [entry.student for entry in entries] == NUMBERS


def test_repositories_without_marks_need_the_roster_for_names_with_hyphens(tmp_path: Path) -> None:
    people = [replace(CLASS[0], login=f"hw-1-x-{name}") for name in ("an", "binh")]
    layouts.github(tmp_path / "in", people)

    assert [entry.student for entry in read(tmp_path / "in")[0]] == ["an", "binh"]
    roster = [Person(student=StudentId(one.login)) for one in people]
    assert [entry.student for entry in read(tmp_path / "in", roster)[0]] == [
        "hw-1-x-an",
        "hw-1-x-binh",
    ]


NAMES = st.lists(
    st.text(st.characters(categories=["L", "Mn"], codec="utf-8"), min_size=1, max_size=8),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=20)
@given(names=st.lists(NAMES, min_size=2, max_size=4), form=st.sampled_from([nfc, nfd]))
def test_whatever_students_are_called(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], form: Form
) -> None:
    people = [Student(number=30000 + n, login=f"sv{n}", name=name) for n, name in enumerate(names)]
    builders = (
        *(layouts.gradescope, layouts.canvas, layouts.moodle),
        *(layouts.moodle_flat, layouts.blackboard),
    )
    for build in builders:
        base = tmp_path_factory.mktemp("names") / "in"
        build(base, people, form)
        entries, _ = read(base)
        assert [entry.student for entry in entries] == [
            one.login if build is layouts.blackboard else str(one.number) for one in people
        ]


@pytest.mark.parametrize(
    "name",
    [
        "an_1_assignsubmission_file_a.py",
        "an_1_assignsubmission_file/a.py",
        "an_1_2_a.py",
        "hw_an_attempt_2026-11-20-08-30-00_a.py",
        "an+hw+2026-11-20 08:30:00 UTC+x/a.py",
        "an/hw/timestamp.txt",
        "an/.classroom50.yaml",
        "an/submission_metadata.yml",
        "submitted.py",
    ],
)
def test_one_students_names_do_not_decide_for_the_others(tmp_path: Path, name: str) -> None:
    layouts.folders(tmp_path, CLASS)
    layouts.files(tmp_path, [replace(CLASS[0], login="em")])
    layouts.write(tmp_path, name)
    with open_submissions(tmp_path) as entries:
        assert {entry.layout for entry in entries} == {Layout.PLAIN}
        assert {*LOGINS, "em"} < {str(entry.student) for entry in entries}


def test_a_tree_that_was_sorted_by_hand_has_no_timestamps(tmp_path: Path) -> None:
    layouts.nbgrader(tmp_path / "in", CLASS)
    for path in tmp_path.rglob("timestamp.txt"):
        path.unlink()
    entries, _ = read(tmp_path / "in")

    assert [(entry.student, entry.submitted_at) for entry in entries] == [
        (login, None) for login in LOGINS
    ]


def test_two_names_that_begin_alike(tmp_path: Path) -> None:
    layouts.classroom50(tmp_path / "in", [CLASS[0], CLASS[3]])
    (tmp_path / "in" / "scores.csv").unlink()

    assert [entry.student for entry in read(tmp_path / "in")[0]] == ["an-nguyen", "an-nguyen-2"]


# ------------------------------------------------------------------ rosters and times


@pytest.mark.parametrize(
    "text, key, known",
    [
        pytest.param(
            "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (77)\n"
            ",,,,,Manual Posting\n"
            "    Points Possible,,,,,10\n"
            '"Nguyễn, Văn An",30071,,an,L01,\n"Student, Test",99998,,7f3a,L01,\n',
            "30071",
            ("an",),
            id="canvas",
        ),
        pytest.param(
            "username,first_name,last_name,email,section,github_id,role\nan,An,Nguyễn,a@x,L,9,s\n",
            "an",
            ("a@x", "9"),
            id="classroom50",
        ),
        pytest.param(
            "First Name,Last Name,SID,Email,Role\nAn,Nguyễn,77,a@x,s\n", "77", ("a@x",), id="gs"
        ),
        pytest.param(
            "Identifier,Full name,Email address\nParticipant 123,Nguyễn An,a@x\n",
            "123",
            ("Participant 123", "a@x"),
            id="moodle",
        ),
    ],
)
def test_what_platforms_list_is_a_roster(
    tmp_path: Path, text: str, key: str, known: tuple[str, ...]
) -> None:
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    (person,) = read_roster(tmp_path / "roster.csv")

    assert (person.student, person.ids) == (key, known)
    assert "Nguyễn" in person.name


def test_times_of_a_file(tmp_path: Path) -> None:
    layouts.files(tmp_path / "in", CLASS)
    times = tmp_path / "times.csv"
    times.write_text("key,submitted_at\nDUC,2026-11-21T00:10:00+07:00\n", encoding="utf-8")
    entries = with_times(read(tmp_path / "in")[0], read_times(times))

    assert [(entry.student, entry.submitted_at is None) for entry in entries] == [
        ("an-nguyen", True),
        ("an-nguyen-2", True),
        ("binh-tran", True),
        ("duc", False),
    ]
    assert nobodys(entries, read_times(times)) == []
    assert nobodys(entries[:3], read_times(times)) == ["duc"]
    times.write_text("key,submitted_at\nduc,yesterday\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"times\.csv:2: submitted_at: 'yesterday' is no time"):
        read_times(times)
