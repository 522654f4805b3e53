#!/usr/bin/env python3
"""Tests of `compare`: its arithmetic, its parsing, one process at a time, and the whole command on tiny programs.

Run with `python3 bench/test_compare.py`.
"""

import importlib.machinery
import importlib.util
import io
import json
import os
import sys
import tempfile
import time
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent


def load_compare():
    loader = importlib.machinery.SourceFileLoader("compare", str(HERE / "compare"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("compare", loader))
    loader.exec_module(module)
    return module


compare = load_compare()


class Figures(unittest.TestCase):
    def test_median_of_odd_and_even_counts(self):
        self.assertEqual(compare.median([3, 1, 2]), 2)
        self.assertEqual(compare.median([4, 1, 2, 3]), 2.5)

    def test_spread_is_relative_to_the_median(self):
        self.assertEqual(compare.spread([1.0, 2.0, 3.0]), 1.0)
        self.assertEqual(compare.spread([0.0, 0.0]), 0.0)

    def test_geometric_mean_of_opposite_ratios_is_one(self):
        self.assertAlmostEqual(compare.geometric_mean([0.5, 2.0]), 1.0)
        self.assertIsNone(compare.geometric_mean([]))

    def test_a_ratio_needs_two_measured_sides(self):
        self.assertEqual(compare.ratio_of(1.0, 4.0), 0.25)
        self.assertIsNone(compare.ratio_of(1.0, 0.0))
        self.assertIsNone(compare.ratio_of(0.0, 1.0))

    def test_inherited_peaks_give_way_to_samples(self):
        self.assertEqual(compare.choose_peak(900, 300, 500), 900)
        self.assertEqual(compare.choose_peak(500, 300, 500), 300)
        self.assertEqual(compare.choose_peak(500, 0, 500), 500)


class Output(unittest.TestCase):
    def test_checks_and_phases(self):
        checks, phases = compare.parse_output("noise\nPHASE a 0.5\nPHASE a 0.25\n\nCHECK x 1 \n")
        self.assertEqual(checks, ["CHECK x 1"])
        self.assertEqual(phases, {"a": 0.75})

    def test_what_is_refused(self):
        for text in ("", "CHECKED 1\n", "PHASE a\nCHECK 1\n", "PHASE a fast\nCHECK 1\n"):
            with self.subTest(text=text), self.assertRaises(compare.Failure):
                compare.parse_output(text)

    def test_difference_names_the_first_line(self):
        self.assertEqual(compare.difference(["CHECK 1"], ["CHECK 2"]), "printed 'CHECK 2' for 'CHECK 1'")
        self.assertEqual(compare.difference(["CHECK 1"], ["CHECK 1"] * 2), "printed 2 CHECK lines for 1")

    def test_table_is_aligned(self):
        lines = compare.table(["a", "bb"], [["long", "1"]]).splitlines()
        self.assertEqual(lines, ["| a    | bb |", "| ---- | -: |", "| long |  1 |"])


class Measuring(unittest.TestCase):
    COMMANDS = {"base": ["b"], "new": ["n"]}

    def fake_run(self, calls, **changes):
        def run(command, program, limit):
            calls.append(command[0])
            sample = {"cpu": 2.0 if command == ["b"] else 1.0, "peak": 100, "checks": ["CHECK"], "phases": {"p": 1.0}}
            sample.update(changes.get(command[0], {}))
            return sample

        return run

    def test_sides_take_turns(self):
        calls = []
        result = compare.measure("p", self.COMMANDS, 3, 1.0, self.fake_run(calls))
        self.assertEqual("".join(calls), "bnbnbn")
        self.assertEqual(result["cpu"]["ratio"], 0.5)
        self.assertEqual(result["peak"]["ratio"], 1.0)
        self.assertEqual(result["phases"]["p"]["samples"], {"base": [1.0] * 3, "new": [1.0] * 3})

    def test_a_wrong_answer_ends_the_program(self):
        calls = []
        result = compare.measure("p", self.COMMANDS, 3, 1.0, self.fake_run(calls, n={"checks": ["CHECK 9"]}))
        self.assertEqual(result, {"failure": "new: printed 'CHECK 9' for 'CHECK'"})
        self.assertEqual(calls, ["b", "n"])

    def test_report_leaves_failures_out_of_the_means(self):
        good = compare.measure("p", self.COMMANDS, 1, 1.0, self.fake_run([]))
        results = {("g", "one"): good, ("g", "two"): {"failure": "new: exit status 1"}, ("h", "three"): good}
        text = compare.render(results, self.COMMANDS, 1)
        self.assertIn("**g** (1 of 2)", text)
        self.assertIn("**all** (2 of 3)", text)
        self.assertIn("- g/two: new: exit status 1", text)
        self.assertEqual(text.count("**0.500**"), 3)


class Processes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, source, name="p.py"):
        path = self.folder / name
        path.write_text(source, encoding="utf-8")
        return path

    def run_once(self, source, limit=30.0):
        return compare.run_once([sys.executable], self.program(source), limit)

    def failure(self, source, limit=30.0):
        with self.assertRaises(compare.Failure) as caught:
            self.run_once(source, limit)
        return str(caught.exception)

    def test_cpu_time_counts_work_and_not_sleep(self):
        sample = self.run_once("import time\nwhile time.process_time() < 0.2: pass\ntime.sleep(0.2)\nprint('CHECK')")
        self.assertGreater(sample["cpu"], 0.15)
        idle = self.run_once("import time\ntime.sleep(0.5)\nprint('CHECK')")
        self.assertLess(idle["cpu"], 0.4)

    def test_peak_is_that_of_the_child_alone(self):
        ballast = bytearray(b"x") * (64 << 20)
        small = self.run_once("import time\ntime.sleep(0.1)\nprint('CHECK')")
        large = self.run_once("b = bytearray(b'x') * (160 << 20)\nprint('CHECK')")
        self.assertGreater(large["peak"], 160 << 20)
        if os.path.exists("/proc/self/status"):
            self.assertLess(small["peak"], len(ballast))

    def test_hashes_are_the_same_in_every_process(self):
        source = "print('CHECK', hash('text'))"
        self.assertEqual(self.run_once(source)["checks"], self.run_once(source)["checks"])

    def test_failures_say_why(self):
        self.assertEqual(self.failure("raise ValueError('no')"), "exit status 1: ValueError: no")
        self.assertEqual(self.failure("import os\nos.kill(os.getpid(), 9)"), "killed by SIGKILL")
        self.assertEqual(self.failure("pass"), "no CHECK line")
        with self.assertRaisesRegex(compare.Failure, "cannot start /no/such/runtime"):
            compare.run_once(["/no/such/runtime"], self.program("pass"), 1.0)

    def test_limit_ends_the_process(self):
        started = time.monotonic()
        self.assertEqual(self.failure("import time\ntime.sleep(60)", limit=0.3), "no end within 0.3 s")
        self.assertLess(time.monotonic() - started, 30)

    def test_programs_of_a_folder(self):
        self.program("", "b.py")
        self.program("", "a.py")
        self.program("", "test_a.py")
        (self.folder / "deep").mkdir()
        self.program("", "deep/c.py")
        found = compare.find_programs([self.folder, self.folder / "a.py"])
        self.assertEqual([name for _, name in found], ["a", "b", "c"])
        with self.assertRaises(compare.Failure):
            compare.find_programs([self.folder / "missing"])

    def command(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            sides = ["--base", sys.executable, "--new", sys.executable + " -B"]
            status = compare.main([*sides, "--runs", "2", *arguments])
        return status, out.getvalue(), err.getvalue()

    def test_whole_command(self):
        path = self.program("print('PHASE work 0.25')\nprint('CHECK', sum(range(9)))")
        report = self.folder / "report.json"
        status, out, err = self.command("--phases", "--json", str(report), str(path))
        self.assertEqual(status, 0)
        self.assertIn("/p work", out)
        self.assertIn("CPU ratio", err)
        (figures,) = json.loads(report.read_text(encoding="utf-8"))["programs"].values()
        self.assertEqual(figures["checks"], ["CHECK 36"])
        self.assertEqual(len(figures["cpu"]["samples"]["new"]), 2)

    def test_whole_command_fails_on_disagreement(self):
        path = self.program("import sys\nprint('CHECK', sys.dont_write_bytecode)")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        status, out, _ = self.command("--quiet", str(path))
        self.assertEqual(status, 1)
        self.assertIn("new: printed 'CHECK True' for 'CHECK False'", out)


if __name__ == "__main__":
    unittest.main()
