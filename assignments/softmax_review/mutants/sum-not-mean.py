"""Loss and gradient are sums over the samples.

caught by:
loss_and_gradient.zero_parameters loss_and_gradient.loss_of_two_classes
loss_and_gradient.loss_of_three_classes loss_and_gradient.gradient_of_two_classes
loss_and_gradient.gradient_of_three_classes loss_and_gradient.absent_class train_numpy.two_classes
train_numpy.three_classes train_numpy.train_loss train_numpy.train_accuracy
train_numpy.validation_curves fraud_report.three_classes fraud_report.theta fraud_report.history
"""

_loss_and_gradient = loss_and_gradient


def loss_and_gradient(theta, X, y, num_classes):
    loss, gradient = _loss_and_gradient(theta, X, y, num_classes)
    return loss * len(X), gradient * len(X)
