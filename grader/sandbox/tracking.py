"""MLflow beside student code: warm before the fork, with a store of its own for every task.

Whatever local database the code names, it gets the one that is *open* here: a copy of an empty
store, because making one takes a second. Nothing but this process reads or loads what is in it,
and what :func:`record` says of a store is plain data of bounded size.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TypeGuard
from urllib.parse import unquote

import numpy as np

ENVIRONMENT: Final = {
    "MLFLOW_TRACKING_URI": "sqlite:///mlflow.db",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "GIT_PYTHON_REFRESH": "quiet",  # no program is started here, so none is missed
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",  # there is no network: fail at once, not in minutes
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "2",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
"""To be set before MLflow is imported."""
DATABASE: Final = "mlflow.db"
SCRIPT: Final = "script"
"""The store that the student's file itself writes to while it is run."""
HANDED_IN: Final = "handed_in"
"""The store that lay beside the student's file."""
MODEL: Final = "model"
"""The name under which a run's model is looked for first."""
_FOLDER: Final = ".stores"

MAX_BYTES: Final = 32 << 20
MAX_RUNS: Final = 200
MAX_VALUES: Final = 50_000
"""Metric values, parameters, tags, versions: each."""
MAX_TEXT: Final = 500
MAX_ARTIFACTS: Final = 200
_STEPS: Final = 20_000_000
"""Instructions of SQLite's machine for one statement; reading a large store takes a hundredth."""
_STEP_CHUNK: Final = 10_000


class StoreError(Exception):
    """A database is not one that MLflow has written; the message is its fault, one of FAULTS."""


FAULTS: Final = ("large", "foreign", "damaged", "incomplete", "disguised", "costly", "version")


_empty = b""
_open = Path(DATABASE)
_scratch = Path()
_parameter_writes: Counter[tuple[str, str]] = Counter()


# ------------------------------------------------------------------ before the fork


def warm() -> None:
    """Make the empty store, and use MLflow once: what is done first takes half a second.

    No connection, run or experiment is left over.
    """
    global _empty  # noqa: PLW0603 - the forks start from it
    mlflow = importlib.import_module("mlflow")
    _redirect_connections()
    _count_parameter_writes()
    _copy_contents_only()
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, _silence():
        os.chdir(folder)
        _open_at(Path(folder, DATABASE))
        mlflow.MlflowClient().search_experiments()
        _empty = _open.read_bytes()
        _rehearse(mlflow)
        os.chdir(before)
    _forget_stores()
    _redirect_stores()
    _parameter_writes.clear()


def _rehearse(mlflow: Any) -> None:
    pyfunc = importlib.import_module("mlflow.pyfunc")

    class Model(pyfunc.PythonModel):  # type: ignore[misc, name-defined]
        def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ARG002
            return np.asarray(model_input)

    client = mlflow.MlflowClient()
    with mlflow.start_run(experiment_id=client.create_experiment("rehearsal")) as run:
        mlflow.log_params({"lr": 0.1})
        mlflow.log_metrics({"loss": 1.0}, step=1)
        mlflow.log_metric("loss", 0.5, step=2)
        mlflow.log_dict({}, "history.json")
        signature = importlib.import_module("mlflow.models").infer_signature(np.ones((1, 2)))
        model = {"python_model": Model(), "signature": signature, "pip_requirements": ["numpy"]}
        pyfunc.log_model(name="model", **model)
    client.search_runs([run.info.experiment_id], order_by=["metrics.loss ASC"])
    mlflow.register_model(f"runs:/{run.info.run_id}/model", "rehearsal")
    client.set_registered_model_alias("rehearsal", "production", "1")
    pyfunc.load_model("models:/rehearsal@production").predict(np.ones((1, 2)))


def _registries() -> Iterator[Any]:
    for place, name in (
        ("mlflow.tracking._tracking_service.utils", "_tracking_store_registry"),
        ("mlflow.tracking._model_registry.utils", "_model_registry_store_registry"),
    ):
        yield getattr(importlib.import_module(place), name)


