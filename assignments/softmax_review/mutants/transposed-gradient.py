"""The gradient is (y_hat - y)^T X, of shape (K, D).

caught by:
loss_and_gradient.zero_parameters loss_and_gradient.gradient_of_two_classes
loss_and_gradient.gradient_of_three_classes loss_and_gradient.absent_class
loss_and_gradient.keeps_input
"""

_loss_and_gradient = loss_and_gradient


def loss_and_gradient(theta, X, y, num_classes):
    loss, gradient = _loss_and_gradient(theta, X, y, num_classes)
    return loss, gradient.T
