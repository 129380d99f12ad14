"""update_theta takes a step as long as the gradient.

caught by:
"""


def update_theta(theta, gradient, lr):
    return theta - gradient
