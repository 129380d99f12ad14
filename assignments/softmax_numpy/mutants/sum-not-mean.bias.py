"""The class's bias gradient is a sum over the samples.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def backward(self, X, y_hat, y):
        dW, db = super().backward(X, y_hat, y)
        return dW, db * len(X)
