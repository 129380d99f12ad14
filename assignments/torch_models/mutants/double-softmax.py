"""The models for CrossEntropyLoss end with a softmax.

caught by:
SoftmaxRegression.all_parameters_one_half SoftmaxRegression.values SoftmaxRegression.single_sample
SoftmaxRegression.gradients SoftmaxRegression.cross_entropy_loss
SoftmaxRegression.learns_three_groups NeuralNetMulticlass.all_parameters_one_half
NeuralNetMulticlass.values NeuralNetMulticlass.hidden_relu NeuralNetMulticlass.negative_logits
NeuralNetMulticlass.single_sample NeuralNetMulticlass.gradients
NeuralNetMulticlass.cross_entropy_loss NeuralNetMulticlass.learns_rings
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, x):
        return torch.softmax(super().forward(x), dim=1)


class NeuralNetMulticlass(NeuralNetMulticlass):
    def forward(self, x):
        return torch.softmax(super().forward(x), dim=1)
