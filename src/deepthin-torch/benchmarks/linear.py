#!/usr/bin/env python3
"""Prints the table of the README: forward and backward of a linear layer on one core, in microseconds, the least of many times."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import torch
import torch.nn.functional as F

from deepthin_torch import functional, plan

SECONDS = 2.0
LAYERS = [(256, 256, 0.1, "wide"), (1024, 1024, 0.03, "wide"), (1024, 1024, 0.03, "tall"), (2048, 2048, 0.03, "wide"), (2048, 2048, 0.03, "tall"), (3136, 256, 0.03, "wide")]


def times(calls):
    """In turns, so that what else runs on the machine is shared out."""
    best = [float("inf")] * len(calls)
    for call in calls:
        call()
    begin = time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        for i, call in enumerate(calls):
            for _ in range(2):
                start = time.perf_counter()
                call()
                best[i] = min(best[i], time.perf_counter() - start)
    return [1e6 * value for value in best]


def main():
    torch.set_num_threads(1)
    for q, r, ratio, form in LAYERS:
        made = plan(q, r, ratio, form=form)
        methods = ["rebuild", "correlation" if form == "tall" else "fourier"]
        for samples in (1, 64, 256):
            x, weight, xf, wf = (torch.randn(*size, requires_grad=True) for size in ((samples, q), (r, q), (made.m, 1), (1, made.n)))

            def step(forward):
                for tensor in (x, weight, xf, wf):
                    tensor.grad = None
                output = forward()
                output.backward(torch.ones_like(output))

            calls = [lambda: step(lambda: F.linear(x, weight))]
            calls += [lambda method=method: step(lambda: functional.linear(x, xf, wf, r, method=method)) for method in methods]
            found, taken = times(calls), functional._fastest(x, xf, wf, r)
            cells = [f"{found[0]:.0f}"] + [f"**{value:.0f}**" if method == taken else f"{value:.0f}" for method, value in zip(methods, found[1:])]
            print(f"| {q}×{r}, {100 * ratio:g} %, {form} | {samples} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
