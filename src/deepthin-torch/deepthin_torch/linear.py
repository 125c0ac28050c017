from __future__ import annotations

from typing import Any, Optional

import torch
from torch import Tensor, nn

from . import functional
from ._matrix import add_matrix, need_module, reset_matrix, set_matrix, variance_of, weight_of
from .fitting import fit
from .planning import Plan, PlanningError, plan


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
        bias_ratio: The share of the values of the bias that may be kept at most, as factors of a 1 × out_features matrix; None leaves it whole.

    Shapes:
        input: (…, in_features), with any number of axes before the last.
        output: (…, out_features).

    Raises:
        PlanningError: The ratio cannot be reached, or an argument is out of range; the message says what works.

    Attributes:
        xf: m × rank. The left factor.
        wf: rank × n. The right factor.
        input_gain: in_features, or None.
        output_gain: out_features, or None.
        bias: out_features, or None where there is none or it is compressed.
        xf_bias, wf_bias: The factors of a compressed bias.
        plan: The sizes, and what is kept.
        bias_plan: Those of a compressed bias, or None.
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
        bias_ratio: Optional[float] = None,
    ) -> None:
        super().__init__()
        if method not in functional.METHODS:
            raise ValueError(f"method={method!r}: one of {', '.join(functional.METHODS)} is needed")
        self.in_features, self.out_features, self.ratio, self.method = in_features, out_features, ratio, method
        self.plan = plan(in_features, out_features, ratio, rank, form, gains, n)
        self.has_given_n = n is not None
        self.bias_ratio, self.bias_plan = bias_ratio, None if bias_ratio is None else _plan_of_bias(out_features, bias_ratio, bias)
        factory = {"device": device, "dtype": dtype}
        add_matrix(self, self.plan, "", factory)
        if self.bias_plan is not None:
            add_matrix(self, self.bias_plan, "_bias", factory)
        self.register_parameter("bias", nn.Parameter(torch.empty(out_features, **factory)) if bias and self.bias_plan is None else None)
        self.reset_parameters()

    @classmethod
    def from_linear(cls, linear: nn.Linear, ratio: Optional[float] = 0.03, rank: int = 1, form: str = "wide", gains: str = "auto", **options: Any) -> "DeepThinLinear":
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        need_module(cls, linear, nn.Linear)
        weight = linear.weight
        layer = cls(linear.in_features, linear.out_features, ratio, rank, form, gains, linear.bias is not None, weight.device, weight.dtype, **options)
        set_matrix(layer, fit(weight, layer.plan))
        if layer.bias_plan is not None:
            set_matrix(layer, fit(linear.bias.unsqueeze(1), layer.bias_plan), "_bias")
        elif linear.bias is not None:
            layer.bias.data.copy_(linear.bias.detach())
        return layer.train(linear.training)

    @property
    def weight(self) -> Tensor:
        """out_features × in_features: the weight that the factors and gains stand for, composed at each call."""
        return weight_of(self, self.plan)

    def reset_parameters(self, nonlinearity: str = "relu") -> None:
        """New random factors, gains of 1 and a bias of 0. ``nonlinearity`` is what follows the layer."""
        reset_matrix(self, self.plan, "", variance_of(nonlinearity, self.in_features, self.out_features))
        if self.bias_plan is not None:
            # Signs in one factor lead the gradient to the zeros in the other.
            nn.init.zeros_(self.xf_bias)
            with torch.no_grad():
                self.wf_bias.copy_(torch.randint_like(self.wf_bias, 2) * 2 - 1)
        elif self.bias is not None:
            nn.init.zeros_(self.bias)

    def _whole_bias(self) -> Optional[Tensor]:
        return self.bias if self.bias_plan is None else weight_of(self, self.bias_plan, "_bias").squeeze(1)

    def forward(self, input: Tensor) -> Tensor:
        """The outputs, (…, out_features), of inputs, (…, in_features)."""
        if input.shape[-1:] != (self.in_features,):
            raise ValueError(f"input of shape {tuple(input.shape)}: the last axis must have in_features={self.in_features}")
        if self.input_gain is not None:
            input = input * self.input_gain
        bias = self._whole_bias()
        if self.output_gain is None:
            return functional.linear(input, self.xf, self.wf, self.out_features, bias, self.method)
        output = functional.linear(input, self.xf, self.wf, self.out_features, None, self.method) * self.output_gain
        return output if bias is None else output + bias

    def extra_repr(self) -> str:
        bias = f"bias={self.bias is not None}" if self.bias_plan is None else f"bias: {self.bias_plan}"
        return f"in_features={self.in_features}, out_features={self.out_features}, {self.plan}, {bias}" + ("" if self.method == "auto" else f", method={self.method!r}")


def _plan_of_bias(out_features: int, ratio: float, bias: bool) -> Plan:
    if not bias:
        raise ValueError(f"bias_ratio={ratio}: bias=False leaves none to compress")
    try:
        return plan(1, out_features, ratio, gains="none")
    except PlanningError as error:
        raise PlanningError(f"bias_ratio={ratio}, of the bias as a matrix of 1×{out_features}: {error}") from None
