"""predict_classes returns all that torch.max gives: values and indices.

caught by:
predict_classes.lecture_batch predict_classes.values predict_classes.negative_logits
predict_classes.single_sample
"""


def predict_classes(logits):
    return torch.max(logits, 1)


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        predicted = predict_classes(model(X)).indices
    return (predicted == y).float().mean().item()
