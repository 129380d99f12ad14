"""Weights are plain tensors, layers are in a plain list.

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


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.W = torch.randn(n_features, 1, requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return x @ self.W + self.b


class LogisticRegression(LinearRegression):
    def forward(self, x):
        return torch.sigmoid(super().forward(x))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = torch.randn(n_features, n_classes, requires_grad=True)
        self.b = torch.zeros(n_classes, requires_grad=True)

    def forward(self, x):
        return x @ self.W + self.b


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.layers = [nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, num_classes)]

    def forward(self, x):
        return self.layers[1](torch.relu(self.layers[0](x)))


class NeuralNetBinary(NeuralNetMulticlass):
    def __init__(self, input_size, hidden_size):
        super().__init__(input_size, hidden_size, 1)

    def forward(self, x):
        return torch.sigmoid(super().forward(x))
