"""Trains on its own data when the file is run, with files that are not there; prints a lot."""
import numpy as np
import torch
import torch.nn as nn
import csv


def split(X, y, test_share=0.25, seed=0):
    np.random.seed(seed)
    indices = np.arange(len(X))
    np.random.shuffle(indices)
    cut = len(X) - int(np.ceil(len(X) * test_share))
    train_idx, test_idx = indices[:cut], indices[cut:]
    X_train, X_test = X[train_idx], X[test_idx]
    y_train, y_test = y[train_idx], y[test_idx]
    return X_train, X_test, y_train, y_test


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


def standardize(X_train, X_test):
    scaler = Scaler()
    return scaler.fit_transform(X_train), scaler.transform(X_test)


def add_intercept(X):
    return np.hstack([np.ones((X.shape[0], 1)), X])


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    out[np.arange(len(y)), y] = 1
    return out


def softmax(z):
    m = z.max(axis=1)[:, None]
    log_sum = m + np.log(np.exp(z - m).sum(axis=1))[:, None]
    return np.exp(z - log_sum)


def loss_and_gradient(theta, X, y, num_classes):
    n = len(y)
    p = softmax(X.dot(theta))
    loss = -np.log(np.clip(p[range(n), y], 1e-15, 1)).mean()
    delta = np.array(p)
    delta[range(n), y] -= 1
    return [float(loss), X.T.dot(delta) / n]


def predict(X, theta):
    return np.argmax(X @ theta, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    recalls = []
    for k in range(num_classes):
        total = np.sum(y_true == k)
        tp = np.sum((y_true == k) & (np.asarray(y_pred) == k))
        recalls.append(tp / total if total > 0 else 0.0)
    return np.array(recalls)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    train_losses, train_accs, val_losses, val_accs = [], [], [], []
    for epoch in range(epochs):
        loss, grad = loss_and_gradient(theta, X_train, y_train, num_classes)
        train_losses.append(loss)
        train_accs.append(np.mean(predict(X_train, theta) == y_train))
        val_losses.append(loss_and_gradient(theta, X_val, y_val, num_classes)[0])
        val_accs.append(np.mean(predict(X_val, theta) == y_val))
        theta = theta - lr * grad
    history = {
        "train_loss": np.array(train_losses), "train_accuracy": np.array(train_accs),
        "val_loss": np.array(val_losses), "val_accuracy": np.array(val_accs),
    }
    return theta, history


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
    index = {word: j for j, word in enumerate(vocabulary)}
    X = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word in text.lower().split():
            if word in index:
                X[i, index[word]] += 1
    return X


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {1: "c", 2: 5 * 3, 3: "b", 4: 12 / 30, 5: "d", 6: "a", 7: "b", 8: "d", 9: "c", 10: "a"}

print("bắt đầu")
rng = np.random.default_rng(1)
X_demo = rng.normal(size=(60, 3))
y_demo = (X_demo[:, 0] > 0).astype(int)
A, B, a, b = split(X_demo, y_demo)
report = fraud_report(A, a, B, b, 2, epochs=30)
print(report["accuracy"], report["recall"])

with open("sentiment.csv", encoding="utf-8") as f:
    rows = list(csv.DictReader(f))
print(len(rows))