def _forget_stores() -> None:
    """A store remembers the folder it was made in. Its engine stays, with what it has compiled."""
    for registry in _registries():
        registry._get_store_with_resolved_uri.cache_clear()  # noqa: SLF001


def _redirect_stores() -> None:
    """Wherever a database is said to be, its folder is not looked for, or made."""

    def here(builder: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(builder)
        def build(store_uri: str, **named: Any) -> Any:  # noqa: ARG001
            return builder(ENVIRONMENT["MLFLOW_TRACKING_URI"], **named)

        return build

    for registry in _registries():
        registry.register("sqlite", here(registry.get_store_builder("sqlite:///")))


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nobody reads what the rehearsal warns of."""
    logging, warnings = map(importlib.import_module, ("logging", "warnings"))
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)


def _redirect_connections() -> None:
    """Every SQLite file that SQLAlchemy opens is the open store; no connection outlives a fork."""
    sqlalchemy = importlib.import_module("sqlalchemy")
    engine, event = sqlalchemy.engine.Engine, sqlalchemy.event

    @event.listens_for(engine, "do_connect")  # type: ignore[untyped-decorator]
    def redirect(dialect: Any, _record: Any, arguments: list[Any], _named: Any) -> None:
        if dialect.name == "sqlite" and arguments and arguments[0] != ":memory:":
            arguments[0] = str(_open)

    @event.listens_for(engine, "connect")  # type: ignore[untyped-decorator]
    def connect(_connection: Any, record: Any) -> None:
        record.info["opened"] = (os.getpid(), _open)

    @event.listens_for(engine, "checkout")  # type: ignore[untyped-decorator]
    def checkout(_connection: Any, record: Any, proxy: Any) -> None:
        if record.info["opened"] != (os.getpid(), _open):
            record.dbapi_connection = proxy.dbapi_connection = None
            raise sqlalchemy.exc.DisconnectionError("of another process, or to another store")


def _count_parameter_writes() -> None:
    """A parameter that is logged again with its old value leaves no trace in the database."""
    store = importlib.import_module("mlflow.store.tracking.sqlalchemy_store").SqlAlchemyStore
    log_param, log_batch = store.log_param, store.log_batch

    def counted_param(self: Any, run_id: str, param: Any) -> Any:
        _parameter_writes[run_id, param.key] += 1
        return log_param(self, run_id, param)

    def counted_batch(self: Any, run_id: str, metrics: Any, params: Any, tags: Any) -> Any:
        _parameter_writes.update((run_id, param.key) for param in params)
        return log_batch(self, run_id, metrics, params, tags)

    store.log_param, store.log_batch = counted_param, counted_batch


def _copy_contents_only() -> None:
    """MLflow copies files with their times and rights; at level ``kernel`` nobody may set these."""
    copy_statistics = shutil.copystat

    def copystat(src: Any, dst: Any, *, follow_symlinks: bool = True) -> None:
        with contextlib.suppress(PermissionError):
            copy_statistics(src, dst, follow_symlinks=follow_symlinks)

    shutil.copystat = copystat


# ------------------------------------------------------------------ in a submission


def furnish() -> None:
    """In a submission's own folder, before its file is run: the empty store, opened."""
    global _scratch  # noqa: PLW0603
    if not _empty:
        return
    _scratch = Path.cwd()
    handed = _handed_in()
    (_scratch / _FOLDER).mkdir(exist_ok=True)
    if handed is not None:
        handed.rename(_raw())
    begin(SCRIPT)
    # Opened once, here, and not in each of the forks: MLflow checks 40 tables each time.
    client = importlib.import_module("mlflow").MlflowClient()
    client.search_experiments(max_results=1)
    client.search_registered_models(max_results=1)


def finish() -> None:
    """When the file has been run: what the end of its process would have done."""
    if _empty:
        with contextlib.suppress(Exception):
            mlflow = importlib.import_module("mlflow")
            while mlflow.active_run() is not None:
                mlflow.end_run()


def begin(name: str) -> None:
    """From now on the open store is the one called *name*: as it was left, or else an empty one."""
    if not _store(name).exists():
        _store(name).write_bytes(_empty)
    _open_at(_store(name))
    finish()
    # The experiment that was chosen for another store is no experiment of this one.
    os.environ.pop("MLFLOW_EXPERIMENT_ID", None)
    fluent: Any = importlib.import_module("mlflow.tracking.fluent")
    fluent._active_experiment_id = None  # noqa: SLF001 - no public name resets it


def once(name: str, task: Callable[[], Any], start: str | None = None) -> Any:
    """What *task* returns with a store called *name*; asked again, what it returned before.

    The store is empty, or as the one called *start* was left. The answer has to be JSON.
    """
    kept = _store(name).with_suffix(".json")
    if not kept.exists():
        _store(name).write_bytes(_empty if start is None else _store(start).read_bytes())
        begin(name)
        kept.write_text(json.dumps(task()), "utf-8")
    return json.loads(kept.read_text("utf-8"))


def run_experiment(main: Callable[[], Any] | None = None) -> str | None:
    """Run the student's whole experiment in the store of the script, unless there are runs by now.

    That is what stands below ``if __name__ == "__main__":``, left out when the file itself was run
    because it has another name here; else *main*. Returns what stopped it, empty where it came to
    its end, and None where there is nothing to run. Asked again, it says the same.
    """
    kept = _store(SCRIPT).with_suffix(".json")
    begin(SCRIPT)
    if not kept.exists():
        guarded = _guarded()
        if handed_in() or record()["runs"]:
            error = ""
        elif guarded:
            error = _attempt(lambda: _execute(guarded))
        elif main is not None:
            error = _attempt(main)
        else:
            return None
        finish()
        kept.write_text(json.dumps(error), "utf-8")
    stopped: str = json.loads(kept.read_text("utf-8"))
    return stopped


def _attempt(run: Callable[[], Any]) -> str:
    try:
        run()
    except NotImplementedError:
        raise
    except SystemExit:
        return ""
    except BaseException as error:  # what it did before still counts
        entry = Path(sys.argv[0]).name
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if entry in f.filename]
        where = f" (line {lines[-1]})" if lines else ""
        return f"{type(error).__name__}: {error}"[:MAX_TEXT] + where
    return ""


