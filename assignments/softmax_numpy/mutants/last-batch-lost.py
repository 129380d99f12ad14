"""fit takes whole mini-batches only.

caught by:
SoftmaxRegression.uses_every_sample
"""


class SoftmaxRegression(SoftmaxRegression):
    def _batches(self, n_samples, batch_size):
        size = min(batch_size or n_samples, n_samples)
        order = self._rng.permutation(n_samples)
        return (order[i * size : (i + 1) * size] for i in range(n_samples // size))
