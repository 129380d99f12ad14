"""Every exporter says the same total, in the fields that the other system reads."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import layouts
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layouts import CLASS, MOODLE_HEADERS, Student, nfc, nfd

from grader.assignment import find_course, load_assignment
from grader.batch import gradebook_row
from grader.errors import UsageError
from grader.export import canvas, classroom50, moodle
from grader.export.autolab import to_autolab
from grader.export.feedback import feedback_name, write_feedback
from grader.export.gradescope import to_gradescope
from grader.export.junit import to_junit
from grader.export.record import Record, with_zero
from grader.export.sheet import Merged, read_sheet
from grader.gradebook import write_gradebook
from grader.layout import Layout, open_submissions
from grader.model import Assignment, Disclosure, StudentId, Verdict, phrase
from grader.policy import Score
from grader.report.json import CheckRecord, ExerciseRecord, ResultRecord
from grader.store import Attempt, Basis, Enrolled, Status

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
BASIS = Basis(assignment="tiny", assignment_digest="", seed="1", environment="{}", language="vi")


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return load_assignment(find_course(Path(__file__).with_name("sample_course")), "tiny")


def a_check(name: str, points: int, *, passed: bool) -> CheckRecord:
    return CheckRecord(
        id=f"row_means.{name}",
        title=f"{name} đúng",
        points=points,
        earned=points if passed else 0,
        verdict=Verdict.PASSED if passed else Verdict.FAILED,
        disclosure=Disclosure.DIAGNOSIS,
        misconception=None if passed else "wrong-axis",
        convention=None,
        message="" if passed else 'sai <b>]]> "trục"\x00\x1b',
        seconds=0.01,
    )


def a_record(
    one: Student,
    points: str | None,
    *,
    possible: int = 9,
    passed: Sequence[bool] = (True, False, True),
    status: str = "graded",
) -> Record:
    """*one* with so many points after the policy, and one check a point in two exercises."""
    checks = [a_check(f"check_{n}", 1, passed=each) for n, each in enumerate(passed)]
    parts = (checks[:1], checks[1:])
    result = ResultRecord(
        schema="grader/result/v1",
        assignment="tiny",
        student=f"sv{one.number}",
        digest="d",
        graded_at=NOW,
        isolation="full",
        environment={},
        earned=sum(passed),
        possible=len(passed),
        exercises=[
            ExerciseRecord(
                id=f"exercise_{n}",
                title=f"Câu {n}",
                earned=sum(each.earned for each in part),
                possible=len(part),
                checks=part,
            )
            for n, part in enumerate(parts)
        ],
    )
    is_graded = status == "graded"
    attempt = Attempt(
        student=StudentId(f"sv{one.number}"),
        basis=BASIS,
        graded_at=NOW,
        status=Status.GRADED if is_graded else Status.UNGRADED,
        digest="d",
        earned=result.earned if is_graded else None,
        possible=result.possible if is_graded else None,
        result=msgspec.json.encode(result).decode() if is_graded else None,
        reason="" if is_graded else "bai.ipynb is broken",
        seconds=1.25,
    )
    return Record(
        person=Enrolled(
            student=StudentId(f"sv{one.number}"),
            name=one.name,
            handed_in=True,
            email=one.email,
            ids=(str(one.number), one.login),
        ),
        status=status,
        score=Score(
            points=None if points is None else Decimal(points),
            possible=possible,
            reasons=(phrase("The teacher set {points} points: {reason}", points=1.5, reason="=1"),),
        ),
        attempt=None if status == "missing" else attempt,
        result=result if is_graded else None,
        attempts=1,
    )


def rows(data: bytes) -> list[dict[str, str]]:
    """As another program reads it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def merged(
    tmp_path: Path,
    merge: Callable[..., Merged],
    data: bytes,
    records: Sequence[Record],
    **told: Any,
) -> Merged:
    path = tmp_path / "theirs.csv"
    path.write_bytes(data)
    return merge(read_sheet(path), records, told.get("assignment"), told.get("column"))


