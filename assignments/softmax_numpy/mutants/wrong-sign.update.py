"""update_theta goes up the gradient.

caught by:
"""


def update_theta(theta, gradient, lr):
    return theta + lr * gradient