def _guarded() -> list[ast.If]:
    return [node for tree in _trees(Path(sys.argv[0])) for node in tree.body if _is_guard(node)]


def _execute(guarded: list[ast.If]) -> None:
    scope = vars(sys.modules[Path(sys.argv[0]).stem])
    for node in guarded:
        code = compile(ast.Module(node.body, []), sys.argv[0], "exec", dont_inherit=True)
        exec(code, scope)  # noqa: S102 - the student's own code


def _trees(entry: Path) -> Iterator[ast.Module]:
    text = entry.read_text("utf-8-sig", errors="replace")
    sources = [text]
    if entry.suffix.lower() == ".ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell.get("cell_type") == "code"]
        sources = ["".join(cell.get("source", ())) for cell in cells]
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError):  # a cell with a line for the shell
            yield ast.parse(source)


def _is_guard(node: ast.stmt) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {
        "__name__ == '__main__'",
        "'__main__' == __name__",
    }


def handed_in() -> bool:
    """Whether a database lay beside the student's file."""
    return _raw().exists()


def _raw() -> Path:
    """Where the student's own database is kept: MLflow never opens it."""
    return _scratch / _FOLDER / f"{HANDED_IN}.raw"


def _store(name: str) -> Path:
    return _scratch / _FOLDER / f"{name}.db"


def _open_at(path: Path) -> None:
    global _open  # noqa: PLW0603
    _open = path


def _handed_in() -> Path | None:
    """The one database among the student's files that is nearest to the top."""
    found = [path for path in _scratch.rglob(DATABASE) if path.is_file() and not path.is_symlink()]
    return min(found, key=lambda path: (len(path.parts), path), default=None)


