"""The models do not call super().__init__().

caught by:
LinearRegression.all_parameters_one_half LinearRegression.values LinearRegression.single_sample
LinearRegression.parameters LinearRegression.gradients LinearRegression.loss_with_column_labels
LogisticRegression.all_parameters_one_half LogisticRegression.values
LogisticRegression.single_sample LogisticRegression.parameters LogisticRegression.gradients
LogisticRegression.loss_with_column_labels SoftmaxRegression.all_parameters_one_half
SoftmaxRegression.values SoftmaxRegression.single_sample SoftmaxRegression.parameters
SoftmaxRegression.gradients SoftmaxRegression.cross_entropy_loss
SoftmaxRegression.learns_three_groups NeuralNetBinary.all_parameters_one_half
NeuralNetBinary.values NeuralNetBinary.hidden_relu NeuralNetBinary.single_sample
NeuralNetBinary.parameters NeuralNetBinary.gradients NeuralNetBinary.loss_with_column_labels
NeuralNetBinary.learns_xor NeuralNetMulticlass.all_parameters_one_half NeuralNetMulticlass.values
NeuralNetMulticlass.hidden_relu NeuralNetMulticlass.negative_logits
NeuralNetMulticlass.single_sample NeuralNetMulticlass.parameters NeuralNetMulticlass.gradients
NeuralNetMulticlass.cross_entropy_loss NeuralNetMulticlass.learns_rings
"""


def _without_super(layers):
    class Model(nn.Module):
        def __init__(self, *sizes):
            for name, layer in layers(*sizes).items():
                setattr(self, name, layer)

    return Model


LinearRegression = LogisticRegression = _without_super(lambda d: {"linear": nn.Linear(d, 1)})
SoftmaxRegression = _without_super(lambda d, c: {"linear": nn.Linear(d, c)})
NeuralNetBinary = _without_super(lambda d, h: {"hidden": nn.Linear(d, h)})
NeuralNetMulticlass = _without_super(lambda d, h, c: {"hidden": nn.Linear(d, h)})
