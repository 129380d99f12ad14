"""ReLU on the output layer as well.

caught by:
NeuralNetBinary.values NeuralNetBinary.hidden_relu NeuralNetBinary.single_sample
NeuralNetBinary.gradients NeuralNetBinary.loss_with_column_labels NeuralNetBinary.learns_xor
NeuralNetMulticlass.values NeuralNetMulticlass.hidden_relu NeuralNetMulticlass.negative_logits
NeuralNetMulticlass.single_sample NeuralNetMulticlass.gradients
NeuralNetMulticlass.cross_entropy_loss NeuralNetMulticlass.learns_rings
"""


class NeuralNetBinary(NeuralNetBinary):
    def forward(self, x):
        return torch.sigmoid(torch.relu(self.output(torch.relu(self.hidden(x)))))


class NeuralNetMulticlass(NeuralNetMulticlass):
    def forward(self, x):
        return torch.relu(super().forward(x))
