from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Tuple, Type

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from ._matrix import add_matrix, need_module, reset_matrix, set_matrix, variance_of, weight_of
from .fitting import fit
from .planning import Plan, PlanningError, plan


class _DeepThinRecurrent(nn.Module):
    gates: int
    states: int
    _whole: Type[nn.RNNBase]

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: Any = None,
        dtype: Optional[torch.dtype] = None,
        *,
        ratio: Optional[float] = 0.1,
        recurrent_ratio: Optional[float] = 0.1,
        rank: int = 1,
        form: str = "wide",
        gains: str = "auto",
    ) -> None:
        super().__init__()
        if num_layers < 1:
            raise ValueError(f"num_layers={num_layers}: 1 or more are needed")
        if not 0 <= dropout <= 1:
            raise ValueError(f"dropout={dropout}: a probability from 0 to 1 is needed")
        self.input_size, self.hidden_size, self.num_layers, self.has_bias = input_size, hidden_size, num_layers, bias
        self.batch_first, self.dropout, self.bidirectional = batch_first, float(dropout), bidirectional
        self.ratio, self.recurrent_ratio, self.rank, self.form, self.gains = ratio, recurrent_ratio, rank, form, gains
        self.plans: Dict[str, Optional[Plan]] = {}
        factory = {"device": device, "dtype": dtype}
        size = self.gates * hidden_size
        for layer, direction in self._directions():
            inputs = input_size if layer == 0 else hidden_size * (2 if bidirectional else 1)
            for part, columns, share in (("ih", inputs, ratio), ("hh", hidden_size, recurrent_ratio)):
                suffix = f"_{part}_l{layer}{direction}"
                try:
                    made = None if share is None else plan(columns, size, share, rank, form, gains)
                except PlanningError as error:
                    text = str(error) if part == "ih" else str(error).replace("ratio=", "recurrent_ratio=")
                    raise PlanningError(f"weight{suffix}: {text}") from None
                self.plans[suffix] = made
                if made is None:
                    self.register_parameter("weight" + suffix, nn.Parameter(torch.empty(size, columns, **factory)))
                else:
                    add_matrix(self, made, suffix, factory)
                self.register_parameter("bias" + suffix, nn.Parameter(torch.empty(size, **factory)) if bias else None)
        self.reset_parameters()

    def _directions(self) -> Iterator[Tuple[int, str]]:
        for layer in range(self.num_layers):
            yield layer, ""
            if self.bidirectional:
                yield layer, "_reverse"

    @classmethod
    def _from(cls, module: nn.RNNBase, ratio: Optional[float], recurrent_ratio: Optional[float], rank: int, form: str, gains: str) -> Any:
        need_module(cls, module, cls._whole)
        if getattr(module, "proj_size", 0):
            raise ValueError(f"proj_size={module.proj_size}: projections are not compressed; leave the layer whole")
        first = module.weight_ih_l0
        layer = cls(
            module.input_size, module.hidden_size, module.num_layers, bias=module.bias, batch_first=module.batch_first, dropout=module.dropout,
            bidirectional=module.bidirectional, device=first.device, dtype=first.dtype, ratio=ratio, recurrent_ratio=recurrent_ratio, rank=rank, form=form, gains=gains, **cls._options(module),
        )
        for suffix, made in layer.plans.items():
            weight = getattr(module, "weight" + suffix).detach()
            if made is None:
                getattr(layer, "weight" + suffix).data.copy_(weight)
            else:
                set_matrix(layer, fit(weight, made), suffix)
            if module.bias:
                getattr(layer, "bias" + suffix).data.copy_(getattr(module, "bias" + suffix).detach())
        return layer.train(module.training)

    @classmethod
    def _options(cls, module: nn.RNNBase) -> Dict[str, Any]:
        return {}

    def weight(self, name: str) -> Tensor:
        """A weight that factors and gains stand for, by its name in ``torch.nn``, such as ``"weight_hh_l0"``."""
        suffix = name[len("weight") :]
        if suffix not in self.plans:
            raise KeyError(f"{name}: there are {', '.join('weight' + suffix for suffix in self.plans)}")
        made = self.plans[suffix]
        return getattr(self, name) if made is None else weight_of(self, made, suffix)

    def reset_parameters(self) -> None:
        """New random factors or weights, gains of 1 and biases of 0."""
        for suffix, made in self.plans.items():
            columns = made.in_features if made is not None else getattr(self, "weight" + suffix).shape[1]
            variance = variance_of("linear", columns, self.gates * self.hidden_size)
            if made is None:
                nn.init.normal_(getattr(self, "weight" + suffix), 0, variance**0.5)
            else:
                reset_matrix(self, made, suffix, variance)
            if self.has_bias:
                nn.init.zeros_(getattr(self, "bias" + suffix))

    def _flat_weights(self) -> List[Tensor]:
        flat: List[Tensor] = []
        for layer, direction in self._directions():
            suffixes = [f"_{part}_l{layer}{direction}" for part in ("ih", "hh")]
            flat += [self.weight("weight" + suffix) for suffix in suffixes]
            if self.has_bias:
                flat += [getattr(self, "bias" + suffix) for suffix in suffixes]
        return flat

    def _call(self, *arguments: Any) -> Tuple[Tensor, ...]:
        raise NotImplementedError

    def forward(self, input: Any, hx: Any = None) -> Any:
        """The arguments and results of the module of ``torch.nn``: a tensor with or without a batch, or a ``PackedSequence``."""
        packed = input if isinstance(input, PackedSequence) else None
        data = packed.data if packed is not None else input
        if data.shape[-1:] != (self.input_size,):
            raise ValueError(f"input of shape {tuple(data.shape)}: the last axis must have input_size={self.input_size}")
        is_single = packed is None and data.dim() == 2
        if is_single:
            data = data.unsqueeze(0 if self.batch_first else 1)
        states = hx if isinstance(hx, tuple) else None if hx is None else (hx,)
        if states is None:
            samples = int(packed.batch_sizes[0]) if packed is not None else data.shape[0 if self.batch_first else 1]
            zeros = data.new_zeros(self.num_layers * (2 if self.bidirectional else 1), samples, self.hidden_size)
            states = (zeros,) * self.states
        elif is_single:
            states = tuple(state.unsqueeze(1) for state in states)
        elif packed is not None and packed.sorted_indices is not None:
            states = tuple(state.index_select(1, packed.sorted_indices) for state in states)
        first = states if self.states > 1 else states[0]
        common = (self._flat_weights(), self.has_bias, self.num_layers, self.dropout, self.training, self.bidirectional)
        results = self._call(data, packed.batch_sizes, first, *common) if packed is not None else self._call(data, first, *common, self.batch_first)
        output, states = results[0], results[1:]
        if packed is not None:
            output = PackedSequence(output, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices)
            if packed.unsorted_indices is not None:
                states = tuple(state.index_select(1, packed.unsorted_indices) for state in states)
        elif is_single:
            output = output.squeeze(0 if self.batch_first else 1)
            states = tuple(state.squeeze(1) for state in states)
        return output, states if self.states > 1 else states[0]

    def extra_repr(self) -> str:
        options = "".join(
            f", {name}={value}"
            for name, value, usual in (
                ("num_layers", self.num_layers, 1), ("bias", self.has_bias, True), ("batch_first", self.batch_first, False), ("dropout", self.dropout, 0.0), ("bidirectional", self.bidirectional, False),
            )
            if value != usual
        )
        return f"{self.input_size}, {self.hidden_size}{options}" + "".join(f", {suffix[1:]}: {made or 'whole'}" for suffix, made in self.plans.items())


