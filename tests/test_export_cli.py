"""From a platform's download to its gradebook: batch, policy, override, export."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import layouts
import pytest
from click.testing import CliRunner, Result
from layouts import CLASS, nfd

from grader.cli.instructor import main
from grader.model import StudentId
from grader.store import Status, open_store

COURSE = Path(__file__).with_name("sample_course")
RIGHT = (COURSE / "reference" / "tiny" / "tiny.py").read_bytes()
WRONG = RIGHT + (COURSE / "assignments" / "tiny" / "mutants" / "wrong-axis.py").read_bytes()
WORK = (RIGHT, WRONG, b"\xff\xfe\xfd", RIGHT)
POLICY = """
[policy]
due = 2026-11-20T23:59:00+07:00
late = [{ hours = 24, keep = 90 }]
"""


def grader(course: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--course", str(course)])


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The course, the results of a Moodle download from a Mac, and what the batch said."""
    base = tmp_path_factory.mktemp("export")
    course = base / "course"
    shutil.copytree(COURSE, course)
    with (course / "assignments" / "course.toml").open("a", encoding="utf-8") as file:
        file.write(POLICY)
    people = [replace(one, work=work) for one, work in zip(CLASS, WORK, strict=True)]
    layouts.moodle(base / "in", people, nfd)
    last = f"{nfd(CLASS[3].name)}_{CLASS[3].number}_assignsubmission_file"
    layouts.write(base / "in", f"{last}/nháp.py", b"x = 1\n")
    archive = layouts.packed(base / "in", base / "MAI391-tiny-77.zip", declared=False)
    (base / "roster.csv").write_text(
        "key,id,name\nsv1,30071,Nguyễn Văn An\nsv2,30072,Trần Thị Thanh Bình\n"
        "sv3,30073,Đặng Hữu Đức\nsv9,30079,Lê Vắng\n",
        encoding="utf-8",
    )
    (base / "times.csv").write_text(
        "key,submitted_at\nsv1,2026-11-21T01:29:30+07:00\n", encoding="utf-8"
    )
    found = grader(
        course,
        *("batch", archive, "-a", "tiny", "--out", base / "out", "--workers", "1"),
        *("--roster", base / "roster.csv", "--times", base / "times.csv", "--lang", "en"),
    )
    assert found.exit_code == 0, found.output
    return course, base / "out", found.stdout


@pytest.fixture
def results(graded: tuple[Path, Path, str], tmp_path: Path) -> tuple[Path, Path]:
    """The course, and a copy of the results to change."""
    shutil.copytree(graded[1], tmp_path / "out")
    return graded[0], tmp_path / "out"


