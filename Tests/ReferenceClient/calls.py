"""Makes every call of the published Python SDK once, for a server that writes down what arrives.

    python calls.py

Each call goes to a base URL of its own, EIGENPAL_BASE_URL/<label>, by which the server tells them apart. The Swift test
of the same labels makes the same calls. An error of the SDK about the answer is no matter here.
"""

import json
import os
import pathlib
import sys
import tempfile

from eigenpal import EigenpalClient, EigenpalError

SEALED = {"algorithm": "aes-256-gcm", "keyId": "k", "nonce": "n", "ciphertext": "c", "tag": "t"}
FOLDER = pathlib.Path(tempfile.mkdtemp())
PDF = FOLDER / 'the "big" one.pdf'
PDF.write_bytes(b"%PDF-1.7\r\n--not a boundary\r\n")
STEPS = {"steps": {"classify": {"label": "x", "score": 0.5}}}

CALLS = {
    "run": lambda c: c.run("agents.finance.invoice"),
    "run-input": lambda c: c.run("workflows.triage@1.2.0", {"text": "Größe", "limits": {"pages": [1, 2.5, None, True]}}),
    "run-latest": lambda c: c.run("workflows.triage@latest", {}, wait_for_completion=30),
    "run-object": lambda c: c.run({"type": "workflow", "slug": "finance/triage", "version": "0.3.0"}, overrides=STEPS),
    "run-agent": lambda c: c.run({"type": "agent", "id": "agt_1", "version": "latest"}),
    "run-file": lambda c: c.run(
        "agents.a@1.0.0", {"a": {"content": b"x,y\n", "filename": "t.csv"}, "b": PDF, "n": 1},
        wait_for_completion=5, overrides=STEPS),
    "run-handle": lambda c: c.run("agents.a", {"f": open(PDF, "rb")}),
    "rerun": lambda c: c.rerun("run/1"),
    "runs.rerun": lambda c: c.runs.rerun("run_1", version="original", wait_for_completion=600),
    "agents.list": lambda c: c.agents.list(search="a b&c", limit=5, offset=10),
    "agents.get": lambda c: c.agents.get("finance/invoice", include="files,dataset"),
    "agents.create": lambda c: c.agents.create(name="N", slug="s", description="D", config={"k": [1]}),
    "agents.update": lambda c: c.agents.update("agt_1", name="M", config={"k": None}),
    "agents.list_files": lambda c: c.agents.list_files("a", prefix="docs/"),
    "agents.list_files-one": lambda c: c.agents.list_files("a", path="AGENT.md"),
    "agents.put_file": lambda c: c.agents.put_file("a", "x y.md", content_base64="eA=="),
    "agents.upload_files": lambda c: c.agents.upload_files("a", [{"path": "x"}]),
    "agents.versions": lambda c: c.agents.versions("a.b"),
    "email.list": lambda c: c.agents.email_triggers.list(),
    "email.get": lambda c: c.agents.email_triggers.get("a.b"),
    "email.update": lambda c: c.agents.email_triggers.update("a", {"enabled": False}),
    "email.create_alias": lambda c: c.agents.email_triggers.create_alias(
        "a", {"alias": "invoices", "label": "L", "allowlist": ["@acme.example"], "replyConfig": {"cc": ["x"]}}),
    "email.update_alias": lambda c: c.agents.email_triggers.update_alias(
        "a", "eml/1", {"label": None, "allow": [], "status": "disabled", "requireSenderAuth": True}),
    "email.delete_alias": lambda c: c.agents.email_triggers.delete_alias("a", "eml_1"),
    "workflows.list": lambda c: c.workflows.list(search="s", name="n", kind="block", limit=100, offset=0),
    "workflows.get": lambda c: c.workflows.get("wf_1"),
    "workflows.versions": lambda c: c.workflows.versions("wf_1", limit=1, offset=2),
    "run_and_wait": lambda c: c.workflows.executions.run_and_wait(
        "triage", {"text": "x"}, version="1.0.0", poll_interval_seconds=0.01, overrides=STEPS),
    "run_and_wait-file": lambda c: c.workflows.executions.run_and_wait("triage", {"f": PDF}, version="latest"),
    "runs.list": lambda c: c.runs.list(),
    "runs.list-all": lambda c: c.runs.list(
        type="agent", source="agents.a", status=["failed", "cancelled"], from_date="2026-01-01T00:00:00Z",
        to_date="2026-02-01T00:00:00+01:00", batch_id="b", example_id="e", example_id_contains="x y",
        created_after="ca", created_before="cb", completed_after="da", completed_before="db", source_ref="1.0.0",
        limit=7, offset=3),
    "runs.get": lambda c: c.runs.get("run_1", expand=["usage", "execution"]),
    "runs.get-plain": lambda c: c.runs.get("a b/c?d"),
    "runs.definition": lambda c: c.runs.definition("run_1"),
    "runs.cancel": lambda c: c.runs.cancel("run_1"),
    "runs.connect": lambda c: c.runs.connect("run_1"),
    "runs.compare": lambda c: c.runs.compare("run_1", "run_2", step="a,b"),
    "runs.comparison.get": lambda c: c.runs.comparison.get("run_1"),
    "runs.artifacts.list": lambda c: c.runs.artifacts.list("run_1"),
    "runs.artifacts.download": lambda c: c.runs.artifacts.download("run_1", "output/a b/ü%.txt"),
    "runs.artifacts.download_zip": lambda c: c.runs.artifacts.download_zip("run_1"),
    "runs.artifacts.download_zip-some": lambda c: c.runs.artifacts.download_zip("run_1", files="a,b c", token="t/1"),
    "runs.expected.list": lambda c: c.runs.expected.list("run_1"),
    "runs.expected.copy_output": lambda c: c.runs.expected.copy_output(
        "run_1", output_file_name="a.json", expected_name="b.json"),
    "runs.expected.upload": lambda c: c.runs.expected.upload("run_1", b"{}", filename="a.json", name="b.json"),
    "runs.expected.upload-plain": lambda c: c.runs.expected.upload("run_1", b"x"),
    "runs.expected.download": lambda c: c.runs.expected.download("run_1", "deep/a.json"),
    "runs.expected.rename": lambda c: c.runs.expected.rename("run_1", "a.json", name="b.json"),
    "runs.expected.delete": lambda c: c.runs.expected.delete("run_1", "a.json"),
    "runs.feedback.get": lambda c: c.runs.feedback.get("run_1"),
    "runs.feedback.update": lambda c: c.runs.feedback.update(
        "run_1", body="B", rating="fail", status="open", expected={"total": 7}),
    "runs.feedback.update-names": lambda c: c.runs.feedback.update(
        "run_1", feedback="F", feedback_rating="pass", feedback_status="ignored", expected=None),
    "runs.feedback.resolve": lambda c: c.runs.feedback.resolve("run_1", body="done"),
    "runs.feedback.clear": lambda c: c.runs.feedback.clear("run_1"),
    "runs.files.list": lambda c: c.runs.files.list("run_1"),
    "runs.files.upload": lambda c: c.runs.files.upload("run_1", PDF),
    "runs.files.upload-bytes": lambda c: c.runs.files.upload(
        "run_1", b"a,b\n", filename="t.csv", mime_type="text/csv"),
    "runs.files.delete": lambda c: c.runs.files.delete("run_1", "file_1"),
    "runs.trace.get": lambda c: c.runs.trace.get("run_1"),
    "source.repository": lambda c: c.source.repository(),
    "source.raw": lambda c: c.source.raw("agents/a/x.md", ref="1f0c"),
    "source.releases": lambda c: c.source.releases("agents/a", version="1.0.0"),
    "source.lockfile": lambda c: c.source.lockfile("agents/a@1.x"),
    "source.encrypt_secrets": lambda c: c.source.encrypt_secrets(
        {"sourcePath": "p", "secretName": "A", "plaintext": "v"}),
    "source.decrypt_secrets": lambda c: c.source.decrypt_secrets(
        {"secrets": [{"sourcePath": "p", "secretName": "A", "encrypted": SEALED}]}),
    "automations.sync": lambda c: c.automations.sync("agents.a"),
}


def main():
    base = os.environ["EIGENPAL_BASE_URL"]
    for label, call in CALLS.items():
        with EigenpalClient(base_url=f"{base}/{label}") as client:
            try:
                call(client)
            except EigenpalError as error:
                print(f"{label}: {error}", file=sys.stderr)
    print(json.dumps(list(CALLS)))


main()
