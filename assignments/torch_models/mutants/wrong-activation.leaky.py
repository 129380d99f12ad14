"""F.leaky_relu in place of ReLU.

caught by:
NeuralNetBinary.all_parameters_one_half NeuralNetBinary.values NeuralNetBinary.hidden_relu
NeuralNetBinary.single_sample NeuralNetBinary.gradients NeuralNetBinary.loss_with_column_labels
NeuralNetBinary.learns_xor NeuralNetMulticlass.all_parameters_one_half NeuralNetMulticlass.values
NeuralNetMulticlass.hidden_relu NeuralNetMulticlass.negative_logits
NeuralNetMulticlass.single_sample NeuralNetMulticlass.gradients
NeuralNetMulticlass.cross_entropy_loss NeuralNetMulticlass.learns_rings
"""


class NeuralNetBinary(NeuralNetBinary):
    def forward(self, x):
        return torch.sigmoid(self.output(F.leaky_relu(self.hidden(x))))


class NeuralNetMulticlass(NeuralNetMulticlass):
    def forward(self, x):
        return self.output(F.leaky_relu(self.hidden(x)))
