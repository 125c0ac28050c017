import unittest

import torch
from torch import nn

from deepthin_torch import DeepThinConv1d, DeepThinConv2d, DeepThinEmbedding, DeepThinGRU, DeepThinLinear, DeepThinLSTM, compress_, plan
from deepthin_torch.fitting import fit
from deepthin_torch.functional import compose


class FitTests(unittest.TestCase):
    def test_without_gains_the_fit_is_the_truncated_singular_value_decomposition(self):
        torch.manual_seed(0)
        for n in (28, 7):  # n divides Q·R, so that the last row is whole
            weight = torch.randn(28, 15)
            for rank in (1, 3):
                values = torch.linalg.svdvals(weight.double().reshape(-1, n)) ** 2
                found = fit(weight, plan(15, 28, None, rank, gains="none", n=n))
                self.assertAlmostEqual(float(values[:rank].sum() / values.sum()), found.captured, 6)
                self.assertAlmostEqual(found.captured, 1 - float((compose(found.xf, found.wf, 15, 28) - weight).square().sum() / weight.square().sum()), 5)
                torch.testing.assert_close(found.xf.norm(dim=0), found.wf.norm(dim=1))

    def test_what_factors_and_gains_can_express_is_found(self):
        torch.manual_seed(0)
        for q, r, rank, gains in ((40, 30, 1, "none"), (40, 30, 2, "none"), (40, 30, 1, "inputs"), (40, 30, 1, "both"), (40, 30, 1, "outputs")):
            made = plan(q, r, 0.5, rank, gains=gains)
            weight = compose(torch.rand(made.m, rank) + 0.5, torch.randn(rank, made.n), q, r)
            if made.has_input_gain:
                weight = weight * (torch.rand(q) + 0.5)
            if made.has_output_gain:
                weight = weight * (torch.rand(r, 1) + 0.5)
            with self.subTest(rank=rank, gains=gains):
                self.assertGreater(fit(weight, made).captured, 0.999)

    def test_gains_capture_more_of_a_weight_whose_inputs_differ(self):
        torch.manual_seed(0)
        weight = torch.randn(64, 64) * torch.linspace(0.1, 2, 64)
        self.assertGreater(fit(weight, plan(64, 64, 0.3, gains="inputs")).captured, fit(weight, plan(64, 64, 0.3, gains="none")).captured + 0.05)

    def test_a_weight_of_zeros_and_a_half_weight(self):
        self.assertEqual(1, fit(torch.zeros(30, 40), plan(40, 30, 0.5)).captured)
        self.assertEqual(torch.float16, fit(torch.randn(30, 40).half(), plan(40, 30, 0.5)).xf.dtype)

    def test_layers_of_a_layer_have_its_outputs_where_they_can(self):
        torch.manual_seed(0)
        for first, make, x in (
            (DeepThinLinear(40, 30, 0.5), DeepThinLinear.from_linear, torch.randn(3, 40)),
            (DeepThinConv2d(6, 20, 3, 2, 1, ratio=0.3), DeepThinConv2d.from_conv, torch.randn(2, 6, 9, 9)),
            (DeepThinConv1d(6, 20, 3, ratio=0.3, gains="none"), DeepThinConv1d.from_conv, torch.randn(2, 6, 9)),
        ):
            nn.init.uniform_(first.xf, 0.5, 1.5)
            nn.init.uniform_(first.bias)
            if first.input_gain is not None:
                nn.init.uniform_(first.input_gain, 0.5, 1.5)
            if isinstance(first, DeepThinLinear):
                whole = nn.Linear(40, 30)
            else:
                whole = (nn.Conv2d if isinstance(first, DeepThinConv2d) else nn.Conv1d)(6, 20, 3, first.stride, first.padding)
            whole.weight.data.copy_(first.weight)
            whole.bias.data.copy_(first.bias)
            again = make(whole.eval(), first.ratio, gains="none" if first.input_gain is None else "auto")
            self.assertFalse(again.training)
            self.assertLess(float((again(x) - whole(x)).norm() / whole(x).norm()), 0.05)
        with self.assertRaisesRegex(ValueError, "groups=2"):
            DeepThinConv1d.from_conv(nn.Conv1d(4, 4, 3, groups=2))
        with self.assertRaisesRegex(TypeError, "DeepThinConv1d is made of torch.nn.Conv1d, and not of Conv2d"):
            DeepThinConv1d.from_conv(nn.Conv2d(4, 4, 3))
        with self.assertRaisesRegex(ValueError, "padding_idx=0"):
            DeepThinEmbedding.from_embedding(nn.Embedding(300, 20, padding_idx=0))
        with self.assertRaisesRegex(TypeError, "DeepThinLSTM is made of torch.nn.LSTM, and not of GRU"):
            DeepThinLSTM.from_lstm(nn.GRU(4, 4))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(300, 40)
        self.lstm = nn.LSTM(40, 48, 2, bidirectional=True)
        self.body = nn.Sequential(nn.Linear(96, 80), nn.ReLU(), nn.Linear(80, 80), nn.ReLU())
        self.small = nn.Linear(80, 8)
        self.head = nn.Linear(8, 300)

    def forward(self, x):
        return self.head(self.small(self.body(self.lstm(self.table(x))[0])))


