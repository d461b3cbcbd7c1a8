"""Makes one sequence of calls by the published Python SDK and prints what each came to, for another SDK to agree with.

    python scenario.py

Prints a list of {label, result} and {label, error}. The server is that of `check.py all`, fresh from the start, and DATA its
data directory. Exits with 1 where a method or an error of the SDK was not met. The Swift test of the same labels makes the same calls in the same order.
"""

import enum
import json
import sys

from eigenpal import EigenpalClient, EigenpalError
from ledger import Ledger
from scenario_agents import agents, mail, workflows
from scenario_errors import errors
from scenario_runs import judging, parts, runs, waiting
from scenario_source import secrets, source


class Scenario:
    def __init__(self):
        self.ledger = Ledger()
        self.client = self.ledger.watch(EigenpalClient())
        self.steps = []

    def step(self, label, call):
        """What a call answers, also to the calls after it; None for an error."""
        try:
            value = call()
        except EigenpalError as error:
            self.steps.append({"label": label, "error": told(error)})
            return None
        self.steps.append({"label": label, "result": plain(value)})
        return value


def told(error):
    return {
        "class": type(error).__name__,
        # The SDK's own errors have 0 for the status that they have not.
        "status": error.status or None,
        "envelope": error.envelope,
        "requestId": error.request_id,
        "retryAfter": getattr(error, "retry_after", None),
    }


def plain(value):
    """A value as JSON: models as they write themselves, bytes as text."""
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return plain(value.to_dict()) if hasattr(value, "to_dict") else value


def main():
    scenario = Scenario()
    source(scenario)
    secrets(scenario)
    agents(scenario)
    mail(scenario)
    workflows(scenario)
    run, plain_run, workflow = runs(scenario)
    parts(scenario, run, plain_run, workflow)
    judging(scenario, run)
    waiting(scenario)
    errors(scenario)
    if missing := list(scenario.ledger.missing()):
        sys.exit("; ".join(missing))
    print(json.dumps(scenario.steps))


main()
