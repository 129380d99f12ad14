"""The runs of the search are children of a run that holds them together, some of one epoch."""

"""Theo dõi thí nghiệm với MLflow. / Tracking experiments with MLflow.

Thay mỗi dòng `raise NotImplementedError(...)` bằng code của em; giữ nguyên tên và thứ tự tham số.
Replace each `raise NotImplementedError(...)` by your code; keep the names and the order of parameters.

N: số mẫu / samples, D: số đặc trưng / features, C: số lớp / classes.
Chạy / run: python mlflow_tracking.py; xem các run / look at the runs: mlflow ui --backend-store-uri sqlite:///mlflow.db
"""

import mlflow
import mlflow.pyfunc
import numpy as np
from mlflow import MlflowClient

mlflow.set_tracking_uri("sqlite:///mlflow.db")

# ----- cho sẵn: dữ liệu và mô hình / given: data and model


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


def _train(classifier, params, X_train, y_train, X_val, y_val):
    mlflow.log_params(params)
    history = []
    for epoch in range(1, params["epochs"] + 1):
        classifier.step(X_train, y_train, params["lr"])
        losses = {"train_loss": classifier.loss(X_train, y_train), "val_loss": classifier.loss(X_val, y_val)}
        mlflow.log_metrics(losses, step=epoch)
        history.append(losses)
    mlflow.log_dict({"history": history}, "history.json")
    mlflow.pyfunc.log_model(name="model", python_model=SoftmaxModel(classifier), pip_requirements=["numpy"])


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    mlflow.set_experiment(experiment)
    with mlflow.start_run(nested=True) as run:
        _train(
            SoftmaxRegression(X_train.shape[1], int(y_train.max()) + 1),
            params,
            X_train,
            y_train,
            X_val,
            y_val,
        )
    return run.info.run_id


def best_run(experiment):
    client = MlflowClient()
    exp = client.get_experiment_by_name(experiment)
    runs = client.search_runs(
        [exp.experiment_id],
        "attributes.status = 'FINISHED'",
        order_by=["metrics.val_loss ASC"],
        max_results=1,
    )
    return runs[0].info.run_id


def register(run_id, name):
    mv = mlflow.register_model(f"runs:/{run_id}/model", name)
    MlflowClient().set_registered_model_alias(name, "production", mv.version)
    return int(mv.version)


def restore(name, version=None):
    return mlflow.pyfunc.load_model(
        f"models:/{name}@production" if version is None else f"models:/{name}/{version}"
    )


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    mv = MlflowClient().get_model_version_by_alias(name, "production")
    parent = MlflowClient().get_run(mv.run_id)
    classifier = restore(name).unwrap_python_model().classifier
    with mlflow.start_run(
        experiment_id=parent.info.experiment_id, tags={"mlflow.parentRunId": mv.run_id}
    ) as run:
        _train(classifier, params, X_train, y_train, X_val, y_val)
    return run.info.run_id


def main():
    data = load_data()
    mlflow.set_experiment("softmax")
    with mlflow.start_run(run_name="grid search"):
        mlflow.log_param("grid", "lr")
        for lr, epochs in ((0.02, 4), (0.1, 4), (0.5, 4), (0.5, 1)):
            train_and_log("softmax", {"lr": lr, "epochs": epochs}, *data)
    register(best_run("softmax"), "softmax-classifier")
    register(fine_tune("softmax-classifier", {"lr": 0.5, "epochs": 4}, *data), "softmax-classifier")


if __name__ == "__main__":
    main()
