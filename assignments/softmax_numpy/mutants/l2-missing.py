"""reg has no effect, in function and class.

caught by:
loss_and_gradient.l2_term SoftmaxRegression.l2_term SoftmaxRegression.reg_shrinks_weights
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    return cross_entropy(y_hat, y), compute_gradient(X, one_hot(y, theta.shape[1]), y_hat)


class SoftmaxRegression(SoftmaxRegression):
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        super().__init__(n_features, n_classes, lr=lr, seed=seed)
