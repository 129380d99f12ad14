"""update_theta goes up the gradient.

caught by:
update_theta.known_step update_theta.values
"""


def update_theta(theta, gradient, lr):
    return theta + lr * gradient
