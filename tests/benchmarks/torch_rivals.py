"""The three classifiers as one writes them in PyTorch, for the references to be measured beside."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

torch: Any = importlib.import_module("torch") if importlib.util.find_spec("torch") else None
Tensor = Any  # a Tensor, where there is torch
Params = dict[str, Tensor]


def leaves(params: dict[str, Any]) -> Params:
    """Return parameters that gradients are taken of."""
    return {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}


def svm(params: Params, X: Tensor, y: Tensor, reg: float) -> Tensor:
    """Return the SVM's loss."""
    scores = X @ params["W"]
    correct = scores.gather(1, y[:, None])
    margins = (scores - correct + 1).clamp(min=0).scatter(1, y[:, None], 0.0)
    return margins.sum() / len(X) + reg * (params["W"] ** 2).sum()


def softmax(params: Params, X: Tensor, y: Tensor, reg: float) -> Tensor:
    """Return the softmax classifier's loss."""
    return torch.nn.functional.cross_entropy(X @ params["W"], y) + reg * (params["W"] ** 2).sum()


def two_layer(params: Params, X: Tensor, y: Tensor, reg: float) -> Tensor:
    """Return the two-layer net's loss."""
    h1 = torch.relu(X @ params["W1"] + params["b1"])
    loss = torch.nn.functional.cross_entropy(h1 @ params["W2"] + params["b2"], y)
    return loss + reg * ((params["W1"] ** 2).sum() + (params["W2"] ** 2).sum())


def loss_and_gradients(
    loss: Any, params: Params, X: Tensor, y: Tensor, reg: float
) -> tuple[Any, tuple[Any, ...]]:
    """Return a loss and its gradients, by autograd."""
    value = loss(params, X, y, reg)
    return value.item(), torch.autograd.grad(value, tuple(params.values()))


def train(
    params: Params, X: Tensor, y: Tensor, reg: float, learning_rate: float, batches: Any
) -> list[float]:
    """Train the two-layer net by SGD on these minibatches; return the losses."""
    optimizer = torch.optim.SGD(params.values(), lr=learning_rate)
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = two_layer(params, X[batch], y[batch], reg)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
