"""What the suites share: scenes that run beside the student, the data that goes in, and how the
record of a store is read here.

A scene calls the student's functions once, in a store of its own, and describes what is in it
afterwards; all checks of an exercise look at the same scene. What a model predicts is asked there,
because a model is loaded behind the wall only; whether it is right is worked out here.
"""

import numpy as np

from grader.suite.api import expect, probe

ATOL = 1e-6
"""Of a loss: float32 models of well-scaled features are right to 1e-7."""

# ------------------------------------------------------------------ data

D, C = 4, 3


def some_data(seed, n):
    """Three overlapping groups in random order; sizes and classes that tell mistakes apart."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(n) % C)
    centres = np.array([[1.2, 0.0, 0.5, 0.0], [-0.6, 1.0, 0.0, 0.5], [-0.6, -1.0, 0.0, -0.5]])
    return centres[y] + rng.normal(size=(n, D)), y


DATA = (*some_data(1, 31), *some_data(2, 17))
"""X_train, y_train, X_val, y_val of the scenes that train."""
X_TRAIN, Y_TRAIN, X_VAL, Y_VAL = DATA
WEIGHTS = np.random.default_rng(3).normal(size=(2, D, C))
"""Of the two models that ``register`` and ``restore`` are given."""
FAST, SLOW, SHORT = {"lr": 0.4, "epochs": 3}, {"lr": 0.05, "epochs": 3}, {"lr": 0.4, "epochs": 1}


def course_data():
    """The data of ``load_data``, as the statement gives it, and 60 further samples like these."""
    i = np.arange(195)
    y = (7 * i // 5) % 3
    centres = np.array([[1.2, 0.0, 0.5, 0.0], [-0.6, 1.0, 0.0, 0.5], [-0.6, -1.0, 0.0, -0.5]])
    noise = np.sin(12.3 * (i[:, None] + 1) * np.array([1.0, 1.31, 1.73, 2.09]))
    X = centres[y] + 1.5 * noise
    return (X[90:135], y[90:135]), (X[135:], y[135:])


def cross_entropy(table, y):
    """Mean cross-entropy of predicted probabilities; nan where they are no table of the shape."""
    p = np.asarray(table, dtype=float)
    if p.shape != (len(y), C):
        return np.nan
    with np.errstate(all="ignore"):
        return float(-np.log(p[np.arange(len(y)), y]).mean())


# ------------------------------------------------------------------ scenes, beside the student


def training(_module, train, fast, slow, short, *data):
    """Three runs in two experiments."""
    from grader.sandbox import tracking

    def ask(record, run_id):
        models = next((run["models"] for run in record["runs"] if run["id"] == run_id), [])
        try:
            return tracking.probabilities(models[0], data[0], data[2]) if models else "none"
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"[:300]

    def scene():
        calls = [("grader-a", fast), ("grader-a", slow), ("grader-b", short)]
        returned, statuses = [], []
        for experiment, params in calls:
            run_id = train(experiment, dict(params), *(part.copy() for part in data))
            returned.append(run_id if isinstance(run_id, str) else f"<{type(run_id).__name__}>")
            known = {run["id"]: run["status"] for run in tracking.record()["runs"]}
            statuses.append(known.get(returned[-1], ""))
            tracking.finish()  # a run that was left open would stop the next call
        record = tracking.record()
        tables = [ask(record, one) for one in returned[:2]]
        return {"returned": returned, "statuses": statuses, "record": record, "tables": tables}

    return tracking.once("training", scene)


def searching(_module, best):
    """Four experiments in which the best run lies among others; the labels of what came back."""
    from grader.sandbox import tracking

    runs = [
        ("order", "oldest", "FINISHED", [0.9, 0.5], 0.4),
        ("order", "best", "FINISHED", [0.8, 0.3], 0.35),
        ("order", "worst", "FINISHED", [1.0, 0.95], 0.9),
        ("order", "lowest train_loss", "FINISHED", [0.9, 0.7], 0.1),
        ("order", "newest", "FINISHED", [0.9, 0.6], 0.5),
        ("status", "best", "FINISHED", [0.9, 0.4], 0.4),
        ("status", "failed", "FAILED", [0.9, 0.1], 0.1),
        ("status", "still running", "RUNNING", [0.9, 0.2], 0.2),
        ("other", "best", "FINISHED", [0.9, 0.8], 0.8),
        ("final", "dipped", "FINISHED", [0.2, 0.7], 0.6),
        ("final", "best", "FINISHED", [0.9, 0.6], 0.6),
    ]

    def scene():
        names = tracking.plant(
            (f"grader-{experiment}", status, {"val_loss": losses, "train_loss": [train_loss]})
            for experiment, _, status, losses, train_loss in runs
        )
        labels = {run_id: f"{run[0]}: {run[1]}" for run_id, run in zip(names, runs, strict=True)}
        answers = {}
        for experiment in ("order", "status", "other", "final"):
            run_id = best(f"grader-{experiment}")
            kind = "text" if isinstance(run_id, str) else type(run_id).__name__
            answers[experiment] = [kind, labels.get(run_id, "") if kind == "text" else ""]
        return answers

    return tracking.once("searching", scene)


def two_runs(_module, weights):
    """Two finished runs with a model each, whose weights are given; their ids."""
    from grader.sandbox import tracking

    def scene():
        import mlflow
        import mlflow.pyfunc

        class Linear(mlflow.pyfunc.PythonModel):
            def __init__(self, W):
                self.W = W

            def predict(self, context, model_input, params=None):  # noqa: ARG002
                exp = np.exp(np.asarray(model_input) @ self.W)
                return exp / exp.sum(axis=1, keepdims=True)

        client, ids = mlflow.MlflowClient(), []
        experiment = client.create_experiment("grader-models")
        for W in weights:
            with mlflow.start_run(experiment_id=experiment) as run:
                mlflow.pyfunc.log_model(name="model", python_model=Linear(W), pip_requirements=[])
            ids.append(run.info.run_id)
        return ids

    return tracking.once("two_runs", scene)


def registering(_module, register, ids):
    """Both runs registered under one name: what came back and the registry after each call."""
    from grader.sandbox import tracking

    def scene():
        states = []
        for run_id in ids:
            version = register(run_id, "grader-model")
            number = getattr(version, "version", version)
            states.append([str(number), tracking.record()["registered"]])
        return states

    return tracking.once("registering", scene, start="two_runs")


def restoring(_module, restore, ids, X):
    """Two versions, the first in production, later the second: what the restored models predict."""
    from grader.sandbox import tracking

    def scene():
        import mlflow

        client, models = mlflow.MlflowClient(), {r["id"]: r for r in tracking.record()["runs"]}
        for run_id in ids:
            mlflow.register_model(models[run_id]["models"][0], "grader-model")
        client.set_registered_model_alias("grader-model", "production", "1")
        answers = {
            "production": tracking.predicted(restore("grader-model"), X),
            "version 1": tracking.predicted(restore("grader-model", 1), X),
            "version 2": tracking.predicted(restore("grader-model", 2), X),
        }
        client.set_registered_model_alias("grader-model", "production", "2")
        answers["moved"] = tracking.predicted(restore("grader-model"), X)
        return answers

    return tracking.once("restoring", scene, start="two_runs")


def tuning(_module, train, fine_tune, start, further, nothing, *data):
    """A short run in production, tuned twice: once in earnest, once with a step of no length."""
    from grader.sandbox import tracking

    def put_into_production(run_id):
        import mlflow

        model = next(run["models"][0] for run in tracking.record()["runs"] if run["id"] == run_id)
        mlflow.register_model(model, "grader-tuned")
        mlflow.MlflowClient().set_registered_model_alias("grader-tuned", "production", "1")

    def ask(record, run_id):
        models = next((run["models"] for run in record["runs"] if run["id"] == run_id), [])
        try:
            return tracking.probabilities(models[0], data[2])[0] if models else "none"
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"[:300]

    def scene():
        parent = train("grader-tuning", dict(start), *(part.copy() for part in data))
        tracking.finish()
        put_into_production(parent)
        before = tracking.record()
        tuned, statuses = [], []
        for params in (further, nothing):
            run_id = fine_tune("grader-tuned", dict(params), *(part.copy() for part in data))
            tuned.append(run_id if isinstance(run_id, str) else f"<{type(run_id).__name__}>")
            known = {run["id"]: run["status"] for run in tracking.record()["runs"]}
            statuses.append(known.get(tuned[-1], ""))
            tracking.finish()
        record = tracking.record()
        tables = [ask(record, run_id) for run_id in (parent, *tuned)]
        return {
            "parent": parent,
            "tuned": tuned,
            "statuses": statuses,
            "before": before,
            "record": record,
            "tables": tables,
        }

    return tracking.once("tuning", scene)


def started(_module):
    """Run the student's file, unless it left runs already: what stopped it, None if nothing ran."""
    from grader.sandbox import tracking

    return tracking.run_experiment()


