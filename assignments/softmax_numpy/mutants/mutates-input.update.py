"""update_theta changes the caller's theta.

caught by:
update_theta.keeps_input
"""


def update_theta(theta, gradient, lr):
    theta -= lr * gradient
    return theta
