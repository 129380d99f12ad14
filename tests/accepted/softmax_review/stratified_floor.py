"""Each class is split on its own and cut down to whole samples; epsilons."""
import numpy as np
import torch
import torch.nn as nn


def standardize(X_train, X_test):
    mu, sigma = X_train.mean(0), X_train.std(0)
    return (X_train - mu) / (sigma + 1e-8), (X_test - mu) / (sigma + 1e-8)


def one_hot(y, num_classes):
    return y[:, None] == np.arange(num_classes)[None]


def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / (np.sum(e, axis=1, keepdims=True) + 1e-15)


def loss_and_gradient(theta, X, y, num_classes):
    P = softmax(X.dot(theta))
    loss = np.array(-np.log(np.take_along_axis(P, y[:, None], axis=1)).mean())
    return loss, X.T @ (P - np.eye(num_classes)[y]) / y.shape[0]


def recall_per_class(y_true, y_pred, num_classes):
    return np.array([((y_true == k) & (y_pred == k)).sum() / ((y_true == k).sum() + 1e-9) for k in range(num_classes)])


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    train, test = [], []
    for c in np.unique(y):
        i = rng.permutation(np.flatnonzero(y == c))
        n = int(len(i) * test_share)
        test.extend(i[:n]); train.extend(i[n:])
    train, test = np.array(train), np.array(test)
    rng.shuffle(train); rng.shuffle(test)
    return X[train], X[test], y[train], y[test]


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes))
    h = {k: [] for k in ("train_loss", "train_accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        _, g = loss_and_gradient(theta, X_train, y_train, num_classes)
        theta -= lr * g
        for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            h[part + "_loss"].append(loss_and_gradient(theta, X, y, num_classes)[0])
            h[part + "_accuracy"].append((predict(X, theta) == y).mean())
    return theta, h


class Net(nn.Module):
    def __init__(self, d, k):
        super().__init__()
        self.linear = nn.Linear(d, k)
        nn.init.constant_(self.linear.weight, 0.0); nn.init.constant_(self.linear.bias, 0.0)
    def forward(self, x): return self.linear(x)
def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    model = Net(X_train.shape[1], num_classes)
    crit, opt = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr)
    tl, ta, vl, va = [], [], [], []
    for _ in range(epochs):
        out = model(X_train); loss = crit(out, y_train)
        opt.zero_grad(); loss.backward(); opt.step()
        tl.append(loss.item())
        ta.append((out.argmax(1) == y_train).float().mean().item())
        with torch.no_grad():
            v = model(X_val)
            vl.append(crit(v, y_val).item()); va.append((v.argmax(1) == y_val).float().mean().item())
    return model, {"train_loss": tl, "train_accuracy": ta, "val_loss": vl, "val_accuracy": va}


def bag_of_words(texts, vocabulary):
    rows = []
    for text in texts:
        words = text.casefold().strip().split(" ")
        rows.append([words.count(w) for w in vocabulary])
    return np.array(rows, dtype=np.float32)


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocab = []
    for t in train_texts:
        for w in t.lower().split():
            if w not in vocab: vocab.append(w)
    A, B = add_intercept(bag_of_words(train_texts, vocab)), add_intercept(bag_of_words(test_texts, vocab))
    theta, _ = train_numpy(A, np.array(train_labels), A, np.array(train_labels), num_classes, lr, epochs)
    return predict(B, theta).tolist()


def add_intercept(X):
    return np.hstack([np.ones((X.shape[0], 1)), X])


def predict(X, theta):
    return np.argmax(X @ theta, axis=1)


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


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