# ------------------------------------------------------------------ one total everywhere

HUNDREDTHS = st.integers(0, 1400).map(lambda each: Decimal(each).scaleb(-2))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    points=st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS),
    possible=st.integers(1, 12),
    maximum=st.integers(1, 20),
    passed=st.lists(st.booleans(), min_size=2, max_size=7),
)
def test_all_exporters_say_the_same_totals(
    tmp_path: Path,
    tiny: Assignment,
    points: tuple[Decimal, ...],
    possible: int,
    maximum: int,
    passed: list[bool],
) -> None:
    records = [
        a_record(one, str(each), possible=possible, passed=passed)
        for one, each in zip(CLASS, points, strict=True)
    ]

    def scaled(each: Decimal, places: str = "0.01") -> Decimal:
        exact = Fraction(each) * maximum / possible
        # Exact to 20 decimals: no half is missed, because the denominators are small.
        text = Decimal(exact.numerator * 10**20 // exact.denominator).scaleb(-20)
        return text.quantize(Decimal(places), ROUND_HALF_UP)

    book = tmp_path / "gradebook.csv"
    write_gradebook(book, (gradebook_row(each, "en") for each in records), [])
    assert [Decimal(row["score"]) for row in rows(book.read_bytes())] == [*points]

    theirs = layouts.canvas_gradebook(CLASS, str(maximum))
    table = rows(merged(tmp_path, canvas.merge, theirs, records, column="7702").data)
    assert [Decimal(row["softmax_numpy (7702)"]) for row in table[2:6]] == [*map(scaled, points)]

    theirs = layouts.moodle_worksheet(CLASS, "en", f"{maximum},00")
    table = rows(merged(tmp_path, moodle.merge, theirs, records).data)
    assert [Decimal(row["Grade"].replace(",", ".")) for row in table] == [
        min(scaled(each), Decimal(maximum)) for each in points
    ]

    theirs = layouts.classroom50_scores(CLASS, str(maximum))
    table = rows(merged(tmp_path, classroom50.merge, theirs, records).data)
    assert [row["score"] for row in table] == [str(scaled(each, "1")) for each in points]

    for record, each in zip(records, points, strict=True):
        told = json.loads(to_gradescope(record, "vi"), parse_float=Decimal)
        assert told["score"] == each
        last = to_autolab(record, "vi").splitlines()[-1]
        told = json.loads(last, parse_float=Decimal)
        assert sum(told["scores"].values()) == each
        assert told["scoreboard"] == [each]
    suites = ET.fromstring(b"".join(to_junit(records, tiny, "vi")))
    assert [Decimal(one.attrib["value"]) for one in suites.iterfind(".//*[@name='score']")][
        :: len(passed) + 1
    ] == [*points]


# ------------------------------------------------------------------ merging


def test_a_canvas_gradebook_keeps_all_but_the_scores(tmp_path: Path, tiny: Assignment) -> None:
    theirs = layouts.canvas_gradebook(CLASS)
    records = [a_record(one, "8.10") for one in CLASS[:2]] + [a_record(CLASS[2], None)]
    assignment = replace(tiny, id="softmax_numpy")
    found = merged(tmp_path, canvas.merge, theirs, records, assignment=assignment)

    table = rows(found.data)
    assert [row["softmax_numpy (7702)"] for row in table] == ["", "10", "9", "9", "", "", "", "EX"]
    assert found.filled == 2
    assert found.data.count(b",9,90.0") == 2
    assert found.data.replace(b",9,90.0", b",,90.0") == theirs
    assert found.notes[0] == "scaled from 9 points to 10"
    assert "1 no score, left as it was: sv30073" in found.notes
    assert any(note.startswith("3 in the file, but not in the results") for note in found.notes)


def test_canvas_with_semicolons_and_commas(tmp_path: Path, tiny: Assignment) -> None:
    theirs = "Student;ID;Section;BT (1)\n    Points Possible;;;9\nX;30071;L;7,5\nY;30072;L;\n"
    records = [a_record(one, "8.10") for one in CLASS]
    found = merged(
        tmp_path, canvas.merge, theirs.encode(), records, column="BT (1)", assignment=tiny
    )

    assert found.data.decode() == theirs.replace("7,5", "8,1").replace(
        "Y;30072;L;", "Y;30072;L;8,1"
    )


def test_canvas_with_two_columns_of_names(tmp_path: Path, tiny: Assignment) -> None:
    theirs = "LastName,FirstName,ID,Section,tiny (1)\nNguyễn,Văn An,,L,\nĐặng,Hữu Đức,,L,1\n"
    found = merged(
        *(tmp_path, canvas.merge, theirs.encode(), [a_record(CLASS[2], "8.10")]), assignment=tiny
    )

    assert found.data.decode() == theirs.replace("Đức,,L,1", "Đức,,L,8.1")


def test_classroom50_from_its_page(tmp_path: Path) -> None:
    theirs = (
        "name,first_name,last_name,usernames,score,max_score,submissions,submitted_at,late\n"
        "Nguyễn Văn An,Văn An,Nguyễn,an-nguyen,3,9,1,2026-11-20T08:30:00Z,false\n"
    )
    found = merged(tmp_path, classroom50.merge, theirs.encode(), [a_record(CLASS[0], "8.50")])

    assert found.data.decode() == theirs.replace(",3,9,", ",9,9,")


@pytest.mark.parametrize("column, words", [(None, "no column is called tiny"), ("BT9", "BT9")])
def test_a_canvas_column_has_to_be_known(
    tmp_path: Path, tiny: Assignment, column: str | None, words: str
) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        merged(
            *(tmp_path, canvas.merge, layouts.canvas_gradebook(CLASS), []),
            assignment=tiny,
            column=column,
        )
    assert "BT0 (7701), softmax_numpy (7702)" in str(raised.value)


@pytest.mark.parametrize("lang", MOODLE_HEADERS)
def test_a_moodle_worksheet_in_any_language(tmp_path: Path, lang: str) -> None:
    people = [replace(one, login=f"x{one.login}") for one in CLASS]  # other addresses
    theirs = layouts.moodle_worksheet(people, lang)
    records = [a_record(one, "8.10") for one in CLASS[:3]] + [a_record(CLASS[3], "9.99")]
    found = merged(tmp_path, moodle.merge, theirs, records)

    assert found.filled == 4
    assert found.data.count(b',9,"10,00"') == 3
    assert found.data.count(b',"10","10,00"') == 0
    assert found.data.count(b',10,"10,00"') == 1
    assert found.data.replace(b',9,"10', b',,"10').replace(b',10,"10', b',,"10') == theirs
    assert "1 cut to the maximum that the platform takes: sv30074" in found.notes


def test_a_moodle_grade_with_a_comma_is_quoted(tmp_path: Path) -> None:
    found = merged(
        *(tmp_path, moodle.merge, layouts.moodle_worksheet(CLASS, "vi")),
        [a_record(CLASS[0], "3.7")],
    )

    assert b',"4,11","10,00",' in found.data


def test_who_can_only_be_told_by_name_or_address(tmp_path: Path) -> None:
    people = [replace(one, number=one.number + 5000) for one in CLASS]
    records = [a_record(one, "9") for one in CLASS]
    theirs = layouts.moodle_worksheet(people, "en")

    assert merged(tmp_path, moodle.merge, theirs, records).filled == 4
    strangers = [replace(one, login=f"x{one.login}") for one in people]
    theirs = layouts.moodle_worksheet(strangers, "en")
    found = merged(tmp_path, moodle.merge, theirs, records)
    assert found.filled == 2
    assert "2 not in theirs.csv: sv30071, sv30074" in found.notes


@pytest.mark.parametrize(
    "merge, data",
    [
        pytest.param(canvas.merge, b"Name,Grade\nA,1\n", id="canvas"),
        pytest.param(moodle.merge, b"Name,Grade\nA,1\n", id="moodle"),
        pytest.param(moodle.merge, b"A,B,C\nParticipant 1,An,x\n", id="moodle-without-grades"),
        pytest.param(classroom50.merge, b"name,score\nA,1\n", id="classroom50"),
        pytest.param(moodle.merge, b'A,B,"C\n1"\nParticipant 1,An,x\n', id="line-break"),
        pytest.param(canvas.merge, b'Student,ID,"a\n (1)"\nAn,1,x\n', id="line-break-in-canvas"),
    ],
)
def test_a_file_of_another_system_is_one_line(
    tmp_path: Path, tiny: Assignment, merge: Callable[..., Merged], data: bytes
) -> None:
    with pytest.raises(UsageError, match=r"theirs\.csv: ") as raised:
        merged(tmp_path, merge, data, [a_record(CLASS[0], "1")], assignment=tiny)
    assert "\n" not in str(raised.value)


# ------------------------------------------------------------------ fields

GRADESCOPE: dict[str, type | tuple[type, ...]] = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
GRADESCOPE_TEST: dict[str, type | tuple[type, ...]] = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}


