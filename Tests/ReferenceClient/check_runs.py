"""Runs agents and workflows by the published Python SDK, on a server with the runner of Tests/EigenpalTests/Support/Runner.swift.

    python check_runs.py

The server and its key come from EIGENPAL_BASE_URL and EIGENPAL_API_KEY. Exits with 1 at the first surprise. Two methods of the SDK
cannot work against any server: `expected.copy_output` loses its body, and `expected.download` returns None.
"""

import io
import pathlib
import sys
import tempfile
import time
import zipfile

from eigenpal import EigenpalClient, EigenpalError, EigenpalNotFoundError, EigenpalValidationError

AGENT = "agents.finance.invoice"


def check(what, holds):
    if not holds:
        print(f"FAILED {what}", file=sys.stderr)
        sys.exit(1)
    print(f"ok {what}")


def raises(kind, what, call):
    try:
        call()
    except EigenpalError as error:
        check(f"{what}: {kind.__name__}, not {type(error).__name__}: {error}", type(error) is kind)
        return error
    check(f"{what}: {kind.__name__}", False)


def starts(client):
    folder = pathlib.Path(tempfile.mkdtemp())
    path = folder / 'a "quoted" näme.txt'
    path.write_bytes(b"first")
    run = client.run(f"{AGENT}@1.2.0", {"file": path, "more": {"content": b"second", "filename": "b.bin"}, "n": 7},
                     wait_for_completion=50)
    check("run: finished", run.finished and run.execution.status.value == "completed")
    check("run: output", run.output.to_dict() == {"total": 7})
    check("run: version", run.source.version == "1.2.0")
    check("run: files arrive", client.runs.artifacts.download(run.id, "output/deep/all.bin") == b"firstsecond")
    check("run: in JSON", client.run(AGENT, {"text": "x"}).id.startswith("run_"))
    check("run: by type and slug", client.run({"type": "workflow", "slug": "triage"}).type_.value == "workflow")
    again = client.rerun(run.id, version="original", wait_for_completion=50)
    # Whatever a rerun answers, the SDK reads as the start of a run.
    check("rerun: original", again.finished and again.source.version == "1.2.0")
    check("rerun: output", client.runs.get(again.id).output.to_dict() == {"total": 7})
    check("runs.rerun: latest", client.runs.rerun(run.id, wait_for_completion=50).source.version == "1.10.0")
    result = client.workflows.executions.run_and_wait("triage", {"text": "x"}, poll_interval_seconds=0.05)
    check("run_and_wait", (result["status"], result["output"]) == ("completed", {"total": 7}))
    failed = client.workflows.executions.run_and_wait("triage", {"fail": True}, poll_interval_seconds=0.05)
    check("run_and_wait: failed", failed["status"] == "failed" and failed["error"])
    raises(EigenpalNotFoundError, "run: nothing", lambda: client.run("agents.none"))
    return run.id, again.id, result["id"]


def reading(client, run, again, workflow):
    page = client.runs.list(type="agent", source=AGENT, status=["completed", "failed"], limit=2)
    check("list: limit", len(page.runs) == 2 and page.next_cursor)
    check("list: offset", client.runs.list(limit=1, offset=1).runs[0].id != client.runs.list(limit=1).runs[0].id)
    full = client.runs.get(run, expand=["input", "usage", "execution", "debug"])
    check("get: input", full.input_.args == {"n": 7})
    check("get: files", "output/deep/all.bin" in [file.path for file in full.files])
    check("definition", client.runs.definition(workflow).definition)
    raises(EigenpalNotFoundError, "definition: of an agent", lambda: client.runs.definition(run))
    raises(EigenpalNotFoundError, "get: nobody", lambda: client.runs.get("run_none"))
    paths = [artifact.path for artifact in client.runs.artifacts.list(run).artifacts]
    check("artifacts", {"output/given.json", "trace.jsonl", "eigenpal.lock"} <= set(paths))
    archive = zipfile.ZipFile(io.BytesIO(client.runs.artifacts.download_zip(run)))
    check("zip", any(name.endswith("all.bin") for name in archive.namelist()))
    check("trace", client.runs.trace.get(run)["events"][0]["name"] == "one")
    check("files", {file["filename"] for file in client.runs.files.list(run)["inputs"]} >= {"b.bin"})
    check("compare", client.runs.compare(run, again, baseline=True)["status"] == "pass")
    check("compare: workflows", client.runs.compare(workflow, workflow)["status"] == "pass")


def judging(client, run):
    client.runs.expected.upload(run, b"{}", filename="a.json", name="b.json")
    client.runs.expected.rename(run, "b.json", name="c.json")
    check("expected", "c.json" in str(client.runs.expected.list(run).to_dict()))
    check("comparison", client.runs.comparison.get(run)["status"] == "fail")
    client.runs.expected.delete(run, "c.json")
    check("expected: gone", "c.json" not in str(client.runs.expected.list(run).to_dict()))
    said = client.runs.feedback.update(run, body="Wrong.", rating="fail").to_dict()
    check("feedback", said["feedback"]["rating"] == "fail")
    check("feedback: resolved", client.runs.feedback.resolve(run).to_dict()["feedback"]["status"] == "resolved")
    check("feedback: get", client.runs.feedback.get(run).to_dict()["feedback"]["body"] == "Wrong.")
    client.runs.feedback.clear(run)
    check("feedback: cleared", not client.runs.feedback.get(run).to_dict().get("feedback"))


def stopping(client):
    run = client.run(AGENT, {"slow": True})
    client.runs.connect(run.id)
    check("cancel", client.runs.cancel(run.id).cancellation.state.value in ("requested", "cancelled"))
    for _ in range(600):
        if client.runs.get(run.id).finished:
            break
        time.sleep(0.05)
    check("cancel: cancelled", client.runs.get(run.id).execution.status.value == "cancelled")
    check("cancel: twice", client.runs.cancel(run.id).cancellation.state.value == "already_terminal")


def mail(client):
    client.automations.sync(AGENT)
    triggers = client.agents.email_triggers
    check("mail: on", triggers.update("finance.invoice", {"enabled": True}).trigger["enabled"] is True)
    alias = triggers.create_alias("finance.invoice", {"alias": "invoices", "allowlist": ["@acme.example"]}).email
    check("mail: get", len(triggers.get("finance.invoice").emails) == 1)
    changed = triggers.update_alias("finance.invoice", alias["id"], {"label": None, "status": "disabled"}).email
    check("mail: disabled", changed["status"] == "disabled")
    check("mail: list", [one["id"] for one in triggers.list().emails] == [alias["id"]])
    check("mail: removed", triggers.delete_alias("finance.invoice", alias["id"]).removed)
    raises(EigenpalValidationError, "mail: no address", lambda: triggers.create_alias("finance.invoice", {"alias": "a b"}))


def main():
    with EigenpalClient() as client:
        run, again, workflow = starts(client)
        reading(client, run, again, workflow)
        judging(client, run)
        stopping(client)
        mail(client)
    print("all as it should be")


main()
