"""Tracking a softmax regression with MLflow: the model solution.

Letters as in the lecture: N samples, D features, C classes; labels are index vectors ``(N,)``.
Everything goes into one SQLite file, ``mlflow.db``, with the files of the runs beside it in
``mlruns``. No server is needed, neither to write nor to read.

Sources: the course's lecture "MLflow" (Module 6, week 2); the MLflow documentation, pages "MLflow
Tracking", "Search Runs", "MLflow Model Registry" (section on aliases) and "Understanding Parent and
Child Runs"; M. Zaharia et al., "Accelerating the Machine Learning Lifecycle with MLflow" (IEEE Data
Engineering Bulletin 41(4), 2018).

>>> main()
versions: 1 of the best of three runs, 2 of its fine-tuned child
"""

from __future__ import annotations

from typing import Any

import mlflow
import mlflow.pyfunc
import numpy as np
import numpy.typing as npt
from mlflow import MlflowClient

mlflow.set_tracking_uri("sqlite:///mlflow.db")

Params = dict[str, Any]
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

# ------------------------------------------------------------------ given: data and model


def load_data() -> tuple[Floats, Labels, Floats, Labels]:
    """Three overlapping groups, always the same: X_train (90,4), y_train, X_val (45,4), y_val.

    >>> [part.shape for part in load_data()]
    [(90, 4), (90,), (45, 4), (45,)]
    """
    i = np.arange(135)
    y = (7 * i // 5) % 3
    centres = np.array([[1.2, 0.0, 0.5, 0.0], [-0.6, 1.0, 0.0, 0.5], [-0.6, -1.0, 0.0, -0.5]])
    noise = np.sin(12.3 * (i[:, None] + 1) * np.array([1.0, 1.31, 1.73, 2.09]))
    X = centres[y] + 1.5 * noise
    return X[:90], y[:90], X[90:], y[90:]


class SoftmaxRegression:
    """Softmax regression that starts at zero and is trained step by step.

    >>> SoftmaxRegression(4, 3).predict_proba(np.ones((2, 4))).shape
    (2, 3)
    """

    def __init__(self, n_features: int, n_classes: int) -> None:
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)

    def predict_proba(self, X: Floats) -> Floats:
        """Probabilities ``(N, C)``."""
        z = X @ self.W + self.b
        exp = np.exp(z - z.max(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)

    def loss(self, X: Floats, y: Labels) -> float:
        """Mean cross-entropy."""
        return float(-np.log(self.predict_proba(X)[np.arange(len(y)), y]).mean())

    def step(self, X: Floats, y: Labels, lr: float) -> None:
        """One step of gradient descent on all samples."""
        error = self.predict_proba(X)
        error[np.arange(len(y)), y] -= 1
        self.W -= lr * X.T @ error / len(y)
        self.b -= lr * error.mean(axis=0)


class SoftmaxModel(mlflow.pyfunc.PythonModel):
    """A trained classifier as MLflow stores it: ``predict`` gives probabilities."""

    def __init__(self, classifier: SoftmaxRegression) -> None:
        self.classifier = classifier

    def predict(self, context: Any, model_input: Any, params: Params | None = None) -> Floats:  # noqa: ARG002
        """Probabilities ``(N, C)`` for features ``(N, D)``."""
        return self.classifier.predict_proba(np.asarray(model_input))


# ------------------------------------------------------------------ the exercises


def train_and_log(
    experiment: str,
    params: Params,
    X_train: Floats,
    y_train: Labels,
    X_val: Floats,
    y_val: Labels,
) -> str:
    """Train one classifier and log the run in *experiment*; returns the run's id.

    Logged are the parameters (once), ``train_loss`` and ``val_loss`` after every epoch, the curves
    as a file, and the model.
    """
    mlflow.set_experiment(experiment)
    with mlflow.start_run() as run:
        classifier = SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1)
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)


def best_run(experiment: str) -> str:
    """The id of the finished run of *experiment* with the lowest final ``val_loss``."""
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [found.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["metrics.val_loss ASC"],
        max_results=1,
    )
    return str(runs[0].info.run_id)


def register(run_id: str, name: str) -> int:
    """Register the run's model as the next version of *name* and put it into production.

    Returns the number of the version, to which the alias ``production`` points afterwards.
    """
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    MlflowClient().set_registered_model_alias(name, "production", version.version)
    return int(version.version)


def restore(name: str, version: int | None = None) -> Any:
    """The model of that version, loaded; without one, what is in production."""
    which = "@production" if version is None else f"/{version}"
    return mlflow.pyfunc.load_model(f"models:/{name}{which}")


def fine_tune(
    name: str,
    params: Params,
    X_train: Floats,
    y_train: Labels,
    X_val: Floats,
    y_val: Labels,
) -> str:
    """Train the production version of *name* further, in a child of its run; returns its id.

    The child is logged like any run; the parent stays as it is.
    """
    version = MlflowClient().get_model_version_by_alias(name, "production")
    parent = MlflowClient().get_run(version.run_id)
    classifier = restore(name).unwrap_python_model().classifier
    with mlflow.start_run(
        experiment_id=parent.info.experiment_id,
        tags={"mlflow.parentRunId": parent.info.run_id},
    ) as run:
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return str(run.info.run_id)


def main() -> None:
    """Three runs, the best of them registered, then fine-tuned and registered again."""
    data = load_data()
    for lr in (0.02, 0.1, 0.5):
        train_and_log("softmax", {"lr": lr, "epochs": 4}, *data)
    first = register(best_run("softmax"), "softmax-classifier")
    child = fine_tune("softmax-classifier", {"lr": 0.5, "epochs": 4}, *data)
    second = register(child, "softmax-classifier")
    print(f"versions: {first} of the best of three runs, {second} of its fine-tuned child")  # noqa: T201


def _train(
    classifier: SoftmaxRegression,
    params: Params,
    X_train: Floats,
    y_train: Labels,
    X_val: Floats,
    y_val: Labels,
) -> None:
    """Train *classifier* in the active run, and log everything there."""
    mlflow.log_params(params)
    history = []
    for epoch in range(1, params["epochs"] + 1):
        classifier.step(X_train, y_train, params["lr"])
        losses = {
            "train_loss": classifier.loss(X_train, y_train),
            "val_loss": classifier.loss(X_val, y_val),
        }
        mlflow.log_metrics(losses, step=epoch)
        history.append(losses)
    mlflow.log_dict({"history": history}, "history.json")
    mlflow.pyfunc.log_model(
        name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"]
    )


if __name__ == "__main__":
    main()
