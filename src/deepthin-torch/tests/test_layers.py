import copy
import io
import unittest

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

from deepthin_torch import DeepThinConv1d, DeepThinConv2d, DeepThinEmbedding, DeepThinGRU, DeepThinLinear, DeepThinLSTM, DeepThinRNN, functional, plan

SHAPES = [(20, 30, 0.4, "tall", 1), (64, 48, 0.2, "tall", 2), (64, 48, 0.2, "wide", 2), (100, 300, 0.1, "wide", 1), (300, 70, 0.1, "wide", 1), (7, 300, 0.3, "tall", 1), (7, 300, 0.3, "wide", 1), (300, 7, 0.3, "wide", 1), (128, 128, 0.04, "wide", 1)]


def weight_by_index(xf, wf, q, r):
    """W[q, c] = W_aux[i / n, i mod n] with i = c·Q + q, value by value; transposed, as PyTorch has it."""
    n = wf.shape[1]
    weight = torch.empty(r, q, dtype=xf.dtype)
    for c in range(r):
        for p in range(q):
            i = c * q + p
            weight[c, p] = sum(xf[i // n, k] * wf[k, i % n] for k in range(wf.shape[0]))
    return weight


def randomized(module, seed=0):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64).to(parameter.dtype) * 0.3)
    return module


class FunctionTests(unittest.TestCase):
    def test_the_weight_is_laid_out_as_the_paper_says(self):
        for q, r, rank in ((20, 30, 1), (9, 14, 3)):
            made = plan(q, r, None, rank, n=23)
            xf, wf = torch.randn(made.m, rank, dtype=torch.float64), torch.randn(rank, made.n, dtype=torch.float64)
            torch.testing.assert_close(functional.compose(xf, wf, q, r), weight_by_index(xf, wf, q, r))

    def test_every_method_computes_the_same(self):
        for q, r, ratio, form, rank in SHAPES:
            made = plan(q, r, ratio, rank, form)
            x, xf, wf = (torch.randn(*size, dtype=torch.float64) for size in ((2, 3, q), (made.m, rank), (rank, made.n)))
            wanted = functional.linear(x, xf, wf, r, torch.ones(r, dtype=torch.float64), "rebuild")
            for method in ("auto", "correlation") + (("fourier",) if functional._bands(q, r, made.n) else ()):
                with self.subTest(shape=(q, r, ratio, form, rank), method=method):
                    torch.testing.assert_close(functional.linear(x, xf, wf, r, torch.ones(r, dtype=torch.float64), method), wanted)

    def test_gradients_of_every_method_are_those_of_differences(self):
        for q, r, ratio, form, rank, method in ((6, 9, 0.7, "tall", 1, "correlation"), (6, 9, 0.8, "tall", 2, "rebuild"), (9, 8, 0.7, "wide", 1, "fourier"), (7, 12, 0.8, "wide", 2, "fourier"), (7, 5, 0.8, "wide", 1, "rebuild"), (12, 11, 0.9, "tall", 2, "correlation")):
            made = plan(q, r, ratio, rank, form, "none")
            parts = [torch.randn(*size, dtype=torch.float64, requires_grad=True) for size in ((3, q), (made.m, rank), (rank, made.n))]
            with self.subTest(method=method, shape=(q, r, rank)):
                self.assertTrue(torch.autograd.gradcheck(lambda x, xf, wf: functional.linear(x, xf, wf, r, method=method), parts))

    def test_gradients_of_every_method_are_those_of_a_composed_weight(self):
        for q, r, ratio, form, rank in SHAPES:
            made = plan(q, r, ratio, rank, form)
            method = "correlation" if form == "tall" else "fourier"
            x, xf, wf = (torch.randn(*size, dtype=torch.float64, requires_grad=True) for size in ((4, q), (made.m, rank), (rank, made.n)))
            upstream = torch.randn(4, r, dtype=torch.float64)
            with self.subTest(shape=(q, r, ratio, form, rank)):
                found = torch.autograd.grad(functional.linear(x, xf, wf, r, method=method), (x, xf, wf), upstream)
                weight = (xf @ wf).reshape(-1)[: q * r].view(r, q)
                wanted = torch.autograd.grad(F.linear(x, weight), (x, xf, wf), upstream)
                torch.testing.assert_close(found, wanted)
                self.assertTrue(all(gradient.is_contiguous() and (gradient.stride(0) == gradient.shape[1]) for gradient in found[1:]))

    def test_the_method_is_chosen_by_size_and_samples(self):
        tall, wide = plan(2048, 2048, 0.03, form="tall"), plan(2048, 2048, 0.03)
        for made, samples, wanted in ((tall, 16, "correlation"), (wide, 4, "fourier"), (plan(64, 64, 0.3), 16, "rebuild"), (plan(3136, 256, 0.03, form="tall"), 64, "rebuild")):
            factors = torch.empty(made.m, 1), torch.empty(1, made.n)
            self.assertEqual(wanted, functional._fastest(torch.empty(samples, made.in_features), *factors, made.out_features))
            self.assertEqual("rebuild", functional._fastest(torch.empty(samples, made.in_features, dtype=torch.bfloat16), *factors, made.out_features))

    def test_rows_of_a_table_come_from_the_factors(self):
        for rank in (1, 2):
            made = plan(24, 700, 0.1, rank, gains="none")
            xf, wf = torch.randn(made.m, rank, requires_grad=True), torch.randn(rank, made.n, requires_grad=True)
            few, many = torch.tensor([[0, 699, 3], [3, 17, 350]]), torch.arange(700)
            table = functional.compose(xf, wf, 24, 700)
            for indices in (few, many, torch.empty(0, 3, dtype=torch.long)):
                torch.testing.assert_close(functional.embedding(indices, xf, wf, 700, 24), table[indices])
            found = torch.autograd.grad(functional.embedding(few, xf, wf, 700, 24).square().sum(), (xf, wf))
            torch.testing.assert_close(found, torch.autograd.grad(table[few].square().sum(), (xf, wf)))
            for wrong in (-1, 700):
                with self.assertRaisesRegex(IndexError, "0 to 699" if wrong > 0 else "-1"):
                    functional.embedding(torch.tensor([wrong]), xf, wf, 700, 24)

    def test_an_unknown_method_is_refused(self):
        with self.assertRaisesRegex(ValueError, "method='fast': one of auto, rebuild, correlation, fourier"):
            DeepThinLinear(60, 90, 0.2, method="fast")
        with self.assertRaisesRegex(ValueError, "use method='correlation'"):
            DeepThinLinear(300, 70, 0.1, form="tall", method="fourier")(torch.zeros(1, 300))


