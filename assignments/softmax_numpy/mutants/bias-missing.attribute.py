"""The class has no bias at all, and backward has no second value that is one.

caught by:
SoftmaxRegression.forward_values SoftmaxRegression.stable_forward
SoftmaxRegression.predict_proba_values SoftmaxRegression.predict_values
SoftmaxRegression.weight_gradient SoftmaxRegression.bias_gradient
SoftmaxRegression.gradient_matches_loss SoftmaxRegression.independent_calls
SoftmaxRegression.full_batch_steps SoftmaxRegression.absent_class
"""


class SoftmaxRegression(SoftmaxRegression):
    def __init__(self, n_features, n_classes, lr=0.1, reg=0.0, seed=0):
        super().__init__(n_features, n_classes, lr=lr, reg=reg, seed=seed)
        del self.b

    def forward(self, X):
        return softmax(X @ self.W)

    def backward(self, X, y_hat, y):
        return compute_gradient(X, one_hot(y, self.W.shape[1]), y_hat) + 2 * self.reg * self.W

    def _step(self, X, y):
        y_hat = self.forward(X)
        loss = self.compute_loss(y_hat, y)
        self.W = self.W - self.lr * self.backward(X, y_hat, y)
        return loss
