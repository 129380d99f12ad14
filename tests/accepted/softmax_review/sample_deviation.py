"""Standard deviation over N - 1; questions as variables of their own."""
import numpy as np
import torch
import torch.nn as nn


def split(X, y, test_share=0.25, seed=0):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(X.shape[0])
    n_test = int(X.shape[0] * test_share)
    return X[idx[n_test:]], X[idx[:n_test]], y[idx[n_test:]], y[idx[:n_test]]


def standardize(X_train, X_test):
    """Độ lệch chuẩn mẫu (N - 1), như pandas."""
    mean, std = X_train.mean(0), X_train.std(0, ddof=1)
    std = np.where(std == 0, 1, std)
    scale = lambda part: (part - mean) / std
    return scale(X_train), scale(X_test)


def add_intercept(X):
    return np.insert(X.astype(float), 0, 1.0, axis=1)


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def softmax(z):
    return torch.softmax(torch.as_tensor(np.asarray(z)), dim=1).numpy()


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
    y_hat = softmax(np.dot(X, theta))
    return np.argmax(y_hat, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    cm = np.zeros((num_classes, num_classes))
    for t, p in zip(y_true, y_pred):
        cm[t][p] += 1
    rows = cm.sum(axis=1)
    return np.divide(cm.diagonal(), rows, out=np.zeros(num_classes), where=rows > 0)


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    theta = np.zeros((X_train.shape[1], num_classes), dtype=np.float64)
    keys = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"]
    history = {key: np.empty(epochs) for key in keys}
    for e in range(epochs):
        _, gradient = loss_and_gradient(theta, X_train, y_train, num_classes)
        theta -= lr * gradient
        for name, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
            history[f"{name}_loss"][e] = loss_and_gradient(theta, X, y, num_classes)[0]
            history[f"{name}_accuracy"][e] = (np.array(predict(X, theta)) == y).mean()
    return theta, history


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
    rows = []
    for text in texts:
        words = text.lower().split()
        rows.append([words.count(word) for word in vocabulary])
    return np.array(rows, dtype=float)


def classify_texts(train_texts, train_labels, test_texts, num_classes, lr=0.5, epochs=200):
    vocab = []
    for text in train_texts:
        for word in text.lower().split():
            if word not in vocab:
                vocab.append(word)
    Xtr, Xte = bag_of_words(train_texts, vocab), bag_of_words(test_texts, vocab)
    theta, history = train_numpy(
        add_intercept(Xtr), train_labels, add_intercept(Xtr[:5]), train_labels[:5], num_classes, lr=lr, epochs=epochs
    )
    return np.array(predict(add_intercept(Xte), theta))


q1 = "c"
q2 = 15
q3 = "b"
q4 = "12/30"
q5 = "d"
q6 = "a"
q7 = "b"
q8 = "d"
q9 = "c"
q10 = "a"
