"""The class's forward leaves the bias out.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, X):
        return softmax(X @ self.W)
