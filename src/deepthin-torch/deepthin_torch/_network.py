"""From a module to the layers that a class in C# declares: ``torch.fx`` follows the module, and each call becomes a layer."""
from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

from torch import Tensor, fx, nn

from .conv import _DeepThinConv
from .embedding import DeepThinEmbedding
from .linear import DeepThinLinear
from .planning import Plan, plan
from .recurrent import DeepThinLSTM, _DeepThinRecurrent

INPUT = -1

_TAKES_ACTIVATION = ("Dense", "Conv1D", "Conv2D", "DepthwiseConv1D", "DepthwiseConv2D", "Residual", "Multiply")
_HE_IN_CSHARP = ("Relu", "LeakyRelu", "ClippedRelu", "Gelu", "GeluTanh", "Silu", "Elu", "HardSwish")


class UnsupportedModelError(ValueError):
    """A part of a model has no layer in .NET; the message names it and says what would work."""


@dataclass
class TensorSlot:
    """A tensor of a layer in a weights file."""

    name: str
    tensor: Tensor
    initial: Tuple[str, float] = ("constant", 0.0)
    """``("signs", _)``, ``("normal", deviation)`` or ``("constant", value)``: what it begins with in .NET."""


@dataclass
class Layer:
    """A layer as an attribute in C# declares it."""

    kind: str
    arguments: List[str]
    options: Dict[str, str] = field(default_factory=dict)
    tensors: Callable[[bool], List[TensorSlot]] = lambda is_he: []
    """The tensors; the argument says whether weights begin with the variance of He et al."""
    reads: int = INPUT
    also_reads: Tuple[int, ...] = ()
    name: Optional[str] = None
    target: str = ""
    activation: Optional[Tuple[str, Dict[str, str]]] = None

    def slots(self) -> List[TensorSlot]:
        return self.tensors(self.activation is not None and self.activation[0] in _HE_IN_CSHARP)


@dataclass
class _Value:
    """What a node of the graph is: the layer that writes it, and what its axes are."""

    layer: int
    kind: str = "vector"  # vector, map (channels first), rows (channels last), tuple, state, hidden
    channels: Optional[int] = None
    time: Optional[int] = None  # the axis of the steps of a sequence
    both_ways: bool = False


@dataclass
class Network:
    """The layers of a module, in the order in which they are computed."""

    layers: List[Layer]
    output: int
    is_sequence: bool

    def slots(self) -> List[Tuple[str, TensorSlot]]:
        """The tensors by their names in a weights file, in the order of the class."""
        return [(f"layers.{index}.{slot.name}", slot) for index, layer in enumerate(self.layers) for slot in layer.slots()]


class _Proxy(fx.Proxy):
    """A value that can be taken apart as ``output, state = rnn(input)``: PyTorch reads the bytecode for that, which not every version of Python has as it expects."""

    def __iter__(self):
        return iter([self[0], self[1]]) if self.tracer.is_pair(self.node) else super().__iter__()


class _Tracer(fx.Tracer):
    def proxy(self, node: fx.Node) -> fx.Proxy:
        return _Proxy(node, self)

    def is_pair(self, node: fx.Node) -> bool:
        """Whether a value is made of two: output and state of a recurrent layer, the two states of an LSTM, values and their places."""
        if node.op == "call_module":
            return isinstance(self.root.get_submodule(str(node.target)), (nn.RNNBase, _DeepThinRecurrent))
        if getattr(node.target, "__name__", node.target) == "max":
            return len(node.args) > 1 or "dim" in node.kwargs
        source = node.args[0] if node.args else None
        if getattr(node.target, "__name__", "") != "getitem" or node.args[1] != 1 or not isinstance(source, fx.Node) or source.op != "call_module":
            return False
        return isinstance(self.root.get_submodule(str(source.target)), (nn.LSTM, DeepThinLSTM))

    def is_leaf_module(self, module: nn.Module, qualified_name: str) -> bool:
        return type(module).__module__.startswith("deepthin_torch.") or super().is_leaf_module(module, qualified_name)


