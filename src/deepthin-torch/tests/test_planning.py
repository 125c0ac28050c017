import math
import pathlib
import unittest

from deepthin_torch import PlanningError, plan, smallest_ratio
from deepthin_torch.planning import Plan

ROOT = pathlib.Path(__file__).resolve().parents[3]


class PlanningTests(unittest.TestCase):
    def test_the_examples_of_the_page_about_planning(self):
        for ratio, form, n, m in ((0.1, "tall", 11, 95326), (0.03, "tall", 35, 29960), (0.03, "wide", 29711, 36), (0.01, "wide", 9229, 114), (0.004, "wide", 2631, 399)):
            made = plan(1024, 1024, ratio, form=form)
            self.assertEqual((n, m, form, "inputs"), (made.n, made.m, made.form, made.gains))

    def test_n_is_that_of_the_table_which_is_a_contract(self):
        table = (ROOT / "tests" / "DeepThin.Tests" / "Planning" / "planned-n.tsv").read_text().splitlines()[1:]
        self.assertGreater(len(table), 1000)
        for line in table:
            q, r, rank, ratio, form, gains, n = line.split("\t")
            try:
                found = plan(int(q), int(r), float(ratio), int(rank), form.lower(), gains.lower()).n
            except PlanningError:
                found = 0
            self.assertEqual(int(n), found, line)

    def test_a_plan_keeps_to_its_ratio_and_n_is_coprime(self):
        for q, r, rank, gains in ((60, 90, 1, "auto"), (70, 64, 2, "both"), (7, 300, 1, "none"), (2000, 10, 1, "outputs")):
            made = plan(q, r, 0.6, rank, gains=gains)
            self.assertEqual(1, math.gcd(made.n, q))
            self.assertGreaterEqual(made.m * made.n, q * r)
            self.assertLessEqual(made.ratio, 0.6)
            self.assertGreaterEqual(made.ratio, 0.5)

    def test_gains_are_left_out_where_there_is_no_room(self):
        self.assertEqual("none", plan(1000, 100, smallest_ratio(1000, 100) * 1.01).gains)
        self.assertEqual("inputs", plan(1000, 100, 0.1).gains)

    def test_a_given_n_is_checked(self):
        self.assertEqual(Plan(60, 90, 1, 301, "inputs", 60), plan(60, 90, None, n=301))
        self.refuses("n=300 shares the factor 60 with in_features=60; use n=299 or n=301", 60, 90, None, n=300)
        self.refuses("n=0: 1 to 5400 are possible", 60, 90, None, n=0)
        self.refuses("more than ratio=0.03", 60, 90, 0.03, n=301)

    def test_messages_name_what_would_work(self):
        self.refuses("ratio=1.5: a share above 0 and below 1 is needed", 60, 90, 1.5)
        self.refuses("rank=17: 1 to 16 are possible", 60, 90, 0.2, 17)
        self.refuses("form='thin': \"wide\" or \"tall\" is needed", 60, 90, 0.2, form="thin")
        self.refuses("gains=True: one of auto", 60, 90, 0.2, gains=True)
        self.refuses("in_features=0", 0, 90, 0.2)
        self.refuses("in_features=60.0, out_features=90: each is a whole number", 60.0, 90, 0.2)
        self.refuses("ratio='0.2': a share above 0 and below 1", 60, 90, "0.2")
        self.refuses("rank=True: 1 to 16", 60, 90, 0.2, True)
        self.refuses("n=7.0: a whole number", 60, 90, 0.2, n=7.0)
        with self.assertRaisesRegex(PlanningError, "rank=0: 1 to 16"):
            smallest_ratio(60, 90, 0)
        self.refuses("too small to be compressed", 2, 2, 0.9)
        self.refuses("use a smaller rank", 20, 20, 0.9, 16)
        message = self.refuses("ratio=0.001: at rank=1", 1024, 1024, 0.001, gains="none")
        self.assertIsNotNone(plan(1024, 1024, float(message.split()[-1]), gains="none"))
        self.assertIn("or use rank=3", self.refuses("rank=16", 1024, 1024, 0.006, 16))
        self.assertIn("gains=\"none\"", self.refuses("gains='both'", 1024, 1024, 0.003, gains="both"))

    def refuses(self, message, *arguments, **options):
        with self.assertRaises(PlanningError) as caught:
            plan(*arguments, **options)
        self.assertIn(message, str(caught.exception))
        return str(caught.exception)


if __name__ == "__main__":
    unittest.main()
