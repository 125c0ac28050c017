"""DeepThin layers for PyTorch (Sotoudeh and Baghsorkhi, arXiv:1802.06944), and the way of a network to .NET and back."""
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
