"""Training steps of the uncompressed network 784-1024-1024-10 by PyTorch, on one thread.

Prints its version and the names of its optimisers in one line. Then it reads lines of a name and a number of steps, takes the steps,
and prints the microseconds that they took, until the input ends. The values of a line are separated by tabs.
"""

import sys
import time

import torch

# So small that the batch is not learnt by heart: its gradients would vanish into denormal numbers.
LEARNING_RATE = 1e-6

OPTIMIZERS = {
    "Adam": lambda parameters: torch.optim.Adam(parameters, lr=LEARNING_RATE),
    "Adam, foreach": lambda parameters: torch.optim.Adam(parameters, lr=LEARNING_RATE, foreach=True),
    "Adam, fused": lambda parameters: torch.optim.Adam(parameters, lr=LEARNING_RATE, fused=True),
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=LEARNING_RATE),
    "SGD, foreach": lambda parameters: torch.optim.SGD(parameters, lr=LEARNING_RATE, foreach=True),
    "SGD, fused": lambda parameters: torch.optim.SGD(parameters, lr=LEARNING_RATE, fused=True),
}


class Network:
    """The network with an optimiser of its own, and the batch that it is trained on."""

    def __init__(self, optimizer, batch):
        torch.manual_seed(1)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(784, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 10)
        )
        self.optimizer = optimizer(self.layers.parameters())
        self.loss = torch.nn.CrossEntropyLoss()
        self.inputs = torch.randn(batch, 784)
        self.labels = torch.arange(batch) % 10

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(self.layers(self.inputs), self.labels).backward()
        self.optimizer.step()


def supported_networks(batch):
    """A network for each optimiser that this version of PyTorch has on the processor."""
    networks = {}
    for name, optimizer in OPTIMIZERS.items():
        try:
            network = Network(optimizer, batch)
            network.step()
        except (TypeError, RuntimeError):
            continue
        networks[name] = network
    return networks


def main():
    torch.set_num_threads(1)
    networks = supported_networks(int(sys.argv[1]))
    print("PyTorch " + torch.__version__, *networks, sep="\t", flush=True)
    for line in sys.stdin:
        name, steps = line.rstrip("\n").split("\t")
        network = networks[name]
        start = time.perf_counter()
        for _ in range(int(steps)):
            network.step()
        print(1e6 * (time.perf_counter() - start), flush=True)


main()
