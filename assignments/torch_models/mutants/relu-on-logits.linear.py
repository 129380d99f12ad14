"""ReLU on the output of the linear models.

caught by:
LinearRegression.all_parameters_one_half LinearRegression.values LinearRegression.single_sample
LinearRegression.gradients LinearRegression.loss_with_column_labels
LogisticRegression.all_parameters_one_half LogisticRegression.values
LogisticRegression.single_sample LogisticRegression.gradients
LogisticRegression.loss_with_column_labels SoftmaxRegression.all_parameters_one_half
SoftmaxRegression.values SoftmaxRegression.single_sample SoftmaxRegression.gradients
SoftmaxRegression.cross_entropy_loss SoftmaxRegression.learns_three_groups
"""


class LinearRegression(LinearRegression):
    def forward(self, x):
        return torch.relu(super().forward(x))


class LogisticRegression(LogisticRegression):
    def forward(self, x):
        return torch.sigmoid(torch.relu(self.linear(x)))


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, x):
        return torch.relu(super().forward(x))