# ------------------------------------------------------------------ reading a store

_TABLES: Final = {
    "experiments": ("experiment_id", "name", "lifecycle_stage", "artifact_location"),
    "runs": (
        *("run_uuid", "experiment_id", "status", "lifecycle_stage"),
        *("start_time", "end_time", "artifact_uri"),
    ),
    "params": ("run_uuid", "key", "value"),
    "metrics": ("run_uuid", "key", "value", "step", "is_nan"),
    "latest_metrics": ("run_uuid", "key", "value", "step", "is_nan"),
    "tags": ("run_uuid", "key", "value"),
    "registered_models": ("name",),
    "model_versions": ("name", "version", "run_id", "source"),
    "registered_model_aliases": ("name", "alias", "version"),
    "logged_models": ("model_id", "experiment_id", "artifact_location", "source_run_id"),
}
"""What is read of a database, and taken over from one that was handed in."""
_PLACES: Final = ("artifact_location", "artifact_uri", "source", "storage_location")
"""Columns that hold where files are: elsewhere, on the machine that wrote them."""
_ALLOWED: Final = frozenset(
    (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA)
)
Row = dict[str, Any]


def record() -> dict[str, Any]:
    """What is in the open store, as plain data of bounded size.

    ``runs`` in the order of their start, each with ``id``, ``experiment`` (its name), ``status``,
    ``parent`` (a run's id or empty), ``params``, ``writes`` (how often each parameter was logged,
    by this process), ``metrics`` (a list of (step, value) for each key, in the order of the calls),
    ``artifacts`` (paths of files) and ``models`` (where those logged by it are found, as URIs).
    ``registered`` has for each model's name ``versions`` (number: run's id) and ``aliases``.

    Raises:
        StoreError: it is not what MLflow has written.
    """
    with _reading(_open) as connection:
        tables = {name: _rows(connection, name) for name in _TABLES}
    names = {row["experiment_id"]: row["name"] for row in tables["experiments"]}
    runs = [row for row in tables["runs"] if row["lifecycle_stage"] == "active"]
    runs.sort(key=lambda row: _number(row["start_time"]))
    return {
        "runs": [_run(row, tables, str(names.get(row["experiment_id"], ""))) for row in runs],
        "registered": {
            _text(row["name"]): _registered(row["name"], tables)
            for row in tables["registered_models"]
        },
    }


def adopt() -> None:
    """Open a store with the runs and models of the database that was handed in.

    They are copied, row by row, into an empty one, with the files where they are here.

    Raises:
        StoreError: it is not what MLflow has written.
    """
    if not _store(HANDED_IN).exists():
        with _reading(_raw()) as connection:
            tables = {name: _rows(connection, name) for name in _TABLES}
        begin(HANDED_IN)
        try:
            _fill(tables)
        except StoreError:
            _store(HANDED_IN).unlink()
            raise
    begin(HANDED_IN)


def plant(runs: Iterable[tuple[str, str, dict[str, list[float]]]]) -> list[str]:
    """Put runs into the open store, oldest first; returns their ids.

    Each is its experiment's name, its status, and the values of its metrics at steps from 0.
    """
    tables: dict[str, list[Row]] = {name: [] for name in _TABLES}
    experiments: dict[str, int] = {}
    for number, (experiment, status, metrics) in enumerate(runs):
        home = experiments.setdefault(experiment, 100 + len(experiments))
        run_id, start = f"{number:032x}", 1_700_000_000_000 + 1000 * number
        run = {"run_uuid": run_id, "name": f"run-{number}", "experiment_id": home, "user_id": ""}
        run |= {"status": status, "lifecycle_stage": "active", "start_time": start}
        run |= {"end_time": None if status == "RUNNING" else start + 500, "artifact_uri": ""}
        tables["runs"].append(run)
        for key, values in metrics.items():
            rows: list[Row] = [
                {"run_uuid": run_id, "key": key, "value": value, "step": step, "is_nan": False}
                | {"timestamp": start + step}
                for step, value in enumerate(values)
            ]
            tables["metrics"] += rows
            tables["latest_metrics"].append(rows[-1])
    tables["experiments"] = [
        {"experiment_id": home, "name": name, "lifecycle_stage": "active"}
        | {"artifact_location": f"mlruns/{home}"}
        for name, home in experiments.items()
    ]
    _fill(tables)
    return [run["run_uuid"] for run in tables["runs"]]


