import os
import pathlib
import tempfile
import unittest

import torch
import torch.distributed as dist
import torch.multiprocessing as multiprocessing
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from deepthin_torch import DeepThinConv2d, DeepThinEmbedding, DeepThinGRU, DeepThinLinear

PROCESSES, SAMPLES = 2, 16


class Model(nn.Module):
    """Layers of each kind, with gains and without, in both forms."""

    def __init__(self):
        super().__init__()
        self.words = DeepThinEmbedding(300, 24, 0.2)
        self.pixels = DeepThinConv2d(1, 24, 3, ratio=0.6, gains="both")
        self.steps = DeepThinGRU(24, 20, batch_first=True, ratio=0.4, recurrent_ratio=0.4)
        self.wide = DeepThinLinear(20, 64, 0.4)
        self.tall = DeepThinLinear(64, 64, 0.3, rank=2, form="tall", gains="both")
        self.last = nn.Linear(64, 3)

    def forward(self, indices):
        x = self.words(indices)
        x = torch.relu(self.pixels(x.unsqueeze(1))).mean(3).transpose(1, 2)
        x = self.steps(x)[0][:, -1]
        return self.last(torch.relu(self.tall(torch.relu(self.wide(x)))))


def model_and_data():
    torch.manual_seed(3)
    return Model(), torch.randint(0, 300, (SAMPLES, 7)), torch.randint(0, 3, (SAMPLES,))


def loss_of(model, indices, labels):
    return nn.functional.cross_entropy(model(indices), labels)


def process(rank, folder):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=PROCESSES)
    model, indices, labels = model_and_data()
    share = slice(rank, None, PROCESSES)
    trained = DistributedDataParallel(model)  # what sums gradients, for as long as it is there
    loss_of(trained, indices[share], labels[share]).backward()
    torch.save({name: parameter.grad for name, parameter in model.named_parameters()}, os.path.join(folder, f"{rank}.gradients"))
    dist.destroy_process_group()


@unittest.skipUnless(dist.is_available(), "this PyTorch has no torch.distributed")
class DistributedTests(unittest.TestCase):
    def test_two_processes_have_the_gradients_of_one(self):
        model, indices, labels = model_and_data()
        loss_of(model, indices, labels).backward()
        with tempfile.TemporaryDirectory() as folder:
            multiprocessing.spawn(process, (folder,), PROCESSES)
            found = [torch.load(pathlib.Path(folder) / f"{rank}.gradients") for rank in range(PROCESSES)]
        for name, parameter in model.named_parameters():
            self.assertGreater(float(parameter.grad.abs().max()), 0, name)
            for gradients in found:
                torch.testing.assert_close(gradients[name], parameter.grad, rtol=0, atol=1e-6, msg=lambda text: f"{name}: {text}")


if __name__ == "__main__":
    unittest.main()