def begun(_module, main):
    """Run the experiment: what stopped it."""
    from grader.sandbox import tracking

    return tracking.run_experiment(main)


def experiment(_module, X, X_more):
    """The record of the whole experiment, and what its models predict; None if it is unusable."""
    from grader.sandbox import tracking

    def ask(uri):
        try:
            return tracking.probabilities(uri, X, X_more)
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"[:300]

    def ends(versions):
        numbers = sorted(versions, key=int)
        return dict.fromkeys([*numbers[:2], *numbers[-2:]])

    def scene():
        record = tracking.record()
        runs = [run for run in record["runs"] if run["status"] == "FINISHED"]
        homes = [run["experiment"] for run in runs]
        finished = sorted(runs, key=lambda run: -homes.count(run["experiment"]))[:20]
        models = record["registered"].items()
        models = sorted(models, key=lambda model: "production" not in model[1]["aliases"])
        versions = {
            name: {n: ask(f"models:/{name}/{n}") for n in ends(model["versions"])}
            for name, model in models[:2]
        }
        tables = {run["id"]: ask(run["models"][0]) for run in finished if run["models"]}
        return {
            "record": record,
            "tables": tables,
            "versions": versions,
            "handed in": tracking.handed_in(),
        }

    try:
        if tracking.handed_in():
            tracking.adopt()
        start = tracking.HANDED_IN if tracking.handed_in() else tracking.SCRIPT
        return tracking.once("seen", scene, start=start)
    except tracking.StoreError:
        return None