def book(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_a_batch_names_the_layout_and_who_is_on_no_roster(
    graded: tuple[Path, Path, str],
) -> None:
    lines = graded[2].splitlines()

    assert "Layout:    Moodle download, folders (4)" in lines
    assert "Not on the roster: 30074" in lines
    assert any(line.split()[:5] == ["sv2", *CLASS[1].name.split()] for line in lines)
    assert any(line.endswith("1 missing; 1 not on the roster; 1 late") for line in lines)


def test_the_next_batch_knows_the_roster_and_the_times(
    results: tuple[Path, Path], graded: tuple[Path, Path, str]
) -> None:
    course, out = results
    before = (out / "gradebook.csv").read_bytes()
    archive = graded[1].parent / "MAI391-tiny-77.zip"
    found = grader(
        course, "batch", archive, "-a", "tiny", "--out", out, "--workers", "1", "--lang", "en"
    )

    assert "; 1 missing; 1 not on the roster" in found.stdout
    assert (out / "gradebook.csv").read_bytes() == before


def test_which_of_several_files_was_graded_is_told(graded: tuple[Path, Path, str]) -> None:
    row = book(graded[1] / "gradebook.csv")["30074"]
    told = "softmax_numpy.py was graded (it defines 2 of the 2 required names); not graded: nháp.py"

    assert row["reason"] == told
    assert told in " ".join(graded[2].split())
    assert "nháp.py" in (graded[1] / row["report"]).read_text("utf-8")


def test_lateness_is_in_the_gradebook_and_the_report(graded: tuple[Path, Path, str]) -> None:
    rows = book(graded[1] / "gradebook.csv")
    told = "Handed in 1 h 31 min after the deadline: 90 % of 7 points are kept."

    assert (rows["sv1"]["earned"], rows["sv1"]["score"], rows["sv1"]["percent"]) == (
        *("7", "6.3", "90.0"),
    )
    assert (rows["sv1"]["late"], rows["sv1"]["policy"]) == ("1:31", told)
    assert rows["sv1"]["submitted_at"] == "2026-11-21T01:29:30+07:00"
    assert told in (graded[1] / rows["sv1"]["report"]).read_text("utf-8")
    assert (rows["sv2"]["score"], rows["sv2"]["policy"]) == ("2", "")
    assert (rows["sv3"]["status"], rows["sv3"]["score"]) == ("ungraded", "")
    assert (rows["sv9"]["status"], rows["sv9"]["name"]) == ("missing", "Lê Vắng")
    assert (rows["30074"]["name"], rows["30074"]["notes"]) == (
        *("Nguyễn Văn An", "Not on the roster."),
    )


def test_an_override_is_told_everywhere_and_can_be_taken_back(
    results: tuple[Path, Path],
) -> None:
    course, out = results
    before = (out / "gradebook.csv").read_bytes()
    report = out / book(out / "gradebook.csv")["sv2"]["report"]
    page = report.read_bytes()
    made = grader(course, "override", out, "30072", "--points", "5,5", "--reason", "=thi lại")

    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("sv2: 5.5: =thi lại\n")
    row = book(out / "gradebook.csv")["sv2"]
    assert (row["earned"], row["score"]) == ("2", "5.5")
    assert "=thi lại" in row["policy"]
    assert "=thi lại" in report.read_text("utf-8")
    assert grader(course, "override", out).stdout == "sv2: 5.5: =thi lại\n"
    grader(course, "override", out, "sv2", "--undo", "--reason", "nhầm", "--lang", "en")
    assert report.read_bytes() == page
    assert (out / "gradebook.csv").read_bytes() == before
    assert book(out / "gradebook.csv")["sv2"]["score"] == "2"
    assert grader(course, "override", out).stdout == ""


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["sv2", "--points", "1e9", "--reason", "x"], "--points 1e9: expected a number"),
        (["sv2", "--points", "1.234", "--reason", "x"], "up to two decimals"),
        (["sv2", "--points", "1"], "why?"),
        (["sv2", "--reason", "x"], "which score?"),
        (["--points", "1", "--reason", "x"], "whose score?"),
        (["sv2", "--points", "1", "--undo", "--reason", "x"], "either --points"),
        (["Nguyễn Văn An", "--points", "1", "--reason", "x"], "is nobody here, or several"),
    ],
)
def test_a_wrong_override_is_one_line_and_changes_nothing(
    graded: tuple[Path, Path, str], arguments: list[str], words: str
) -> None:
    before = (graded[1] / "gradebook.csv").read_bytes()
    found = grader(graded[0], "override", graded[1], *arguments)

    assert found.exit_code == 2
    assert words in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert (graded[1] / "gradebook.csv").read_bytes() == before


def test_scores_go_back_into_moodles_own_file(results: tuple[Path, Path], tmp_path: Path) -> None:
    course, out = results
    theirs = tmp_path / "worksheet.csv"
    theirs.write_bytes(layouts.moodle_worksheet(CLASS, "vi"))
    found = grader(
        *(course, "export", out, "--to", "moodle", "--into", theirs, "--out", tmp_path / "x.csv")
    )

    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert lines[0] == f"3 scores: {tmp_path / 'x.csv'}"
    assert "scaled from 7 points to 10" in lines
    assert "1 no score, left as it was: sv3" in lines
    assert "1 not in worksheet.csv: sv9" in lines
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["Điểm"] for row in csv.DictReader(file)] == ["9", "2,86", "", "10"]


