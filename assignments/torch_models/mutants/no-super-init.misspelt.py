"""A name in the models' __init__ is misspelt.

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


def _misspelt(base):
    class Model(base):
        def __init__(self, *sizes):
            super().__init__(*sizes)
            self.last = hiden_size  # noqa: F821 - this is the mistake

    return Model


LinearRegression = _misspelt(LinearRegression)
LogisticRegression = _misspelt(LogisticRegression)
SoftmaxRegression = _misspelt(SoftmaxRegression)
NeuralNetBinary = _misspelt(NeuralNetBinary)
NeuralNetMulticlass = _misspelt(NeuralNetMulticlass)
