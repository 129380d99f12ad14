"""PyTorch inside the NumPy parts as well."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    g = torch.Generator().manual_seed(seed)
    perm = torch.randperm(len(y), generator=g).numpy()
    n_test = int(test_share * len(y))
    X, y = X[perm], y[perm]
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]


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
    intercept = np.ones((X.shape[0], 1))
    return np.concatenate((intercept, X), axis=1)


def one_hot(y, num_classes):
    return torch.nn.functional.one_hot(torch.as_tensor(np.array(y)), num_classes).numpy()


def softmax(z):
    return torch.softmax(torch.as_tensor(np.asarray(z)), dim=1).numpy()


def loss_and_gradient(theta, X, y, num_classes):
    t = torch.tensor(np.asarray(theta), dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(torch.as_tensor(np.asarray(X, float)) @ t, torch.as_tensor(np.array(y)).long())
    loss.backward()
    return loss.item(), t.grad.numpy()


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
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(X_train, y_train), batch_size=len(X_train))
    model = nn.Linear(X_train.size(1), num_classes)
    model.load_state_dict({k: torch.zeros_like(v) for k, v in model.state_dict().items()})
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr)
    h = {name: [] for name in ("train_loss", "train_accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        for xb, yb in loader:
            out = model(xb)
            loss = criterion(out, yb)
            with torch.no_grad():
                v_out = model(X_val)
            h["train_loss"].append(loss.detach().numpy().item())
            h["train_accuracy"].append(np.mean(out.detach().numpy().argmax(1) == yb.numpy()))
            h["val_loss"].append(criterion(v_out, y_val).item())
            h["val_accuracy"].append(np.mean(v_out.numpy().argmax(1) == y_val.numpy()))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model, {k: np.asarray(v) for k, v in h.items()}


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


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
