"""Timers and caches around functions."""
import numpy as np
import torch
import torch.nn as nn
import functools
import time


def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        print(f"{function.__name__}: {time.perf_counter() - start:.3f} s")
        return result

    return inner


@timed
def split(X, y, test_share=0.25, seed=0):
    g = torch.Generator().manual_seed(seed)
    perm = torch.randperm(len(y), generator=g).numpy()
    n_test = int(test_share * len(y))
    X, y = X[perm], y[perm]
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]


@timed
def standardize(X_train, X_test):
    mu = X_train.mean(axis=0, keepdims=True)
    sigma = X_train.std(axis=0, keepdims=True)
    return (X_train - mu) / (sigma + 1e-8), (X_test - mu) / (sigma + 1e-8)


@timed
def add_intercept(X):
    return np.hstack([np.ones((X.shape[0], 1)), X])


@timed
def one_hot(y, num_classes):
    return torch.nn.functional.one_hot(torch.as_tensor(np.array(y)), num_classes).numpy()


@timed
def softmax(z):
    rows = []
    for row in z:
        e = np.exp(row - row.max())
        rows.append(e / e.sum())
    return np.array(rows)


@timed
def loss_and_gradient(theta, X, y, num_classes):
    y_hat = softmax(X @ theta)
    y_one_hot = np.asarray(one_hot(y, num_classes))
    N = X.shape[0]
    loss = -np.sum(y_one_hot * np.log(y_hat + 1e-12)) / N
    gradient = np.dot(X.T, y_hat - y_one_hot) / N
    return loss, gradient


@timed
def predict(X, theta):
    return np.argmax(X @ theta, axis=1)


@timed
def recall_per_class(y_true, y_pred, num_classes):
    pairs = list(zip(y_true, y_pred))
    result = []
    for k in range(num_classes):
        found = [p == k for t, p in pairs if t == k]
        result.append(sum(found) / max(len(found), 1))
    return result


@timed
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


@timed
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


@timed
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


@timed
def bag_of_words(texts, vocabulary):
    index = {word: j for j, word in enumerate(vocabulary)}
    X = np.zeros((len(texts), len(vocabulary)))
    for i, text in enumerate(texts):
        for word in text.lower().split():
            if word in index:
                X[i, index[word]] += 1
    return X


@timed
def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocabulary = sorted(set(" ".join(train_texts).lower().split()))
    X_train = add_intercept(bag_of_words(train_texts, vocabulary))
    X_test = add_intercept(bag_of_words(test_texts, vocabulary))
    theta, _ = train_numpy(X_train, train_labels, X_train, train_labels, num_classes, lr, epochs)
    return predict(X_test, theta)


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