def test_missing_work_can_be_zero(results: tuple[Path, Path], tmp_path: Path) -> None:
    course, out = results
    grader(course, "export", out, "--to", "gradebook", "--zero", "--out", tmp_path / "x.csv")

    assert {who: row["score"] for who, row in book(tmp_path / "x.csv").items()} == {
        "30074": "7",
        "sv1": "6.3",
        "sv2": "2",
        "sv3": "0",
        "sv9": "0",
    }


def test_reports_go_back_under_moodles_names(results: tuple[Path, Path], tmp_path: Path) -> None:
    course, out = results
    found = grader(course, "export", out, "--to", "feedback", "--out", tmp_path / "fb.zip")

    assert found.stdout.splitlines() == [
        f"4 reports: {tmp_path / 'fb.zip'}",
        "1 have no report: sv9",
    ]
    with zipfile.ZipFile(tmp_path / "fb.zip") as opened:
        assert sorted(opened.namelist()) == sorted(
            f"{nfd(one.name)}_{one.number}_assignsubmission_file/report.html" for one in CLASS
        )


def test_a_file_for_each_or_for_one(results: tuple[Path, Path], tmp_path: Path) -> None:
    course, out = results
    grader(course, "export", out, "--to", "gradescope", "--out", tmp_path / "gs")
    grader(
        course,
        *("export", out, "--to", "autolab", "--student", "30071", "--out", tmp_path / "one.txt"),
    )
    grader(course, "export", out, "--to", "junit", "--out", tmp_path / "junit.xml")

    assert sorted(path.name for path in (tmp_path / "gs").iterdir()) == [
        *("30074", "sv1", "sv2", "sv3"),
    ]
    told = json.loads((tmp_path / "gs" / "sv1" / "results.json").read_bytes())
    assert told["score"] == 6.3
    last = (tmp_path / "one.txt").read_text("utf-8").splitlines()[-1]
    assert sum(json.loads(last)["scores"].values()) == pytest.approx(6.3)
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    assert [suite.attrib["name"] for suite in suites] == [
        *("tiny.30074", "tiny.sv1", "tiny.sv2", "tiny.sv3", "tiny.sv9"),
    ]
    assert b"def " not in (tmp_path / "junit.xml").read_bytes()


def test_what_waits_for_review_is_not_sent_as_zero(
    results: tuple[Path, Path], tmp_path: Path
) -> None:
    course, out = results
    with open_store(out / "results.sqlite") as store:
        newest = store.newest(StudentId("sv1"), "tiny")
        assert newest is not None
        ours = replace(newest, status=Status.GRADER_ERROR, result=None, unexplained=(), kept=())
        store.record(ours)
    found = grader(course, "export", out, "--to", "gradescope", "--out", tmp_path / "gs")

    assert found.stdout.splitlines() == [
        f"3 files: {tmp_path / 'gs'}",
        "1 to review, no file: sv1",
    ]
    assert not (tmp_path / "gs" / "sv1").exists()


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--to", "canvas"], "needs --into FILE"),
        (["--to", "junit", "--into", "x.csv"], "takes no --into FILE"),
        (["--to", "moodle", "--into", "nowhere.csv"], "nowhere.csv: No such file"),
        (["--to", "junit", "--student", "nobody"], "no student 'nobody'"),
        (["--to", "junit", "-a", "other"], "no results of other"),
    ],
)
def test_a_wrong_export_is_one_line_and_writes_nothing(
    graded: tuple[Path, Path, str], tmp_path: Path, arguments: list[str], words: str
) -> None:
    found = grader(graded[0], "export", graded[1], *arguments, "--out", tmp_path / "x")

    assert found.exit_code == 2
    assert words in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()


def test_a_file_of_another_class_is_not_written(
    graded: tuple[Path, Path, str], tmp_path: Path
) -> None:
    strangers = [replace(CLASS[0], number=1, login="x", name="Ai Đó")]
    (tmp_path / "theirs.csv").write_bytes(layouts.moodle_worksheet(strangers, "en"))
    found = grader(
        graded[0],
        *("export", graded[1], "--to", "moodle", "--into", tmp_path / "theirs.csv"),
        *("--out", tmp_path / "x.csv"),
    )

    assert found.exit_code == 2
    assert "is it this class's file?" in found.stderr
    assert not (tmp_path / "x.csv").exists()
