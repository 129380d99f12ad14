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


# ----- phần của em / your part


def train_and_log(experiment, params, X_train, y_train, X_val, y_val):
    """Huấn luyện một model, ghi lại run trong experiment; trả về id của run (str).
    Trains a model and logs the run in the experiment; returns the run's id (str).

    params: {"lr": ..., "epochs": ...}
    """
    raise NotImplementedError("train_and_log")


def best_run(experiment):
    """Id (str) của run đã kết thúc có val_loss cuối cùng thấp nhất trong experiment.
    The id (str) of the experiment's finished run with the lowest final val_loss.
    """
    raise NotImplementedError("best_run")


def register(run_id, name):
    """Đăng ký model của run thành phiên bản mới của name, đặt alias production; trả về số phiên bản.
    Registers the run's model as a new version of name, sets the alias production; returns its number.
    """
    raise NotImplementedError("register")


def restore(name, version=None):
    """Model của phiên bản đó; không nêu phiên bản thì là phiên bản production.
    The model of that version; without one, the version in production.
    """
    raise NotImplementedError("restore")


def fine_tune(name, params, X_train, y_train, X_val, y_val):
    """Huấn luyện tiếp model production của name trong một run con; trả về id của run con.
    Trains the production version of name further in a child run; returns the child's id.
    """
    raise NotImplementedError("fine_tune")


def main():
    """Ba run trở lên, đăng ký run tốt nhất, huấn luyện tiếp, đăng ký lần nữa.
    Three runs or more, the best one registered, fine-tuned, and registered again.
    """
    raise NotImplementedError("main")


if __name__ == "__main__":
    main()
