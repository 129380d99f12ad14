"""Only the weights are nn.Parameter, the biases are plain tensors.

caught by:
LinearRegression.all_parameters_one_half LinearRegression.values LinearRegression.single_sample
LinearRegression.parameters LinearRegression.gradients LinearRegression.loss_with_column_labels
LogisticRegression.all_parameters_one_half LogisticRegression.values
LogisticRegression.single_sample LogisticRegression.parameters LogisticRegression.gradients
LogisticRegression.loss_with_column_labels SoftmaxRegression.all_parameters_one_half
SoftmaxRegression.values SoftmaxRegression.single_sample SoftmaxRegression.parameters
SoftmaxRegression.gradients SoftmaxRegression.cross_entropy_loss
SoftmaxRegression.learns_three_groups
"""


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.W = nn.Parameter(torch.randn(n_features, 1))
        self.b = torch.ones(1, requires_grad=True)

    def forward(self, x):
        return x @ self.W + self.b


class LogisticRegression(LinearRegression):
    def forward(self, x):
        return torch.sigmoid(super().forward(x))


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = nn.Parameter(torch.randn(n_features, n_classes))
        self.b = torch.ones(n_classes, requires_grad=True)

    def forward(self, x):
        return x @ self.W + self.b
