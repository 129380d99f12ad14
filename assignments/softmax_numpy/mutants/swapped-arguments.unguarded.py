"""cross_entropy takes the labels first, and does not guard the logarithm; the other functions call it so.

caught by:
cross_entropy.known_one_hot cross_entropy.known_index cross_entropy.one_hot_values
cross_entropy.index_values cross_entropy.small_probability cross_entropy.stable_zero_elsewhere
cross_entropy.stable_zero_true_class
"""


def cross_entropy(y, y_hat):
    return float(-(y * np.log(y_hat)).sum(axis=1).mean())


def loss_and_gradient(theta, X, y, reg):
    y_hat, targets = predict(X, theta), one_hot(y, theta.shape[1])
    loss = cross_entropy(targets, y_hat) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, targets, y_hat) + 2 * reg * theta


class SoftmaxRegression(SoftmaxRegression):
    def compute_loss(self, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        return cross_entropy(targets, y_hat) + self.reg * float((self.W**2).sum())
