import contextlib
import io
import os
import pathlib
import re
import tempfile
import unittest
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[3]


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(codes, folder):
    """Runs pieces of code one after the other, as one program in a folder. Returns its names and what each piece prints."""
    names, printed = {}, []
    before = os.getcwd()
    os.chdir(folder)
    try:
        for code in codes:
            with contextlib.redirect_stdout(io.StringIO()) as output, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(code, "page", "exec"), names)
            printed.append(output.getvalue())
    finally:
        os.chdir(before)
    return names, printed


class PageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_the_page_about_ways_from_pytorch(self):
        page = "docs/from-pytorch.md"
        names, printed = run(blocks(page, "python"), self.folder)
        self.assertGreater(float(names["accuracy"]), 0.95)
        self.assertEqual(blocks(page, "csharp")[0].strip(), printed[1].strip())
        # What is captured depends on the random numbers of a version.
        captured = re.compile(r" *\d+\.\d %  wide")
        self.assertEqual(captured.sub("wide", blocks(page, "text")[0]).strip(), captured.sub("wide", printed[2]).strip())
        self.assertGreater((self.folder / "quadrants.safetensors").stat().st_size, 10_000)
        self.assertGreater((self.folder / "quadrants.onnx").stat().st_size, 100_000)

    def test_the_page_of_the_package(self):
        _, printed = run(blocks("src/deepthin-torch/README.md", "python"), self.folder)
        self.assertIn("[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]\n[Dense(1024, 10)]\npublic sealed partial class Classifier;", printed[0])
        self.assertIn("keeps", printed[1])


if __name__ == "__main__":
    unittest.main()
