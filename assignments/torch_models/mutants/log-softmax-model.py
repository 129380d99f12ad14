"""The models for CrossEntropyLoss end with log-softmax.

caught by:
SoftmaxRegression.all_parameters_one_half SoftmaxRegression.values SoftmaxRegression.single_sample
NeuralNetMulticlass.all_parameters_one_half NeuralNetMulticlass.values
NeuralNetMulticlass.hidden_relu NeuralNetMulticlass.negative_logits
NeuralNetMulticlass.single_sample
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)


class NeuralNetMulticlass(NeuralNetMulticlass):
    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)
