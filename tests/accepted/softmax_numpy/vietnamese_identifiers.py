# 🎓 Bài làm của em: tên biến tiếng Việt có dấu (vài chỗ gõ NFD, vài chỗ NFC), chú thích và emoji
import numpy as np

số_rất_nhỏ = 1e-12  # ε 😅


def softmax(z):
    """Hàm softmax ổn định số học: trừ max của từng dòng 👍"""
    điểm = np.array(z, dtype=float)
    lớn_nhất = điểm.max(axis=-1, keepdims=True)
    mũ = np.exp(điểm - lớn_nhất)
    tổng = mũ.sum(axis=-1, keepdims=True)
    return mũ / tổng


def log_softmax(z):
    điểm = np.array(z, dtype=float)
    dịch = điểm - điểm.max(axis=-1, keepdims=True)
    return dịch - np.log(np.exp(dịch).sum(axis=-1, keepdims=True))


def one_hot(nhãn, số_lớp):
    ma_trận = np.zeros((len(nhãn), số_lớp))
    for dòng, lớp in enumerate(nhãn):
        ma_trận[dòng, lớp] = 1
    return ma_trận


def cross_entropy(dự_đoán, nhãn):
    nhãn = np.array(nhãn)
    if nhãn.ndim == 1:
        nhãn = one_hot(nhãn, dự_đoán.shape[1])
    mất_mát = -(nhãn * np.log(np.maximum(dự_đoán, số_rất_nhỏ))).sum(axis=1)
    return mất_mát.mean()


def compute_gradient(X, nhãn, dự_đoán):
    sai_số = dự_đoán - nhãn
    return X.T @ sai_số / len(X)


def predict(X, θ):
    return softmax(X @ θ)


def predict_classes(X, θ):
    return predict(X, θ).argmax(axis=1)


def update_theta(θ, đạo_hàm, η):
    return θ - η * đạo_hàm


def compute_accuracy(X, nhãn, θ):
    đúng = predict_classes(X, θ) == nhãn.argmax(axis=1)
    return đúng.mean()


def loss_and_gradient(θ, X, y, λ):
    p = predict(X, θ)
    Y = one_hot(y, θ.shape[1])
    return cross_entropy(p, Y) + λ * (θ ** 2).sum(), compute_gradient(X, Y, p) + 2 * λ * θ


class MôHình:
    """Lớp cha của em."""

    def đặt_tham_số(self, **tham_số):
        for tên, giá_trị in tham_số.items():
            setattr(self, tên, giá_trị)


class SoftmaxRegression(MôHình):
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        self.đặt_tham_số(tốc_độ=lr, phạt=reg, hạt_giống=seed, số_lớp=n_classes)
        self.W = np.zeros((n_features, n_classes))
        self.b = np.zeros(n_classes)
        self.history = []

    def forward(self, X):
        return softmax(X @ self.W + self.b)

    def compute_loss(self, y_hat, y):
        return cross_entropy(y_hat, y) + self.phạt * (self.W ** 2).sum()

    def backward(self, X, y_hat, y):
        δ = (y_hat - one_hot(y, self.số_lớp)) / len(X)
        return X.T @ δ + 2 * self.phạt * self.W, δ.sum(axis=0)

    def fit(self, X, y, epochs=100, batch_size=None):
        bộ_sinh = np.random.default_rng(self.hạt_giống)
        cỡ_lô = batch_size or len(X)
        for vòng in range(epochs):
            thứ_tự = bộ_sinh.permutation(len(X))
            mất_mát = []
            for đầu in range(0, len(X), cỡ_lô):
                lô = thứ_tự[đầu:đầu + cỡ_lô]
                p = self.forward(X[lô])
                mất_mát.append(self.compute_loss(p, y[lô]))
                dW, db = self.backward(X[lô], p, y[lô])
                self.W = self.W - self.tốc_độ * dW
                self.b = self.b - self.tốc_độ * db
            self.history.append(np.mean(mất_mát))
        return self

    def predict_proba(self, X):
        return self.forward(X)

    def predict(self, X):
        return self.forward(X).argmax(axis=1)


print("✅ Xong rồi ạ! 🎉", "\u202eđảo chữ\u202c", "\x1b[31mđỏ\x1b[0m")
