"""Lambdas and callable objects under the required names."""
import torch
import torch.nn as nn
import torch.nn.functional as F

flat = lambda t: t.reshape(-1)
cross_entropy = lambda logits, y: F.cross_entropy(logits, y)
nll_loss = lambda log_probs, y: F.nll_loss(log_probs, y)
bce_loss = lambda p, y: F.binary_cross_entropy(flat(p), flat(y))
bce_with_logits = lambda logits, y: F.binary_cross_entropy_with_logits(flat(logits), flat(y))
hinge_loss = lambda scores, y: F.relu(1 - flat(scores) * flat(y)).mean()
kl_divergence = lambda p, q: (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(1).mean()
multilabel_loss = nn.BCEWithLogitsLoss()
predict_multilabel = lambda logits, threshold=0.5: (torch.sigmoid(logits) > threshold) * 1
smooth_labels = lambda y, num_classes, alpha: (1 - alpha) * torch.eye(num_classes)[y] + alpha / num_classes
label_smoothing_loss = lambda logits, y, alpha: F.cross_entropy(logits, y, label_smoothing=alpha)


class Focal:
    def __init__(self, binary):
        self.binary = binary

    def weights(self, y, alpha):
        if alpha is None:
            return 1.0
        if self.binary:
            return torch.where(y > 0, alpha, 1.0 - alpha)
        alpha = torch.as_tensor(alpha, dtype=torch.float32)
        return alpha if alpha.dim() == 0 else alpha.index_select(0, y)

    def __call__(self, logits, y, gamma=2.0, alpha=None):
        if self.binary:
            logits, y = flat(logits), flat(y)
            loss = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        else:
            loss = F.cross_entropy(logits, y, reduction="none")
        return (self.weights(y, alpha) * (1 - torch.exp(-loss)).pow(gamma) * loss).mean()


focal_loss = Focal(binary=False)
binary_focal_loss = Focal(binary=True)


class Weighted:
    def __init__(self, weights):
        self.weights = torch.as_tensor(weights, dtype=torch.float32)

    def __call__(self, logits, y):
        return F.cross_entropy(logits, y, self.weights)


weighted_cross_entropy = lambda logits, y, weights: Weighted(weights)(logits, y)
choose_loss = lambda y: Weighted([1 / float((y == 0).sum()), 1 / float((y == 1).sum())])


class Trainer:
    def __call__(self, X, y, loss):
        self.layer = nn.Linear(X.shape[1], 2)
        opt = torch.optim.Adam(self.layer.parameters(), lr=0.1)
        for _ in range(100):
            opt.zero_grad()
            loss(self.layer(X), y).backward()
            opt.step()
        return self.layer


train_imbalanced = Trainer()