class DeepThinLSTM(_DeepThinRecurrent):
    """``torch.nn.LSTM`` with compressed weights.

    The first arguments are those of ``torch.nn.LSTM`` without ``proj_size``. ``ratio`` is that of the weights of the inputs and ``recurrent_ratio`` that of the recurrent ones, each over all
    gates; None leaves them whole. ``rank``, ``form`` and ``gains`` are those of :class:`DeepThinLinear`. The weights are composed once for all steps of a sequence.

    Shapes:
        input: (steps, batch, input_size); (batch, steps, input_size) with ``batch_first``; (steps, input_size) without a batch; or a ``PackedSequence``.
        output: the same with hidden_size in place of input_size, twice as much with ``bidirectional``; and the states h and c, as ``torch.nn.LSTM`` has them.

    Attributes:
        xf_ih_l0, wf_ih_l0, xf_hh_l0, wf_hh_l0, …: The factors, named as the weights of ``torch.nn.LSTM`` are. A whole weight has its name there.
        input_gain_ih_l0, …, bias_ih_l0, …: The gains and biases; None where there is none.
        plans: The plan of each weight by the end of its name, such as ``"_ih_l0"``; None where it is whole.
    """

    gates, states, _whole = 4, 2, nn.LSTM

    @classmethod
    def from_lstm(
        cls, lstm: nn.LSTM, ratio: Optional[float] = 0.1, recurrent_ratio: Optional[float] = 0.1, rank: int = 1, form: str = "wide", gains: str = "auto"
    ) -> "DeepThinLSTM":
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        return cls._from(lstm, ratio, recurrent_ratio, rank, form, gains)

    def _call(self, *arguments: Any) -> Tuple[Tensor, ...]:
        return torch.lstm(*arguments)


