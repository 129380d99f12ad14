# expect: *=failed|crashed|skipped points=0
import mlflow
import mlflow.pyfunc
import numpy as np
from mlflow import MlflowClient

mlflow.set_tracking_uri("sqlite:///mlflow.db")


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


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    pass


def best_run(experiment):
    pass


def register(run_id, name):
    pass


def restore(name, version=None):
    pass


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    pass


def main():
    pass
