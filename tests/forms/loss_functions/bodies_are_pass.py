# expect: *=failed|crashed points=0
# says: None
# Every body is pass.
def cross_entropy(logits, y):
    pass


def nll_loss(log_probs, y):
    pass


def bce_loss(p, y):
    pass


def bce_with_logits(logits, y):
    pass


def hinge_loss(scores, y):
    pass


def kl_divergence(p, q):
    pass


def focal_loss(logits, y, gamma=2.0, alpha=None):
    pass


def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    pass


def smooth_labels(y, num_classes, alpha):
    pass


def label_smoothing_loss(logits, y, alpha):
    pass


def weighted_cross_entropy(logits, y, weights):
    pass


def multilabel_loss(logits, Y):
    pass


def predict_multilabel(logits, threshold=0.5):
    pass


def choose_loss(y):
    pass


def train_imbalanced(X, y, loss):
    pass
