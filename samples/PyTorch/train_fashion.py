#!/usr/bin/env python3
"""Trains a network of samples/FashionMnist in PyTorch, on any number of processes, and writes the file of weights that the program in C# takes.

    python3 train_fashion.py --epochs 5
    torchrun --nproc_per_node=2 train_fashion.py --epochs 5
    torchrun --nproc_per_node=2 train_fashion.py --epochs 5 --resume           goes on where a training was stopped
    torchrun --nproc_per_node=2 --max-restarts=3 train_fashion.py --epochs 5   goes on by itself when a process dies

Processes with GPUs talk through nccl, others through gloo. Each takes its share of a batch. Only the first process reads and writes checkpoints.
"""
import argparse
import datetime
import gzip
import json
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

from deepthin_torch import DeepThinConv2d, DeepThinLinear, initialize_, save_for_dotnet

CLASSES = ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
MEAN, DEVIATION = 0.2860, 0.3530
MOST_IMAGES = 55_000  # the other 5000 validate
WARM_UP_STEPS = 100
LEARNING_RATES = {"dense": 4e-3, "conv": 8e-3}
UNCOMPRESSED_LEARNING_RATE = 1e-3
# A process that dies is noticed at once. A machine that no longer answers is given up after this time.
TIMEOUT = datetime.timedelta(minutes=5)


def dense_network(compressed):
    """FashionClassifier of samples/FashionMnist, or DenseClassifier."""
    large = (lambda q, r: DeepThinLinear(q, r, ratio=0.03)) if compressed else nn.Linear
    return nn.Sequential(large(784, 1024), nn.ReLU(), large(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))


def conv_network(compressed):
    """ConvClassifier of samples/FashionMnist, or WholeConvClassifier."""
    convolution = DeepThinConv2d(32, 64, 3, padding=1, ratio=0.1) if compressed else nn.Conv2d(32, 64, 3, padding=1)
    large = DeepThinLinear(3136, 256, ratio=0.03) if compressed else nn.Linear(3136, 256)
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), convolution, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), large, nn.ReLU(), nn.Linear(256, 10),
    )


NETWORKS = {"dense": (dense_network, (784,)), "conv": (conv_network, (1, 28, 28))}


def read(folder, name):
    """An idx file: a magic number with the number of dimensions, the dimensions, the bytes."""
    with gzip.open(folder / f"{name}-ubyte.gz") as file:
        data = bytearray(file.read())
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    return torch.frombuffer(data, dtype=torch.uint8, offset=4 + 4 * data[3]).view(shape)


def dataset(folder, part, shape, images=slice(None)):
    pixels, labels = read(folder, f"{part}-images-idx3")[images], read(folder, f"{part}-labels-idx1")[images]
    return TensorDataset((pixels.reshape(-1, *shape) / 255 - MEAN) / DEVIATION, labels.long())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("/usr/share/datasets/fashion-mnist"), help="the folder with the four .gz files of Fashion-MNIST")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("fashion-classifier.safetensors"), help="the file of weights")
    parser.add_argument("--checkpoint", type=pathlib.Path, default=pathlib.Path("fashion.checkpoint"), help="where the training is kept after each epoch")
    parser.add_argument("--history", type=pathlib.Path, help="a file in JSON that receives the figures of each epoch")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint, if there is one")
    parser.add_argument("--network", choices=list(NETWORKS), default="dense", help="784-1024-1024-10, or two convolutions and two fully connected layers")
    parser.add_argument("--uncompressed", action="store_true", help="train all weights, to compare with")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--stop-after", type=int, metavar="EPOCHS", help="stop after so many epochs, as if the machine were needed for something else")
    parser.add_argument("--batch-size", type=int, default=64, help="the images of a step, over all processes")
    parser.add_argument("--learning-rate", type=float, help="the highest learning rate; 0.004, with --network conv 0.008, and with --uncompressed 0.001")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--images", type=int, default=MOST_IMAGES, help=f"how many of the {MOST_IMAGES} images the training has; fewer for a short look")
    options = parser.parse_args()
    if options.learning_rate is None:
        options.learning_rate = UNCOMPRESSED_LEARNING_RATE if options.uncompressed else LEARNING_RATES[options.network]
    if not options.batch_size <= options.images <= MOST_IMAGES:
        parser.error(f"--images {options.images}: {options.batch_size}, which is a batch, to {MOST_IMAGES} are possible")
    return options


def optimizer_of(model, learning_rate):
    """The optimiser of the sample in C#: a decoupled weight decay, but not of gains."""
    gains = [parameter for name, parameter in model.named_parameters() if name.endswith("_gain")]
    others = [parameter for name, parameter in model.named_parameters() if not name.endswith("_gain")]
    return torch.optim.AdamW([{"params": others}, {"params": gains, "weight_decay": 0.0}], learning_rate, betas=(0.9, 0.99), weight_decay=0.03)


def schedule_of(optimizer, steps):
    """Rises in 100 steps, and then falls along a line to 0."""
    falling = max(1, steps - WARM_UP_STEPS)
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: (step + 1) / WARM_UP_STEPS if step < WARM_UP_STEPS else max(0.0, 1 - (step - WARM_UP_STEPS) / falling))