class LayerTests(unittest.TestCase):
    def test_linear_layers_of_all_gains(self):
        for gains in ("none", "inputs", "outputs", "both"):
            for bias in (True, False):
                layer = randomized(DeepThinLinear(40, 50, 0.4, gains=gains, bias=bias, dtype=torch.float64))
                x = torch.randn(2, 3, 40, dtype=torch.float64)
                weight = weight_by_index(layer.xf, layer.wf, 40, 50)
                if layer.input_gain is not None:
                    weight = weight * layer.input_gain
                if layer.output_gain is not None:
                    weight = weight * layer.output_gain.view(-1, 1)
                torch.testing.assert_close(layer.weight, weight)
                torch.testing.assert_close(layer(x), F.linear(x, weight, layer.bias))
                torch.testing.assert_close(layer(x[0, 0]), F.linear(x[0, 0], weight, layer.bias))
        with self.assertRaisesRegex(ValueError, r"input of shape \(39,\): the last axis must have in_features=40"):
            layer(torch.zeros(39))

    def test_a_compressed_bias(self):
        for gains in ("none", "both"):
            layer = DeepThinLinear(40, 50, 0.4, gains=gains, bias_ratio=0.5, dtype=torch.float64)
            self.assertEqual(DeepThinLinear(40, 50, 0.4, gains=gains, bias=False).plan, layer.plan)
            self.assertLessEqual(layer.xf_bias.numel() + layer.wf_bias.numel(), 25)
            x = torch.randn(3, 40, dtype=torch.float64)
            torch.testing.assert_close(layer(x), x @ layer.weight.t())
            layer(x).square().sum().backward()
            self.assertGreater(float(layer.xf_bias.grad.abs().max()), 0)
            randomized(layer)
            bias = (layer.xf_bias @ layer.wf_bias).reshape(-1)[:50]
            torch.testing.assert_close(layer(x), x @ layer.weight.t() + bias)
        whole = nn.Linear(40, 50)
        whole.bias.data.copy_(torch.arange(5.0).repeat_interleave(10))
        made = DeepThinLinear.from_linear(whole, 0.4, bias_ratio=0.5)
        torch.testing.assert_close(made(torch.zeros(40)), F.linear(torch.zeros(40), made.weight, made._whole_bias()))
        distance = made._whole_bias() - whole.bias
        self.assertLess(float(distance.square().sum()), 0.3 * float(whole.bias.square().sum()))
        with self.assertRaisesRegex(ValueError, "bias_ratio=0.5: bias=False leaves none to compress"):
            DeepThinLinear(40, 50, 0.4, bias=False, bias_ratio=0.5)
        with self.assertRaisesRegex(ValueError, "bias_ratio=0.1, of the bias as a matrix of 1×50: ratio=0.1: at rank=1 the smallest ratio of 1×50 is"):
            DeepThinLinear(40, 50, 0.4, bias_ratio=0.1)

    def test_what_is_wrong_with_arguments_is_said(self):
        for call, error, message in (
            (lambda: DeepThinConv2d(6, 10, 3.0), ValueError, "kernel_size=3.0: a whole number, or two, of 1 or more"),
            (lambda: DeepThinGRU(60, 30, recurrent_ratio=0.01), ValueError, "weight_hh_l0: recurrent_ratio=0.01: at rank=1"),
            (lambda: DeepThinRNN(60, 30, 1, True), ValueError, 'nonlinearity=True: "tanh" or "relu" is needed'),
            (lambda: DeepThinEmbedding(300, 20, 0.2)(torch.zeros(3)), TypeError, "input of torch.float32: indices of torch.int32 or torch.int64 are needed"),
            (lambda: DeepThinLinear(40, 50, 0.4)(torch.tensor(1.0)), ValueError, r"input of shape \(\): the last axis must have in_features=40"),
            (lambda: DeepThinLinear.from_linear(nn.ReLU()), TypeError, "DeepThinLinear is made of torch.nn.Linear, and not of ReLU"),
        ):
            with self.subTest(message=message), self.assertRaisesRegex(error, message):
                call()

    def test_layers_say_what_is_not_usual(self):
        self.assertIn("bias: wide, rank=1", repr(DeepThinLinear(40, 50, 0.4, bias_ratio=0.5)))
        self.assertIn("method='fourier'", repr(DeepThinLinear(40, 50, 0.4, method="fourier")))
        self.assertIn("padding='same', padding_mode='reflect'", repr(DeepThinConv1d(6, 10, 3, ratio=0.6, padding="same", padding_mode="reflect")))
        self.assertIn("nonlinearity='relu'", repr(DeepThinRNN(60, 30, 1, "relu", ratio=0.4, recurrent_ratio=0.4)))

    def test_gradients_of_layers(self):
        for layer, x in (
            (DeepThinLinear(9, 8, 0.9, bias_ratio=0.9), torch.randn(3, 9)),
            (DeepThinLinear(9, 8, 0.9, gains="both"), torch.randn(3, 9)),
            (DeepThinConv1d(3, 8, 3, ratio=0.8, gains="both"), torch.randn(2, 3, 6)),
            (DeepThinConv2d(2, 8, 3, padding=1, ratio=0.8), torch.randn(1, 2, 4, 3)),
            (DeepThinGRU(6, 5, ratio=0.8, recurrent_ratio=None), torch.randn(3, 2, 6)),
        ):
            layer, x = randomized(layer.double()), x.double().requires_grad_()
            names, values = zip(*layer.named_parameters())

            def call(x, *parameters):
                saved = {name: layer._parameters[name] for name in names}
                layer._parameters.update(zip(names, parameters))
                try:
                    output = layer(x)
                finally:
                    layer._parameters.update(saved)
                return output[0] if isinstance(output, tuple) else output

            with self.subTest(layer=type(layer).__name__):
                self.assertTrue(torch.autograd.gradcheck(call, (x, *values)))

    def test_convolutions(self):
        for options in ({}, {"stride": 2, "padding": 1}, {"padding": "same", "dilation": 2}, {"padding": "same"}, {"padding": 2, "padding_mode": "reflect"}, {"padding": "valid", "bias": False}):
            layer = randomized(DeepThinConv2d(6, 10, (3, 4), ratio=0.3, gains="both", **options))
            w_aux = (layer.xf @ layer.wf).reshape(-1)[: 10 * 12 * 6]
            weight = w_aux.reshape(10, 3, 4, 6).permute(0, 3, 1, 2) * layer.input_gain.view(1, -1, 1, 1) * layer.output_gain.view(-1, 1, 1, 1)
            torch.testing.assert_close(layer.weight, weight)
            other = nn.Conv2d(6, 10, (3, 4), **options)
            other.weight.data.copy_(weight)
            if other.bias is not None:
                other.bias.data.copy_(layer.bias)
            x = torch.randn(2, 6, 9, 8)
            torch.testing.assert_close(layer(x), other(x))
        series = randomized(DeepThinConv1d(6, 10, 5, 2, 2, ratio=0.3))
        x = torch.randn(2, 6, 9)
        torch.testing.assert_close(series(x), F.conv1d(x, series.weight, series.bias, 2, 2))
        for options, message in (({"padding": "same", "stride": 2}, "padding='same'"), ({"padding_mode": "mirror"}, "padding_mode='mirror'"), ({"stride": (1, 2, 3)}, r"stride=\(1, 2, 3\)")):
            with self.assertRaisesRegex(ValueError, message):
                DeepThinConv2d(6, 10, 3, ratio=0.3, **options)

    def test_recurrent_layers_are_those_of_pytorch_with_the_composed_weights(self):
        for kind, whole, options in ((DeepThinLSTM, nn.LSTM, {}), (DeepThinGRU, nn.GRU, {"bidirectional": True}), (DeepThinRNN, nn.RNN, {"nonlinearity": "relu"}), (DeepThinLSTM, nn.LSTM, {"batch_first": True, "bidirectional": True, "bias": False})):
            layer = randomized(kind(12, 20, 2, ratio=0.4, recurrent_ratio=0.4, gains="both", **options))
            other = whole(12, 20, 2, **options)
            for name, parameter in other.named_parameters():
                parameter.data.copy_(layer.weight(name) if name.startswith("weight") else getattr(layer, name))
            x = torch.randn(5, 3, 12)
            with self.subTest(kind=kind.__name__, **options):
                torch.testing.assert_close(layer(x), other(x))
                torch.testing.assert_close(layer(x[0]), other(x[0]))
                output, state = other(x)
                torch.testing.assert_close(layer(x, state), other(x, state))
                packed = pack_sequence([torch.randn(4, 12), torch.randn(6, 12), torch.randn(1, 12)], enforce_sorted=False)
                found, wanted = layer(packed), other(packed)
                torch.testing.assert_close(found[0].data, wanted[0].data)
                torch.testing.assert_close(found[1], wanted[1])
                self.assertEqual(pad_packed_sequence(wanted[0])[1].tolist(), pad_packed_sequence(found[0])[1].tolist())
        with self.assertRaisesRegex(ValueError, "the last axis must have input_size=12"):
            layer(torch.zeros(5, 3, 11))

    def test_new_weights_have_the_variance_of_their_layer(self):
        torch.manual_seed(0)
        for layer, variance in ((DeepThinLinear(500, 400, 0.1), 2 / 500), (DeepThinLinear(500, 400, 0.1, 3, "tall"), 2 / 500), (DeepThinConv2d(32, 200, 3, ratio=0.1), 2 / 288), (DeepThinEmbedding(3000, 50, 0.1), 1)):
            self.assertAlmostEqual(1, float(layer.weight.var()) / variance, delta=0.06)
        layer = DeepThinLinear(500, 400, 0.1)
        layer.reset_parameters("linear")
        self.assertAlmostEqual(1, float(layer.weight.var()) * 450, delta=0.06)
        gru = DeepThinGRU(400, 300, ratio=0.1, recurrent_ratio=None)
        self.assertAlmostEqual(1, float(gru.weight("weight_ih_l0").var()) * 1300 / 2, delta=0.06)
        self.assertAlmostEqual(1, float(gru.weight("weight_hh_l0").var()) * 1200 / 2, delta=0.06)

    def test_what_modules_are_used_for(self):
        for make, x in (
            (lambda: DeepThinLinear(40, 50, 0.4), torch.randn(3, 40)),
            (lambda: DeepThinConv2d(6, 10, 3, ratio=0.3), torch.randn(2, 6, 5, 5)),
            (lambda: DeepThinEmbedding(300, 20, 0.2), torch.randint(0, 300, (4, 3))),
            (lambda: DeepThinLSTM(12, 20, ratio=0.4, recurrent_ratio=0.4), torch.randn(5, 3, 12)),
        ):
            layer, other = make(), make()
            first = lambda output: output[0] if isinstance(output, tuple) else output
            wanted = first(layer(x))
            with self.subTest(layer=type(layer).__name__):
                torch.testing.assert_close(first(copy.deepcopy(layer)(x)), wanted)
                buffer = io.BytesIO()
                torch.save(layer.state_dict(), buffer)
                buffer.seek(0)
                other.load_state_dict(torch.load(buffer))
                torch.testing.assert_close(first(other(x)), wanted)
                torch.testing.assert_close(first(nn.DataParallel(layer)(x)), wanted)
                self.assertTrue(all(parameter.dtype == torch.float16 for parameter in copy.deepcopy(layer).half().parameters()))
                narrow = copy.deepcopy(layer).bfloat16()
                if not isinstance(layer, DeepThinLSTM):
                    torch.testing.assert_close(first(narrow(x.bfloat16() if x.is_floating_point() else x)).float(), wanted, rtol=0.1, atol=0.1)
                meta = copy.deepcopy(layer).to("meta")
                self.assertEqual(wanted.shape[-1:], first(meta(x.to("meta"))).shape[-1:])
                self.assertIn("keeps", repr(layer))

    def test_autocast_computes_in_the_narrow_type(self):
        layer = DeepThinLinear(1024, 1024, 0.03, form="tall")
        x = torch.randn(64, 1024)
        with torch.autocast("cpu", torch.bfloat16):
            output = layer(x)
            self.assertEqual(torch.bfloat16, output.dtype)
            self.assertEqual(torch.bfloat16, DeepThinConv2d(6, 10, 3, ratio=0.3)(torch.randn(2, 6, 5, 5)).dtype)
        torch.testing.assert_close(output.float(), layer(x), rtol=0.05, atol=0.05)
        output.float().sum().backward()
        self.assertEqual(torch.float32, layer.xf.grad.dtype)

    def test_a_trace_holds_for_any_number_of_samples(self):
        layer = DeepThinLinear(1024, 1024, 0.03, form="tall")
        traced = torch.jit.trace(layer, torch.randn(2, 1024))
        self.assertIn("aten::linear", str(traced.inlined_graph))
        x = torch.randn(5, 1024)
        torch.testing.assert_close(traced(x), layer(x), rtol=1e-4, atol=1e-5)

    @unittest.skipUnless(hasattr(torch, "compile"), "this PyTorch has no torch.compile")
    def test_layers_are_compiled(self):
        for layer, x in ((DeepThinLinear(64, 64, 0.3), torch.randn(3, 64)), (DeepThinConv2d(6, 10, 3, ratio=0.3), torch.randn(2, 6, 5, 5)), (DeepThinEmbedding(300, 20, 0.2), torch.randint(0, 300, (4, 3)))):
            torch.testing.assert_close(torch.compile(layer)(x), layer(x), rtol=1e-4, atol=1e-5)

    def test_a_small_network_learns(self):
        torch.manual_seed(0)
        x = torch.randn(256, 64)
        target = (x[:, :32].sum(1) * x[:, 32:].sum(1) > 0).float()
        model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), DeepThinLinear(128, 128, 0.1), nn.ReLU(), nn.Linear(128, 1), nn.Flatten(0))
        optimizer = torch.optim.Adam(model.parameters(), 3e-3)
        for _ in range(150):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(model(x), target)
            loss.backward()
            optimizer.step()
        self.assertLess(float(loss), 0.1)


if __name__ == "__main__":
    unittest.main()
