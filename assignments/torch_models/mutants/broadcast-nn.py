"""The models with one output drop the column: (N,) meets labels (N, 1).

caught by:
LinearRegression.all_parameters_one_half LinearRegression.values LinearRegression.single_sample
LinearRegression.loss_with_column_labels LogisticRegression.all_parameters_one_half
LogisticRegression.values LogisticRegression.single_sample
LogisticRegression.loss_with_column_labels NeuralNetBinary.all_parameters_one_half
NeuralNetBinary.values NeuralNetBinary.hidden_relu NeuralNetBinary.single_sample
NeuralNetBinary.loss_with_column_labels
"""


class LinearRegression(LinearRegression):
    def forward(self, x):
        return super().forward(x).squeeze(1)


class LogisticRegression(LogisticRegression):
    def forward(self, x):
        return super().forward(x).squeeze(1)


class NeuralNetBinary(NeuralNetBinary):
    def forward(self, x):
        return super().forward(x).squeeze(1)
