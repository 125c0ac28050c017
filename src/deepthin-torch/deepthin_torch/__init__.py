"""DeepThin layers for PyTorch (Sotoudeh and Baghsorkhi, arXiv:1802.06944), and the way of a network to .NET and back.

Layers keep a few per cent of their weights, as two factors, from the first step of training on::

    model = nn.Sequential(nn.Linear(784, 1024), nn.ReLU(), DeepThinLinear(1024, 1024, ratio=0.03), nn.ReLU(), nn.Linear(1024, 10))

``compress_`` compresses a network that is trained already. ``save_for_dotnet`` and ``emit_csharp`` write the weights and the class for C#, and ``load_from_dotnet`` brings weights back.
"""
from ._network import UnsupportedModelError
from .compressing import CompressedLayer, Compression, compress_
from .conv import DeepThinConv1d, DeepThinConv2d
from .dotnet import emit_csharp, initialize_, load_from_dotnet, save_for_dotnet
from .embedding import DeepThinEmbedding
from .linear import DeepThinLinear
from .planning import Plan, PlanningError, plan, smallest_ratio
from .recurrent import DeepThinGRU, DeepThinLSTM, DeepThinRNN
from .safetensors import WeightsError

__version__ = "0.1.0"

__all__ = [
    "CompressedLayer", "Compression", "DeepThinConv1d", "DeepThinConv2d", "DeepThinEmbedding", "DeepThinGRU", "DeepThinLSTM", "DeepThinLinear", "DeepThinRNN",
    "Plan", "PlanningError", "UnsupportedModelError", "WeightsError", "compress_", "emit_csharp", "initialize_", "load_from_dotnet", "plan", "save_for_dotnet", "smallest_ratio",
]
