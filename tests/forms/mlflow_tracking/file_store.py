# expect: *=crashed fine_tune=skipped main=failed points=0
# says: The filesystem tracking backend
import mlflow
import mlflow.pyfunc
import numpy as np
from mlflow import MlflowClient

mlflow.set_tracking_uri("file:./mlruns")


def load_data():
    """X_train (90, 4), y_train (90,), X_val (45, 4), y_val (45,): ba nhóm chồng lên nhau, luôn như nhau.

    Three overlapping groups, always the same.
    """
    i = np.arange(135)
    y = (7 * i // 5) % 3
    centres = np.array([[1.2, 0.0, 0.5, 0.0], [-0.6, 1.0, 0.0, 0.5], [-0.6, -1.0, 0.0, -0.5]])
    noise = np.sin(12.3 * (i[:, None] + 1) * np.array([1.0, 1.31, 1.73, 2.09]))
    X = centres[y] + 1.5 * noise
    return X[:90], y[:90], X[90:], y[90:]


class SoftmaxRegression:
    """Bắt đầu từ trọng số 0, huấn luyện từng bước. / Starts at zero, is trained step by step."""

    def __init__(self, n_features, n_classes):
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)

    def predict_proba(self, X):
        """Xác suất / probabilities (N, C)"""
        z = X @ self.W + self.b
        exp = np.exp(z - z.max(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)

    def loss(self, X, y):
        """Cross-entropy trung bình / mean cross-entropy"""
        return float(-np.log(self.predict_proba(X)[np.arange(len(y)), y]).mean())

    def step(self, X, y, lr):
        """Một bước gradient descent trên mọi mẫu / one step of gradient descent on all samples"""
        error = self.predict_proba(X)
        error[np.arange(len(y)), y] -= 1
        self.W -= lr * X.T @ error / len(y)
        self.b -= lr * error.mean(axis=0)


class SoftmaxModel(mlflow.pyfunc.PythonModel):
    """Bọc một SoftmaxRegression để MLflow lưu được. / Wraps a SoftmaxRegression for MLflow to store."""

    def __init__(self, classifier):
        self.classifier = classifier

    def predict(self, context, model_input, params=None):
        return self.classifier.predict_proba(np.asarray(model_input))


def run_epochs(clf, params, X_train, y_train, X_val, y_val):
    mlflow.log_params(params)
    curve = []
    for epoch in range(params["epochs"]):
        clf.step(X_train, y_train, params["lr"])
        tr, va = clf.loss(X_train, y_train), clf.loss(X_val, y_val)
        mlflow.log_metric("train_loss", tr, step=epoch)
        mlflow.log_metric("val_loss", va, step=epoch)
        curve.append([tr, va])
    mlflow.log_dict({"curve": curve}, "curve.json")
    mlflow.pyfunc.log_model(name="model", python_model=SoftmaxModel(clf), pip_requirements=["numpy"])


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    mlflow.set_experiment(experiment)
    with mlflow.start_run() as run:
        clf = SoftmaxRegression(X_train.shape[1], len(np.unique(y_train)))
        run_epochs(clf, params, X_train, y_train, X_val, y_val)
    return run.info.run_id


def best_run(experiment):
    client = MlflowClient()
    exp = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        experiment_ids=[exp.experiment_id],
        filter_string="status = 'FINISHED'",
        order_by=["metrics.val_loss ASC"],
        max_results=1,
    )
    return runs[0].info.run_id


def register(run_id, name):
    mv = mlflow.register_model(model_uri=f"runs:/{run_id}/model", name=name)
    client = MlflowClient()
    client.set_registered_model_alias(name, "production", mv.version)
    return int(mv.version)


def restore(name, version=None):
    if version is None:
        return mlflow.pyfunc.load_model(f"models:/{name}@production")
    return mlflow.pyfunc.load_model(f"models:/{name}/{version}")


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    mv = MlflowClient().get_model_version_by_alias(name, "production")
    parent = mlflow.get_run(mv.run_id)
    clf = restore(name).unwrap_python_model().classifier
    mlflow.set_experiment(experiment_id=parent.info.experiment_id)
    with mlflow.start_run(run_name="fine-tune") as run:
        mlflow.set_tag("mlflow.parentRunId", mv.run_id)
        run_epochs(clf, params, X_train, y_train, X_val, y_val)
    return run.info.run_id


def main():
    X_train, y_train, X_val, y_val = load_data()
    for lr in [0.05, 0.2, 0.5]:
        train_and_log("softmax", {"lr": lr, "epochs": 4}, X_train, y_train, X_val, y_val)
    best = best_run("softmax")
    register(best, "softmax-model")
    child = fine_tune("softmax-model", {"lr": 0.5, "epochs": 4}, X_train, y_train, X_val, y_val)
    register(child, "softmax-model")


if __name__ == "__main__":
    main()
