"""compute_gradient returns the transpose; everything is divided by N·K.

caught by:
compute_gradient.known_gradient compute_gradient.values compute_gradient.more_classes_than_features
compute_gradient.agrees_with_loss

carried to:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.l2_term loss_and_gradient.gradient_matches_loss
loss_and_gradient.keeps_input loss_and_gradient.stable_large
"""


def cross_entropy(y_hat, y):
    targets = one_hot(y, y_hat.shape[1]) if np.ndim(y) == 1 else y
    return float(-(targets * np.log(np.maximum(y_hat, 1e-15))).sum() / targets.size)


def compute_gradient(X, y, y_hat):
    return (y_hat - y).T @ X / y.size


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        error = (y_hat - targets) / targets.size
        return X.T @ error + 2 * self.reg * self.W, error.sum(axis=0)
