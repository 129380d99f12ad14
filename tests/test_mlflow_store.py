"""What is read of an MLflow database that anyone may have made: bounded plain data, or a fault.

These run the reader itself, in this process; tests/test_mlflow_tracking.py hands such files in.
"""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox import tracking

TABLES = """
CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, lifecycle_stage TEXT,
    artifact_location TEXT);
CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, experiment_id INTEGER, status TEXT,
    lifecycle_stage TEXT, start_time INTEGER, end_time INTEGER, artifact_uri TEXT);
CREATE TABLE params (run_uuid TEXT, key TEXT, value TEXT);
CREATE TABLE metrics (run_uuid TEXT, key TEXT, value REAL, step INTEGER, is_nan BOOLEAN);
CREATE TABLE latest_metrics (run_uuid TEXT, key TEXT, value REAL, step INTEGER, is_nan BOOLEAN);
CREATE TABLE tags (run_uuid TEXT, key TEXT, value TEXT);
CREATE TABLE registered_models (name TEXT PRIMARY KEY);
CREATE TABLE model_versions (name TEXT, version INTEGER, run_id TEXT, source TEXT);
CREATE TABLE registered_model_aliases (name TEXT, alias TEXT, version INTEGER);
CREATE TABLE logged_models (model_id TEXT PRIMARY KEY, experiment_id INTEGER,
    artifact_location TEXT, source_run_id TEXT);
INSERT INTO experiments VALUES (1, 'softmax', 'active', '/home/an/mlruns/1');
INSERT INTO runs VALUES
    ('late', 1, 'RUNNING', 'active', 20, NULL, '/home/an/mlruns/1/late/artifacts'),
    ('early', 1, 'FINISHED', 'active', 10, 15, '/home/an/mlruns/1/early/artifacts'),
    ('gone', 1, 'FINISHED', 'deleted', 5, 6, '/home/an/mlruns/1/gone/artifacts');
INSERT INTO params VALUES ('early', 'lr', '0.1');
INSERT INTO metrics VALUES ('early', 'val_loss', 0.9, 1, 0), ('early', 'val_loss', 0, 2, 1);
INSERT INTO tags VALUES ('late', 'mlflow.parentRunId', 'early');
INSERT INTO registered_models VALUES ('clf');
INSERT INTO model_versions VALUES ('clf', 1, NULL, 'models:/m-1');
INSERT INTO registered_model_aliases VALUES ('clf', 'production', 1);
INSERT INTO logged_models VALUES ('m-1', 1, '/home/an/mlruns/1/models/m-1/artifacts', 'early');
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tracking, "_scratch", tmp_path)
    monkeypatch.setattr(tracking, "_open", tmp_path / "mlflow.db")
    yield
    assert not list(tmp_path.glob("*-journal"))


def database(path: Path, *changes: str) -> Path:
    """A small store, as MLflow would have written it but for *changes*."""
    with sqlite3.connect(path) as connection:
        connection.executescript(TABLES)
        for change in changes:
            connection.executescript(change)
    connection.close()
    return path


def test_a_store_as_plain_data(tmp_path: Path) -> None:
    folder = tmp_path / "mlruns" / "1" / "early" / "artifacts"
    folder.mkdir(parents=True)
    (folder / "curve.json").touch()
    database(tmp_path / "mlflow.db", f"UPDATE runs SET artifact_uri = 'file://{folder}'")

    found = tracking.record()

    early, late = found["runs"]
    assert (early["id"], early["experiment"], early["status"]) == ("early", "softmax", "FINISHED")
    assert early["params"] == {"lr": "0.1"}
    (first, value), (second, nothing) = early["metrics"]["val_loss"]
    assert (first, value, second, math.isnan(nothing)) == (1, 0.9, 2, True)
    assert early["artifacts"] == ["curve.json"]
    assert early["models"] == ["models:/m-1"]
    assert (late["id"], late["parent"]) == ("late", "early")
    assert found["registered"] == {
        "clf": {"versions": {"1": "early"}, "aliases": {"production": 1}}
    }


RENAMED = "ALTER TABLE runs RENAME TO r;"
GENERATED = "CREATE TABLE params (run_uuid TEXT, key TEXT, value AS (upper(key)))"
MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"


@pytest.mark.parametrize(
    "changes, fault",
    [
        pytest.param(["DROP TABLE metrics"], "incomplete", id="no table"),
        pytest.param(["ALTER TABLE metrics DROP COLUMN step"], "incomplete", id="no column"),
        pytest.param([RENAMED, "CREATE VIEW runs AS SELECT * FROM r"], "disguised", id="view"),
        pytest.param(
            ["DROP TABLE runs", "CREATE VIRTUAL TABLE runs USING fts5(run_uuid, status)"],
            "disguised",
            id="virtual table",
        ),
        pytest.param(["DROP TABLE params", GENERATED], "disguised", id="generated column"),
        pytest.param(
            [f"INSERT INTO tags {MANY.format(300)} SELECT i, i, i FROM n"],
            "large",
            id="too many rows",
        ),
        pytest.param(
            ["UPDATE params SET value = zeroblob(3000000)"], "damaged", id="a value of 3 MB"
        ),
        pytest.param(
            [
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_master SET sql = 'CREATE TABLE runs (x' WHERE name = 'runs'",
            ],
            "damaged",
            id="a schema that is no SQL",
        ),
    ],
)
def test_a_disguise_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: list[str], fault: str
) -> None:
    monkeypatch.setattr(tracking, "MAX_VALUES", 200)
    database(tmp_path / "mlflow.db", *changes)

    with pytest.raises(tracking.StoreError, match=rf"^{fault}$"):
        tracking.record()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scribbled(data: bytes) -> bytes:
    return data[:4096] + bytes(range(256)) * 16 + data[8192:]


@pytest.mark.parametrize(
    "spoil, fault",
    [
        pytest.param(cut, "damaged", id="truncated"),
        pytest.param(scribbled, "damaged", id="overwritten"),
        pytest.param(lambda _: b"", "foreign", id="empty"),
        pytest.param(lambda _: b"run_id,loss\n1,0.5\n", "foreign", id="text"),
        pytest.param(lambda data: data + bytes(1 << 20), "large", id="too large"),
    ],
)
def test_a_damaged_file_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[bytes], bytes], fault: str
) -> None:
    monkeypatch.setattr(tracking, "MAX_BYTES", 1 << 20)
    path = database(tmp_path / "mlflow.db")
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(tracking.StoreError, match=rf"^{fault}$"):
        tracking.record()


def test_reading_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database(tmp_path / "mlflow.db", f"INSERT INTO tags {MANY.format(9_000)} SELECT i, i, i FROM n")
    monkeypatch.setattr(tracking, "_STEPS", 20_000)

    with pytest.raises(tracking.StoreError, match=r"^costly$"):
        tracking.record()


def test_values_of_any_type_become_text_and_numbers(tmp_path: Path) -> None:
    database(
        tmp_path / "mlflow.db",
        "UPDATE metrics SET value = 'a lot', step = x'00ff', is_nan = 0",
        "UPDATE params SET value = x'c3', key = 7",
        "UPDATE runs SET status = NULL, start_time = 'now', artifact_uri = x'00'",
    )

    early = next(run for run in tracking.record()["runs"] if run["id"] == "early")

    assert early["metrics"] == {"val_loss": [(0, 0.0), (0, 0.0)]}
    assert early["params"] == {"7": ""}
    assert (early["status"], early["artifacts"]) == ("", [])


@pytest.mark.parametrize(
    "place, found",
    [
        pytest.param("/home/an/bt/mlruns/1/r/artifacts", "mlruns/1/r/artifacts", id="Linux"),
        pytest.param(
            "file:///C:/Users/An%20Nguy%E1%BB%85n/mlruns/1/r/artifacts",
            "mlruns/1/r/artifacts",
            id="Windows",
        ),
        pytest.param("C:\\bt\\mlruns\\1\\r\\artifacts", "mlruns/1/r/artifacts", id="backslashes"),
        pytest.param("../../../../mlruns/1/r/artifacts", "mlruns/1/r/artifacts", id="upwards"),
        pytest.param("models:/m-1", None, id="a model"),
        pytest.param("/etc/ssl", None, id="somewhere else"),
    ],
)
def test_files_of_another_machine_are_found_here(
    tmp_path: Path, place: str, found: str | None
) -> None:
    (tmp_path / "mlruns" / "1" / "r" / "artifacts").mkdir(parents=True)

    assert tracking._here(place) == (place if found is None else str(tmp_path / found))


def test_files_are_copied_where_rights_cannot_be_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object, **_named: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(shutil, "copystat", shutil.copystat)
    monkeypatch.setattr(os, "chmod", refused)
    (tmp_path / "curve.json").write_text("[]")
    tracking._copy_contents_only()
    shutil.copy2(tmp_path / "curve.json", tmp_path / "copy.json")

    assert (tmp_path / "copy.json").read_text() == "[]"
