"""Training steps of an uncompressed network by PyTorch, on one thread: pytorch_steps.py NETWORK BATCH.

The network is dense, 784-1024-1024-10, or convolutions, 1-32-pool-64-pool-256-10 on 28×28.
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

NETWORKS = {
    "dense": (
        lambda: torch.nn.Sequential(
            torch.nn.Linear(784, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 1024), torch.nn.ReLU(), torch.nn.Linear(1024, 10)
        ),
        (784,),
    ),
    "convolutions": (
        lambda: torch.nn.Sequential(
            torch.nn.Conv2d(1, 32, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
            torch.nn.Conv2d(32, 64, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
            torch.nn.Flatten(), torch.nn.Linear(3136, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10)
        ),
        (1, 28, 28),
    ),
}

CHANNELS_LAST = ", channels last"


class Network:
    """A network with an optimiser of its own, and the batch that it is trained on."""

    def __init__(self, network, optimizer, batch, memory_format=torch.contiguous_format):
        torch.manual_seed(1)
        layers, shape = NETWORKS[network]
        self.layers = layers().to(memory_format=memory_format)
        self.optimizer = optimizer(self.layers.parameters())
        self.loss = torch.nn.CrossEntropyLoss()
        self.inputs = torch.randn(batch, *shape).contiguous(memory_format=memory_format)
        self.labels = torch.arange(batch) % 10

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(self.layers(self.inputs), self.labels).backward()
        self.optimizer.step()


def supported_networks(network, batch):
    """A network for each optimiser that this version of PyTorch has on the processor, of convolutions in both orders of memory."""
    networks = {}
    formats = {"": torch.contiguous_format}
    if len(NETWORKS[network][1]) > 1:
        formats[CHANNELS_LAST] = torch.channels_last
    for name, optimizer in OPTIMIZERS.items():
        for order, memory_format in formats.items():
            try:
                candidate = Network(network, optimizer, batch, memory_format)
                candidate.step()
            except (TypeError, RuntimeError):
                continue
            networks[name + order] = candidate
    return networks


def main():
    torch.set_num_threads(1)
    networks = supported_networks(sys.argv[1], int(sys.argv[2]))
    print("PyTorch " + torch.__version__, *networks, sep="\t", flush=True)
    for line in sys.stdin:
        name, steps = line.rstrip("\n").split("\t")
        network = networks[name]
        start = time.perf_counter()
        for _ in range(int(steps)):
            network.step()
        print(1e6 * (time.perf_counter() - start), flush=True)


main()
