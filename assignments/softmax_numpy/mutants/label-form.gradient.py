"""compute_gradient takes class indices only; the other functions give it such.

caught by:
compute_gradient.known_gradient compute_gradient.values
compute_gradient.more_classes_than_features compute_gradient.agrees_with_loss
compute_gradient.keeps_input
"""


def compute_gradient(X, y, y_hat):
    error = y_hat.copy()
    error[np.arange(len(y)), y] -= 1
    return X.T @ error / len(X)


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = cross_entropy(y_hat, y) + reg * float((theta**2).sum())
    return loss, compute_gradient(X, y, y_hat) + 2 * reg * theta


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        targets = one_hot(y, self.W.shape[1])
        dW = compute_gradient(X, y, y_hat) + 2 * self.reg * self.W
        return dW, (y_hat - targets).mean(axis=0)
