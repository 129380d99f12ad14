"""compute_gradient applies the chain rule with s(1-s) as the whole derivative of softmax.

caught by:
"""


def compute_gradient(X, y, y_hat):
    return X.T @ (-y / y_hat * y_hat * (1 - y_hat)) / len(X)