class CompressTests(unittest.TestCase):
    def test_all_layers_are_compressed_in_place(self):
        model = Model().eval()
        result = compress_(model, 0.3, skip="head")
        self.assertEqual(["DeepThinEmbedding", "DeepThinLSTM", "DeepThinLinear", "DeepThinLinear", "Linear", "Linear"],
                         [type(layer).__name__ for layer in (model.table, model.lstm, model.body[0], model.body[2], model.small, model.head)])
        self.assertEqual([("small", "it has 640 weights only"), ("head", "skipped")], [(layer.name, layer.left) for layer in result.layers if layer.left])
        self.assertEqual(sum(parameter.numel() for parameter in model.parameters()), result.after)
        self.assertEqual(result.after, result.before - sum(layer.before - layer.after for layer in result.layers))
        self.assertFalse(model.body[0].training)
        lines = str(result).splitlines()
        self.assertEqual(8, len(lines))
        self.assertRegex(lines[3], r"^body.0 +Linear +7,760 +2,\d\d\d +\d\d\.\d % +wide, rank=1")
        self.assertRegex(lines[-1], r"^all .* are kept$")
        self.assertEqual((5, 2, 300), model(torch.randint(0, 300, (5, 2))).shape)

    def test_ratios_of_patterns(self):
        model = Model()
        compress_(model, {"body.0": 0.2, "body.*": 0.4}, rank=2, form="tall", gains="none")
        self.assertEqual((0.2, 0.4), (model.body[0].ratio, model.body[2].ratio))
        self.assertEqual((2, "tall", "none"), (model.body[0].plan.rank, model.body[0].plan.form, model.body[0].plan.gains))
        self.assertIs(nn.LSTM, type(model.lstm))

    def test_more_is_captured_at_a_larger_ratio(self):
        captured = []
        for ratio in (0.1, 0.3, 0.6):
            torch.manual_seed(0)
            captured.append(compress_(nn.Sequential(nn.Linear(100, 100)), ratio).layers[0].captured)
        self.assertEqual(sorted(captured), captured)

    def test_what_cannot_be_compressed_stays_whole(self):
        class Tied(nn.Module):
            def __init__(self):
                super().__init__()
                self.table, self.head = nn.Embedding(200, 50), nn.Linear(50, 200)
                self.head.weight = self.table.weight
                self.normed = nn.utils.weight_norm(nn.Linear(50, 50))
                self.grouped = nn.Conv1d(64, 64, 3, groups=2)
                self.attention = nn.MultiheadAttention(64, 4)
                self.tiny = nn.Linear(1, 2000)
                self.padded = nn.Embedding(200, 50, padding_idx=0)
                self.once = nn.Linear(60, 60)
                self.twice = self.once

        model = Tied()
        left = {layer.name: layer.left for layer in compress_(model, 0.2).layers}
        self.assertEqual("it shares its weights with another layer", left["table"])
        self.assertEqual("it shares its weights with another layer", left["head"])
        self.assertEqual("its weight is computed from others", left["normed"])
        self.assertEqual("it has 2 groups", left["grouped"])
        self.assertEqual("it has padding_idx=0", left["padded"])
        self.assertIn("smallest ratio" if "smallest ratio" in left["tiny"] else "", left["tiny"])
        self.assertNotIn("attention.out_proj", left)
        self.assertIsInstance(model.once, DeepThinLinear)
        self.assertIs(model.once, model.twice)

    def test_faults_are_named(self):
        with self.assertRaisesRegex(ValueError, "'haed' fits no layer; the layers are 'table', 'lstm', 'body.0"):
            compress_(Model(), 0.3, skip="haed")
        with self.assertRaisesRegex(ValueError, r"ratio=3 of 'body.\*': a share above 0"):
            compress_(Model(), {"body.*": 3})
        with self.assertRaisesRegex(ValueError, "DeepThinLinear.from_linear"):
            compress_(nn.Linear(100, 100), 0.3)
        result = compress_(Model(), 0.02)
        self.assertIn("smallest ratio", next(layer.left for layer in result.layers if layer.name == "body.0"))


if __name__ == "__main__":
    unittest.main()
