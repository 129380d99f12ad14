# expect: *=missing loss_and_gradient=passed points=10
from __future__ import print_function

from builtins import range

import numpy as np
from past.builtins import xrange


def loss_and_gradient(theta, X, y, reg):
    loss, gradient = 0.0, np.zeros_like(theta)
    for i in xrange(X.shape[0]):
        z = X[i].dot(theta)
        z -= z.max()
        loss += np.log(np.exp(z).sum()) - z[y[i]]
        for k in xrange(theta.shape[1]):
            gradient[:, k] += (np.exp(z[k]) / np.exp(z).sum() - (k == y[i])) * X[i]
    return loss / len(X) + reg * np.sum(theta * theta), gradient / len(X) + 2 * reg * theta
