"""Leads generated requests to what there is: most of them would otherwise end in a 404.

Only what was meant to be right is changed; what was made wrong on purpose stays wrong.
"""

import json
import os
import uuid
import zlib

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection

BASE = os.environ["EIGENPAL_BASE_URL"]
HEADERS = {"Authorization": f"Bearer {os.environ['EIGENPAL_API_KEY']}"}
with open(os.environ["SEEDS"]) as file:
    SEEDS = json.load(file)
PATHS = ["output/report.txt", "trace.jsonl", "output/empty", "issues.md"]
AGENTS = ["finance.invoice", "agents.finance.invoice", "agents/finance/invoice", "archive"]
TARGETS = ["agents.finance.invoice", "agents.finance.invoice@1.0.0", "workflows.triage", "agents.archive"]
SECRET = {"sourcePath": "agents/finance/invoice/secrets.enc.yaml", "secretName": "SMTP_USER", "encrypted": SEEDS["secret"]}


def pick(text, choices):
    """One of some, the same for the same request; None for one in five."""
    number = zlib.crc32(repr(text).encode("utf-8", "surrogatepass"))
    return None if number % 5 == 0 else choices[number // 5 % len(choices)]


def is_right(case, location):
    return case.meta is None or not case.meta.is_negative_at(location)


def lead_path(case):
    path = case.operation.path
    waiting = [SEEDS["waitingRun"]] if "waitingRun" in SEEDS else []
    choices = {
        "id": waiting or [SEEDS["run"], SEEDS["run"], SEEDS["workflowRun"]],
        "agent": AGENTS,
        "workflow": ["triage", "workflows.triage", "workflows/triage"],
        "automation": ["finance.invoice", "workflows.triage", "agents.archive"],
        "path": PATHS,
        "filename": ["report.txt", "pages/Seite 1 (ü).md", "empty"],
        "fileId": [SEEDS["file"]],
        "emailId": [SEEDS["email"]],
    }
    # What belongs to one run or agent is looked for there.
    if path.endswith(("{path}", "{filename}", "{fileId}")):
        choices["id"] = waiting if path.endswith("{fileId}") and waiting else [SEEDS["run"]]
    if path.endswith("{emailId}"):
        choices["agent"] = AGENTS[:3]
    for name, value in list((case.path_parameters or {}).items()):
        chosen = pick((path, value), choices[name])
        if chosen is not None:
            case.path_parameters[name] = chosen


def lead_query(case):
    query = case.query or {}
    if "wait_for_completion" in query:
        query["wait_for_completion"] = min(int(query["wait_for_completion"] or 0), 0 if "waitingRun" in SEEDS else 2)
    for name, choices in {
        "packagePath": ["agents/finance/invoice", "workflows.triage"],
        "packageRef": ["agents.finance.invoice", "agents/finance/invoice@1.0.0", "workflows.triage@0.x"],
        "ref": ["main", SEEDS["commit"], "latest", "1.0.0"],
        "cursor": [SEEDS["cursor"]],
        "path": ["AGENT.md"] if "agents" in case.operation.path else ["agents/finance/invoice/AGENT.md", "eigenpal.yaml"],
        "prefix": ["A", "run"],
        "files": ["report.txt", "report.txt,output/empty"],
    }.items():
        if name in query and (chosen := pick(query[name], choices)):
            query[name] = chosen


def lead_body(case):
    body = case.body
    path = case.operation.path
    if not isinstance(body, dict):
        return
    if "target" in body and (chosen := pick(body, TARGETS)):
        body["target"] = chosen
    if "outputFileName" in body and (chosen := pick(body, PATHS)):
        body["outputFileName"] = chosen
    if path.endswith("/email") and "alias" in body and pick(body, [True]):
        body.pop("email", None)
        body["alias"] = f"a{zlib.crc32(repr(body).encode('utf-8', 'surrogatepass')):x}"
    if path.endswith("/decrypt") and pick(body, [True]):
        for name in ("secrets", "executionId", *SECRET):
            body.pop(name, None)
        if "waitingRun" in SEEDS:
            body.update(SECRET, executionId=SEEDS["waitingRun"])
        else:
            body["secrets"] = [SECRET]


@schemathesis.hook
def before_call(context, case, kwargs):
    for location, lead in (
        (ParameterLocation.PATH, lead_path),
        (ParameterLocation.QUERY, lead_query),
        (ParameterLocation.BODY, lead_body),
    ):
        if is_right(case, location):
            lead(case)


@schemathesis.hook
def after_call(context, case, response):
    """Puts back what a request has taken away."""
    if response.status_code not in (200, 201, 204):
        return
    path, method = case.operation.path, case.method.upper()
    if path.endswith("/expected/{filename}") and method in ("PATCH", "DELETE"):
        requests.post(f"{BASE}/api/v1/runs/{SEEDS['run']}/expected", headers=HEADERS, timeout=60)
    elif path.endswith("/email/{emailId}") and method == "DELETE":
        SEEDS["email"] = requests.post(
            f"{BASE}/api/v1/agents/finance.invoice/triggers/email", headers=HEADERS,
            json={"alias": f"again-{uuid.uuid4()}"}, timeout=60
        ).json()["email"]["id"]
    elif "waitingRun" in SEEDS and path.endswith("/cancel"):
        SEEDS["waitingRun"] = requests.post(
            f"{BASE}/api/v1/runs", headers=HEADERS, json={"target": "agents.finance.invoice"}, timeout=60
        ).json()["id"]
    elif path.endswith("/files") and method == "POST":
        SEEDS["file"] = response.json()["file"]["id"]


@schemathesis.check
def wrong_data_is_refused(context, response, case):
    """As `negative_data_rejection`, but for forms: their fields are texts on the wire, and `null` is one, too."""
    if case.meta is not None and case.media_type == "multipart/form-data":
        wrong = [place for place, component in case.meta.components.items() if component.mode.is_negative]
        if wrong == [ParameterLocation.BODY]:
            return None
    return negative_data_rejection(context, response, case)
