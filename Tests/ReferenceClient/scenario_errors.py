"""The scenario's errors that no endpoint has for itself, last of all."""

from check_errors import WRONG_KEY, repository_away
from eigenpal import EigenpalClient


def errors(scenario):
    step = scenario.step
    with repository_away():
        step("a server without its repository", lambda: scenario.client.source.raw("eigenpal.yaml"))
    step("a server with it again", lambda: scenario.client.source.raw("eigenpal.yaml"))
    wrong = scenario.ledger.watch(EigenpalClient(api_key=WRONG_KEY))
    # The server of this scenario has enough of wrong keys after five.
    for number in range(1, 7):
        step(f"a wrong key {number}", lambda: wrong.source.repository())
