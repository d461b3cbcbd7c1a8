"""Compares made-up runs by the published Python SDK and prints what it makes of them, for another SDK to agree with.

    python comparisons.py COUNT

Prints a list of {reference, run, arguments, result}; the result is null where the SDK refuses to compare.
"""

import json
import random
import sys

from eigenpal import EigenpalClient, EigenpalError
from eigenpal import client as module

random = random.Random(7)
NAMES = ["a.json", "report-2026-07-14.pdf", "report-2026-07-15.pdf", "scan20260714.png", "scan2026071.png", "é", "e\u0301",
         "2026-07-142026-07-14", "١٢٣٤-٠٥-٠٦.txt", ""]
VALUES = [None, 0, 1, 1.0, True, False, "", "x", "é", "e\u0301", [], {}, [1, 2], [1.0, 2], {"a": 1}, {"a": True}, -0.5, 1e3]
KEYS = ["a", "b", "total", "é", "Z", "😀", "\uffff"]


def value(depth=0):
    if depth < 3 and random.random() < 0.5:
        return {key: value(depth + 1) for key in random.sample(KEYS, random.randrange(4))}
    if depth < 3 and random.random() < 0.2:
        return [value(depth + 1) for _ in range(random.randrange(3))]
    return random.choice(VALUES)


def files():
    choices = [[{"name": random.choice(NAMES), "size": 1} for _ in range(random.randrange(5))], None, "x", [{}, 1, {"name": 7}]]
    return random.choices(choices, [8, 1, 1, 1])[0]


def some(**fields):
    return {key: field() for key, field in fields.items() if random.random() < 0.8}


def step():
    fields = some(stepName=lambda: random.choice(["", "a", "b", "c", None, 5, 1.5, True]),
                  name=lambda: random.choice(["a", "b", ""]), id=lambda: random.choice(["a", "c"]),
                  status=lambda: random.choice(["completed", "failed", None, "", 3]),
                  outputData=value, output=value)
    return random.choices([fields, {}, 1], [20, 1, 1])[0]


def execution(kind):
    if kind == "workflow":
        return some(status=lambda: "completed", steps=lambda: random.choices(
            [[step() for _ in range(random.randrange(4))], None, {}], [10, 1, 1])[0])
    return some(files=lambda: random.choice([{"output": files()}, {}, None, []]),
                expected=lambda: random.choice([some(output=value, files=files), None, "x"]))


def run(kind):
    return {"type": kind, **some(execution=lambda: execution(kind), output=value, files=files,
                                 result=lambda: random.choice([{"output": value()}, None]))}


def case(kinds):
    reference = run(kinds[0])
    target = run(kinds[1])
    if random.random() < 0.4:
        # Nearly the same, as runs in need of comparison are.
        target = {**json.loads(json.dumps(reference)), **({"output": value()} if random.random() < 0.3 else {})}
    arguments = {"baseline": random.random() < 0.5, "normalize_dates": random.random() < 0.5}
    if random.random() < (0.4 if kinds[0] == "workflow" else 0.1):
        arguments["step"] = random.choice(["a", " a , c ", ",", "", "nothing"])
    runs = {"reference": reference, "run": target}
    module._get_run_raw_dict = lambda client, run_id, expand: json.loads(json.dumps(runs[run_id]))
    try:
        result = EigenpalClient(api_key="k").runs.compare("reference", "run", **arguments)
    except EigenpalError:
        result = None
    return {**runs, "arguments": arguments, "result": result}


def main():
    kinds = [("agent", "agent")] * 4 + [("workflow", "workflow")] * 3 + [("agent", "workflow"), ("workflow", "agent")]
    print(json.dumps([case(kinds[number % len(kinds)]) for number in range(int(sys.argv[1]))]))


main()
