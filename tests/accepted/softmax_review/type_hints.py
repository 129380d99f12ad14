"""Annotations and dataclasses everywhere."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    import random
    order = list(range(len(X)))
    random.Random(seed).shuffle(order)
    n_test = round(len(X) * test_share)
    parts = [[], [], [], []]
    for place, i in enumerate(order):
        where = 1 if place < n_test else 0
        parts[where].append(X[i])
        parts[where + 2].append(y[i])
    return [np.array(part) for part in parts]


def standardize(X_train, X_test):
    """Độ lệch chuẩn mẫu (N - 1), như pandas."""
    mean, std = X_train.mean(0), X_train.std(0, ddof=1)
    std = np.where(std == 0, 1, std)
    scale = lambda part: (part - mean) / std
    return scale(X_train), scale(X_test)


def add_intercept(X):
    intercept = np.ones((X.shape[0], 1))
    return np.concatenate((intercept, X), axis=1)


def one_hot(y, num_classes):
    return [[1 if label == k else 0 for k in range(num_classes)] for label in y]


def softmax(z: np.ndarray) -> np.ndarray:
    e: np.ndarray = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(theta, X, y, num_classes):
    y_hat = softmax(X @ theta)
    y_one_hot = np.asarray(one_hot(y, num_classes))
    N = X.shape[0]
    loss = -np.sum(y_one_hot * np.log(y_hat + 1e-12)) / N
    gradient = np.dot(X.T, y_hat - y_one_hot) / N
    return loss, gradient


def predict(X, theta):
    return [int(np.argmax(row)) for row in X @ theta]


def recall_per_class(y_true, y_pred, num_classes):
    recalls = []
    for k in range(num_classes):
        total = np.sum(y_true == k)
        tp = np.sum((y_true == k) & (np.asarray(y_pred) == k))
        recalls.append(tp / total if total > 0 else 0.0)
    return np.array(recalls)


def accuracy(X, y, theta):
    dung = 0
    for du_doan, that in zip(predict(X, theta), y):
        dung += int(du_doan == that)
    return dung / len(y)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros([X_train.shape[1], num_classes])
    history = dict(train_loss=[], train_accuracy=[], val_loss=[], val_accuracy=[])
    for _ in range(epochs):
        loss, grad = loss_and_gradient(theta, X_train, y_train, num_classes)
        val_loss, _ = loss_and_gradient(theta, X_val, y_val, num_classes)
        history["train_loss"].append(loss)
        history["val_loss"].append(val_loss)
        history["train_accuracy"].append(accuracy(X_train, y_train, theta))
        history["val_accuracy"].append(accuracy(X_val, y_val, theta))
        theta = theta - lr * np.array(grad)
    return [theta, history]


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = nn.Sequential(nn.Linear(X_train.shape[1], num_classes)).to(device)
    model.apply(lambda layer: [p.data.zero_() for p in layer.parameters(recurse=False)])
    X_train, y_train, X_val, y_val = (t.to(device) for t in (X_train, y_train, X_val, y_val))
    loss_fn = torch.nn.CrossEntropyLoss(reduction="mean")
    sgd = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.0)
    train_loss, train_acc, val_loss, val_acc = [], [], [], []
    for _ in range(epochs):
        logits = model(X_train)
        loss = loss_fn(logits, y_train)
        model.zero_grad()
        loss.backward()
        sgd.step()
        with torch.inference_mode():
            now, later = model(X_train), model(X_val)
            train_loss.append(loss_fn(now, y_train))
            val_loss.append(loss_fn(later, y_val))
            train_acc.append(torch.mean((now.argmax(dim=-1) == y_train).float()))
            val_acc.append(torch.mean((later.argmax(dim=-1) == y_val).float()))
    return model, {
        "train_loss": torch.stack(train_loss).cpu().numpy(),
        "train_accuracy": torch.stack(train_acc).cpu().numpy(),
        "val_loss": torch.stack(val_loss).cpu().numpy(),
        "val_accuracy": torch.stack(val_acc).cpu().numpy(),
    }


@dataclass
class Settings:
    lr: float = 0.5
    epochs: int = 200


def fraud_report(
    X_train: np.ndarray, y_train: np.ndarray, X_test: np.ndarray, y_test: np.ndarray,
    num_classes: int, lr: float = Settings.lr, epochs: int = Settings.epochs,
) -> dict[str, object]:
    Z_train, Z_test = standardize(X_train, X_test)
    Z_train, Z_test = add_intercept(Z_train), add_intercept(Z_test)
    theta, history = train_numpy(Z_train, y_train, Z_test, y_test, num_classes, lr, epochs)
    pred = np.array(predict(Z_test, theta))
    return dict(theta=theta, history=history, accuracy=float((pred == y_test).mean()),
                recall=recall_per_class(y_test, pred, num_classes))


def bag_of_words(texts, vocabulary):
    from collections import Counter

    table = []
    for c in (Counter(t.casefold().split(" ")) for t in texts):
        table.append([c.get(w, 0) for w in vocabulary])
    return np.array(table)


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
