"""The parameters of one compressed matrix within a module: two factors and gains."""
from __future__ import annotations

import math
from typing import Any, Dict, Optional

import torch
from torch import Tensor, nn

from .fitting import Fit
from .functional import compose
from .planning import Plan

# Before these a weight begins with the variance of He et al. (arXiv:1502.01852), otherwise with that of Glorot and Bengio.
HE_ACTIVATIONS = ("relu", "leaky_relu", "clipped_relu", "gelu", "silu", "elu", "hardswish")


def need_module(made: type, module: object, whole: type) -> None:
    """Refuses a module that a layer cannot be made of."""
    if not isinstance(module, whole):
        raise TypeError(f"{made.__name__} is made of torch.nn.{whole.__name__}, and not of {type(module).__name__}")


def variance_of(nonlinearity: str, in_features: int, out_features: int) -> float:
    """The variance that a weight begins with."""
    return 2.0 / in_features if nonlinearity in HE_ACTIVATIONS else 2.0 / (in_features + out_features)


def add_matrix(module: nn.Module, plan: Plan, suffix: str, factory: Dict[str, Any]) -> None:
    """Registers ``xf``, ``wf``, ``input_gain`` and ``output_gain``; a gain that the plan has not is None."""

    def parameter(*shape: int) -> nn.Parameter:
        return nn.Parameter(torch.empty(shape, **factory))

    module.register_parameter("xf" + suffix, parameter(plan.m, plan.rank))
    module.register_parameter("wf" + suffix, parameter(plan.rank, plan.n))
    module.register_parameter("input_gain" + suffix, parameter(plan.input_gains) if plan.has_input_gain else None)
    module.register_parameter("output_gain" + suffix, parameter(plan.out_features) if plan.has_output_gain else None)


def reset_matrix(module: nn.Module, plan: Plan, suffix: str, variance: float) -> None:
    """The factor with fewer values is ±1, the other normal: the weight has the variance exactly, and not the heavy tails of a product of two normal values."""
    xf, wf = getattr(module, "xf" + suffix), getattr(module, "wf" + suffix)
    signs, normal = (xf, wf) if plan.m < plan.n else (wf, xf)
    with torch.no_grad():
        signs.copy_(torch.randint_like(signs, 2) * 2 - 1)
        normal.normal_(0, math.sqrt(variance / plan.rank))
        for gain in gains_of(module, suffix):
            if gain is not None:
                gain.fill_(1)


def gains_of(module: nn.Module, suffix: str) -> "tuple[Optional[Tensor], Optional[Tensor]]":
    """The gains of the inputs and of the outputs."""
    return getattr(module, "input_gain" + suffix), getattr(module, "output_gain" + suffix)


def weight_of(module: nn.Module, plan: Plan, suffix: str = "") -> Tensor:
    """The weight, out_features × in_features, with its gains."""
    weight = compose(getattr(module, "xf" + suffix), getattr(module, "wf" + suffix), plan.in_features, plan.out_features)
    input_gain, output_gain = gains_of(module, suffix)
    if input_gain is not None:
        weight = (weight.view(plan.out_features, -1, plan.input_gains) * input_gain).view_as(weight)
    return weight if output_gain is None else weight * output_gain.unsqueeze(1)


def set_matrix(module: nn.Module, fit: Fit, suffix: str = "") -> None:
    """Takes over factors and gains that were fitted."""
    with torch.no_grad():
        for name, value in (("xf", fit.xf), ("wf", fit.wf), ("input_gain", fit.input_gain), ("output_gain", fit.output_gain)):
            parameter = getattr(module, name + suffix)
            if parameter is not None and value is not None:
                parameter.copy_(value)
