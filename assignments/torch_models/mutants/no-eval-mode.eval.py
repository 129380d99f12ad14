"""evaluate leaves the model in training mode.

caught by:
evaluate.dropout_is_off evaluate.batch_norm_is_kept
"""


def evaluate(model, X, y):
    with torch.no_grad():
        predicted = predict_classes(model(X))
    return (predicted == y).float().mean().item()
