"""A class graded in parts and merged is the class graded at once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from engine import COURSE

from grader.cli.instructor import main
from grader.errors import UsageError
from grader.model import StudentId
from grader.shard import Shard

RIGHT = (COURSE / "reference/tiny/tiny.py").read_bytes()


def run(*command: str | Path) -> str:
    ran = CliRunner().invoke(main, [*map(str, command), "--course", str(COURSE)])
    assert ran.exit_code == 0, ran.output
    return ran.output


def rows(out: Path) -> list[dict[str, str]]:
    """The gradebook without what depends on when it was graded."""
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row | {"graded_at": ""} for row in csv.DictReader(file)]


def test_parts_make_a_whole(tmp_path: Path) -> None:
    work, roster = tmp_path / "in", tmp_path / "roster.csv"
    work.mkdir()
    for number in range(8):
        source = b"x = 1\n" if number == 3 else RIGHT
        (work / f"sv{number}.py").write_bytes(source)
    names = [f"sv{number},Tên {number},sv{number}@x.vn" for number in range(10)]
    roster.write_text("\n".join(["key,name,email", *names]), encoding="utf-8")
    batch: list[str | Path] = [
        "batch",
        work,
        "-a",
        "tiny",
        "--roster",
        roster,
        "--workers",
        "1",
        "--out",
    ]
    run(*batch, tmp_path / "whole")
    parts = [tmp_path / f"part{number}" for number in range(1, 4)]
    for number, part in enumerate(parts, 1):
        run(*batch, part, "--shard", f"{number}/3")

    merged = tmp_path / "merged"
    assert "8 attempts came" in run("merge", *parts, "--out", merged)
    assert rows(merged) == rows(tmp_path / "whole")
    assert (merged / "class.html").is_file()
    for row in rows(merged):
        assert not row["report"] or (merged / row["report"]).is_file()

    assert "0 attempts came" in run("merge", *parts, "--out", merged)
    assert rows(merged) == rows(tmp_path / "whole")


def test_everyone_is_in_one_part() -> None:
    parts = [Shard(number, 7) for number in range(1, 8)]
    for number in range(200):
        assert sum(StudentId(f"sv{number}") in part for part in parts) == 1


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1/0", "a/b", "1", "-1/3", "1/2/3"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected I/N"):
        Shard.parse(text)


def test_a_part_that_is_none_is_one_line(tmp_path: Path) -> None:
    command = ["merge", str(tmp_path), "--out", str(tmp_path / "out"), "--course", str(COURSE)]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 2
    assert "no results.sqlite here" in ran.stderr
