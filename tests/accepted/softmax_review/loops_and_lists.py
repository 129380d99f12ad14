"""Loops, lists of lists, no vectorising."""
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
    out_train, out_test = np.zeros(X_train.shape), np.zeros(X_test.shape)
    for j in range(X_train.shape[1]):
        col = X_train[:, j]
        m = sum(col) / len(col)
        s = (sum((v - m) ** 2 for v in col) / len(col)) ** 0.5
        if s > 1e-9:
            out_train[:, j] = (col - m) / s
            out_test[:, j] = (X_test[:, j] - m) / s
    return out_train, out_test


def add_intercept(X):
    return np.hstack([np.ones((X.shape[0], 1)), X])


def one_hot(y, num_classes):
    return [[1 if label == k else 0 for k in range(num_classes)] for label in y]


def softmax(z):
    rows = []
    for row in z:
        e = np.exp(row - row.max())
        rows.append(e / e.sum())
    return np.array(rows)


def loss_and_gradient(theta, X, y, num_classes):
    z = X @ theta
    z = z - z.max(1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(1, keepdims=True))
    loss = -np.mean([log_p[i, y[i]] for i in range(len(y))])
    grad = np.zeros_like(theta)
    for xi, yi, lp in zip(X, y, log_p):
        d = np.exp(lp)
        d[yi] -= 1
        grad += np.outer(xi, d)
    return loss, grad / len(y)


def predict(X, theta):
    return [int(np.argmax(row)) for row in X @ theta]


def recall_per_class(y_true, y_pred, num_classes):
    pairs = list(zip(y_true, y_pred))
    result = []
    for k in range(num_classes):
        found = [p == k for t, p in pairs if t == k]
        result.append(sum(found) / max(len(found), 1))
    return result


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
    model = nn.Linear(X_train.shape[1], num_classes)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad()
        outputs = model(X_train)
        loss = criterion(outputs, y_train)
        loss.backward()
        optimizer.step()
        history["train_loss"].append(loss.item())
        history["train_accuracy"].append((outputs.argmax(1) == y_train).float().mean().item())
        model.eval()
        with torch.no_grad():
            val_out = model(X_val)
            history["val_loss"].append(criterion(val_out, y_val).item())
            history["val_accuracy"].append((val_out.argmax(1) == y_val).float().mean().item())
    return model, history


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    X_train, X_test = standardize(X_train, X_test)
    X_train, X_test = add_intercept(X_train), add_intercept(X_test)
    theta, history = train_numpy(X_train, y_train, X_test, y_test, num_classes, lr, epochs)
    y_pred = np.asarray(predict(X_test, theta))
    return {
        "theta": theta,
        "history": history,
        "accuracy": np.mean(y_pred == y_test),
        "recall": recall_per_class(y_test, y_pred, num_classes),
    }


def bag_of_words(texts, vocabulary):
    rows = []
    for text in texts:
        words = text.lower().split()
        rows.append([words.count(word) for word in vocabulary])
    return np.array(rows, dtype=float)


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {
    "q1": "c) không đổi",
    "q2": "15.0",
    "q3": "b - trên tập train",
    "q4": "2/5",
    "q5": "d. ln 3",
    "q6": "a: binary cross-entropy cho từng lớp",
    "q7": "B) loss không xuống dưới 0,55",
    "q8": "d, tổng các gradient",
    "q9": "C",
    "q10": "A (cùng một vector)",
}
