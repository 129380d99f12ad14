"""Functions as lambdas and partial objects."""
import numpy as np
import torch
import torch.nn as nn
from functools import partial


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(X.shape[0])
    n_test = int(X.shape[0] * test_share)
    return X[idx[n_test:]], X[idx[:n_test]], y[idx[n_test:]], y[idx[:n_test]]


def standardize(X_train, X_test):
    mu = X_train.mean(axis=0, keepdims=True)
    sigma = X_train.std(axis=0, keepdims=True)
    return (X_train - mu) / (sigma + 1e-8), (X_test - mu) / (sigma + 1e-8)


add_intercept = lambda X: np.column_stack((np.ones(len(X)), X))


def _rows(table, y, num_classes):
    return table(num_classes)[y]


one_hot = partial(_rows, np.eye)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss_and_gradient(theta, X, y, num_classes):
    n = len(y)
    p = softmax(X.dot(theta))
    loss = -np.log(np.clip(p[range(n), y], 1e-15, 1)).mean()
    delta = np.array(p)
    delta[range(n), y] -= 1
    return [float(loss), X.T.dot(delta) / n]


predict = lambda X, theta: np.argmax(np.matmul(X, theta), axis=1)


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


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.linear = nn.Linear(n_features, n_classes)
        with torch.no_grad():
            self.linear.weight.fill_(0)
            self.linear.bias.fill_(0)

    def forward(self, x):
        return self.linear(x)


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        logits = model(X)
        loss = nn.functional.cross_entropy(logits, y)
        _, predicted = torch.max(logits, 1)
    return float(loss), (predicted == y).sum().item() / y.size(0)


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    model = SoftmaxRegression(X_train.shape[1], num_classes)
    opt = torch.optim.SGD(model.parameters(), lr)
    curves = np.zeros((4, epochs))
    for i in range(epochs):
        curves[0, i], curves[1, i] = evaluate(model, X_train, y_train)
        curves[2, i], curves[3, i] = evaluate(model, X_val, y_val)
        model.train()
        opt.zero_grad()
        nn.functional.cross_entropy(model(X_train), y_train).backward()
        opt.step()
    return model, dict(zip(["train_loss", "train_accuracy", "val_loss", "val_accuracy"], curves))


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    report = {}
    train, test = standardize(X_train, X_test)
    train, test = map(add_intercept, (train, test))
    report["theta"], report["history"] = train_numpy(
        train, y_train, test, y_test, num_classes=num_classes, lr=lr, epochs=epochs
    )
    pred = predict(test, report["theta"])
    report["recall"] = recall_per_class(y_test, pred, num_classes)
    report["accuracy"] = sum(int(a == b) for a, b in zip(pred, y_test)) / len(y_test)
    report["n_test"] = len(y_test)
    return report


def bag_of_words(texts, vocabulary):
    vocab = np.array(vocabulary)
    return np.stack([(np.array(t.lower().split())[:, None] == vocab).sum(axis=0) for t in texts])


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
