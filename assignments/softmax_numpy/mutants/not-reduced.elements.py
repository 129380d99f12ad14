"""cross_entropy returns the product of every label and log-probability, not their sum.

caught by:
cross_entropy.known_one_hot cross_entropy.known_index cross_entropy.one_hot_values
cross_entropy.index_values cross_entropy.small_probability cross_entropy.stable_zero_elsewhere
cross_entropy.stable_zero_true_class
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return -targets * np.log(np.maximum(y_hat, 1e-15))


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = float(cross_entropy(y_hat, y).sum(axis=1).mean()) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, one_hot(y, theta.shape[1]), y_hat) + 2 * reg * theta


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        loss = float(cross_entropy(y_hat, y).sum(axis=1).mean())
        return loss + self.reg * float((self.W**2).sum())
