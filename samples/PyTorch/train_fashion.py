#!/usr/bin/env python3
"""Trains the network of samples/FashionMnist in PyTorch, on any number of processes, and writes the file of weights that the program in C# takes.

    python3 train_fashion.py --epochs 5
    torchrun --nproc_per_node=2 train_fashion.py --epochs 5
    torchrun --nproc_per_node=2 train_fashion.py --epochs 5 --resume       goes on where a training was stopped

Processes with GPUs talk through nccl, others through gloo. Each takes its share of a batch.
"""
import argparse
import gzip
import os
import pathlib
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "src" / "deepthin-torch"))

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler

from deepthin_torch import DeepThinLinear, initialize_, save_for_dotnet

CLASSES = ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
MEAN, DEVIATION = 0.2860, 0.3530


def network(compressed):
    """FashionClassifier of samples/FashionMnist, or the same network with all weights."""
    large = (lambda q, r: DeepThinLinear(q, r, ratio=0.03)) if compressed else nn.Linear
    return nn.Sequential(large(784, 1024), nn.ReLU(), large(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))


def read(folder, name):
    """An idx file: a magic number with the number of dimensions, the dimensions, the bytes."""
    with gzip.open(folder / f"{name}-ubyte.gz") as file:
        data = bytearray(file.read())
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    return torch.frombuffer(data, dtype=torch.uint8, offset=4 + 4 * data[3]).view(shape)


def dataset(folder, part, images):
    pixels = read(folder, f"{part}-images-idx3")[:images]
    return TensorDataset((pixels.flatten(1) / 255 - MEAN) / DEVIATION, read(folder, f"{part}-labels-idx1")[:images].long())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("/usr/share/datasets/fashion-mnist"), help="the folder with the four .gz files of Fashion-MNIST")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("fashion-classifier.safetensors"), help="the file of weights")
    parser.add_argument("--checkpoint", type=pathlib.Path, default=pathlib.Path("fashion.checkpoint"), help="where the training is kept after each epoch")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint, if there is one")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--stop-after", type=int, metavar="EPOCHS", help="stop after so many epochs, as if the machine were needed for something else")
    parser.add_argument("--batch-size", type=int, default=64, help="the images of a step, over all processes")
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--images", type=int, default=60_000, help="how many images the training has; fewer for a short look")
    parser.add_argument("--uncompressed", action="store_true", help="train all weights, to compare with")
    return parser.parse_args()


def count_bytes(counted, bucket):
    """Sums gradients over processes as DistributedDataParallel does, and counts the bytes that a process gives into the sum."""
    counted["bytes"] += bucket.buffer().numel() * bucket.buffer().element_size()
    summed = dist.all_reduce(bucket.buffer().div_(dist.get_world_size()), async_op=True)
    return summed.get_future().then(lambda future: future.value()[0])


def accuracy(model, test):
    model.eval()
    with torch.no_grad():
        images, labels = test.tensors
        device = next(model.parameters()).device
        return float(torch.cat([model(part.to(device)).argmax(1).cpu() for part in images.split(1000)]).eq(labels).float().mean())


def main():
    options = arguments()
    rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if options.batch_size % processes:
        sys.exit(f"--batch-size {options.batch_size}: a multiple of the {processes} processes is needed")
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(device)
    if processes > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")

    data = dataset(options.data, "train", options.images)
    sampler = DistributedSampler(data, processes, rank, shuffle=True, seed=options.seed, drop_last=True)
    loader = DataLoader(data, options.batch_size // processes, sampler=sampler, drop_last=True)
    model = initialize_(network(not options.uncompressed), options.seed).to(device)
    optimizer = torch.optim.Adam(model.parameters(), options.learning_rate)
    steps = options.epochs * len(loader)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))

    first = 0
    if options.resume and options.checkpoint.exists():
        kept = torch.load(options.checkpoint, map_location=device)
        for part, state in (("model", model), ("optimizer", optimizer), ("schedule", schedule)):
            state.load_state_dict(kept[part])
        first = kept["epochs"]

    counted = {"bytes": 0}
    trained = model
    if processes > 1:
        trained = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)
        trained.register_comm_hook(counted, count_bytes)

    for epoch in range(first, options.epochs if options.stop_after is None else min(options.epochs, options.stop_after)):
        sampler.set_epoch(epoch)
        model.train()
        begin, total = time.perf_counter(), 0.0
        counted["bytes"] = 0
        for images, labels in loader:
            loss = F.cross_entropy(trained(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        if rank == 0:
            seconds = time.perf_counter() - begin
            print(f"epoch {epoch + 1}: loss {total / len(loader):.4f}, {seconds / len(loader) * 1e3:.2f} ms a step, {counted['bytes'] // len(loader)} bytes a step", flush=True)
            beside = options.checkpoint.with_name(options.checkpoint.name + ".new")
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epochs": epoch + 1}, beside)
            os.replace(beside, options.checkpoint)

    if rank == 0:
        print(f"test accuracy {100 * accuracy(model, dataset(options.data, 't10k', None)):.2f} %, {sum(parameter.numel() for parameter in model.parameters())} parameters")
        save_for_dotnet(model, options.output, class_names=CLASSES)
    if processes > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