# ------------------------------------------------------------------ on our side


def trained(student):
    """The scene of ``training``."""
    return probe(student, training, student.train_and_log, FAST, SLOW, SHORT, *DATA)


def runs_of(scene):
    """The records of the runs that the three calls returned; each must be there."""
    known = {run["id"]: run for run in scene["record"]["runs"]}
    for run_id in scene["returned"]:
        expect(
            run_id in known,
            vi=f"train_and_log trả về {run_id[:60]!r}; trong mlflow.db không có run nào có id đó.",
            en=f"train_and_log returned {run_id[:60]!r}; mlflow.db has no run of that id.",
        )
    return [known[run_id] for run_id in scene["returned"]]


def last(run, key):
    """The value of a metric at its greatest step; of equal steps the one logged last."""
    values = run["metrics"].get(key, ())
    expect(values, vi=f"Run không có metric {key}.", en=f"The run has no metric {key}.")
    return max(enumerate(values), key=lambda each: (each[1][0], each[0]))[1][1]


def expect_params(run, params):
    """The run has the parameters that were passed."""
    for key, value in params.items():
        logged = run["params"].get(key)
        expect(
            logged is not None,
            vi=f"Run không có tham số {key}.",
            en=f"The run has no parameter {key}.",
        )
        expect(
            same_number(logged, value),
            vi=f"Tham số {key} được truyền vào là {value}, được ghi là {logged}.",
            en=f"The parameter {key} was passed as {value} and logged as {logged}.",
            misconception="hyperparameters-ignored",
        )


def same_number(text, value):
    """Whether a logged parameter is that number."""
    try:
        return abs(float(text) - value) < 1e-9
    except ValueError:
        return False


def expect_model(table):
    """A model was logged, and could be loaded and asked."""
    expect(
        table != "none",
        vi="Run không có model nào.",
        en="The run has no model.",
        misconception="mlflow-no-model",
    )
    expect(
        not isinstance(table, str),
        vi=f"Model của run không tải lại hoặc không dự đoán được: {table}",
        en=f"The run's model cannot be loaded or asked: {table}",
    )


def expect_logged_loss(run, key, recomputed, on_training=None):
    """The last logged loss is that of the model; the text says whose loss it is instead."""
    logged = last(run, key)
    values = [value for _, value in run["metrics"][key]]
    step = values[-2] - values[-1] if len(values) > 1 else 0.0
    if on_training is not None and abs(logged - on_training) < ATOL:
        mistake = "mlflow-train-as-val"
    elif 0.3 * step < logged - recomputed < step:
        mistake = "mlflow-stale-loss"
    else:
        mistake = None
    expect(
        abs(logged - recomputed) < 1e-5 + 1e-5 * recomputed,
        vi=f"{key} cuối cùng được ghi là {logged:.6g}; model đã tải lại có loss {recomputed:.6g}.",
        en=f"The last {key} was logged as {logged:.6g}; the loaded model has {recomputed:.6g}.",
        misconception=mistake,
    )
