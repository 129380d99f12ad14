"""What the public checks share: a small table, and the steps that are run beside the student.

Each step starts from the store that the one before it left, and is run once. These stores are apart
from the one that the student's file writes to.
"""

import numpy as np

from grader.suite.api import probe

X_TRAIN = np.array(
    [
        [1.0, 0.2, -0.3], [0.8, -0.4, 0.1], [1.3, 0.1, 0.4], [-0.9, 1.1, 0.0], [-0.4, 0.7, 0.6],
        [-0.7, 1.4, -0.2], [-0.3, -1.2, 0.5], [-0.8, -0.9, -0.4], [-0.5, -1.0, 0.1],
    ]
)  # fmt: skip
Y_TRAIN = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
X_VAL = np.array([[0.9, 0.1, 0.0], [-0.6, 1.0, 0.3], [-0.6, -1.1, -0.1], [1.1, -0.2, 0.2]])
Y_VAL = np.array([0, 1, 2, 0])
DATA = (X_TRAIN, Y_TRAIN, X_VAL, Y_VAL)


def training(_module, train, params, *data):
    """One run in the experiment "public": what came back, and the run of that id."""
    from grader.sandbox import tracking

    def scene():
        run_id = train("public", dict(params), *(part.copy() for part in data))
        tracking.finish()
        known = {run["id"]: run for run in tracking.record()["runs"]}
        shown = run_id if isinstance(run_id, str) else f"<{type(run_id).__name__}>"
        return [shown, known.get(run_id) if isinstance(run_id, str) else None]

    return tracking.once("public-training", scene)


def searching(_module, best):
    """Whether the better one of two runs is found."""
    from grader.sandbox import tracking

    def scene():
        ids = tracking.plant(("public", "FINISHED", {"val_loss": [loss]}) for loss in (0.4, 0.9))
        found = best("public")
        return ids.index(found) if found in ids else -1

    return tracking.once("public-searching", scene)


def registering(_module, register, run_id):
    """What is registered afterwards: versions and aliases."""
    from grader.sandbox import tracking

    def scene():
        register(run_id, "public-model")
        return tracking.record()["registered"].get("public-model")

    return tracking.once("public-registering", scene, start="public-training")


def put_into_production(_module):
    """The run's model as version 1 of "public-model", in production."""
    from grader.sandbox import tracking

    def scene():
        import mlflow

        model = tracking.record()["runs"][0]["models"][0]
        mlflow.register_model(model, "public-model")
        mlflow.MlflowClient().set_registered_model_alias("public-model", "production", "1")

    tracking.once("public-production", scene, start="public-training")


def restoring(_module, restore, X):
    """What the restored model predicts."""
    from grader.sandbox import tracking

    tracking.begin("public-production")
    return tracking.predicted(restore("public-model"), X)


def tuning(_module, fine_tune, params, *data):
    """The run that came back, and the ids of all runs."""
    from grader.sandbox import tracking

    def scene():
        run_id = fine_tune("public-model", dict(params), *(part.copy() for part in data))
        tracking.finish()
        shown = run_id if isinstance(run_id, str) else f"<{type(run_id).__name__}>"
        return [shown, [run["id"] for run in tracking.record()["runs"]]]

    return tracking.once("public-tuning", scene, start="public-production")


def started(_module):
    """Run the student's file, unless it left runs already: what stopped it, None if nothing ran."""
    from grader.sandbox import tracking

    return tracking.run_experiment()


def begun(_module, main):
    """Run the experiment: what stopped it."""
    from grader.sandbox import tracking

    return tracking.run_experiment(main)


def recomputed(_module, X):
    """For each finished run its last val_loss, and what its model predicts for X, or why not.

    These are the runs of the experiment that has most of them, 20 at most. A text where the
    database cannot be used.
    """
    from grader.sandbox import tracking

    def ask(run):
        try:
            return tracking.probabilities(run["models"][0], X)[0] if run["models"] else "none"
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {error}"[:300]

    def last(curve):
        numbered = [(step, number, value) for number, (step, value) in enumerate(curve)]
        return max(numbered, default=(0, 0, None))[2]

    def scene():
        everything = tracking.record()["runs"]
        parents = {run["parent"] for run in everything}
        runs = [
            run
            for run in everything
            if run["status"] == "FINISHED"
            # A run that only holds others together trains nothing.
            and (run["id"] not in parents or run["models"] or "val_loss" in run["metrics"])
        ]
        homes = [run["experiment"] for run in runs]
        runs = [run for run in runs if run["experiment"] == max(homes, key=homes.count)][:20]
        return [[last(run["metrics"].get("val_loss", [])), ask(run)] for run in runs]

    try:
        if tracking.handed_in():
            tracking.adopt()
        start = tracking.HANDED_IN if tracking.handed_in() else tracking.SCRIPT
        return tracking.once("public-recomputed", scene, start=start)
    except tracking.StoreError as error:
        return str(error)


def experiment(student):
    """Run the student's experiment once: what stopped it, empty where it came to its end."""
    error = probe(student, started)
    return probe(student, begun, student.main) if error is None else error


def trained(student):
    """The scene of ``training``."""
    return probe(student, training, student.train_and_log, {"lr": 0.5, "epochs": 3}, *DATA)
