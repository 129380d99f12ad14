"""evaluate compares a column of classes with the vector of labels.

caught by:
evaluate.three_of_five evaluate.values evaluate.single_sample evaluate.dropout_is_off
evaluate.batch_norm_is_kept evaluate.no_graph evaluate.leaves_model_trainable
"""


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        predicted = model(X).argmax(dim=1, keepdim=True)
    return (predicted == y).float().mean().item()
