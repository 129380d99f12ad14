"""loss_and_gradient shifts the logits for the loss, and forgets it for the gradient.

caught by:
loss_and_gradient.stable_large
"""


def loss_and_gradient(theta, X, y, reg):
    z, targets = X @ theta, one_hot(y, theta.shape[1])
    loss = float(-(targets * log_softmax(z)).sum(axis=1).mean())
    y_hat = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    gradient = compute_gradient(X, targets, y_hat)
    return loss + reg * float((theta**2).sum()), gradient + 2 * reg * theta
