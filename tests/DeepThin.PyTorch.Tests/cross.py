"""PyTorch's half of the tests: reads what C# wrote into a folder, and writes what C# then reads.

    cross.py classes FOLDER     writes NAME.cs, the class of each model
    cross.py initial FOLDER     compares the values of initialize_(model, 7) with NAME.csharp.safetensors, which Create(7) saved
    cross.py forward FOLDER     loads that file and compares the outputs with NAME.csharp.outputs
    cross.py write FOLDER       writes NAME.python.safetensors of a model of its own, and NAME.python.outputs
    cross.py planner FOLDER     compares the planner with planner.tsv
    cross.py refuse FOLDER      prints why WithoutModules.safetensors does not fit modules
    cross.py export FOLDER      writes quadrants.onnx
"""
import array
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "src" / "deepthin-torch"))

import torch

from deepthin_torch import PlanningError, WeightsError, emit_csharp, initialize_, load_from_dotnet, plan, save_for_dotnet, smallest_ratio
from deepthin_torch._network import network_of, slots_of
from models import MODELS

SEED = 7
TOLERANCE = 1e-5


def floats(path):
    return torch.tensor(array.array("f", path.read_bytes()))


def outputs(name, model, folder):
    """The outputs for NAME.inputs, two samples one behind the other, or one sequence."""
    _, shape, steps, steps_last, indices = MODELS[name]
    inputs = floats(folder / f"{name}.inputs")
    if indices:
        inputs = inputs.long()
    if not steps:
        inputs = inputs.view(-1, *shape)
    elif indices:
        inputs = inputs.view(steps, 1)
    else:
        inputs = inputs.view(1, steps, *shape) if steps_last else inputs.view(steps, 1, *shape)
    model.eval()
    with torch.no_grad():
        return model(inputs).reshape(-1)


def classes(folder):
    for name, (make, shape, steps, _, _) in MODELS.items():
        (folder / f"{name}.cs").write_text(emit_csharp(make(), name, input_shape=shape if not steps and name != "LinearLayers" else None))


def initial(folder):
    for name, (make, *_) in MODELS.items():
        mine, theirs = initialize_(make(), SEED), make()
        load_from_dotnet(theirs, folder / f"{name}.csharp.safetensors")
        for (tensor, a), b in zip(slots_of(network_of(mine)).items(), slots_of(network_of(theirs)).values()):
            if not torch.allclose(a.tensor, b.tensor, rtol=1e-6, atol=1e-7):
                raise SystemExit(f"{name}: {tensor} begins with {a.tensor.reshape(-1)[:4].tolist()} here and with {b.tensor.reshape(-1)[:4].tolist()} in C#")


def forward(folder):
    for name, (make, *_) in MODELS.items():
        model = make()
        load_from_dotnet(model, folder / f"{name}.csharp.safetensors")
        compare(name, outputs(name, model, folder), floats(folder / f"{name}.csharp.outputs"))


def write(folder):
    for name, (make, *_) in MODELS.items():
        torch.manual_seed(3)
        model = make()
        with torch.no_grad():
            for tensor, slot in slots_of(network_of(model)).items():
                if tensor.endswith("running_var"):
                    slot.tensor.uniform_(0.5, 2)
                elif slot.initial[0] == "constant":
                    slot.tensor.add_(0.3 * torch.randn_like(slot.tensor))
        save_for_dotnet(model, folder / f"{name}.python.safetensors")
        (folder / f"{name}.python.outputs").write_bytes(array.array("f", outputs(name, model, folder).tolist()).tobytes())


def planner(folder):
    lines = (folder / "planner.tsv").read_text().splitlines()
    wrong = []
    for line in lines:
        q, r, inputs, rank, ratio, form, gains, n, m, taken, kept, smallest = line.split("\t")
        q, r, inputs, rank = int(q), int(r), int(inputs), int(rank)
        try:
            made = plan(q, r, float(ratio), rank, form.lower(), gains.lower(), input_gains=inputs)
            found = (str(made.n), str(made.m), made.gains, made.parameters)
        except PlanningError:
            found = ("0", "0", "none", 0)
        mine = smallest_ratio(q, r, rank, taken.lower(), inputs)
        if found != (n, m, taken.lower(), int(kept)) or mine != float(smallest):
            wrong.append(f"{line}: here {found}, {mine!r}")
    if wrong or len(lines) < 10_000:
        raise SystemExit(f"{len(wrong)} of {len(lines)} shapes are planned otherwise:\n" + "\n".join(wrong[:20]))
    print(f"{len(lines)} shapes are planned alike")


def export(folder):
    whole = torch.nn.Sequential(torch.nn.Linear(20, 256), torch.nn.ReLU(), torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 2)).eval()
    torch.onnx.export(whole, torch.zeros(1, 20), str(folder / "quadrants.onnx"), input_names=["x"], output_names=["scores"], dynamic_axes={"x": {0: "batch"}, "scores": {0: "batch"}})


def refuse(folder):
    linear, recurrent = [torch.nn.Linear(40, 40) for _ in range(4)], [torch.nn.GRU(40, 40), torch.nn.LSTM(40, 40), torch.nn.RNN(40, 40)]
    try:
        load_from_dotnet(Stack(linear, recurrent), folder / "WithoutModules.safetensors")
    except WeightsError as error:
        print(error)


class Stack(torch.nn.Module):
    def __init__(self, linear, recurrent):
        super().__init__()
        self.linear, self.recurrent = torch.nn.Sequential(*linear), torch.nn.ModuleList(recurrent)

    def forward(self, x):
        x = self.linear(x)
        for layer in self.recurrent:
            x, _ = layer(x)
        return x


def compare(name, mine, theirs):
    distance = float((mine - theirs).abs().max()) if mine.shape == theirs.shape else float("inf")
    if not distance <= TOLERANCE * max(1.0, float(theirs.abs().max())):
        raise SystemExit(f"{name}: outputs are {distance} apart: {mine[:5].tolist()} here and {theirs[:5].tolist()} in C#")
    print(f"{name}: {distance:.1e}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    globals()[sys.argv[1]](pathlib.Path(sys.argv[2]))
