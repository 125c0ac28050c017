"""The arithmetic of the layers, as functions of the factors.

``xf`` is m×r and ``wf`` r×n. Row j of their product starts at flat index j·n of the weight (out_features × in_features), read row by row.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ._cost import ceil_div

METHODS = ("auto", "rebuild", "correlation", "fourier")

# How many rows are looked up in the time that it takes to compose a table, one row of it.
_ROWS_THAT_COST_A_TABLE = 4


def compose(xf: Tensor, wf: Tensor, in_features: int, out_features: int) -> Tensor:
    """The weight, out_features × in_features, that two factors stand for."""
    product = xf * wf if wf.shape[0] == 1 else xf @ wf
    return product.reshape(-1)[: in_features * out_features].view(out_features, in_features)


def linear(input: Tensor, xf: Tensor, wf: Tensor, out_features: int, bias: Optional[Tensor] = None, method: str = "auto") -> Tensor:
    """``F.linear(input, compose(xf, wf, …), bias)``, without composing the weight where that is faster.

    ``method`` is ``"auto"``, ``"rebuild"``, ``"correlation"`` or ``"fourier"`` (where n is not much smaller than in_features). All have the same gradients.
    """
    in_features = input.shape[-1]
    if method not in METHODS:
        raise ValueError(f"method={method!r}: one of {', '.join(METHODS)} is needed")
    if method == "auto":
        method = _fastest(input, xf, wf, out_features)
    if method == "rebuild":
        return F.linear(input, compose(xf, wf, in_features, out_features), bias)
    columns = input.reshape(-1, in_features)
    # By way of a flat tensor, so that gradients are laid out as the factors are: DistributedDataParallel asks for it.
    xf, wf = xf.reshape(-1).view_as(xf), wf.reshape(-1).view_as(wf)
    output = _correlation(columns, xf, wf, out_features) if method == "correlation" else _fourier(columns, xf, wf, out_features)
    output = output.reshape(*input.shape[:-1], out_features)
    return output if bias is None else output + bias


def embedding(input: Tensor, xf: Tensor, wf: Tensor, num_embeddings: int, embedding_dim: int) -> Tensor:
    """``F.embedding(input, compose(xf, wf, embedding_dim, num_embeddings))``: rows come straight from the factors where few are looked up."""
    if input.numel() * _ROWS_THAT_COST_A_TABLE >= num_embeddings or not input.numel():
        return F.embedding(input, compose(xf, wf, embedding_dim, num_embeddings))
    if input.device.type == "cpu" and not 0 <= int(input.min()) <= int(input.max()) < num_embeddings:
        raise IndexError(f"index {int(input.max() if input.min() >= 0 else input.min())} is out of range: there are rows 0 to {num_embeddings - 1}")
    rank, n = wf.shape
    places = (input.reshape(-1, 1).long() * embedding_dim + torch.arange(embedding_dim, device=input.device)).reshape(-1)
    row, column = torch.div(places, n, rounding_mode="floor"), places % n
    values = sum(xf[:, k].index_select(0, row) * wf[k].index_select(0, column) for k in range(rank))
    return values.view(*input.shape, embedding_dim)  # type: ignore[union-attr]


def _correlation(x: Tensor, xf: Tensor, wf: Tensor, out_features: int) -> Tensor:
    """S_k[s] = Σ_p wf[k, p]·x[s + p], then y[c] = Σ_j Σ_k xf[j, k]·S_k[j·n − c·Q].

    Output c reads the shifts −(c·Q mod n) + t·n, t = 0, 1, …: outputs c, c + n, c + 2n, … read the same ones, so that they are one small matrix product.
    """
    (samples, q), (rank, n) = x.shape, wf.shape
    phases = min(n, out_features)
    outputs, terms = ceil_div(out_features, n), ceil_div(q + n - 1, n)
    c = torch.arange(phases, device=x.device)
    first_row, first_shift = c * q // n, n - 1 - c * q % n

    shifts = _correlate(F.pad(x, (n - 1, (terms + 1) * n - q - n + n - 1)), wf, (terms + 1) * n)  # samples × rank × (terms + 1)·n
    gathered = shifts.view(samples, rank, terms + 1, n)[:, :, :terms].index_select(3, first_shift)
    gathered = gathered.permute(3, 1, 2, 0).reshape(phases, rank * terms, samples)

    row = (first_row.view(-1, 1, 1) + torch.arange(outputs, device=x.device).view(1, -1, 1) * q).unsqueeze(3) + torch.arange(terms, device=x.device)
    places = row * rank + torch.arange(rank, device=x.device).view(-1, 1)  # phases × outputs × rank × terms
    # Behind the last row the shifts are zero, or the outputs too many.
    rows = xf.reshape(-1).index_select(0, places.clamp(max=xf.numel() - 1).reshape(-1)).view(phases, outputs, rank * terms)
    return torch.bmm(rows, gathered).permute(2, 1, 0).reshape(samples, outputs * phases)[:, :out_features]


def _correlate(x: Tensor, wf: Tensor, shifts: int) -> Tensor:
    """Σ_p wf[k, p]·x[s + p] for so many s, samples × rank × shifts: blocks of shifts as matrix products, which take less time than ``conv1d``."""
    samples, (rank, n) = x.shape[0], wf.shape
    block = 64 if n <= 128 else 128
    blocks = ceil_div(shifts, block)
    windows = F.pad(x, (0, blocks * block + n - 1 - x.shape[1])).unfold(1, block + n - 1, block)
    taps = F.pad(wf, (block - 1, block - 1)).unfold(1, block, 1).flip(2)  # [k, u, s] = wf[k, u - s]
    sums = windows.reshape(samples * blocks, block + n - 1) @ taps.transpose(0, 1).reshape(block + n - 1, rank * block)
    return sums.view(samples, blocks, rank, block).transpose(1, 2).reshape(samples, rank, blocks * block)[:, :, :shifts]


@dataclass(frozen=True)
class _Bands:
    """How the rows of a wide product pass the outputs: s·n = a·Q + d, so that row s·(t + 1) + ρ begins d places later against the outputs than row s·t + ρ."""

    residues: int
    a: int
    d: int
    rows: int
    first: Tuple[int, ...]
    count: int
    length: int

    def values(self, rank: int) -> int:
        """The values that a sample has in the Fourier domain."""
        return (rank * self.residues * self.count + abs(self.d)) * self.length


@functools.lru_cache(maxsize=1024)
def _bands(q: int, r: int, n: int) -> Optional[_Bands]:
    m = ceil_div(q * r, n)
    best: Optional[_Bands] = None
    least = 0.0
    for s in range(1, min(m, 8) + 1):
        a, d = divmod(s * n, q)
        if d > q // 2:
            a, d = a + 1, d - q
        if a < 1 or d == 0:
            continue
        rows, steps = ceil_div(m, s), ceil_div(q, abs(d))
        drift = (rows - 1) * d
        first = [(rho * n - max(0, -drift)) // q for rho in range(s)]
        count = max((n - 1 + rho * n + max(0, drift)) // q - first[rho] + 1 for rho in range(s))
        length = _fast_length(rows + steps - 1)
        cost = 4.0 * (length // 2 + 1) * abs(d) * count * s + 3 * length * length.bit_length() * (abs(d) + count * s)
        if best is None or cost < least:
            best, least = _Bands(s, a, d, rows, tuple(first), count, length), cost
    return best


def _fast_length(least: int) -> int:
    length = max(2, least + least % 2)
    while True:
        rest = length
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return length
        length += 2


def _fourier(x: Tensor, xf: Tensor, wf: Tensor, out_features: int) -> Tensor:
    """With s·n = a·Q + d, row s·t + ρ meets output t·a + i in the stretch of wf that starts at i·Q − t·d − ρ·n: for each (ρ, i) a correlation along t.

    With q = |d|·u + φ it runs along u, over |d| channels φ, as products of short transforms.
    """
    q, (rank, n) = x.shape[1], wf.shape
    bands = _bands(q, out_features, n)
    if bands is None:
        raise ValueError(f"method='fourier': n={n} is too small for in_features={q}; use method='correlation'")
    stride, rows, s = abs(bands.d), bands.rows, bands.residues
    taps = rows + ceil_div(q, stride) - 1
    # Where rows begin later and later, they are taken from the last to the first, so that v = u + t' grows.
    first_tap = -(rows - 1) * bands.d if bands.d > 0 else 0
    starts = torch.tensor([(first + i) * q - rho * n + first_tap for rho, first in enumerate(bands.first) for i in range(bands.count)], device=x.device)
    places = starts.view(-1, 1) + torch.arange(taps * stride, device=x.device)
    inside = (places >= 0) & (places < n)
    segments = wf[:, places.clamp(0, n - 1)] * inside
    v_hat = torch.fft.rfft(segments.view(rank * s * bands.count, taps, stride), n=bands.length, dim=1).permute(1, 2, 0)  # bins × φ × bands
    scale = F.pad(xf, (0, 0, 0, rows * s - xf.shape[0])).view(rows, s, rank).permute(2, 1, 0).unsqueeze(2)
    return _in_bands(x, v_hat, scale, bands, out_features)


def _in_bands(x: Tensor, v_hat: Tensor, scale: Tensor, bands: _Bands, out_features: int) -> Tensor:
    (samples, q), rank = x.shape, scale.shape[0]
    s, a, rows, count, length, stride = bands.residues, bands.a, bands.rows, bands.count, bands.length, abs(bands.d)
    steps = ceil_div(q, stride)
    x_hat = torch.fft.rfft(F.pad(x, (0, steps * stride - q)).view(samples, steps, stride), n=length, dim=1)  # samples × bins × φ
    products = torch.bmm(x_hat.conj().permute(1, 0, 2), v_hat)  # bins × samples × bands
    sums = torch.fft.irfft(products.permute(1, 2, 0), n=length, dim=2)[:, :, :rows]  # samples × bands × t'
    if bands.d > 0:
        sums = sums.flip(2)
    sums = sums.view(samples, rank, s, count, rows) * scale
    sums = sums.sum(1) if rank > 1 else sums.squeeze(1)  # samples × s × count × rows

    # Row t of band i is added to output t·a + i; what lies before the first output or behind the last is cut off.
    total: Optional[Tensor] = None
    before = max(0, -min(bands.first))
    width = before + out_features + rows * a + s * count + max(bands.first) + 1
    for rho, first in enumerate(bands.first):
        for begin in range(0, count, a):
            part = sums[:, rho, begin : begin + a].transpose(1, 2)  # samples × rows × up to a
            part = F.pad(part, (0, a - part.shape[2])).reshape(samples, rows * a)
            offset = before + first + begin
            part = F.pad(part, (offset, width - offset - rows * a))
            total = part if total is None else total + part
    assert total is not None
    return total[:, before : before + out_features]


def _is_captured() -> bool:
    """Whether the operations are recorded for other inputs than these, by ``torch.compile``, ``torch.jit.trace`` or an export."""
    compiler = getattr(torch, "compiler", None)
    return torch.jit.is_tracing() or (compiler is not None and hasattr(compiler, "is_compiling") and compiler.is_compiling())


def _fastest(input: Tensor, xf: Tensor, wf: Tensor, out_features: int) -> str:
    """The method that takes the least time for so many samples on one core of a CPU, counted in microseconds; the numbers were measured. Training takes three times as long in each."""
    if input.device.type != "cpu" or input.dtype not in (torch.float32, torch.float64) or torch.is_autocast_cpu_enabled() or _is_captured() or not input.numel():
        return "rebuild"
    (rank, n), q, m = wf.shape, input.shape[-1], xf.shape[0]
    samples, weights = input.numel() // q, q * out_features
    # A weight of more than 4 MB is written to memory and read again.
    rebuild = 20 + weights * ((0.6e-3 if weights < 1e6 else 1e-3) + 1.3e-5 * samples)
    if n * n < weights:
        return "correlation" if 150 + rank * (2e-3 * m + 9e-3 * samples * (q + n)) < rebuild else "rebuild"
    bands = _bands(q, out_features, n)
    if bands is None:
        return "rebuild"
    transformed = rank * bands.residues * bands.count * bands.length * abs(bands.d)
    return "fourier" if 300 + 4e-3 * transformed + 4.5e-3 * samples * bands.values(rank) < rebuild else "rebuild"
