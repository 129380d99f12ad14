"""A scaler object, a mask, a confusion matrix, a DataLoader; fraud_report calls no earlier function for its table."""
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset


class StandardScaler:
    def fit(self, X):
        self.mean_ = np.array([np.mean(X[:, i]) for i in range(X.shape[1])])
        self.scale_ = np.array([np.std(X[:, i]) or 1.0 for i in range(X.shape[1])])
        return self
    def transform(self, X):
        out = np.empty(X.shape, dtype=float)
        for col in range(X.shape[1]):
            out[:, col] = (X[:, col] - self.mean_[col]) / self.scale_[col]
        return out
def standardize(X_train, X_test):
    s = StandardScaler().fit(X_train)
    return s.transform(X_train), s.transform(X_test)


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.RandomState(seed)
    mask = np.zeros(len(y), dtype=bool)
    mask[rng.choice(len(y), int(test_share * len(y)), replace=False)] = True
    return X[~mask], X[mask], y[~mask], y[mask]


def add_intercept(X):
    return np.insert(X, 0, 1, axis=1)


def one_hot(y, num_classes):
    return (np.asarray(y).reshape(-1, 1) == np.arange(num_classes)).astype(int)


def softmax(z):
    def row(v):
        e = np.exp(v - max(v))
        return e / sum(e)
    return np.apply_along_axis(row, 1, z)


def loss_and_gradient(theta, X, y, num_classes):
    n = X.shape[0]
    p = softmax(X @ theta)
    loss = -np.mean(np.log(np.clip(p[np.arange(n), y], 1e-12, 1.0)))
    g = p.copy(); g[np.arange(n), y] -= 1
    return loss, X.T.dot(g) / n


def predict(X, theta):
    return np.array([int(np.argmax(x @ theta)) for x in X])


def recall_per_class(y_true, y_pred, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[t, p] += 1
    total = cm.sum(axis=1)
    return np.divide(np.diag(cm), total, out=np.zeros(num_classes), where=total > 0)


class SoftmaxRegression:
    def __init__(self, d, k, lr): self.theta, self.k, self.lr = np.zeros((d, k)), k, lr
    def loss(self, X, y): return loss_and_gradient(self.theta, X, y, self.k)[0]
    def step(self, X, y): self.theta = self.theta - self.lr * loss_and_gradient(self.theta, X, y, self.k)[1]
    def acc(self, X, y): return np.sum(predict(X, self.theta) == y) / len(y)
def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    m = SoftmaxRegression(X_train.shape[1], num_classes, lr)
    rows = []
    for _ in range(epochs):
        rows.append((m.loss(X_train, y_train), m.acc(X_train, y_train), m.loss(X_val, y_val), m.acc(X_val, y_val)))
        m.step(X_train, y_train)
    a = np.array(rows).T
    return m.theta, dict(zip(["train_loss", "train_accuracy", "val_loss", "val_accuracy"], a))


def train_torch(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    model = nn.Sequential(nn.Linear(X_train.shape[1], num_classes))
    with torch.no_grad():
        for p in model.parameters(): p.zero_()
    loader = DataLoader(TensorDataset(X_train, y_train), batch_size=len(X_train), shuffle=True)
    crit, opt = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr)
    h = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        model.train()
        for xb, yb in loader:
            opt.zero_grad()
            out = model(xb)
            loss = crit(out, yb)
            h["train_loss"].append(loss.item()); h["train_accuracy"].append((torch.max(out, 1)[1] == yb).sum().item() / len(yb))
            model.eval()
            with torch.no_grad():
                o = model(X_val)
                h["val_loss"].append(crit(o, y_val).item()); h["val_accuracy"].append((o.argmax(1) == y_val).float().mean().item())
            loss.backward(); opt.step()
    return model, h


def fraud_report(X_train, y_train, X_test, y_test, num_classes, lr=0.5, epochs=200):
    mu, sd = X_train.mean(0), X_train.std(0)
    sd[sd == 0] = 1
    A = np.hstack([np.ones((len(X_train), 1)), (X_train - mu) / sd]); B = np.hstack([np.ones((len(X_test), 1)), (X_test - mu) / sd])
    theta, history = train_numpy(A, y_train, B, y_test, num_classes, lr=lr, epochs=epochs)
    y_pred = predict(B, theta)
    recall = [float(np.sum((y_pred == k) & (y_test == k)) / max(np.sum(y_test == k), 1)) for k in range(num_classes)]
    return {"theta": theta, "history": history, "accuracy": np.float64((y_pred == y_test).mean()), "recall": recall, "y_pred": y_pred}


def bag_of_words(texts, vocabulary):
    index = {w: i for i, w in enumerate(vocabulary)}
    X = np.zeros((len(texts), len(vocabulary)), dtype=int)
    for i, t in enumerate(texts):
        for w in t.lower().split():
            if w in index:
                X[i, index[w]] += 1
    return X


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocab = list(set(" ".join(train_texts).lower().split()))
    A = add_intercept(np.array(bag_of_words(train_texts, vocab), dtype=float))
    theta, _ = train_numpy(A, train_labels, A[:1], train_labels[:1], num_classes, lr=lr, epochs=epochs)
    return predict(add_intercept(np.array(bag_of_words(test_texts, vocab), dtype=float)), theta)


answers = {"q1": "c", "q2": 15, "q3": "b", "q4": 0.4, "q5": "d", "q6": "a", "q7": "b", "q8": "d", "q9": "c", "q10": "a"}
