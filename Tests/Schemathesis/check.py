"""Sends what Schemathesis makes of docs/openapi.yaml to a server and checks the answers against the document.

    python check.py seed                     pushes the packages beside this file, runs them, notes in SEEDS what it made
    python check.py wait                     notes a run that waits, on a server with `--workers 0`
    python check.py test [schemathesis' own options]

The server and its key come from EIGENPAL_BASE_URL and EIGENPAL_API_KEY; SEEDS names a file. Examples of the document are
replaced by what `seed` made, so that requests reach what is there; hooks.py does the same for generated requests. By hand:

    eigenpal-server serve --data DIR --rate-limit 0 --failed-authentication-limit 0
    python check.py seed && python check.py test --seed 7 --max-examples 500
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

import yaml

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = HERE.parent.parent / "docs" / "openapi.yaml"
BASE = os.environ["EIGENPAL_BASE_URL"]
KEY = os.environ["EIGENPAL_API_KEY"]
SEEDS = pathlib.Path(os.environ["SEEDS"])
SECRETS = "agents/finance/invoice/secrets.enc.yaml"
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "wrong_data_is_refused",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
]


def call(method, path, body=None, form=None):
    """What a path under /api/v1 answers, decoded."""
    headers = {"Authorization": f"Bearer {KEY}"}
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body).encode()
    if form is not None:
        headers["Content-Type"] = "multipart/form-data; boundary=limit"
        data = form.replace("\n", "\r\n").encode()
    request = urllib.request.Request(f"{BASE}/api/v1/{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def push():
    script = """
        set -eu
        git init -q work && cd work
        git fetch -q "$REMOTE" main && git checkout -q -b main FETCH_HEAD
        cp -R "$PACKAGES"/. .
        git add -A
        git commit -q -m "Add the packages"
        git tag -a resources.skills.ocr@1.2.0 -m "OCR"
        git tag -a agents.finance.invoice@1.0.0 -m "First"
        git tag -a agents.archive@1.0.0 -m "First"
        git tag -a workflows.triage@0.3.0 -m "Triage"
        git push -q "$REMOTE" main --tags
        """
    with tempfile.TemporaryDirectory() as home:
        remote = f"{BASE}/orgs/acme.git".replace("://", f"://eigenpal:{KEY}@")
        person = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
                  for what, value in (("NAME", "Test"), ("EMAIL", "test@acme.example"))}
        environment = {"PATH": os.environ["PATH"], "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "REMOTE": remote,
                       "PACKAGES": str(HERE / "packages"), **person}
        subprocess.run(["sh", "-c", script], cwd=home, env=environment, check=True)


def start(target, **more):
    run = call("POST", "runs?wait_for_completion=60", {"target": target, **more})
    if not run["finished"]:
        sys.exit(f"{target} does not end")
    return run["id"]


def seed():
    push()
    call("POST", "automations/agents.finance.invoice/sync")
    call("POST", "automations/workflows.triage/sync")
    form = '--limit\nContent-Disposition: form-data; name="target"\n\nagents.finance.invoice\n--limit\n' \
        'Content-Disposition: form-data; name="files.scan"; filename="scan.txt"\n\nTotal: 12.50\n--limit--\n'
    run = call("POST", "runs?wait_for_completion=60", form=form)["id"]
    seeds = {
        "run": run,
        "workflowRun": start("workflows.triage", metadata={"batchId": "friday", "exampleId": "one"}),
        "file": call("GET", f"runs/{run}/files")["inputs"][0]["id"],
        "email": call("POST", "agents/finance.invoice/triggers/email", {"alias": "invoices"})["email"]["id"],
        "cursor": call("GET", "runs?limit=1")["nextCursor"],
        "commit": call("GET", "source/lockfile?packageRef=agents.finance.invoice")["root"]["commit"],
        "secret": call("POST", "source/secrets/encrypt",
                       {"sourcePath": SECRETS, "secretName": "SMTP_USER", "plaintext": "post@acme.example"})["encrypted"],
    }
    call("POST", f"runs/{run}/expected")
    call("PATCH", f"runs/{run}/feedback", {"rating": "partial", "body": "The total is missing."})
    SEEDS.write_text(json.dumps(seeds))


def wait():
    """A run that waits, where the server has no workers."""
    seeds = json.loads(SEEDS.read_text())
    seeds["waitingRun"] = call("POST", "runs", {"target": "agents.finance.invoice"})["id"]
    SEEDS.write_text(json.dumps(seeds))


def document():
    """The document, which must be the one that the server serves, with seeds for examples."""
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    if call("GET", "openapi.json") != json.loads(json.dumps(document)):
        sys.exit("The server serves another document than docs/openapi.yaml.")
    seeds = json.loads(SEEDS.read_text())
    examples = {"id": seeds["run"], "fileId": seeds["file"], "emailId": seeds["email"], "cursor": seeds["cursor"]}

    def replace(value):
        if isinstance(value, dict):
            if isinstance(value.get("in"), str) and value["name"] in examples:
                value["example"] = examples[value["name"]]
            for item in value.values():
                replace(item)
        elif isinstance(value, list):
            for item in value:
                replace(item)

    replace(document)
    return document


def test(options):
    with tempfile.TemporaryDirectory() as home:
        path = pathlib.Path(home) / "openapi.json"
        path.write_text(json.dumps(document()))
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", str(path), "--url", BASE, "--workers", "1",
            "-H", f"Authorization: Bearer {KEY}", "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--generation-database", "none", "--request-timeout", "60", "--warnings", "off",
            "--suppress-health-check", "all", *options,
        ]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
        began = time.monotonic()
        code = subprocess.run(command, cwd=home, env=environment).returncode
        print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
        sys.exit(code)


match sys.argv[1:]:
    case ["seed"]: seed()
    case ["wait"]: wait()
    case ["test", *options]: test(options)
    case _: sys.exit(__doc__)