def test_gradescope_gets_the_fields_of_its_specification() -> None:
    told = json.loads(to_gradescope(a_record(CLASS[0], "8.10"), "vi"))

    for fields, found in ((GRADESCOPE, told), (GRADESCOPE_TEST, told["tests"][1])):
        assert set(found) == set(fields)
        assert all(isinstance(found[name], kind) for name, kind in fields.items())
        assert not any(isinstance(value, bool) for value in found.values())
        assert found["output_format"] in {"text", "html", "simple_format", "md", "ansi"}
        assert found["visibility"] in {"hidden", "after_due_date", "after_published", "visible"}
    assert [test["number"] for test in told["tests"]] == ["1.1", "2.1", "2.2"]
    assert [test["status"] for test in told["tests"]] == ["passed", "failed", "passed"]
    assert "Giảng viên" in told["output"]
    broken = json.loads(to_gradescope(a_record(CLASS[0], None, status="ungraded"), "vi"))
    assert (broken["score"], broken["tests"]) == (0, [])
    assert "bai.ipynb is broken" in broken["output"]


def test_autolab_reads_the_last_line() -> None:
    shown, scores = map(json.loads, to_autolab(a_record(CLASS[0], "1.00"), "vi").splitlines())

    assert scores == {"scores": {"exercise_0": 0.5, "exercise_1": 0.5}, "scoreboard": [1]}
    assert shown["_presentation"] == "semantic"
    assert shown["stages"] == ["Câu 0", "Câu 1"]
    assert shown["Câu 0"] == {"check_0 đúng": {"passed": True}}
    assert shown["Câu 1"]["check_1 đúng"]["hint"].startswith("sai")


