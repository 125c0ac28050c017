"""DeepThin layers for PyTorch (Sotoudeh and Baghsorkhi, arXiv:1802.06944), and the way of a network to .NET and back."""
from .conv import DeepThinConv1d, DeepThinConv2d
from .embedding import DeepThinEmbedding
from .linear import DeepThinLinear
from .planning import Plan, PlanningError, plan, smallest_ratio
from .recurrent import DeepThinGRU, DeepThinLSTM, DeepThinRNN

__version__ = "0.1.0"

__all__ = [
    "DeepThinConv1d", "DeepThinConv2d", "DeepThinEmbedding", "DeepThinGRU", "DeepThinLSTM", "DeepThinLinear", "DeepThinRNN",
    "Plan", "PlanningError", "plan", "smallest_ratio",
]