class DeepThinGRU(_DeepThinRecurrent):
    """``torch.nn.GRU`` with compressed weights; see :class:`DeepThinLSTM`, but for its states, of which there is one."""

    gates, states, _whole = 3, 1, nn.GRU

    @classmethod
    def from_gru(
        cls, gru: nn.GRU, ratio: Optional[float] = 0.1, recurrent_ratio: Optional[float] = 0.1, rank: int = 1, form: str = "wide", gains: str = "auto"
    ) -> "DeepThinGRU":
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        return cls._from(gru, ratio, recurrent_ratio, rank, form, gains)

    def _call(self, *arguments: Any) -> Tuple[Tensor, ...]:
        return torch.gru(*arguments)


class DeepThinRNN(_DeepThinRecurrent):
    """``torch.nn.RNN`` with compressed weights; see :class:`DeepThinLSTM`, but for its states, of which there is one. ``nonlinearity`` is ``"tanh"`` or ``"relu"``."""

    gates, states, _whole = 1, 1, nn.RNN

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1, nonlinearity: str = "tanh", bias: bool = True, *arguments: Any, **options: Any) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"nonlinearity={nonlinearity!r}: \"tanh\" or \"relu\" is needed")
        super().__init__(input_size, hidden_size, num_layers, bias, *arguments, **options)
        self.nonlinearity = nonlinearity

    def extra_repr(self) -> str:
        return super().extra_repr() + ("" if self.nonlinearity == "tanh" else f", nonlinearity={self.nonlinearity!r}")

    @classmethod
    def from_rnn(
        cls, rnn: nn.RNN, ratio: Optional[float] = 0.1, recurrent_ratio: Optional[float] = 0.1, rank: int = 1, form: str = "wide", gains: str = "auto"
    ) -> "DeepThinRNN":
        """The compressed layer that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        return cls._from(rnn, ratio, recurrent_ratio, rank, form, gains)

    @classmethod
    def _options(cls, module: nn.RNNBase) -> Dict[str, Any]:
        return {"nonlinearity": module.nonlinearity}

    def _call(self, *arguments: Any) -> Tuple[Tensor, ...]:
        return torch.rnn_relu(*arguments) if self.nonlinearity == "relu" else torch.rnn_tanh(*arguments)
