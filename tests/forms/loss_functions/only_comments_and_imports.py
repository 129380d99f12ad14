# expect: *=missing points=0
# Imports, and what was going to be written.
import torch
import torch.nn.functional as F

# TODO: cross_entropy, focal loss
# def cross_entropy(logits, y):
#     return F.cross_entropy(logits, y)
