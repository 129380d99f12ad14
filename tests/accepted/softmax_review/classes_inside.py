"""A scaler class, a trainer class, an nn.Module."""
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
    return np.insert(X.astype(float), 0, 1.0, axis=1)


def one_hot(y, num_classes):
    return np.eye(num_classes)[y]


def softmax(z):
    z = np.asarray(z, dtype=np.float64)
    shifted = z - np.max(z, axis=-1, keepdims=True)
    exps = np.exp(shifted)
    return exps / np.sum(exps, axis=-1, keepdims=True)


def loss_and_gradient(theta, X, y, num_classes):
    t = torch.tensor(np.asarray(theta), dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(torch.as_tensor(np.asarray(X, float)) @ t, torch.as_tensor(np.array(y)).long())
    loss.backward()
    return loss.item(), t.grad.numpy()


def predict(X, theta):
    y_hat = softmax(np.dot(X, theta))
    return np.argmax(y_hat, axis=1)


def recall_per_class(y_true, y_pred, num_classes):
    cm = np.zeros((num_classes, num_classes))
    for t, p in zip(y_true, y_pred):
        cm[t][p] += 1
    rows = cm.sum(axis=1)
    return np.divide(cm.diagonal(), rows, out=np.zeros(num_classes), where=rows > 0)


class Trainer:
    def __init__(self, D, K, lr):
        self.theta = np.zeros((D, K))
        self.K, self.lr = K, lr
        self.log = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}

    def measure(self, part, X, y):
        self.log[part + "_loss"].append(loss_and_gradient(self.theta, X, y, self.K)[0])
        self.log[part + "_accuracy"].append(float((np.asarray(predict(X, self.theta)) == y).mean()))

    def step(self, X, y):
        self.theta = self.theta - self.lr * loss_and_gradient(self.theta, X, y, self.K)[1]


def train_numpy(X_train, y_train, X_val, y_val, num_classes, lr=0.5, epochs=100):
    trainer = Trainer(X_train.shape[1], num_classes, lr)
    for epoch in range(1, epochs + 1):
        trainer.step(X_train, y_train)
        trainer.measure("train", X_train, y_train)
        trainer.measure("val", X_val, y_val)
        if epoch % 50 == 0:
            print(f"epoch {epoch}: {trainer.log['train_loss'][-1]:.4f}")
    return trainer.theta, {k: np.array(v) for k, v in trainer.log.items()}


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


answers = {}
answers["q1"] = "c"
answers["q2"] = np.int64((4 + 1) * 3)
answers["q3"] = ["b"]
answers["q4"] = np.float32(0.4)
answers["q5"] = "D"
answers["q6"] = "a"
answers["q7"] = "b"
answers["q8"] = "d"
answers["q9"] = "c"
answers["q10"] = {"a"}