def network_of(model: nn.Module) -> Network:
    """The layers of a module.

    Raises:
        UnsupportedModelError: ``torch.fx`` cannot follow the module, or a part of it has no layer in .NET.
    """
    if isinstance(model, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
        model = model.module
    model = getattr(model, "_orig_mod", model)  # what torch.compile was given
    root = nn.Sequential(model) if _Tracer().is_leaf_module(model, "") and not isinstance(model, nn.Sequential) else model
    try:
        graph = _Tracer().trace(root)
    except Exception as error:
        raise UnsupportedModelError(
            f"torch.fx cannot follow {type(model).__name__}: {error}. Its forward must not depend on the values of tensors; put such parts outside of the module that is saved"
        ) from error
    return _Translator(root, graph).translate()


class _Translator:
    def __init__(self, root: nn.Module, graph: fx.Graph) -> None:
        self.modules = dict(root.named_modules())
        self.graph = graph
        self.layers: List[Layer] = []
        self.values: Dict[fx.Node, _Value] = {}
        self.output: Optional[_Value] = None
        self.is_sequence = any(isinstance(module, (nn.RNNBase, _DeepThinRecurrent)) for module in self.modules.values())
        self.node: fx.Node = next(iter(graph.nodes))

    def translate(self) -> Network:
        inputs = [node for node in self.graph.nodes if node.op == "placeholder"]
        used = [node for node in inputs if node.users]
        if len(used) != 1:
            raise UnsupportedModelError(f"the model has {len(used)} inputs; one is translated")
        for node in self.graph.nodes:
            self.node = node
            if node.op == "placeholder":
                self.values[node] = _Value(INPUT, "input")
            elif node.op == "call_module":
                value = self._module(self.modules[str(node.target)], self._value(node.args[0]))
                self.values[node] = value
            elif node.op in ("call_function", "call_method"):
                value = self._function(node)
                if value is not None:
                    self.values[node] = value
            elif node.op == "output":
                self.output = self._value(node.args[0][0] if isinstance(node.args[0], tuple) else node.args[0])
            else:
                self._refuse(f"{node.target} is a parameter that forward reads itself")
        if not self.layers or self.output is None:
            raise UnsupportedModelError("the model has no layers")
        return Network(self.layers, self.output.layer, self.is_sequence)

    # Values and layers

    def _value(self, argument: Any) -> _Value:
        if not isinstance(argument, fx.Node) or argument not in self.values:
            self._refuse(f"{argument!r} is not the output of a layer")
        value = self.values[argument]
        return _Value(value.layer, "vector", value.channels, value.time, value.both_ways) if value.kind == "tuple" else value

    def _refuse(self, why: str) -> Any:
        module = f" ({type(self.modules[str(self.node.target)]).__name__})" if self.node.op == "call_module" else ""
        name = getattr(self.node.target, "__name__", self.node.target)
        raise UnsupportedModelError(f"{name}{module} has no layer in .NET: {why}")

    def _add(self, value: _Value, kind: str, *arguments: Any, options: Optional[Dict[str, Any]] = None, tensors: Optional[Callable[[bool], List[TensorSlot]]] = None, becomes: Optional[str] = None, channels: Optional[int] = None, also: Tuple[int, ...] = ()) -> _Value:
        texts = {name: _text(option) for name, option in (options or {}).items()}
        layer = Layer(kind, [_text(argument) for argument in arguments], texts, tensors or (lambda is_he: []), value.layer, also, target=str(self.node.name))
        self.layers.append(layer)
        index = len(self.layers) - 1
        if value.layer != index - 1:
            self._name(value.layer)
        return _Value(index, becomes or value.kind, channels if channels is not None else value.channels, value.time)

    def _name(self, index: int) -> None:
        if index == INPUT or self.layers[index].name is not None:
            return
        name = re.sub(r"[^0-9A-Za-z]", "_", self.layers[index].target).strip("_")
        name = f"layer{name}" if not name or name[0].isdigit() else name
        taken = {layer.name for layer in self.layers} | {"input"}
        self.layers[index].name = name if name not in taken else f"{name}_{index}"

    # Modules

    def _module(self, module: nn.Module, value: _Value) -> _Value:
        if isinstance(module, (nn.Linear, DeepThinLinear)):
            return self._linear(module, value)
        if isinstance(module, (nn.Conv1d, nn.Conv2d, _DeepThinConv)):
            return self._convolution(module, value)
        if isinstance(module, (nn.Embedding, DeepThinEmbedding)):
            return self._embedding(module, value)
        if isinstance(module, (nn.RNNBase, _DeepThinRecurrent)):
            return self._recurrent(module, value)
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            return self._batch_norm(module, value)
        if isinstance(module, nn.LayerNorm):
            return self._layer_norm(module, value)
        if isinstance(module, nn.PReLU):
            return self._prelu(module, value)
        if isinstance(module, (nn.Dropout, nn.Dropout1d, nn.Dropout2d)):
            if type(module) is not nn.Dropout:
                self._refuse("channels are not left out as a whole; use torch.nn.Dropout")
            return self._add(value, "Dropout", module.p) if 0 < module.p < 1 else value
        if isinstance(module, nn.Identity):
            return value
        if isinstance(module, nn.Flatten):
            if module.start_dim != 1 or module.end_dim != -1:
                self._refuse("start_dim=1 and end_dim=-1 are needed")
            return self._flatten(value)
        if isinstance(module, (nn.MaxPool1d, nn.MaxPool2d, nn.AvgPool1d, nn.AvgPool2d)):
            return self._pooling(type(module).__name__, vars(module), value)
        if isinstance(module, (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d)):
            sizes = module.output_size if isinstance(module.output_size, tuple) else (module.output_size,)
            if any(size != 1 for size in sizes):
                self._refuse(f"output_size={module.output_size}; 1 is needed")
            return self._add(value, "GlobalMaxPool" if "Max" in type(module).__name__ else "GlobalAveragePool", becomes="vector")
        activation = _activation_of(module)
        if activation is not None:
            return self._activate(value, *activation)
        return self._refuse("it is none of the modules that are translated: linear, convolutional, recurrent and embedding layers, poolings, normalisations, activations")

    def _linear(self, module: Union[nn.Linear, DeepThinLinear], value: _Value) -> _Value:
        if value.kind in ("map", "rows"):
            self._refuse("it reads the last axis of more than a vector; put a Flatten before it, or use a convolution with kernel_size=1")
        options, tensors = self._matrix(module, module.in_features, module.out_features, "wide", None)
        return self._add(value, "Dense", module.in_features, module.out_features, options=options, tensors=tensors, becomes="vector", channels=module.out_features)

    def _matrix(self, module: nn.Module, q: int, r: int, form: str, input_gains: Optional[int], has_bias: bool = True, variance: Optional[float] = None) -> Tuple[Dict[str, Any], Callable[[bool], List[TensorSlot]]]:
        options: Dict[str, Any] = {}
        made: Optional[Plan] = getattr(module, "plan", None)
        if made is not None:
            options.update(_compression(made, module.ratio, module.has_given_n, form, input_gains))
        bias, bias_plan = getattr(module, "bias", None), getattr(module, "bias_plan", None)
        if bias_plan is not None:
            options["BiasRatio"] = module.bias_ratio
        elif has_bias and bias is None:
            options["Bias"] = False

        def tensors(is_he: bool) -> List[TensorSlot]:
            spread = variance if variance is not None else 2.0 / q if is_he else 2.0 / (q + r)
            slots = [TensorSlot("weight", module.weight, ("normal", math.sqrt(spread)))] if made is None else _factors(module, made, "", spread)
            if bias_plan is not None:
                return slots + [TensorSlot("bias.xf", module.xf_bias), TensorSlot("bias.wf", module.wf_bias, ("signs", 1.0))]
            return slots + ([TensorSlot("bias", bias)] if bias is not None else [])

        return options, tensors

    def _convolution(self, module: Any, value: _Value) -> _Value:
        series = len(module.kernel_size) == 1
        around = getattr(module, "_around", None)
        if around is None:
            around = _same(module) if module.padding == "same" else [(0, 0)] * len(module.kernel_size) if module.padding == "valid" else [(size, size) for size in module.padding]
        if module.padding_mode not in ("zeros", "reflect", "replicate"):
            self._refuse(f"padding_mode={module.padding_mode!r}; zeros, reflect or replicate is needed")
        options: Dict[str, Any] = {}
        if module.padding_mode != "zeros" and any(sum(pair) for pair in around):
            sides = ("Left", "Right") if series else ("Top", "Bottom", "Left", "Right")
            pads = {side: size for side, size in zip(sides, (size for pair in around for size in pair)) if size}
            value = self._add(value, "Pad", options={**pads, "Mode": _Raw("PadMode." + ("Reflect" if module.padding_mode == "reflect" else "Edge"))}, becomes="map")
            around = [(0, 0)] * len(around)
        options.update(_window(module.kernel_size, module.stride, module.dilation, around))
        groups = getattr(module, "groups", 1)
        taps = math.prod(module.kernel_size)
        name = f"Conv{1 if series else 2}D"
        q, r = taps * module.in_channels // groups, module.out_channels // groups
        more, tensors = self._matrix(module, q, r, "tall", module.in_channels)
        options.update(more)
        if groups == module.in_channels == module.out_channels and groups > 1:
            return self._add(value, "Depthwise" + name, module.in_channels, module.kernel_size[0], options=options, tensors=self._matrix(module, taps, taps, "tall", None)[1], becomes="map", channels=module.out_channels)
        if groups > 1:
            options["Groups"] = groups
        return self._add(value, name, module.in_channels, module.out_channels, module.kernel_size[0], options=options, tensors=tensors, becomes="map", channels=module.out_channels)

    def _embedding(self, module: Any, value: _Value) -> _Value:
        if getattr(module, "max_norm", None) is not None:
            self._refuse("rows are not brought to a norm; leave out max_norm")
        options, tensors = self._matrix(module, module.embedding_dim, module.num_embeddings, "wide", None, has_bias=False, variance=1.0)
        options.pop("Gains", None)
        return self._add(value, "Embedding", module.num_embeddings, module.embedding_dim, options=options, tensors=tensors, becomes="vector" if self.is_sequence else "rows", channels=module.embedding_dim)

    def _recurrent(self, module: Any, value: _Value) -> _Value:
        if value.kind in ("map", "rows"):
            self._refuse("it reads channels of positions; a sequence of vectors is needed")
        if getattr(module, "proj_size", 0):
            self._refuse(f"proj_size={module.proj_size}; 0 is needed")
        kind = {"LSTM": "Lstm", "GRU": "Gru", "RNN": "Rnn"}[type(module).__name__.replace("DeepThin", "")]
        for layer in range(module.num_layers):
            inputs = module.input_size if layer == 0 else module.hidden_size * (2 if module.bidirectional else 1)
            value = self._add(value, kind, inputs, module.hidden_size, options=_recurrent_options(module, layer, kind), tensors=lambda is_he, layer=layer: _recurrent_slots(module, layer), channels=module.hidden_size)
            if module.dropout and layer < module.num_layers - 1:
                value = self._add(value, "Dropout", module.dropout)
        return _Value(value.layer, "tuple", module.hidden_size * (2 if module.bidirectional else 1), 1 if module.batch_first else 0, module.bidirectional)

    def _batch_norm(self, module: Any, value: _Value) -> _Value:
        if not module.affine or not module.track_running_stats or module.momentum is None:
            self._refuse("affine=True, track_running_stats=True and a momentum are needed")
        options = {name: option for name, option, usual in (("Epsilon", module.eps, 1e-5), ("Momentum", module.momentum, 0.1)) if option != usual}
        slots = [TensorSlot(name, getattr(module, name), ("constant", float(name in ("weight", "running_var")))) for name in ("weight", "bias", "running_mean", "running_var")]
        return self._add(value, "BatchNorm", module.num_features, options=options, tensors=lambda is_he: slots)

    def _layer_norm(self, module: nn.LayerNorm, value: _Value) -> _Value:
        if not module.elementwise_affine:
            self._refuse("elementwise_affine=True is needed")
        if value.kind == "map" and len(module.normalized_shape) == 1 or value.kind == "rows" and len(module.normalized_shape) != 1:
            self._refuse("it normalises the last axis; all axes of a sample, or the channels of rows, can be normalised")
        options: Dict[str, Any] = {"PerPosition": True} if value.kind == "rows" else {}
        if module.eps != 1e-5:
            options["Epsilon"] = module.eps
        if getattr(module, "bias", None) is None:
            options["Bias"] = False
        slots = [TensorSlot("weight", module.weight, ("constant", 1.0))] + ([TensorSlot("bias", module.bias)] if module.bias is not None else [])
        return self._add(value, "LayerNorm", module.normalized_shape[0], options=options, tensors=lambda is_he: slots)

    def _prelu(self, module: nn.PReLU, value: _Value) -> _Value:
        channels = module.num_parameters if module.num_parameters > 1 else value.channels
        if channels is None:
            self._refuse("its channels are not known; give num_parameters")
        options = {"Shared": True} if module.num_parameters == 1 and channels != 1 else {}
        return self._add(value, "PRelu", channels, options=options, tensors=lambda is_he: [TensorSlot("weight", module.weight, ("constant", 0.25))])

    def _pooling(self, name: str, given: Dict[str, Any], value: _Value) -> _Value:
        dimensions = 1 if name.endswith("1d") else 2
        if given.get("ceil_mode") or given.get("return_indices") or given.get("divisor_override"):
            self._refuse("ceil_mode, return_indices and divisor_override are not there")
        kernel = _pair(given["kernel_size"], dimensions)
        stride = _pair(given["kernel_size"] if given.get("stride") is None else given["stride"], dimensions)
        options = _window(kernel, stride, _pair(given.get("dilation", 1), dimensions), [(size, size) for size in _pair(given.get("padding", 0), dimensions)], kernel)
        if not given.get("count_include_pad", True):
            options["CountPadding"] = False
        return self._add(value, f"{'Max' if name.startswith('Max') else 'Average'}Pool{dimensions}D", kernel[0], options=options, becomes="map")

    def _flatten(self, value: _Value) -> _Value:
        # A model without another input is given a vector, and a vector is flat.
        if value.kind in ("input", "vector"):
            return value
        if value.kind == "rows":
            value = self._add(value, "Transpose", becomes="map")
        flat = self._add(value, "Flatten", becomes="vector")
        flat.channels = None
        return flat

    def _activate(self, value: _Value, name: str, options: Dict[str, Any]) -> _Value:
        if value.layer != INPUT:
            layer = self.layers[value.layer]
            users = sum(1 for node, other in self.values.items() if other.layer == value.layer for _ in node.users)
            if layer.kind in _TAKES_ACTIVATION and layer.activation is None and users == 1 and value.layer == len(self.layers) - 1:
                layer.activation = (name, {key: _text(option) for key, option in options.items()})
                return value
        return self._add(value, "Activate", _Raw("Activation." + name), options=options)

    # Functions and methods

    def _function(self, node: fx.Node) -> Optional[_Value]:
        name = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", str(node.target))
        arguments = dict(enumerate(node.args))
        arguments.update(node.kwargs)  # type: ignore[arg-type]
        first = node.args[0] if node.args else node.kwargs.get("input")
        if name in ("size", "getattr") or not node.users:
            return None
        if name == "getitem":
            return self._item(node)
        if name in ("add", "mul", "iadd", "imul", "add_", "mul_"):
            return self._pair_of(node, "Residual" if "add" in name else "Multiply")
        if name in ("cat", "concat", "concatenate"):
            return self._concatenated(node)
        if isinstance(first, fx.Node) and first in self.values:
            value = self._value(first)
            activation = _activation_of_function(name, node)
            if activation is not None:
                return self._activate(value, *activation)
            if name == "flatten":
                start = arguments.get(1, arguments.get("start_dim", 0))
                return self._flatten(value) if start == 1 else self._refuse(f"start_dim={start}; 1 is needed")
            if name in ("view", "reshape"):
                shape = node.args[1:] if not isinstance(node.args[1], (tuple, list)) else node.args[1]
                return self._flatten(value) if len(shape) == 2 and shape[1] == -1 else self._refuse("only (N, -1) is translated; or use torch.flatten(x, 1)")
            if name == "dropout":
                rate = arguments.get(1, arguments.get("p", 0.5))
                return self._add(value, "Dropout", rate) if 0 < rate < 1 else value
            if name in ("transpose", "permute", "movedim"):
                return self._turned(node, value)
            if name in ("max_pool1d", "max_pool2d", "avg_pool1d", "avg_pool2d"):
                given = dict(node.kwargs)
                given.update(zip(("kernel_size", "stride", "padding"), node.args[1:4]))
                return self._pooling(("Max" if "max" in name else "Avg") + "Pool" + name[-2:], given, value)
            if name in ("mean", "amax", "max", "adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_max_pool1d", "adaptive_max_pool2d"):
                return self._reduced(node, name, arguments, value)
            if name == "contiguous":
                return value
        return self._refuse("it is none of the functions that are translated")

    def _item(self, node: fx.Node) -> Optional[_Value]:
        source, index = node.args[0], node.args[1]
        if not isinstance(source, fx.Node) or source not in self.values:
            return None
        value = self.values[source]
        if value.kind == "tuple":
            if index == 0:
                return self._value(source)
            return _Value(value.layer, "state" if self.layers[value.layer].kind == "Lstm" else "hidden", value.channels, value.time, value.both_ways)
        if value.kind == "state":
            return _Value(value.layer, "hidden", value.channels, value.time, value.both_ways) if index == 0 else self._refuse("cells are not given out")
        if value.kind == "hidden":
            if index != -1 or value.both_ways:
                self._refuse("of the states, h[-1] of a layer of one direction is translated, which is its last step")
            return self._end(value, "LastStep")
        if value.kind == "max":
            return _Value(value.layer, "vector", value.channels) if index == 0 else self._refuse("indices are not given out")
        last = index == -1 if value.time == 0 else isinstance(index, tuple) and len(index) in (2, 3) and index[0] == slice(None) and index[1] == -1 and index[2:] in ((), (slice(None),))
        if value.time is not None and last:
            return self._end(value, "LastStep")
        return self._refuse(f"[{index}] is translated only as the last step of a sequence")

    def _end(self, value: _Value, kind: str) -> _Value:
        ended = self._add(value, kind, becomes="vector")
        ended.time = None
        return ended

    def _reduced(self, node: fx.Node, name: str, arguments: Dict[Any, Any], value: _Value) -> _Value:
        kind = "MaxOverTime" if "max" in name else "MeanOverTime"
        globally = "GlobalMaxPool" if "max" in name else "GlobalAveragePool"
        if name.startswith("adaptive"):
            size = arguments.get(1, arguments.get("output_size"))
            if size not in (1, (1, 1), (1,)):
                self._refuse(f"output_size={size}; 1 is needed")
            return self._add(value, globally, becomes="vector")
        axes = arguments.get(1, arguments.get("dim"))
        axes = tuple(axes) if isinstance(axes, (tuple, list)) else (axes,)
        if value.time is not None and axes == (value.time,):
            ended = self._end(value, kind)
        elif value.kind == "map" and axes in ((2,), (-1,), (2, 3), (-2, -1), (3, 2), (-1, -2)):
            ended = self._add(value, globally, becomes="vector")
        elif value.kind == "rows" and axes in ((1,), (-2,)):
            ended = self._add(value, globally, becomes="vector")
        else:
            return self._refuse(f"over the axes {axes}; the steps of a sequence, or all positions, are translated")
        if name == "max":
            ended.kind = "max"
        return ended

    def _turned(self, node: fx.Node, value: _Value) -> _Value:
        axes = tuple(node.args[1]) if len(node.args) == 2 and isinstance(node.args[1], (tuple, list)) else tuple(node.args[1:])
        swaps = axes in ((1, 2), (2, 1), (-1, -2), (-2, -1), (0, 2, 1))
        if not swaps or value.kind not in ("rows", "map"):
            self._refuse("only the swap of channels and positions of a series is translated")
        # The rows of a table are channels in .NET from the beginning.
        return _Value(value.layer, "map" if value.kind == "rows" else "rows", value.channels)

    def _pair_of(self, node: fx.Node, kind: str) -> _Value:
        if not all(isinstance(argument, fx.Node) and argument in self.values for argument in node.args[:2]):
            self._refuse("a value of a layer is added to, or multiplied with, another one")
        one, other = self._value(node.args[0]), self._value(node.args[1])
        if one.layer < other.layer:
            one, other = other, one
        self._name(other.layer)
        made = self._add(one, kind, _Reference(other.layer), also=(other.layer,))
        return made

    def _concatenated(self, node: fx.Node) -> _Value:
        parts = [self._value(argument) for argument in node.args[0]]  # type: ignore[union-attr]
        axis = node.args[1] if len(node.args) > 1 else node.kwargs.get("dim", 0)
        steps = any(part.time is not None for part in parts)
        if axis not in ((-1, 2) if steps else (1,) if parts[0].kind == "map" else (1, -1)):
            self._refuse(f"dim={axis}; channels are put one behind the other")
        for part in parts:
            self._name(part.layer)
        channels = None if any(part.channels is None for part in parts) else sum(part.channels or 0 for part in parts)
        last = max(parts, key=lambda part: part.layer)
        return self._add(last, "Concat", *(_Reference(part.layer) for part in parts), channels=channels, also=tuple(part.layer for part in parts))


class _Raw(str):
    """A text that stands in C# as it is."""


@dataclass(frozen=True)
class _Reference:
    """The name of the layer that writes a value, or of the input."""

    layer: int


def _text(option: Any) -> str:
    if isinstance(option, _Reference):
        return f"@{option.layer}"
    if isinstance(option, bool):
        return "true" if option else "false"
    return str(option) if isinstance(option, (_Raw, int)) else repr(float(option))


def _pair(value: Any, dimensions: int) -> Tuple[int, ...]:
    return (value,) * dimensions if isinstance(value, int) else tuple(value) * (dimensions if len(value) == 1 else 1)


def _same(module: Any) -> List[Tuple[int, int]]:
    whole = [dilation * (kernel - 1) for dilation, kernel in zip(module.dilation, module.kernel_size)]
    return [(size // 2, size - size // 2) for size in whole]


def _window(kernel: Sequence[int], stride: Sequence[int], dilation: Sequence[int], around: Sequence[Tuple[int, int]], usual_stride: Optional[Sequence[int]] = None) -> Dict[str, Any]:
    """What C# is told of a window besides its kernel along the first axis."""
    options: Dict[str, Any] = {}
    flat = len(kernel) == 2
    if flat and kernel[1] != kernel[0]:
        options["KernelWidth"] = kernel[1]
    for name, sizes, usual in (("Stride", stride, usual_stride or (1,) * len(kernel)), ("Dilation", dilation, (1,) * len(kernel))):
        if tuple(sizes) == tuple(usual):
            continue
        if flat and sizes[0] != sizes[1]:
            options[name + "Height"], options[name + "Width"] = sizes
        else:
            options[name] = sizes[0]
    if all(pair == around[0] and pair[0] == pair[1] for pair in around):
        if around[0][0]:
            options["Padding"] = around[0][0]
    else:
        sides = ("Top", "Bottom", "Left", "Right") if flat else ("Before", "After")
        for side, size in zip(sides, (size for pair in around for size in pair)):
            if size:
                options["Padding" + side] = size
    return options


def _compression(made: Plan, ratio: Optional[float], has_given_n: bool, form: str, input_gains: Optional[int]) -> Dict[str, Any]:
    options: Dict[str, Any] = {}
    if has_given_n or ratio is None:
        options["N"] = made.n
        usual = plan(made.in_features, made.out_features, None, made.rank, form, "auto", made.n, input_gains)
    else:
        options["Ratio"] = ratio
        if made.form != form:
            options["Form"] = _Raw("Form." + made.form.capitalize())
        usual = plan(made.in_features, made.out_features, ratio, made.rank, made.form, "auto", None, input_gains)
    if made.rank != 1:
        options["Rank"] = made.rank
    if made.gains != usual.gains:
        options["Gains"] = _Raw("Gains." + made.gains.capitalize())
    return options


def _factors(module: nn.Module, made: Plan, suffix: str, variance: float, rename: Callable[[str], str] = lambda name: name) -> List[TensorSlot]:
    normal = ("normal", math.sqrt(variance / made.rank))
    signs = ("signs", 1.0)
    xf_is_short = made.m < made.n
    slots = [
        TensorSlot(rename("xf"), getattr(module, "xf" + suffix), signs if xf_is_short else normal),
        TensorSlot(rename("wf"), getattr(module, "wf" + suffix), normal if xf_is_short else signs),
    ]
    for name in ("input_gain", "output_gain"):
        gain = getattr(module, name + suffix)
        if gain is not None:
            slots.append(TensorSlot(rename(name), gain, ("constant", 1.0)))
    return slots


def _recurrent_options(module: Any, layer: int, kind: str) -> Dict[str, Any]:
    options: Dict[str, Any] = {}
    if isinstance(module, _DeepThinRecurrent):
        for part, name, ratio in (("ih", "Ratio", module.ratio), ("hh", "RecurrentRatio", module.recurrent_ratio)):
            if ratio is not None:
                options[name] = ratio
        if options:
            for name, value, usual in (("Rank", module.rank, 1), ("Form", module.form, "wide"), ("Gains", module.gains, "auto")):
                if value != usual:
                    options[name] = value if isinstance(value, int) else _Raw(f"{name}.{value.capitalize()}")
    if not (module.has_bias if isinstance(module, _DeepThinRecurrent) else module.bias):
        options["Bias"] = False
    if module.bidirectional:
        options["Bidirectional"] = True
    if kind == "Rnn" and module.nonlinearity == "relu":
        options["Activation"] = _Raw("Activation.Relu")
    return options


def _recurrent_slots(module: Any, layer: int) -> List[TensorSlot]:
    slots: List[TensorSlot] = []
    plans = getattr(module, "plans", {})
    for direction in ("", "_reverse") if module.bidirectional else ("",):
        for part in ("ih", "hh"):
            suffix, ending = f"_{part}_l{layer}{direction}", f"_{part}{direction}"
            made = plans.get(suffix)
            if made is None:
                weight = getattr(module, "weight" + suffix)
                slots.append(TensorSlot("weight" + ending, weight, ("normal", math.sqrt(2.0 / sum(weight.shape)))))
            else:
                slots += _factors(module, made, suffix, 2.0 / (made.in_features + made.out_features), lambda name, ending=ending: name + ending)  # type: ignore[misc]
            bias = getattr(module, "bias" + suffix, None)
            if bias is not None:
                slots.append(TensorSlot("bias" + ending, bias))
    return slots


_ACTIVATIONS = {
    "ReLU": "Relu", "Sigmoid": "Sigmoid", "Tanh": "Tanh", "SiLU": "Silu", "Hardsigmoid": "HardSigmoid", "Hardswish": "HardSwish",
    "Softmax": "Softmax", "LogSoftmax": "LogSoftmax", "LeakyReLU": "LeakyRelu", "ELU": "Elu", "GELU": "Gelu", "ReLU6": "ClippedRelu", "Hardtanh": "ClippedRelu", "Softplus": "Softplus",
}


def _activation_of(module: nn.Module) -> Optional[Tuple[str, Dict[str, Any]]]:
    return _activation(_ACTIVATIONS.get(type(module).__name__), vars(module))


_FUNCTIONS = {
    "relu": "Relu", "relu_": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "silu": "Silu", "hardsigmoid": "HardSigmoid", "hardswish": "HardSwish",
    "softmax": "Softmax", "log_softmax": "LogSoftmax", "leaky_relu": "LeakyRelu", "elu": "Elu", "gelu": "Gelu", "relu6": "ClippedRelu", "hardtanh": "ClippedRelu", "softplus": "Softplus",
}


def _activation_of_function(name: str, node: fx.Node) -> Optional[Tuple[str, Dict[str, Any]]]:
    given: Dict[str, Any] = dict(node.kwargs)
    order = {"leaky_relu": ("negative_slope",), "elu": ("alpha",), "softplus": ("beta",), "hardtanh": ("min_val", "max_val")}.get(name, ())
    given.update(zip(order, node.args[1:]))
    return _activation(_FUNCTIONS.get(name), given)


def _activation(name: Optional[str], given: Dict[str, Any]) -> Optional[Tuple[str, Dict[str, Any]]]:
    if name is None:
        return None
    options: Dict[str, Any] = {}
    if name == "LeakyRelu" and given.get("negative_slope", 0.01) != 0.01:
        options["Slope"] = given["negative_slope"]
    elif name == "Elu" and given.get("alpha", 1.0) != 1.0:
        options["Alpha"] = given["alpha"]
    elif name == "ClippedRelu":
        if given.get("min_val", 0.0) != 0:
            return None
        options["Ceiling"] = given.get("max_val", 6.0)
    elif name == "Gelu" and given.get("approximate", "none") == "tanh":
        name = "GeluTanh"
    elif name == "Softplus" and given.get("beta", 1) != 1:
        return None
    return name, options


def slots_of(network: Network) -> Dict[str, TensorSlot]:
    """The tensors of a network by their names in a weights file."""
    return dict(network.slots())
