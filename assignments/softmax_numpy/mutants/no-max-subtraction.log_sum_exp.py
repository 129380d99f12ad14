"""loss_and_gradient takes log-sum-exp of the logits as they are.

caught by:
loss_and_gradient.stable_large
"""


def loss_and_gradient(theta, X, y, reg):
    z = X @ theta
    total = np.exp(z).sum(axis=1, keepdims=True)
    loss = float((np.log(total[:, 0]) - z[np.arange(len(y)), y]).mean())
    gradient = compute_gradient(X, one_hot(y, theta.shape[1]), np.exp(z) / total)
    return loss + reg * float((theta**2).sum()), gradient + 2 * reg * theta
