"""Samples per second that PyTorch trains on, on one thread: python3 pytorch_speed.py 784-1024-1024-10."""

import sys
import time

import torch

BATCH = 128
STEPS = 24
ROUNDS = 5

torch.set_num_threads(1)
torch.manual_seed(1)
sizes = [int(size) for size in sys.argv[1].split("-")]
layers = []
for inputs, outputs in zip(sizes, sizes[1:]):
    layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
network = torch.nn.Sequential(*layers[:-1])
# So small that the batch is not learnt by heart: its gradients would vanish into denormal numbers.
optimizer = torch.optim.Adam(network.parameters(), lr=1e-6)
loss = torch.nn.CrossEntropyLoss()
x = torch.randn(BATCH, sizes[0])
labels = torch.arange(BATCH) % sizes[-1]


def steps():
    start = time.perf_counter()
    for _ in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        loss(network(x), labels).backward()
        optimizer.step()
    return time.perf_counter() - start


steps()
print(BATCH * STEPS / sorted(steps() for _ in range(ROUNDS))[ROUNDS // 2])
