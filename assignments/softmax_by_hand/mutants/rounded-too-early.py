"""Everything is rounded to two decimals as soon as it is worked out.

caught by:
stable_softmax.exps_precise stable_softmax.softmax_z_precise temperature.softmax_T_precise
forward.p_precise cross_entropy.batch_losses_precise binary_cross_entropy.bce_terms_precise
kl_divergence.kl_terms_precise
"""


def exps(shifted):
    return np.round(np.exp(shifted), 2)


def softmax_z(exps, exp_sum):
    return np.round(exps / exp_sum, 2)


def softmax_T(scaled):
    return np.round(_softmax(scaled), 2)


def p(logits_exp, logits_sum):
    return np.round(logits_exp / logits_sum, 2)


def batch_losses(batch_p, batch_y):
    return np.round(-np.log(batch_p[np.arange(len(batch_y)), batch_y]), 2)


def new_p(new_logits):
    return np.round(_softmax(new_logits), 2)


def bce_terms(bce_p, bce_y):
    return np.round(-(bce_y * np.log(bce_p) + (1 - bce_y) * np.log(1 - bce_p)), 2)


def kl_terms(P, Q):
    return np.round(P * np.log(P / Q), 2)
