"""update_theta changes the caller's theta.

caught by:
"""


def update_theta(theta, gradient, lr):
    theta -= lr * gradient
    return theta
