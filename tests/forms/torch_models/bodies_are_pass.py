# expect: *=failed|crashed points=0
import torch
import torch.nn as nn
import torch.optim as optim


class LinearRegression(nn.Module):
    pass


class LogisticRegression(nn.Module):
    pass


class SoftmaxRegression(nn.Module):
    pass


class NeuralNetBinary(nn.Module):
    pass


class NeuralNetMulticlass(nn.Module):
    pass


def autograd_gradient(*args):
    pass


def batch_loss(*args):
    pass


def predict_classes(*args):
    pass


def train(*args):
    pass


def evaluate(*args):
    pass
