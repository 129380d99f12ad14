"""The answers are worked out by a function."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    np.random.seed(seed)
    indices = np.arange(len(X))
    np.random.shuffle(indices)
    cut = len(X) - int(np.ceil(len(X) * test_share))
    train_idx, test_idx = indices[:cut], indices[cut:]
    X_train, X_test = X[train_idx], X[test_idx]
    y_train, y_test = y[train_idx], y[test_idx]
    return X_train, X_test, y_train, y_test


def standardize(X_train, X_test):
    mu = X_train.mean(axis=0, keepdims=True)
    sigma = X_train.std(axis=0, keepdims=True)
    return (X_train - mu) / (sigma + 1e-8), (X_test - mu) / (sigma + 1e-8)


def add_intercept(X):
    intercept = np.ones((X.shape[0], 1))
    return np.concatenate((intercept, X), axis=1)


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    out[np.arange(len(y)), y] = 1
    return out


def softmax(z):
    z = np.asarray(z, dtype=np.float64)
    shifted = z - np.max(z, axis=-1, keepdims=True)
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=-1, keepdims=True)


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




def answers():
    return {"q1": "c", "q2": (4 + 1) * 3, "q3": "b", "q4": 12 / 30, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
