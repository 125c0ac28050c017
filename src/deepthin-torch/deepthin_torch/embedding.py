from __future__ import annotations

from typing import Any, Optional

import torch
from torch import Tensor, nn

from . import functional
from ._matrix import add_matrix, need_module, reset_matrix, set_matrix, weight_of
from .fitting import fit
from .planning import plan


class DeepThinEmbedding(nn.Module):
    """``torch.nn.Embedding`` with a compressed table, without ``padding_idx`` and ``max_norm``.

    ``ratio``, ``rank``, ``form`` and ``n`` are those of :class:`DeepThinLinear`; there are no gains. Where few rows are looked up, they come straight from the factors, and the table is
    never there.

    Shapes:
        input: (…), whole numbers from 0 to num_embeddings − 1.
        output: (…, embedding_dim).

    Attributes:
        xf: m × rank. The left factor.
        wf: rank × n. The right factor.
        plan: The sizes, and what is kept, of a matrix of embedding_dim inputs and num_embeddings outputs.
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        ratio: Optional[float] = 0.03,
        rank: int = 1,
        form: str = "wide",
        device: Any = None,
        dtype: Optional[torch.dtype] = None,
        *,
        n: Optional[int] = None,
    ) -> None:
        super().__init__()
        self.num_embeddings, self.embedding_dim, self.ratio = num_embeddings, embedding_dim, ratio
        self.plan = plan(embedding_dim, num_embeddings, ratio, rank, form, "none", n)
        self.has_given_n = n is not None
        add_matrix(self, self.plan, "", {"device": device, "dtype": dtype})
        self.reset_parameters()

    @classmethod
    def from_embedding(cls, embedding: nn.Embedding, ratio: Optional[float] = 0.03, rank: int = 1, form: str = "wide", **options: Any) -> "DeepThinEmbedding":
        """The compressed table that comes nearest to another one, by least squares. Fine-tune it afterwards."""
        need_module(cls, embedding, nn.Embedding)
        for name in ("padding_idx", "max_norm"):
            if getattr(embedding, name) is not None:
                raise ValueError(f"{name}={getattr(embedding, name)}: rows that share factors cannot be held so; leave the table whole")
        weight = embedding.weight
        layer = cls(embedding.num_embeddings, embedding.embedding_dim, ratio, rank, form, weight.device, weight.dtype, **options)
        set_matrix(layer, fit(weight, layer.plan))
        return layer.train(embedding.training)

    @property
    def weight(self) -> Tensor:
        """num_embeddings × embedding_dim: the table that the factors stand for, composed at each call."""
        return weight_of(self, self.plan)

    def reset_parameters(self) -> None:
        """New random factors: the values of the table have the variance 1, as those of ``torch.nn.Embedding``."""
        reset_matrix(self, self.plan, "", 1.0)

    def forward(self, input: Tensor) -> Tensor:
        """The rows, (…, embedding_dim), of indices, (…)."""
        if input.dtype not in (torch.int32, torch.int64):
            raise TypeError(f"input of {input.dtype}: indices of torch.int32 or torch.int64 are needed")
        return functional.embedding(input, self.xf, self.wf, self.num_embeddings, self.embedding_dim)

    def extra_repr(self) -> str:
        return f"{self.num_embeddings}, {self.embedding_dim}, {self.plan}"
