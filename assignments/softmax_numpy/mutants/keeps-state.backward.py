"""The class's backward uses the features of the last forward, not the ones that it is given.

caught by:
SoftmaxRegression.independent_calls
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, X):
        self._X = X
        return super().forward(X)

    def backward(self, X, y_hat, y):
        return super().backward(self._X, y_hat, y)
