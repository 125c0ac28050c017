"""What n is planned by: the counted cost of the kernels of the .NET library.

n is a contract: weights depend on it. So these counts are those of the .NET planner, number by number, and they never change. They say nothing about the
time that PyTorch takes. All of them are whole numbers far below 2**53, so that the order of operations does not matter.
"""
from __future__ import annotations

from typing import List

import torch
from torch import Tensor

LANES = 16
PANEL = 64
PANEL_BLOCK = 12
MOST_FLOATS = 1 << 30
MOST_INT = (1 << 31) - 1
MOST_RESIDUES = 8
IMPOSSIBLE = float("inf")


def ceil_div(dividend, divisor):
    return (dividend + divisor - 1) // divisor


def round_up(value, multiple: int):
    return (value + multiple - 1) // multiple * multiple


def _floor_div(dividend: Tensor, divisor: int) -> Tensor:
    return torch.div(dividend, divisor, rounding_mode="floor")


def _smooth_lengths() -> List[int]:
    lengths = [1]
    for prime in (2, 3, 5):
        for length in lengths[:]:
            while length * prime <= 2 * MOST_INT:
                length *= prime
                lengths.append(length)
    return sorted(set(lengths))


def _cost_of_real_transform(half: int) -> int:
    cost, rest = 8 * half, half
    for radix, cost_of_value in ((5, 10), (4, 7), (3, 7), (2, 4)):
        while rest % radix == 0:
            rest //= radix
            cost += half * cost_of_value
    return cost


_LENGTHS = torch.tensor(_smooth_lengths())
_TRANSFORM_COSTS = torch.tensor([_cost_of_real_transform(length) for length in _LENGTHS.tolist()])


def planning_cost(q: int, r: int, rank: int, n: Tensor) -> Tensor:
    """The cost of the cheapest kernel for each n, as float64."""
    m = ceil_div(q * r, n)
    cost = rank * (q * r + (r + m).double() * (8 * LANES))
    return torch.minimum(cost, torch.minimum(_correlation(q, r, rank, n), _fourier(q, r, rank, n, m)))


def _correlation(q: int, r: int, rank: int, n: Tensor) -> Tensor:
    phases = n.clamp(max=r)
    terms = ceil_div(q + n - 1, n)
    columns = ceil_div(r, n)
    column_lanes, phase_lanes = round_up(columns, LANES), round_up(n, LANES)
    over_columns, over_phases = phases * terms * column_lanes, phase_lanes * terms * columns
    cost_of_block = 40 * LANES
    lanes_are_phases = 5 * rank * over_phases + phase_lanes // LANES * ceil_div(columns, 8) * cost_of_block < 5 * rank * over_columns + phases * cost_of_block
    packed = torch.where(lanes_are_phases, over_phases, over_columns)
    shifts = q + n - 1
    padded = (ceil_div(torch.maximum(shifts, terms * n + LANES), 8 * LANES) * (8 * LANES)).clamp(max=MOST_INT // 4)
    panel_shifts = round_up(shifts, PANEL_BLOCK)
    backward = round_up(n + 2 * PANEL_BLOCK, LANES) + (panel_shifts + 2 * PANEL_BLOCK) * PANEL
    fits = (
        (q + n < MOST_FLOATS)
        & (torch.where(lanes_are_phases, n, phases) <= 1 << 16)
        & (rank * padded + r < MOST_FLOATS)
        & (rank * packed < MOST_FLOATS)
        & (backward + rank * panel_shifts * PANEL < MOST_FLOATS)
    )
    return torch.where(fits, (rank * (n * padded + packed)).double(), IMPOSSIBLE)


def _fourier(q: int, r: int, rank: int, n: Tensor, m: Tensor) -> Tensor:
    best = torch.full(n.shape, IMPOSSIBLE, dtype=torch.float64)
    for residues in range(1, MOST_RESIDUES + 1):
        long = n * residues
        a, d = long // q, long % q
        later = d > q // 2
        a, d = torch.where(later, a + 1, a), torch.where(later, d - q, d)
        stride = d.abs()
        fits = (residues <= m) & (m + q < MOST_FLOATS) & (long < MOST_INT) & (a >= 1) & (d != 0)
        if residues > 1:
            fits &= stride * residues * residues <= q
        # Most n fit few residues: the others are not counted.
        chosen = fits.nonzero().squeeze(1)
        if chosen.numel() == 0:
            continue
        cost = _fourier_of(q, r, rank, residues, n[chosen], m[chosen], d[chosen], stride[chosen])
        best[chosen] = torch.minimum(best[chosen], cost)
    return best


def _fourier_of(q: int, r: int, rank: int, residues: int, n: Tensor, m: Tensor, d: Tensor, stride: Tensor) -> Tensor:
    rows, steps = ceil_div(m, residues), ceil_div(q, stride)
    place = torch.searchsorted(_LENGTHS, ((rows + steps) // 2).clamp(min=2))
    bins, transform = _LENGTHS[place] + 1, _TRANSFORM_COSTS[place].double()
    drift = (rows - 1) * d
    bands = torch.zeros_like(n)
    for residue in range(residues):
        first = _floor_div(residue * n - (-drift).clamp(min=0), q)
        bands += _floor_div(n - 1 + residue * n + drift.clamp(min=0), q) - first + 1
    band_lanes = round_up(bands, LANES).double()
    of_rows = 2.0 * rows * band_lanes if residues == 1 else 2.0 * LANES * rows * bands
    products = 4.0 * bins * stride * band_lanes
    cost = round_up(stride, LANES) * transform + rank * (products + band_lanes * transform + of_rows)
    return torch.where(2.0 * bins * rank * stride * band_lanes <= float(q) * r, cost, IMPOSSIBLE)
