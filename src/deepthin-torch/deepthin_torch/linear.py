from __future__ import annotations

from typing import Any, Optional

import torch
from torch import Tensor, nn

from . import functional
from ._matrix import add_matrix, reset_matrix, set_matrix, variance_of, weight_of
from .fitting import fit
from .planning import plan


class DeepThinLinear(nn.Module):
    """``torch.nn.Linear`` with a compressed weight: y = (x∘g)·Wᵀ∘s + b.

    Args:
        in_features: The size of each input sample.
        out_features: The size of each output sample.
        ratio: The share of the weights that may be kept at most, gains included.
        rank: The rank of the product of the factors, 1 to 16.
        form: ``"wide"``, which is more accurate, or ``"tall"``, which is faster in .NET.
        gains: ``"inputs"``, ``"outputs"``, ``"both"``, ``"none"``, or ``"auto"``: gains for inputs where the ratio has room for them.
        bias: Whether the layer has a bias.
        n: The length of the rows of ``wf``, chosen unless it is given.
        method: How the layer is computed: ``"auto"``, ``"rebuild"``, ``"correlation"`` or ``"fourier"``.

    Attributes:
        xf: m × rank. The left factor.
        wf: rank × n. The right factor.
        input_gain: in_features, or None.
        output_gain: out_features, or None.
        bias: out_features, or None.
        plan: The sizes, and what is kept.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        ratio: Optional[float] = 0.03,
        rank: int = 1,
        form: str = "wide",
        gains: str = "auto",
        bias: bool = True,
        device: Any = None,
        dtype: Optional[torch.dtype] = None,
        *,
        n: Optional[int] = None,
        method: str = "auto",
    ) -> None:
        super().__init__()
        if method not in functional.METHODS:
            raise ValueError(f"method={method!r}: one of {', '.join(functional.METHODS)} is needed")
        self.in_features, self.out_features, self.ratio, self.method = in_features, out_features, ratio, method
        self.plan = plan(in_features, out_features, ratio, rank, form, gains, n)
        self.has_given_n = n is not None
        factory = {"device": device, "dtype": dtype}
        add_matrix(self, self.plan, "", factory)
        self.register_parameter("bias", nn.Parameter(torch.empty(out_features, **factory)) if bias else None)
        self.reset_parameters()

    @classmethod
    def from_linear(cls, linear: nn.Linear, ratio: Optional[float] = 0.03, rank: int = 1, form: str = "wide", gains: str = "auto", **options: Any) -> "DeepThinLinear":
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        weight = linear.weight
        layer = cls(linear.in_features, linear.out_features, ratio, rank, form, gains, linear.bias is not None, weight.device, weight.dtype, **options)
        set_matrix(layer, fit(weight, layer.plan))
        if linear.bias is not None:
            layer.bias.data.copy_(linear.bias.detach())
        return layer.train(linear.training)

    @property
    def weight(self) -> Tensor:
        """out_features × in_features: the weight that the factors and gains stand for, composed at each call."""
        return weight_of(self, self.plan)

    def reset_parameters(self, nonlinearity: str = "relu") -> None:
        """New random factors, gains of 1 and a bias of 0. ``nonlinearity`` is what follows the layer."""
        reset_matrix(self, self.plan, "", variance_of(nonlinearity, self.in_features, self.out_features))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        if input.shape[-1] != self.in_features:
            raise ValueError(f"input has {input.shape[-1]} features; this layer needs in_features={self.in_features}")
        if self.input_gain is not None:
            input = input * self.input_gain
        if self.output_gain is None:
            return functional.linear(input, self.xf, self.wf, self.out_features, self.bias, self.method)
        output = functional.linear(input, self.xf, self.wf, self.out_features, None, self.method) * self.output_gain
        return output if self.bias is None else output + self.bias

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, {self.plan}, bias={self.bias is not None}"
