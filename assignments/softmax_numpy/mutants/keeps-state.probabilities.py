"""The class's backward uses features and probabilities of the last forward.

caught by:
SoftmaxRegression.independent_calls
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, X):
        self._X, self._y_hat = X, super().forward(X)
        return self._y_hat

    def backward(self, X, y_hat, y):
        return super().backward(self._X, self._y_hat, y)
