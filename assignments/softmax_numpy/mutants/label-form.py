"""cross_entropy takes one-hot labels only; the other functions give it such.

caught by:
cross_entropy.known_index cross_entropy.index_values
"""


def cross_entropy(y_hat, y):
    return float(-(y * np.log(np.maximum(y_hat, 1e-15))).sum(axis=1).mean())


def loss_and_gradient(theta, X, y, reg):
    y_hat, targets = predict(X, theta), one_hot(y, theta.shape[1])
    loss = cross_entropy(y_hat, targets) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, targets, y_hat) + 2 * reg * theta


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        return cross_entropy(y_hat, targets) + self.reg * float((self.W**2).sum())
