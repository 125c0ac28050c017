from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from numbers import Real
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from torch import nn

from .conv import DeepThinConv1d, DeepThinConv2d
from .embedding import DeepThinEmbedding
from .linear import DeepThinLinear
from .planning import PlanningError
from .recurrent import DeepThinGRU, DeepThinLSTM, DeepThinRNN

FEWEST_WEIGHTS = 1024
"""Matrices with fewer weights stay whole: they save less than a few kilobytes."""


@dataclass
class CompressedLayer:
    """What became of a layer.

    Attributes:
        name: Its name in the module, such as ``"encoder.0"``.
        kind: Its type, such as ``"Linear"``.
        before, after: Its parameters before, and now.
        captured: The share of the squares of its weights that the factors have; None where it stays whole.
        plan: The sizes of its factors as a text; empty where it stays whole.
        left: Why it stays whole; empty where it is compressed.
    """

    name: str
    kind: str
    before: int
    after: int
    captured: Optional[float] = None
    plan: str = ""
    left: str = ""


@dataclass
class Compression:
    """What :func:`compress_` did, a line for each layer when it is printed.

    Attributes:
        layers: What became of each layer.
        before, after: The parameters of the whole module before, and now.
    """

    layers: List[CompressedLayer] = field(default_factory=list)
    before: int = 0
    after: int = 0

    def __str__(self) -> str:
        rows = [("layer", "kind", "parameters", "now", "captured", "")]
        for layer in self.layers:
            captured = "" if layer.captured is None else f"{100 * layer.captured:.1f} %"
            rows.append((layer.name, layer.kind, f"{layer.before:,}", f"{layer.after:,}", captured, f"whole: {layer.left}" if layer.left else layer.plan))
        share = f"{100 * self.after / max(1, self.before):.1f} % are kept"
        rows.append(("all", "", f"{self.before:,}", f"{self.after:,}", "", share))
        widths = [max(len(row[i]) for row in rows) for i in range(6)]
        right = (2, 3, 4)
        return "\n".join("  ".join(cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows)


def compress_(
    module: nn.Module,
    ratio: Union[float, Mapping[str, float]],
    skip: Union[str, Sequence[str]] = (),
    rank: int = 1,
    form: Optional[str] = None,
    gains: str = "auto",
) -> Compression:
    """Compresses the layers of a module in place: each gets the factors that come nearest to it, by least squares. Fine-tune it afterwards.

    Linear, convolutional, recurrent and embedding layers of ``torch.nn`` are compressed. Print the result to see what became of each.

    Args:
        module: The module, whose layers are replaced.
        ratio: The share of the weights that is kept; or a ratio for each pattern of names, as ``{"encoder.*": 0.05, "head": 0.2}``: the first that fits counts, and other layers stay whole.
        skip: Patterns of names of layers that stay whole, such as ``"head"``.
        rank, form, gains: Those of the layers; ``form`` is the usual one of each kind unless it is given.

    Raises:
        ValueError: A pattern fits no layer, or the module is itself a layer, which cannot be replaced in place.
    """
    patterns = dict(ratio) if isinstance(ratio, Mapping) else {"*": ratio}
    skipped = [skip] if isinstance(skip, str) else list(skip)
    for pattern, share in patterns.items():
        if not (isinstance(share, Real) and 0 < share < 1):
            raise ValueError(f"ratio={share!r}{'' if pattern == '*' else f' of {pattern!r}'}: a share above 0 and below 1 is needed, such as 0.03")
    if type(module) in _MADE_OF:
        made = _MADE_OF[type(module)]
        raise ValueError(f"the module is a {type(module).__name__} itself, which cannot be replaced in place; use {made.__name__}.from_{_ending(made)}")
    places = list(_places(module))
    for pattern in (*patterns, *skipped):
        if not any(fnmatchcase(name, pattern) for name, _, _, _ in places):
            raise ValueError(f"{pattern!r} fits no layer; {'the layers are ' + ', '.join(repr(name) for name, _, _, _ in places) if places else 'no layer can be compressed'}")

    owners = _owners(module)
    result = Compression(before=_parameters(module))
    done: Dict[int, nn.Module] = {}
    for name, parent, child, layer in places:
        if id(layer) in done:
            setattr(parent, child, done[id(layer)])
            continue
        entry = CompressedLayer(name, type(layer).__name__, _parameters(layer), _parameters(layer))
        result.layers.append(entry)
        share = next((share for pattern, share in patterns.items() if fnmatchcase(name, pattern)), None)
        entry.left = "skipped" if any(fnmatchcase(name, pattern) for pattern in skipped) else "no pattern fits" if share is None else _why_whole(layer, owners)
        if entry.left or share is None:
            continue
        try:
            made_of, captured, plan = _compressed(layer, share, rank, form, gains)
        except PlanningError as error:
            entry.left = str(error)
            continue
        done[id(layer)] = made_of
        setattr(parent, child, made_of)
        entry.after, entry.captured, entry.plan = _parameters(made_of), captured, plan
    result.after = _parameters(module)
    return result


_MADE_OF = {
    nn.Linear: DeepThinLinear, nn.Conv1d: DeepThinConv1d, nn.Conv2d: DeepThinConv2d, nn.Embedding: DeepThinEmbedding,
    nn.LSTM: DeepThinLSTM, nn.GRU: DeepThinGRU, nn.RNN: DeepThinRNN,
}


def _ending(made: type) -> str:
    return {DeepThinLinear: "linear", DeepThinConv1d: "conv", DeepThinConv2d: "conv", DeepThinEmbedding: "embedding", DeepThinLSTM: "lstm", DeepThinGRU: "gru", DeepThinRNN: "rnn"}[made]


def _places(module: nn.Module) -> Iterator[Tuple[str, nn.Module, str, nn.Module]]:
    """The layers of the very types that are compressed, with their parents: a layer that is used twice is there twice."""
    for name, layer in module.named_modules(remove_duplicate=False):
        if type(layer) in _MADE_OF:
            prefix, _, child = name.rpartition(".")
            yield name, module.get_submodule(prefix), child, layer


def _owners(module: nn.Module) -> Dict[int, int]:
    """How many modules have each parameter."""
    counts: Dict[int, int] = {}
    for owner in module.modules():
        for parameter in owner._parameters.values():
            if parameter is not None:
                counts[id(parameter)] = counts.get(id(parameter), 0) + 1
    return counts


def _why_whole(layer: nn.Module, owners: Dict[int, int]) -> str:
    if any(owners.get(id(parameter), 1) > 1 for parameter in layer.parameters(recurse=False)):
        return "it shares its weights with another layer"
    if not any(name.startswith("weight") and "_g" not in name and "_v" not in name and "_orig" not in name for name in layer._parameters):
        return "its weight is computed from others"
    if isinstance(layer, (nn.Conv1d, nn.Conv2d)) and layer.groups != 1:
        return f"it has {layer.groups} groups"
    if isinstance(layer, nn.Embedding):
        for name in ("padding_idx", "max_norm"):
            if getattr(layer, name) is not None:
                return f"it has {name}={getattr(layer, name)}"
    if isinstance(layer, nn.RNNBase) and layer.proj_size:
        return f"it has proj_size={layer.proj_size}"
    weights = max(parameter.numel() for parameter in layer.parameters(recurse=False))
    return f"it has {weights} weights only" if weights < FEWEST_WEIGHTS else ""


def _compressed(layer: nn.Module, ratio: float, rank: int, form: Optional[str], gains: str) -> Tuple[nn.Module, float, str]:
    options = {"rank": rank} if form is None else {"rank": rank, "form": form}
    if isinstance(layer, nn.Embedding):
        made: nn.Module = DeepThinEmbedding.from_embedding(layer, ratio, **options)
    elif isinstance(layer, nn.Linear):
        made = DeepThinLinear.from_linear(layer, ratio, gains=gains, **options)
    elif isinstance(layer, (nn.Conv1d, nn.Conv2d)):
        made = _MADE_OF[type(layer)].from_conv(layer, ratio, gains=gains, **options)
    else:
        kind = _MADE_OF[type(layer)]
        made = getattr(kind, f"from_{_ending(kind)}")(layer, ratio, ratio, gains=gains, **options)
        weights = [(made.weight("weight" + suffix), getattr(layer, "weight" + suffix)) for suffix in made.plans]
        return made, _captured(weights), f"{form or 'wide'}, rank={rank}, keeps {100 * ratio:g} % of {len(weights)} matrices"
    return made, _captured([(made.weight, layer.weight)]), str(made.plan)


def _captured(weights) -> float:
    whole = sum(float(old.detach().double().square().sum()) for _, old in weights)
    rest = sum(float((new.detach().double() - old.detach().double()).square().sum()) for new, old in weights)
    return 1 - rest / whole if whole else 1.0


def _parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())
