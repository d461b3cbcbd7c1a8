"""Runs the published Python SDK against a server and checks what it makes of the answers.

    python check.py all         every method and every error of the SDK
    python check.py rate-limit  requests until the server says 429

The server and its key come from EIGENPAL_BASE_URL and EIGENPAL_API_KEY, as the SDK reads them. For `all` the server has the
packages beside this file, the runner of Tests/EigenpalTests/Support/Runner.swift and one worker; COMMIT and RELEASE name the
commits of `main` and of the releases, DATA its data directory. Exits with 1 at the first surprise, and where at the end a method
was never returned from or an error never met.
"""

import sys

from check_agents import agents, mail
from check_errors import check_rate_limit, envelopes, refused_credentials, server_error
from check_judging import judging
from check_runs import runs
from check_source import secrets, source
from check_waiting import waiting
from check_workflows import automations, workflows
from checking import check
from eigenpal import EigenpalClient
from ledger import Ledger


def everything():
    ledger = Ledger()
    client = ledger.watch(EigenpalClient())
    source(client)
    secrets(client)
    invoice, triage = automations(client)
    agents(client, invoice)
    workflows(client, triage)
    mail(client)
    judging(client, runs(client))
    waiting(client)
    envelopes(client)
    server_error(client)
    refused_credentials(ledger)
    check("52 methods, as the SDK documents", len(ledger.methods) == 52)
    missing = list(ledger.missing())
    check(f"every method and every error: {'; '.join(missing) or 'none is missing'}", not missing)


def main():
    if sys.argv[1:] == ["rate-limit"]:
        check_rate_limit(EigenpalClient(), "rate_limited")
    else:
        everything()
    print("all as it should be")


main()