def test_junit_counts_and_shows_no_source(tiny: Assignment) -> None:
    records = [
        a_record(CLASS[0], "8.10"),
        a_record(CLASS[1], None, status="ungraded"),
        a_record(CLASS[2], None, status="missing"),
    ]
    root = ET.fromstring(b"".join(to_junit(records, tiny, "en")))

    counts = ("tests", "failures", "errors", "skipped")
    assert [[suite.attrib[name] for name in counts] for suite in root] == [
        ["3", "1", "0", "0"],
        ["1", "0", "1", "0"],
        ["1", "0", "0", "1"],
    ]
    for case in root.iter("testcase"):
        assert {"classname", "name", "time"} <= case.attrib.keys()
    (failure,) = root.iter("failure")
    assert failure.attrib == {"message": 'sai <b>]]> "trục"', "type": "wrong-axis"}
    assert failure.text is None
    assert "timestamp" in root[0].attrib
    assert root[0].find("properties/property[@name='reason']") is not None


def test_zero_is_only_for_what_is_missing_or_cannot_be_graded() -> None:
    found = {
        status: with_zero(a_record(CLASS[0], None, status=status)).score.points
        for status in ("missing", "ungraded", "needs review", "grader error", "pending")
    }

    assert found == {
        "missing": 0,
        "ungraded": 0,
        "needs review": None,
        "grader error": None,
        "pending": None,
    }