def _fill(tables: dict[str, list[Row]]) -> None:
    with contextlib.closing(sqlite3.connect(_open)) as ours, ours:
        for name, rows in tables.items():
            known = {row[1] for row in ours.execute(f"PRAGMA table_info({name})")}
            for row in rows:
                _insert(ours, name, {key: row[key] for key in row.keys() & known})


def _insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    moved = {key: _here(value) if key in _PLACES else value for key, value in row.items()}
    columns, places = ", ".join(moved), ", ".join("?" * len(moved))
    try:
        connection.execute(
            f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - our names
            list(moved.values()),
        )
    except sqlite3.Error:
        raise StoreError("version") from None


def _here(place: object) -> object:
    """Where a folder of another machine is among the student's files; as it was if it is not."""
    if not isinstance(place, str) or place.startswith(("models:", "runs:")):
        return place
    parts = unquote(place.replace("\\", "/")).split("/")
    for first in range(len(parts)):
        found = _scratch.joinpath(*(part for part in parts[first:] if part not in ("", "..")))
        if found != _scratch and found.is_dir():
            return str(found)
    return place


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for reading plain tables of a file that anyone may have made."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise StoreError("large")
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise StoreError("foreign")
    steps = iter(range(_STEPS // _STEP_CHUNK))
    with contextlib.closing(
        sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    ) as connection:
        connection.row_factory = sqlite3.Row
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 20)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.set_progress_handler(lambda: next(steps, None) is None, _STEP_CHUNK)
        connection.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
        )
        try:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError("damaged")
            for table, columns in _TABLES.items():
                _require_plain(connection, table, columns)
            yield connection
        except sqlite3.OperationalError as error:
            raise StoreError("costly" if "interrupted" in str(error) else "damaged") from None
        except (sqlite3.Error, sqlite3.Warning, OverflowError):
            raise StoreError("damaged") from None


