import json
import os
import pathlib
import struct
import tempfile
import unittest

import torch
import torch.nn.functional as F
from torch import nn

from deepthin_torch import DeepThinConv2d, DeepThinLinear, DeepThinLSTM, UnsupportedModelError, WeightsError, emit_csharp, initialize_, load_from_dotnet, safetensors, save_for_dotnet


def network():
    return nn.Sequential(nn.Flatten(), DeepThinLinear(60, 80, 0.2), nn.ReLU(), nn.BatchNorm1d(80), nn.Linear(80, 5))


class FileTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name) / "model.safetensors"

    def test_a_file_has_the_format_and_the_names_of_the_page_about_weights(self):
        model = network()
        save_for_dotnet(model, self.path, class_names=["a", "b", "c", "d", "é"])
        data = self.path.read_bytes()
        (length,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + length])
        self.assertEqual(0, length % 8)
        self.assertEqual("é", header.pop("__metadata__")["class_names.4"])
        self.assertEqual(
            ["layers.0.xf", "layers.0.wf", "layers.0.input_gain", "layers.0.bias", "layers.1.weight", "layers.1.bias", "layers.1.running_mean", "layers.1.running_var", "layers.2.weight", "layers.2.bias"], list(header)
        )
        entry = header["layers.2.weight"]
        self.assertEqual({"dtype": "F32", "shape": [5, 80]}, {key: entry[key] for key in ("dtype", "shape")})
        begin, end = entry["data_offsets"]
        values = struct.unpack(f"<{5 * 80}f", data[8 + length + begin : 8 + length + end])
        self.assertEqual(model[4].weight.reshape(-1).tolist(), list(values))
        self.assertEqual(len(data), 8 + length + max(entry["data_offsets"][1] for entry in header.values()))
        self.assertEqual(["model.safetensors"], os.listdir(self.folder.name))

    def test_what_was_saved_is_loaded(self):
        model, other = network(), network()
        model[3].running_mean.normal_()
        for dtype, tolerance in ((torch.float32, 0), (torch.bfloat16, 1e-2), (torch.float16, 1e-3)):
            save_for_dotnet(model, self.path, dtype)
            load_from_dotnet(other, self.path)
            for mine, theirs in zip(model.state_dict().values(), other.state_dict().values()):
                if mine.is_floating_point():
                    torch.testing.assert_close(theirs, mine, rtol=tolerance, atol=tolerance * 1e-3)

    def test_a_file_that_does_not_fit_is_refused_as_a_whole(self):
        model = network()
        safetensors.write(self.path, {"layers.0.xf": torch.zeros(3, 1), "layers.2.weight": torch.zeros(80, 5), "layers.9.bias": torch.zeros(2)})
        before = {name: value.clone() for name, value in model.state_dict().items()}
        with self.assertRaises(WeightsError) as caught:
            load_from_dotnet(model, self.path)
        message = str(caught.exception)
        self.assertIn("model.safetensors does not fit Sequential:\n", message)
        self.assertIn(f"layers.0.xf: [3, 1], but the model needs {list(model[1].xf.shape)}; is it of another ratio?", message)
        self.assertIn("layers.2.weight: [80, 5], but the model needs [5, 80]; is it transposed?", message)
        self.assertIn("layers.0.wf: " + str(list(model[1].wf.shape)) + " is missing", message)
        self.assertIn("layers.9.bias: [2] is not of the model", message)
        for name, value in model.state_dict().items():
            self.assertTrue(torch.equal(before[name], value))

    def test_factors_in_place_of_a_weight_are_named(self):
        compressed, whole = nn.Sequential(DeepThinLSTM(20, 20, ratio=0.4, recurrent_ratio=None)), nn.Sequential(nn.LSTM(20, 20))
        for saved, loaded, name, message in (
            (compressed, whole, "weight_ih", "the file has factors, as of a layer with a Ratio"), (whole, compressed, "xf_ih", "the file has a whole weight, as of a layer without a Ratio")
        ):
            save_for_dotnet(saved, self.path)
            with self.assertRaises(WeightsError) as caught:
                load_from_dotnet(loaded, self.path)
            (line,) = [line for line in str(caught.exception).splitlines() if line.startswith(f"  layers.0.{name}: ") and "missing" in line]
            self.assertIn(message, line)

    def test_layers_without_a_module_are_named(self):
        model = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 8))
        for name, kind, instead in (
            ("layers.1.u", "[LowRank]", "declare [Dense] with a Ratio in C#"),
            ("layers.1.v_hh", "Compression.LowRank", "declare the layer without Compression"),
            ("layers.1.buckets", "[Hashed]", "declare [Dense] with a Ratio in C#"),
            ("layers.1.buckets_ih", "Compression.Hashed", "declare the layer without Compression"),
            ("layers.1.weight.values", "[Pruned]", "declare [Dense] in C#"),
            ("layers.1.weight_hn", "[Gru] with ResetBefore", "declare [Gru] without ResetBefore"),
            ("layers.1.bias.xf", "a compressed bias", "bias_ratio"),
        ):
            safetensors.write(self.path, {"layers.0.weight": torch.zeros(8, 8), name: torch.zeros(3)})
            with self.subTest(name=name), self.assertRaises(WeightsError) as caught:
                load_from_dotnet(model, self.path)
            lines = str(caught.exception).splitlines()
            self.assertIn(f"  layers.1: {name[len('layers.1.'):]} is of {kind}", lines[1])
            self.assertIn(instead, lines[1])
            self.assertEqual(["  layers.0.bias: [8] is missing"], lines[2:])

    def test_weights_that_layers_share_must_be_the_same(self):
        shared = nn.Linear(8, 8)
        model = nn.Sequential(shared, nn.ReLU(), shared)
        save_for_dotnet(model, self.path)
        load_from_dotnet(model, self.path)
        save_for_dotnet(nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8)), self.path)
        with self.assertRaisesRegex(WeightsError, "layers.1.weight: the model has one tensor for it and for layers.0.weight"):
            load_from_dotnet(model, self.path)

    def test_damaged_files_are_refused(self):
        for data, message in (
            (b"abc", "it has 3 bytes only"),
            (struct.pack("<Q", 1000) + b"{}", "its header would have 1000 bytes"),
            (struct.pack("<Q", 2) + b"{,", "its header is no JSON"),
            (struct.pack("<Q", 2) + b"[]", "its header is no object"),
            (self.packed({"a": {"dtype": "F4", "shape": [1], "data_offsets": [0, 4]}}, 4), "a has the type F4"),
            (self.packed({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}, 4), "does not fit bytes 0 to 4"),
            (self.packed({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, 4), "does not fit bytes 0 to 8"),
            (self.packed({"a": 3}, 4), "a has no dtype, shape and data_offsets"),
        ):
            self.path.write_bytes(data)
            with self.assertRaisesRegex(WeightsError, message):
                safetensors.read(self.path)

    def test_unsigned_indices_are_read(self):
        header = {name: {"dtype": kind, "shape": [2], "data_offsets": [begin, end]} for name, kind, begin, end in (("a", "U16", 0, 4), ("b", "U32", 4, 12))}
        data = self.packed(header, 0) + struct.pack("<HHII", 7, 65_535, 7, 4_294_967_295)
        self.path.write_bytes(data)
        tensors, _ = safetensors.read(self.path)
        self.assertEqual([7, 65_535], tensors["a"].tolist())
        self.assertEqual([7, 4_294_967_295], tensors["b"].tolist())

    def test_a_failed_save_leaves_the_old_file(self):
        model = network()
        save_for_dotnet(model, self.path)
        before = self.path.read_bytes()
        model[1].bias.data[3] = float("nan")
        with self.assertRaisesRegex(WeightsError, "layers.0.bias has values that are no finite numbers"):
            save_for_dotnet(model, self.path)
        with self.assertRaisesRegex(ValueError, "dtype=torch.int8"):
            save_for_dotnet(model, self.path, torch.int8)
        self.assertEqual(before, self.path.read_bytes())
        self.assertEqual(["model.safetensors"], os.listdir(self.folder.name))

    @staticmethod
    def packed(header, length):
        text = json.dumps(header).encode()
        return struct.pack("<Q", len(text)) + text + bytes(length)


class ClassTests(unittest.TestCase):
    def test_the_class_of_a_network(self):
        self.assertEqual(
            "using DeepThin;\n\nnamespace My.Networks;\n\n[DeepThinModel(Training = true)]\n[Dense(60, 80, Ratio = 0.2, Activation = Activation.Relu)]\n[BatchNorm(80)]\n[Dense(80, 5)]\npublic sealed partial class Small;\n",
            emit_csharp(network(), "Small", "My.Networks", training=True),
        )

    def test_a_single_layer_is_a_network(self):
        self.assertIn("[Dense(60, 80, Ratio = 0.2, Activation", emit_csharp(nn.DataParallel(network())))
        self.assertIn("[Lstm(12, 20, Ratio = 0.4, RecurrentRatio = 0.4)]\n[Lstm(20, 20", emit_csharp(DeepThinLSTM(12, 20, 2, ratio=0.4, recurrent_ratio=0.4)))

    def test_a_value_that_two_layers_read_keeps_its_activation_apart(self):
        class Twice(nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.second = nn.Linear(8, 8), nn.Linear(8, 8)

            def forward(self, x):
                x = self.first(x)
                return self.second(torch.relu(x)) + x

        self.assertIn('[Dense(8, 8, Name = "first")]\n[Activate(Activation.Relu)]\n[Dense(8, 8)]\n[Residual("first")]\n', emit_csharp(Twice()))

    def test_what_has_no_layer_is_named(self):
        class Branch(nn.Module):
            def forward(self, x):
                return x if x.sum() > 0 else -x

        class Scaled(nn.Module):
            def __init__(self):
                super().__init__()
                self.scale = nn.Parameter(torch.ones(3))

            def forward(self, x):
                return F.relu(x) * self.scale

        for model, message in (
            (Branch(), "torch.fx cannot follow Branch"),
            (Scaled(), "scale has no layer in .NET: scale is a parameter"),
            (nn.Sequential(nn.Linear(8, 8), nn.Upsample(3)), r"1 \(Upsample\) has no layer in .NET"),
            (nn.Sequential(nn.Linear(8, 8), nn.BatchNorm1d(8, affine=False)), "affine=True"),
            (nn.Sequential(nn.Conv2d(3, 8, 3), nn.Linear(8, 8)), "put a Flatten before it"),
            (nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, padding_mode="circular")), "padding_mode='circular'"),
            (nn.Sequential(nn.MaxPool2d(2, ceil_mode=True)), "ceil_mode"),
            (nn.Identity(), "no layers"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(UnsupportedModelError, message):
                emit_csharp(model, input_shape=(3, 9, 9))
        with self.assertRaisesRegex(ValueError, r"begins with \[Conv2D\] needs the shape of a sample, such as \(1, 28, 28\)"):
            emit_csharp(nn.Sequential(DeepThinConv2d(8, 8, 3, ratio=0.5)))
        with self.assertRaisesRegex(ValueError, "'3rd' is no name in C#"):
            emit_csharp(network(), "3rd")

    def test_the_values_of_a_seed_are_the_same_again(self):
        first, second, other = initialize_(network(), 1), initialize_(network(), 1), initialize_(network(), 2)
        self.assertTrue(torch.equal(first[1].wf, second[1].wf))
        self.assertFalse(torch.equal(first[1].wf, other[1].wf))
        self.assertEqual({-1.0, 1.0}, set(first[1].xf.reshape(-1).tolist()))
        self.assertAlmostEqual(1, float(first[1].wf.var()) * 30, delta=0.2)


if __name__ == "__main__":
    unittest.main()
