"""alpha / C is added, and 1 is not lowered.

caught by:
?
"""


def smooth_target(smooth_classes, smooth_y, alpha):
    return np.eye(smooth_classes)[smooth_y] + alpha / smooth_classes
