"""predict_classes returns the greatest logits, not where they are.

caught by:
predict_classes.lecture_batch predict_classes.values predict_classes.negative_logits
predict_classes.single_sample evaluate.three_of_five evaluate.values evaluate.single_sample
evaluate.dropout_is_off evaluate.batch_norm_is_kept evaluate.no_graph
evaluate.leaves_model_trainable
"""


def predict_classes(logits):
    return torch.max(logits, 1)[0]