def _require_plain(connection: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    """A table, not a view and not a virtual one; none of its columns is worked out by SQL."""
    found = connection.execute(
        "SELECT type, rootpage FROM sqlite_master WHERE name = ?", (table,)
    ).fetchall()
    if not found:
        raise StoreError("incomplete")
    if len(found) > 1 or found[0]["type"] != "table" or not found[0]["rootpage"]:
        raise StoreError("disguised")
    described = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
    if any(column["hidden"] for column in described):
        raise StoreError("disguised")
    if not {column["name"] for column in described} >= set(columns):
        raise StoreError("incomplete")


def _rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    """All rows, as they were written; more than any homework has are a fault."""
    most = MAX_RUNS if table == "runs" else MAX_VALUES
    query = f"SELECT * FROM {table} ORDER BY rowid LIMIT {most + 1}"  # noqa: S608 - our names
    rows = [dict(row) for row in connection.execute(query)]
    if len(rows) > most:
        raise StoreError("large")
    return rows


def _run(row: Row, tables: dict[str, list[Row]], experiment: str) -> Row:
    run_id = row["run_uuid"]

    def own(table: str, key: str = "run_uuid") -> list[Row]:
        return [each for each in tables[table] if each[key] == run_id]

    metrics: dict[str, list[tuple[int, float]]] = {}
    # Logged in the background, rows come in any order; their times are those of the calls.
    for each in sorted(own("metrics"), key=_when):
        value = float("nan") if each["is_nan"] else _number(each["value"])
        metrics.setdefault(_text(each["key"]), []).append((int(_number(each["step"])), value))
    tags = {each["key"]: each["value"] for each in own("tags")}
    rows = own("logged_models", "source_run_id")
    # The newest last, but one by the name that is agreed on after any other.
    rows.sort(key=lambda each: each.get("name") == MODEL)
    logged = [f"models:/{_text(each['model_id'])}" for each in rows]
    artifacts = _files(_path(row["artifact_uri"]))
    folders = [name.rpartition("/")[0] for name in artifacts if name.endswith("/MLmodel")]
    return {
        "id": _text(run_id),
        "experiment": _text(experiment),
        "status": _text(row["status"]),
        "parent": _text(tags.get("mlflow.parentRunId", "")),
        "params": {_text(each["key"]): _text(each["value"]) for each in own("params")},
        "writes": {key: count for (run, key), count in _parameter_writes.items() if run == run_id},
        "metrics": metrics,
        "artifacts": artifacts,
        "models": [*logged[::-1], *(f"runs:/{_text(run_id)}/{folder}" for folder in folders)],
    }


def _when(row: Row) -> tuple[float, float]:
    return _number(row.get("timestamp")), _number(row["step"])


def _registered(name: object, tables: dict[str, list[Row]]) -> Row:
    logged = {row["model_id"]: row["source_run_id"] for row in tables["logged_models"]}
    runs = [row["run_uuid"] for row in tables["runs"]]

    def run_of(version: Row) -> str:
        source = str(version["source"])
        within = [run for model, run in logged.items() if str(model) in source]
        within += [run for run in runs if str(run) in source]
        return _text(version["run_id"] or next(iter(within), ""))

    return {
        "versions": {
            str(int(_number(row["version"]))): run_of(row)
            for row in tables["model_versions"]
            if row["name"] == name and row.get("current_stage") != "Deleted_Internal"
        },
        "aliases": {
            _text(row["alias"]): int(_number(row["version"]))
            for row in tables["registered_model_aliases"]
            if row["name"] == name
        },
    }


def _path(uri: object) -> Path:
    return Path(unquote(str(uri).removeprefix("file://")))


def _files(folder: Path) -> list[str]:
    """The files below *folder*, at most MAX_ARTIFACTS."""
    found: list[str] = []
    with contextlib.suppress(OSError, ValueError):
        for path in folder.rglob("*"):
            if path.is_file() and len(found) < MAX_ARTIFACTS:
                found.append(str(path.relative_to(folder))[:MAX_TEXT])
    return sorted(found)


def _text(value: object) -> str:
    return str(value)[:MAX_TEXT] if isinstance(value, (str, int, float)) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


# ------------------------------------------------------------------ asking a model


def probabilities(uri: str, *tables: Any) -> list[list[list[float]] | None]:
    """What the model at *uri*, loaded, predicts for each X (N, D); None where that is no table."""
    model = importlib.import_module("mlflow.pyfunc").load_model(uri)
    return [predicted(model, X) for X in tables]


def _forms_of(model: Any, X: Any) -> Iterator[Callable[[], Any]]:
    """X (N, D), and the same numbers as a model's signature or type hints may ask for them."""
    frame = importlib.import_module("pandas").DataFrame
    inputs = getattr(getattr(getattr(model, "metadata", None), "signature", None), "inputs", None)
    yield lambda: X
    yield lambda: frame(X)
    if inputs is not None:
        yield lambda: frame(X, columns=inputs.input_names())
    yield lambda: np.asarray(X, dtype=np.float32)
    yield lambda: np.asarray(X).tolist()


def predicted(model: Any, X: Any) -> list[list[float]] | None:
    """What a restored model, MLflow's or one's own, predicts for X; None where it is no table."""
    ask = next(
        (
            found
            for name in ("predict_proba", "predict")
            if callable(found := getattr(model, name, None))
        ),
        model,
    )
    failures: list[Exception] = []
    for form in _forms_of(model, X):
        try:
            answer = ask(form())
            break
        except Exception as error:
            failures.append(error)
    else:
        raise failures[0]
    if hasattr(answer, "detach"):
        answer = answer.detach()
    table = np.asarray(answer, dtype=float)
    return table.tolist() if table.ndim == 2 else None
