"""A little network of images with channels last, as TensorFlow exports it: python3 make_little.py (Debian's python3-onnx)."""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

random = np.random.default_rng(1)


def weights(name, *shape):
    return numpy_helper.from_array(random.standard_normal(shape).astype(np.float32) / 4, name)


graph = helper.make_graph(
    [
        helper.make_node("Transpose", ["image"], ["first"], "first", perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["first", "w", "b"], ["sums"], "conv"),
        helper.make_node("Relu", ["sums"], ["features"], "relu"),
        helper.make_node("Transpose", ["features"], ["last"], "last", perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["last", "shape"], ["flat"], "flat"),
        helper.make_node("MatMul", ["flat", "v"], ["products"], "hidden"),
        helper.make_node("Tanh", ["products"], ["hidden"], "tanh"),
        helper.make_node("MatMul", ["hidden", "u"], ["scores"], "scores"),
    ],
    "little",
    [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 5, 6, 2])],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["N", 3])],
    [weights("w", 4, 2, 3, 3), weights("b", 4), numpy_helper.from_array(np.array([-1, 48]), "shape"), weights("v", 48, 64), weights("u", 64, 3)],
)
model = helper.make_model(graph, producer_name="little", opset_imports=[helper.make_opsetid("", 13)])
model.ir_version = 7
onnx.checker.check_model(model)
onnx.save(model, pathlib.Path(__file__).parent / "little.onnx")
