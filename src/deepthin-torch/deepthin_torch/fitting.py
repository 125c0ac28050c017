"""The factors and gains that come nearest to a weight, by least squares."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import torch
from torch import Tensor

from .functional import compose
from .planning import Plan

_MOST_ROUNDS = 60
_LEAST_GAIN = 1e-7
_LARGEST_GRAM = 512


@dataclass
class Fit:
    """Factors and gains that were fitted to a weight."""

    xf: Tensor
    wf: Tensor
    input_gain: Optional[Tensor]
    output_gain: Optional[Tensor]
    captured: float
    """The share of the squares of the weight that the fit has: 1 where it is the weight."""


@torch.no_grad()
def fit(weight: Tensor, plan: Plan) -> Fit:
    """Fits factors and gains to a weight, out_features × in_features.

    Without gains this is the truncated singular value decomposition of the weight that is laid out anew as m×n (Eckart and Young), but for the last row,
    which may not be whole. With gains, factors and gains are fitted in turn.
    """
    q, r, m, n = plan.in_features, plan.out_features, plan.m, plan.n
    target = weight.detach().reshape(r, q).double()
    whole = float(target.square().sum())
    input_gain = torch.ones(plan.input_gains, dtype=torch.float64, device=target.device) if plan.has_input_gain else None
    output_gain = torch.ones(r, dtype=torch.float64, device=target.device) if plan.has_output_gain else None
    if whole == 0:
        xf, wf = target.new_zeros(m, plan.rank), target.new_ones(plan.rank, n)
        return Fit(xf.to(weight.dtype), wf.to(weight.dtype), _cast(input_gain, weight), _cast(output_gain, weight), 1.0)

    padded = _laid_out(target, m, n)
    xf, wf = _singular(padded, plan.rank)
    captured = 0.0
    for _ in range(_MOST_ROUNDS):
        gains = _laid_out(_gains(target, input_gain, output_gain), m, n)
        squares, products = gains * gains, gains * padded
        xf = _solve(squares, products, wf.t())
        wf = _solve(squares.t(), products.t(), xf).t()
        rebuilt = compose(xf, wf, q, r)
        if input_gain is not None:
            scaled = rebuilt if output_gain is None else rebuilt * output_gain.unsqueeze(1)
            input_gain = _ratio((target * scaled).view(-1, plan.input_gains).sum(0), scaled.square().view(-1, plan.input_gains).sum(0))
        if output_gain is not None:
            scaled = rebuilt if input_gain is None else (rebuilt.view(r, -1, plan.input_gains) * input_gain).view(r, q)
            output_gain = _ratio((target * scaled).sum(1), scaled.square().sum(1))
        before, captured = captured, 1 - float((target - rebuilt * _gains(target, input_gain, output_gain)).square().sum()) / whole
        if captured - before < _LEAST_GAIN:
            break
    # The singular values are split evenly: both factors then learn at one rate.
    scale = (wf.norm(dim=1) / xf.norm(dim=0).clamp(min=1e-300)).sqrt()
    xf, wf = xf * scale, wf / scale.clamp(min=1e-300).unsqueeze(1)
    return Fit(xf.to(weight.dtype), wf.to(weight.dtype), _cast(input_gain, weight), _cast(output_gain, weight), captured)


def _laid_out(values: Tensor, m: int, n: int) -> Tensor:
    """The values as m×n, zeros behind the last one."""
    return torch.nn.functional.pad(values.reshape(-1), (0, m * n - values.numel())).view(m, n)


def _gains(target: Tensor, input_gain: Optional[Tensor], output_gain: Optional[Tensor]) -> Tensor:
    gains = torch.ones_like(target)
    if input_gain is not None:
        gains = (gains.view(target.shape[0], -1, input_gain.numel()) * input_gain).view_as(target)
    return gains if output_gain is None else gains * output_gain.unsqueeze(1)


def _singular(matrix: Tensor, rank: int) -> Tuple[Tensor, Tensor]:
    """The strongest directions of a matrix, as factors."""
    is_wide = matrix.shape[0] <= matrix.shape[1]
    short = matrix if is_wide else matrix.t()
    if short.shape[0] <= _LARGEST_GRAM:
        basis = torch.linalg.eigh(short @ short.t())[1][:, -rank:].flip(1)
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            basis = torch.svd_lowrank(short, q=min(rank + 4, short.shape[0]), niter=8)[0][:, :rank]
    if basis.shape[1] < rank:  # a rank beyond the rows
        basis = torch.nn.functional.pad(basis, (0, rank - basis.shape[1]))
    other = basis.t() @ short
    return (basis, other) if is_wide else (other.t().contiguous(), basis.t().contiguous())


def _solve(squares: Tensor, products: Tensor, basis: Tensor) -> Tensor:
    """For each row of the target, the weights of the basis vectors (columns of ``basis``) by least squares."""
    right = products @ basis
    rank = basis.shape[1]
    if rank == 1:
        return _ratio(right, squares @ basis.square())
    gram = (squares @ (basis.unsqueeze(2) * basis.unsqueeze(1)).view(-1, rank * rank)).view(-1, rank, rank)
    ridge = gram.diagonal(dim1=1, dim2=2).mean(1).clamp(min=1e-300) * 1e-12
    return torch.linalg.solve(gram + ridge.view(-1, 1, 1) * torch.eye(rank, dtype=gram.dtype, device=gram.device), right)


def _ratio(products: Tensor, squares: Tensor) -> Tensor:
    return torch.where(squares > 0, products / squares.clamp(min=1e-300), torch.zeros_like(products))


def _cast(gain: Optional[Tensor], weight: Tensor) -> Optional[Tensor]:
    return None if gain is None else gain.to(weight.dtype)
