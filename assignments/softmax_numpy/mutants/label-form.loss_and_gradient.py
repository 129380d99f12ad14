"""loss_and_gradient takes one-hot labels only.

caught by:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.l2_term loss_and_gradient.gradient_matches_loss
loss_and_gradient.keeps_input loss_and_gradient.stable_large
"""


def loss_and_gradient(theta, X, y, reg):
    y_hat = predict(X, theta)
    loss = float(-(y * np.log(np.maximum(y_hat, 1e-15))).sum(axis=1).mean())
    gradient = X.T @ (y_hat - y) / len(X)
    return loss + reg * float((theta**2).sum()), gradient + 2 * reg * theta
