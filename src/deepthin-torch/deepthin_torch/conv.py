from __future__ import annotations

import math
from typing import Any, Optional, Sequence, Tuple, Type, Union

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ._matrix import add_matrix, need_module, reset_matrix, set_matrix, variance_of, weight_of
from .fitting import fit
from .planning import plan

Size = Union[int, Sequence[int]]


class _DeepThinConv(nn.Module):
    dimensions: int
    _whole: Type[nn.Module]

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Union[str, Size] = 0,
        dilation: Size = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Optional[torch.dtype] = None,
        *,
        ratio: Optional[float] = 0.1,
        rank: int = 1,
        form: str = "tall",
        gains: str = "auto",
        n: Optional[int] = None,
    ) -> None:
        super().__init__()
        self.in_channels, self.out_channels, self.ratio, self.padding_mode = in_channels, out_channels, ratio, padding_mode
        self.kernel_size, self.stride, self.dilation = (self._sizes(name, value) for name, value in (("kernel_size", kernel_size), ("stride", stride), ("dilation", dilation)))
        if isinstance(padding, str):
            if padding not in ("valid", "same") or padding == "same" and any(stride != 1 for stride in self.stride):
                raise ValueError(f"padding={padding!r}: numbers, \"valid\", or \"same\" with stride=1 are needed")
            total = [d * (k - 1) if padding == "same" else 0 for d, k in zip(self.dilation, self.kernel_size)]
            # PyTorch puts the odd one behind.
            self._around = [(whole // 2, whole - whole // 2) for whole in total]
        else:
            self._around = [(value, value) for value in self._sizes("padding", padding, least=0)]
        self.padding = padding if isinstance(padding, str) else tuple(before for before, _ in self._around)
        if padding_mode not in ("zeros", "reflect", "replicate", "circular"):
            raise ValueError(f"padding_mode={padding_mode!r}: zeros, reflect, replicate or circular is needed")
        self.plan = plan(in_channels * math.prod(self.kernel_size), out_channels, ratio, rank, form, gains, n, in_channels)
        self.has_given_n = n is not None
        factory = {"device": device, "dtype": dtype}
        add_matrix(self, self.plan, "", factory)
        self.register_parameter("bias", nn.Parameter(torch.empty(out_channels, **factory)) if bias else None)
        self.reset_parameters()

    def _sizes(self, name: str, value: Size, least: int = 1) -> Tuple[int, ...]:
        sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,) * self.dimensions
        if len(sizes) != self.dimensions or not all(isinstance(size, int) and size >= least for size in sizes):
            raise ValueError(f"{name}={value!r}: {'a whole number' if self.dimensions == 1 else 'a whole number, or two,'} of {least} or more is needed")
        return sizes

    @classmethod
    def from_conv(cls, conv: nn.Module, ratio: Optional[float] = 0.1, rank: int = 1, form: str = "tall", gains: str = "auto", **options: Any) -> Any:
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        need_module(cls, conv, cls._whole)
        if conv.groups != 1:
            raise ValueError(f"groups={conv.groups}: channels in groups have few weights, and are not compressed; leave the layer whole")
        weight = conv.weight
        layer = cls(
            conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding, conv.dilation, conv.bias is not None, conv.padding_mode,
            weight.device, weight.dtype, ratio=ratio, rank=rank, form=form, gains=gains, **options,
        )
        set_matrix(layer, fit(weight.detach().movedim(1, -1).reshape(conv.out_channels, -1), layer.plan))
        if conv.bias is not None:
            layer.bias.data.copy_(conv.bias.detach())
        return layer.train(conv.training)

    @property
    def weight(self) -> Tensor:
        """The weight that factors and gains stand for, in the order of ``torch.nn``, composed at each call."""
        return weight_of(self, self.plan).view(self.out_channels, *self.kernel_size, self.in_channels).movedim(-1, 1)

    def reset_parameters(self, nonlinearity: str = "relu") -> None:
        """New random factors, gains of 1 and a bias of 0. ``nonlinearity`` is what follows the layer."""
        reset_matrix(self, self.plan, "", variance_of(nonlinearity, self.plan.in_features, self.out_channels))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        """The outputs of the convolution: channels first, with or without a batch."""
        convolve = F.conv1d if self.dimensions == 1 else F.conv2d
        weight = self.weight
        if self.padding_mode == "zeros" and all(before == after for before, after in self._around):
            return convolve(input, weight, self.bias, self.stride, tuple(before for before, _ in self._around), self.dilation)
        around = [size for pair in reversed(self._around) for size in pair]
        input = F.pad(input, around, mode="constant" if self.padding_mode == "zeros" else self.padding_mode)
        return convolve(input, weight, self.bias, self.stride, 0, self.dilation)

    def extra_repr(self) -> str:
        options = "".join(
            f", {name}={value!r}" for name, value, usual in (("padding", self.padding, (0,) * self.dimensions), ("dilation", self.dilation, (1,) * self.dimensions), ("padding_mode", self.padding_mode, "zeros")) if value != usual
        )
        return f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}{options}, {self.plan}, bias={self.bias is not None}"


class DeepThinConv1d(_DeepThinConv):
    """``torch.nn.Conv1d`` with a compressed weight.

    The first arguments are those of ``torch.nn.Conv1d`` without ``groups``; ``ratio``, ``rank``, ``form``, ``gains`` and ``n`` are those of :class:`DeepThinLinear`.
    A gain for inputs is one for each channel. The tall form is the default: in .NET all positions share its products.

    Shapes:
        input: (batch, in_channels, length), or without the batch.
        output: (batch, out_channels, length), as ``torch.nn.Conv1d`` has it.

    Attributes:
        xf: m × rank. The left factor.
        wf: rank × n. The right factor.
        input_gain: in_channels, or None.
        output_gain: out_channels, or None.
        bias: out_channels, or None.
        plan: The sizes, and what is kept. Its in_features are kernel × in_channels.
    """

    dimensions = 1
    _whole = nn.Conv1d


class DeepThinConv2d(_DeepThinConv):
    """``torch.nn.Conv2d`` with a compressed weight.

    The first arguments are those of ``torch.nn.Conv2d`` without ``groups``; ``ratio``, ``rank``, ``form``, ``gains`` and ``n`` are those of :class:`DeepThinLinear`.
    A gain for inputs is one for each channel. The tall form is the default: in .NET all positions share its products.

    Shapes:
        input: (batch, in_channels, height, width), or without the batch.
        output: (batch, out_channels, height, width), as ``torch.nn.Conv2d`` has it.

    Attributes:
        xf: m × rank. The left factor.
        wf: rank × n. The right factor.
        input_gain: in_channels, or None.
        output_gain: out_channels, or None.
        bias: out_channels, or None.
        plan: The sizes, and what is kept. Its in_features are kernel height × kernel width × in_channels.
    """

    dimensions = 2
    _whole = nn.Conv2d