def count_bytes(counted, bucket):
    """Sums gradients over processes as DistributedDataParallel does, and counts the bytes that a process gives into the sum."""
    counted["bytes"] += bucket.buffer().numel() * bucket.buffer().element_size()
    summed = dist.all_reduce(bucket.buffer().div_(dist.get_world_size()), async_op=True)
    return summed.get_future().then(lambda future: future.value()[0])


@torch.no_grad()
def judge(model, data):
    """The loss and the accuracy for images that the training has not seen."""
    model.eval()
    images, labels = data.tensors
    device = next(model.parameters()).device
    scores = torch.cat([model(part.to(device)).cpu() for part in images.split(1000)])
    return float(F.cross_entropy(scores, labels, label_smoothing=0.1)), float(scores.argmax(1).eq(labels).float().mean())


# What a checkpoint must agree in with the training that goes on from it.
RECIPE = ("network", "uncompressed", "epochs", "batch_size", "learning_rate", "seed", "images")


def resumed(options, rank, processes):
    """What the first process finds in the checkpoint, for all processes; None where a training begins."""
    # torchrun starts the same command anew when a process has died.
    resume = options.resume or int(os.environ.get("TORCHELASTIC_RESTART_COUNT", 0)) > 0
    kept = None
    if rank == 0 and not resume:
        options.checkpoint.unlink(missing_ok=True)
    elif rank == 0 and options.checkpoint.exists():
        kept = torch.load(options.checkpoint, map_location="cpu")
        for name in RECIPE:
            if kept["recipe"][name] != getattr(options, name):
                sys.exit(f"{options.checkpoint} is of a training with {name}={kept['recipe'][name]}, and this one has {name}={getattr(options, name)}; give it another --checkpoint, or leave out --resume")
    if processes > 1:
        shared = [kept]
        dist.broadcast_object_list(shared)
        kept = shared[0]
    return kept


def keep(path, contents):
    """Writes a checkpoint beside the old one, and then in its place."""
    beside = path.with_name(path.name + ".new")
    torch.save(contents, beside)
    os.replace(beside, path)


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
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=TIMEOUT)

    make, shape = NETWORKS[options.network]
    data = dataset(options.data, "train", shape, slice(options.images))
    validation = dataset(options.data, "train", shape, slice(MOST_IMAGES, None))
    sampler = DistributedSampler(data, processes, rank, shuffle=True, seed=options.seed, drop_last=True)
    loader = DataLoader(data, options.batch_size // processes, sampler=sampler, drop_last=True)
    model = initialize_(make(not options.uncompressed), options.seed).to(device)
    optimizer = optimizer_of(model, options.learning_rate)
    schedule = schedule_of(optimizer, options.epochs * len(loader))

    history = []
    kept = resumed(options, rank, processes)
    if kept is not None:
        for part, state in (("model", model), ("optimizer", optimizer), ("schedule", schedule)):
            state.load_state_dict(kept[part])
        history = kept["history"]

    counted = {"bytes": 0}
    trained = model
    if processes > 1:
        trained = DistributedDataParallel(model, device_ids=[device.index] if device.type == "cuda" else None)
        trained.register_comm_hook(counted, count_bytes)

    last = options.epochs if options.stop_after is None else min(options.epochs, options.stop_after)
    for epoch in range(len(history) + 1, last + 1):
        sampler.set_epoch(epoch)
        model.train()
        begin, total = time.perf_counter(), 0.0
        counted["bytes"] = 0
        for images, labels in loader:
            loss = F.cross_entropy(trained(images.to(device)), labels.to(device), label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate = schedule.get_last_lr()[0]
            schedule.step()
            total += float(loss.detach())
        milliseconds = (time.perf_counter() - begin) / len(loader) * 1e3
        validation_loss, accuracy = judge(model, validation) if rank == 0 else (None, None)
        history.append({
            "number": epoch, "trainingLoss": total / len(loader), "validationLoss": validation_loss, "validationAccuracy": accuracy,
            "learningRate": rate, "seconds": time.perf_counter() - begin,
        })
        if rank == 0:
            recipe = {name: getattr(options, name) for name in RECIPE}
            keep(options.checkpoint, {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "history": history, "recipe": recipe})
            sent = f", {counted['bytes'] // len(loader)} bytes a step" if processes > 1 else ""
            print(f"epoch {epoch}: loss {total / len(loader):.3f}, validation loss {validation_loss:.3f}, accuracy {100 * accuracy:.1f} %, {milliseconds:.2f} ms a step{sent}", flush=True)

    if rank == 0:
        if options.history is not None:
            options.history.write_text(json.dumps(history, indent=2) + "\n")
        save_for_dotnet(model, options.output, class_names=CLASSES)
        print(f"test accuracy {100 * judge(model, dataset(options.data, 't10k', shape))[1]:.2f} %, {sum(parameter.numel() for parameter in model.parameters())} parameters")
    if processes > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
