"""Linear layers without a bias.

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


class LinearRegression(LinearRegression):
    def __init__(self, n_features):
        super().__init__(n_features)
        self.linear = nn.Linear(n_features, 1, bias=False)


class LogisticRegression(LogisticRegression):
    def __init__(self, n_features):
        super().__init__(n_features)
        self.linear = nn.Linear(n_features, 1, bias=False)


class SoftmaxRegression(SoftmaxRegression):
    def __init__(self, n_features, n_classes):
        super().__init__(n_features, n_classes)
        self.linear = nn.Linear(n_features, n_classes, bias=False)


class NeuralNetBinary(NeuralNetBinary):
    def __init__(self, input_size, hidden_size):
        super().__init__(input_size, hidden_size)
        self.hidden = nn.Linear(input_size, hidden_size, bias=False)
        self.output = nn.Linear(hidden_size, 1, bias=False)


class NeuralNetMulticlass(NeuralNetMulticlass):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__(input_size, hidden_size, num_classes)
        self.hidden = nn.Linear(input_size, hidden_size, bias=False)
        self.output = nn.Linear(hidden_size, num_classes, bias=False)
