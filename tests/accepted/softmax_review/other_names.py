"""Every function under one of its other names."""
import numpy as np
import torch
import torch.nn as nn


def train_test_split(X, y, test_share=0.25, seed=0):
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


class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(axis=0)
        self.scale_ = np.sqrt(((X - self.mean_) ** 2).mean(axis=0))
        self.scale_[self.scale_ == 0] = 1
        return self

    def transform(self, X):
        return (X - self.mean_) / self.scale_

    def fit_transform(self, X):
        return self.fit(X).transform(X)


def standardise(X_train, X_test):
    scaler = Scaler()
    return scaler.fit_transform(X_train), scaler.transform(X_test)


def add_bias(X):
    return np.insert(X.astype(float), 0, 1.0, axis=1)


def one_hot_encoding(y, num_classes):
    return [[1 if label == k else 0 for k in range(num_classes)] for label in y]


def compute_softmax(z):
    m = z.max(axis=1)[:, None]
    log_sum = m + np.log(np.exp(z - m).sum(axis=1))[:, None]
    return np.exp(z - log_sum)


def compute_loss_and_gradient(theta, X, y, num_classes):
    n = len(y)
    p = compute_softmax(X.dot(theta))
    loss = -np.log(np.clip(p[range(n), y], 1e-15, 1)).mean()
    delta = np.array(p)
    delta[range(n), y] -= 1
    return [float(loss), X.T.dot(delta) / n]


def predict_classes(X, theta):
    y_hat = compute_softmax(np.dot(X, theta))
    return np.argmax(y_hat, axis=1)


def compute_recall(y_true, y_pred, num_classes):
    y_true, y_pred = np.array(y_true), np.array(y_pred)
    r = np.array([np.mean(y_pred[y_true == k] == k) if (y_true == k).any() else np.nan for k in range(num_classes)])
    return np.nan_to_num(r)


def fit_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes), dtype=np.float64)
    keys = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"]
    history = {key: np.empty(epochs) for key in keys}
    for e in range(epochs):
        _, gradient = compute_loss_and_gradient(theta, X_train, y_train, num_classes)
        theta -= lr * gradient
        for name, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            history[f"{name}_loss"][e] = compute_loss_and_gradient(theta, X, y, num_classes)[0]
            history[f"{name}_accuracy"][e] = (np.array(predict_classes(X, theta)) == y).mean()
    return theta, history


def fit_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
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


def run_fraud(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    report = {}
    train, test = standardise(X_train, X_test)
    train, test = map(add_bias, (train, test))
    report["theta"], report["history"] = fit_numpy(
        train, y_train, test, y_test, num_classes=num_classes, lr=lr, epochs=epochs
    )
    pred = predict_classes(test, report["theta"])
    report["recall"] = compute_recall(y_test, pred, num_classes)
    report["accuracy"] = sum(int(a == b) for a, b in zip(pred, y_test)) / len(y_test)
    report["n_test"] = len(y_test)
    return report


def count_words(texts, vocabulary):
    rows = []
    for text in texts:
        words = text.lower().split()
        rows.append([words.count(word) for word in vocabulary])
    return np.array(rows, dtype=float)


def classify_sentiment(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocab = []
    for text in train_texts:
        for word in text.lower().split():
            if word not in vocab:
                vocab.append(word)
    Xtr, Xte = count_words(train_texts, vocab), count_words(test_texts, vocab)
    theta, history = fit_numpy(
        add_bias(Xtr), train_labels, add_bias(Xtr[:5]), train_labels[:5], num_classes, lr=lr, epochs=epochs
    )
    return np.array(predict_classes(add_bias(Xte), theta))


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
