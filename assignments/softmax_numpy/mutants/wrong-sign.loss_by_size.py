"""cross_entropy has no minus; everything is divided by N·K.

caught by:
cross_entropy.known_one_hot cross_entropy.known_index cross_entropy.one_hot_values
cross_entropy.index_values cross_entropy.small_probability cross_entropy.stable_zero_elsewhere
cross_entropy.stable_zero_true_class

carried to:
loss_and_gradient.known_loss loss_and_gradient.loss_values SoftmaxRegression.loss_values
SoftmaxRegression.history_falls
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float((targets * np.log(np.maximum(y_hat, 1e-15))).sum() / targets.size)


def compute_gradient(X, y, y_hat):
    return X.T @ (y_hat - y) / y.size


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        error = (y_hat - targets) / targets.size
        return X.T @ error + 2 * self.reg * self.W, error.sum(axis=0)