# ------------------------------------------------------------------ feedback


@pytest.mark.parametrize(
    "layout, shown, name",
    [
        pytest.param(
            Layout.MOODLE,
            nfd("Nguyễn Văn An_30071_assignsubmission_file"),
            nfd("Nguyễn Văn An_30071_assignsubmission_file/report.html"),
            id="moodle",
        ),
        pytest.param(
            Layout.MOODLE_FLAT,
            "Đặng Đức_30073_assignsubmission_file_softmax.py",
            "Đặng Đức_30073_assignsubmission_file_report.html",
            id="moodle-flat",
        ),
        pytest.param(
            Layout.CANVAS,
            "nguyễnvănan_LATE_30071_999999_softmax.py",
            "nguyễnvănan_LATE_30071_999999_softmax.py.html",
            id="canvas",
        ),
        pytest.param(
            Layout.GRADESCOPE, "submission_1", "submission_1/report.html", id="gradescope"
        ),
        pytest.param(Layout.NBGRADER, "an/hw1", "an/hw1/report.html", id="nbgrader"),
        pytest.param(
            Layout.NBGRADER,
            "an+hw1+2026-11-20 08:30:00 UTC+Zm",
            "an/hw1/report.html",
            id="nbgrader-inbound",
        ),
        pytest.param(
            Layout.BLACKBOARD, "HW_an_attempt_1", "HW_an_attempt_1_report.html", id="blackboard"
        ),
        pytest.param(Layout.PLAIN, "an.ipynb", "an.ipynb.html", id="file"),
        pytest.param(Layout.PLAIN, "..", "sv30071/report.html", id="hostile"),
        pytest.param(Layout.PLAIN, "a\udcff", "sv30071/report.html", id="no-text"),
    ],
)
def test_a_report_goes_back_under_the_platforms_name(layout: Layout, shown: str, name: str) -> None:
    person = replace(a_record(CLASS[0], "1").person, layout=layout.value, shown=shown)

    assert feedback_name(person) == name


@pytest.mark.parametrize("form", [nfc, nfd], ids=["nfc", "nfd"])
def test_platforms_find_the_student_in_the_names(tmp_path: Path, form: layouts.Form) -> None:
    """By the rules by which Canvas and Moodle read the names of uploaded files."""
    builders = (layouts.canvas, layouts.moodle, layouts.moodle_blind, layouts.moodle_flat)
    for build in builders:
        build(tmp_path / build.__name__, CLASS, form)
        with open_submissions(tmp_path / build.__name__) as entries:
            for entry in entries:
                person = replace(
                    a_record(CLASS[0], "1").person,
                    student=entry.student,
                    layout=entry.layout.value,
                    shown=entry.shown,
                )
                name = feedback_name(person)
                if build is layouts.canvas:
                    user, file = [part for part in name.split("_") if part.isdigit()][:2]
                    assert (user, len(file)) == (entry.student, 6)
                else:
                    parts = name.split("/")[0].split("_", 4)
                    assert parts[1:4] == [entry.student, "assignsubmission", "file"]


def test_a_group_shares_a_name_and_the_archive_is_always_the_same(tmp_path: Path) -> None:
    people = [
        replace(a_record(one, "1").person, layout=Layout.GRADESCOPE.value, shown="submission_1")
        for one in CLASS[:2]
    ]
    for name in ("a.zip", "b.zip"):
        assert write_feedback(tmp_path / name, ((one, b"<html>") for one in people)) == 2

    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.namelist() == ["submission_1/report.html", "submission_1/report-sv30072.html"]
        assert opened.read("submission_1/report.html") == b"<html>"
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
