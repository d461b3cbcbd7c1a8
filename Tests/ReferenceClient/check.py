"""Runs the published Python SDK against a server and checks what it makes of the answers.

    python check.py all         every endpoint that the server has, on the packages beside this file
    python check.py rate-limit  requests until the server says 429

The server and its key come from EIGENPAL_BASE_URL and EIGENPAL_API_KEY, as the SDK reads them. COMMIT and RELEASE
name the commits of `main` and of the releases. Exits with 1 at the first surprise.
"""

import base64
import os
import sys

from eigenpal import (
    EigenpalAuthError,
    EigenpalClient,
    EigenpalError,
    EigenpalForbiddenError,
    EigenpalNotFoundError,
    EigenpalRateLimitError,
    EigenpalValidationError,
)

INVOICE = "agents/finance/invoice"
SECRETS = f"{INVOICE}/secrets.enc.yaml"


def check(what, holds):
    if not holds:
        print(f"FAILED {what}", file=sys.stderr)
        sys.exit(1)
    print(f"ok {what}")


def raises(kind, what, call):
    """The error that a call must end in, and what every such error carries."""
    try:
        call()
    except EigenpalError as error:
        check(f"{what}: {kind.__name__}, not {type(error).__name__}: {error}", type(error) is kind)
        check(f"{what}: request id", bool(error.request_id))
        issues = error.envelope["issues"]
        check(f"{what}: issues", len(issues) > 0)
        for issue in issues:
            check(f"{what}: an issue's keys", {"field", "message", "code", "severity"} <= issue.keys())
            check(f"{what}: severity", issue["severity"] in ("error", "warning"))
        return error
    check(f"{what}: {kind.__name__}", False)


def is_timestamp(text):
    return isinstance(text, str) and len(text) >= 20 and text[10] == "T" and text.endswith("Z")


def source(client):
    commit, release = os.environ["COMMIT"], os.environ["RELEASE"]

    repository = client.source.repository()
    check("repository: path", repository.git_repository_path == "acme")
    check("repository: remote", repository.remote_url == f"{os.environ['EIGENPAL_BASE_URL']}/orgs/acme.git")

    raw = client.source.raw(f"{INVOICE}/AGENT.md")
    check("raw: content", raw.content.startswith("# Invoice"))
    check("raw: ref, path", (raw.ref, raw.path) == ("main", f"{INVOICE}/AGENT.md"))
    check("raw: content type", "/" in raw.content_type)
    check("raw: at a commit", client.source.raw(f"{INVOICE}/AGENT.md", ref=commit).content == raw.content)
    old = client.source.raw(f"{INVOICE}/AGENT.md", ref="agents.finance.invoice@1.0.0")
    check("raw: at a tag", "second thoughts" not in old.content and "second thoughts" in raw.content)
    raises(EigenpalNotFoundError, "raw: no such file", lambda: client.source.raw("agents/none/AGENT.md"))
    raises(EigenpalNotFoundError, "raw: no such ref", lambda: client.source.raw("eigenpal.yaml", ref="nowhere"))
    raises(EigenpalValidationError, "raw: a path out of it", lambda: client.source.raw("../../etc/passwd"))

    releases = client.source.releases(INVOICE)
    check("releases: path", releases.package_path == INVOICE)
    check("releases: order", [item.version for item in releases.releases] == ["1.10.0", "1.2.0", "1.0.0"])
    check("releases: tag", releases.releases[0].tag == "agents.finance.invoice@1.10.0")
    check("releases: commits", releases.releases[0].commit == commit and releases.releases[2].commit == release)
    one = client.source.releases(INVOICE, version="1.2.0")
    check("releases: one version", [item.version for item in one.releases] == ["1.2.0"])
    raises(EigenpalValidationError, "releases: a bad path", lambda: client.source.releases("Agents/Invoice"))

    lockfile = client.source.lockfile("agents.finance.invoice@1.x")
    check("lockfile: version", lockfile.lockfile_version == 1)
    check("lockfile: hash", len(lockfile.input_hash) == 64)
    root = lockfile.root
    check("lockfile: root", (root.package_path, root.resolved_ref) == (INVOICE, "1.10.0"))
    check("lockfile: requested", root.requested_ref == "1.x")
    check("lockfile: tag, commit", (root.resolved_tag, root.commit) == ("agents.finance.invoice@1.10.0", commit))
    ocr = root.dependencies[0]
    check("lockfile: dependency", (ocr.package_path, ocr.resolved_ref) == ("resources/skills/ocr", "1.2.0"))
    check("lockfile: leaf", ocr.dependencies == [])
    for reference in (INVOICE, f"{INVOICE}@latest", f"{INVOICE}@main", f"{INVOICE}@1.0.0", f"{INVOICE}@{commit}"):
        check(f"lockfile: {reference}", client.source.lockfile(reference).root.package_path == INVOICE)
    raises(EigenpalValidationError, "lockfile: no package", lambda: client.source.lockfile("agents.none"))
    raises(EigenpalValidationError, "lockfile: no release", lambda: client.source.lockfile(f"{INVOICE}@9.9.9"))


def secrets(client):
    values = {"SMTP_USER": "post@acme.example", "SMTP_PASSWORD": "pässwörd \U0001f511\nline two"}
    single = client.source.encrypt_secrets(
        {"sourcePath": SECRETS, "secretName": "SMTP_USER", "plaintext": values["SMTP_USER"]}
    ).encrypted.to_dict()
    check("encrypt: algorithm", single["algorithm"] == "aes-256-gcm")
    check("encrypt: nonce, tag", [len(base64.b64decode(single[key])) for key in ("nonce", "tag")] == [12, 16])
    check("encrypt: no plaintext", values["SMTP_USER"].encode() not in base64.b64decode(single["ciphertext"]))

    batch = client.source.encrypt_secrets(
        {
            "secrets": [
                {"sourcePath": SECRETS, "secretName": name, "plaintext": value}
                for name, value in values.items()
            ]
        }
    ).secrets.to_dict()
    check("encrypt: a batch by name", set(batch) == set(values))

    def items(names):
        return [{"sourcePath": SECRETS, "secretName": name, "encrypted": batch[name]} for name in names]

    plain = client.source.decrypt_secrets({"secrets": items(values)}).secrets.to_dict()
    check("decrypt: a batch", plain == values)
    again = client.source.decrypt_secrets(
        {"secrets": [{"sourcePath": SECRETS, "secretName": "SMTP_USER", "encrypted": single}]}
    ).secrets.to_dict()
    check("decrypt: what was encrypted alone", again == {"SMTP_USER": values["SMTP_USER"]})

    moved = [dict(items(["SMTP_USER"])[0], secretName="SMTP_PASSWORD")]
    raises(EigenpalValidationError, "decrypt: under another name", lambda: client.source.decrypt_secrets({"secrets": moved}))
    other = [dict(items(["SMTP_USER"])[0], sourcePath="workflows/triage/secrets.enc.yaml")]
    raises(EigenpalValidationError, "decrypt: at another path", lambda: client.source.decrypt_secrets({"secrets": other}))
    raises(
        EigenpalForbiddenError,
        "decrypt: one without a run",
        lambda: client.source.decrypt_secrets(
            {"sourcePath": SECRETS, "secretName": "SMTP_USER", "encrypted": single, "executionId": "run_none"}
        ),
    )
    raises(EigenpalValidationError, "encrypt: nothing", lambda: client.source.encrypt_secrets({}))
    raises(
        EigenpalValidationError,
        "encrypt: a bad name",
        lambda: client.source.encrypt_secrets({"sourcePath": SECRETS, "secretName": "lower", "plaintext": "x"}),
    )


def automations(client):
    commit = os.environ["COMMIT"]
    synced = client.automations.sync("agents.finance.invoice")
    check("sync: type, slug", (synced.automation.type_.value, synced.automation.slug) == ("agent", "finance.invoice"))
    check("sync: status", synced.automation.status.value == "active")
    check("sync: updated", is_timestamp(synced.automation.updated_at))
    check("sync: release", (synced.release.version, synced.release.commit) == ("1.10.0", commit))
    check("sync: warnings", isinstance(synced.warnings, list))
    check("sync: again", client.automations.sync("agents.finance.invoice").automation.id == synced.automation.id)
    workflow = client.automations.sync("workflows.triage")
    check("sync: a workflow", workflow.automation.type_.value == "workflow")
    raises(EigenpalNotFoundError, "sync: nobody", lambda: client.automations.sync("agents.none"))
    return synced.automation.id, workflow.automation.id


def agents(client, invoice):
    page = client.agents.list()
    check("agents: list", "finance.invoice" in [agent.slug for agent in page.data])
    check("agents: page", page.total >= 1 and page.offset == 0 and page.limit >= 1)
    check("agents: search", [agent.id for agent in client.agents.list(search="nvoic").data] == [invoice])
    check("agents: search for nothing", client.agents.list(search="no such thing").total == 0)
    check("agents: limit", len(client.agents.list(limit=1).data) == 1)
    check("agents: offset", client.agents.list(limit=1, offset=10_000).data == [])

    for name in (invoice, "finance.invoice"):
        agent = client.agents.get(name).agent
        check(f"agents: get {name}", (agent.id, agent.slug) == (invoice, "finance.invoice"))
    check("agents: latest", (agent.latest_version, agent.latest_commit) == ("1.10.0", os.environ["COMMIT"]))
    check("agents: integrity", agent.source_integrity.value == "healthy")
    check("agents: created", is_timestamp(agent.created_at))
    check("agents: include", client.agents.get(invoice, include="files").agent.id == invoice)
    raises(EigenpalNotFoundError, "agents: get nobody", lambda: client.agents.get("none"))
    raises(EigenpalValidationError, "agents: get a path", lambda: client.agents.get("../../source/repository"))

    made = client.agents.create(name="Expense", slug="finance.expense", description="Reads expenses.")
    check("agents: create", (made.agent.slug, made.agent.name) == ("finance.expense", "Expense"))
    check("agents: scaffolded", "AGENT.md" in str(client.agents.list_files(made.agent.id)))
    raises(EigenpalValidationError, "agents: a bad slug", lambda: client.agents.create(name="X", slug="Not A Slug"))
    found = client.agents.create(name="Archive", slug="archive")
    check("agents: recovered", found.source_recovered is True and found.recovery_kind.value == "existing")

    changed = client.agents.update(made.agent.id, description="Reads receipts.", config={"model": {"name": "x"}})
    check("agents: update", changed.agent.description == "Reads receipts.")
    check("agents: config", changed.agent.config.to_dict() == {"model": {"name": "x"}})
    check("agents: what was not changed", changed.agent.name == "Expense")
    check("agents: kept", client.agents.get(made.agent.id).agent.description == "Reads receipts.")
    raises(EigenpalNotFoundError, "agents: update nobody", lambda: client.agents.update("none", name="x"))

    listing = client.agents.list_files(invoice)
    check("files: list", {"AGENT.md", "eigenpal.yaml"} <= {file["path"] for file in listing["files"]})
    check("files: prefix", [file["path"] for file in client.agents.list_files(invoice, prefix="AG")["files"]] == ["AGENT.md"])
    file = client.agents.list_files(invoice, path="AGENT.md")
    check("files: read", file["content"].startswith("# Invoice"))
    raises(EigenpalNotFoundError, "files: none", lambda: client.agents.list_files(invoice, path="none.md"))
    for what, call in (
        ("put", lambda: client.agents.put_file(invoice, "x.md", content_base64="eA==")),
        ("upload", lambda: client.agents.upload_files(invoice, [{"path": "x.md", "contentBase64": "eA=="}])),
    ):
        error = raises(EigenpalError, f"files: {what}", call)
        check(f"files: {what} 409", error.status == 409 and "Git" in error.envelope["error"])

    versions = client.agents.versions("finance.invoice")
    check("versions: agent", (versions.agent_id, versions.slug) == (invoice, "finance.invoice"))
    check("versions: package", versions.package_path == INVOICE)
    check("versions: order", [version.version for version in versions.versions] == ["1.10.0", "1.2.0", "1.0.0"])
    check("versions: latest", [version.latest for version in versions.versions] == [True, False, False])
    newest = versions.versions[0]
    check("versions: notes", newest.notes.strip() == "Second thoughts")
    check("versions: created", is_timestamp(newest.created_at))
    check("versions: tag, commit", (newest.tag, newest.commit) == ("agents.finance.invoice@1.10.0", os.environ["COMMIT"]))


def workflows(client, triage):
    page = client.workflows.list()
    check("workflows: list", [workflow.id for workflow in page.data] == [triage])
    check("workflows: page", (page.total, page.limit, page.offset) == (1, 50, 0))
    check("workflows: version", page.data[0].version == "0.3.0")
    check("workflows: search", client.workflows.list(search="riag").total == 1)
    check("workflows: search for nothing", client.workflows.list(search="no such thing").total == 0)
    check("workflows: limit", client.workflows.list(limit=1, offset=1).data == [])
    check("workflows: kind", client.workflows.list(kind="workflow").total == 1)
    raises(EigenpalValidationError, "workflows: a limit beyond", lambda: client.workflows.list(limit=-1))
    for name in (triage, "triage"):
        workflow = client.workflows.get(name)
        check(f"workflows: get {name}", (workflow.id, workflow.version) == (triage, "0.3.0"))
    check("workflows: text", "classify" in workflow.yaml_content)
    check("workflows: created", is_timestamp(workflow.created_at))
    raises(EigenpalNotFoundError, "workflows: get nobody", lambda: client.workflows.get("none"))
    versions = client.workflows.versions(triage)
    check("workflow versions", [version.version for version in versions.data] == ["0.3.0"])
    check("workflow versions: current", versions.data[0].is_current and versions.data[0].workflow_id == triage)
    check("workflow versions: page", (versions.total, versions.limit) == (1, 50))
    check("workflow versions: offset", client.workflows.versions(triage, limit=5, offset=1).data == [])


def errors(client):
    wrong = EigenpalClient(api_key="eg_wrong")
    error = raises(EigenpalAuthError, "a wrong key", lambda: wrong.source.repository())
    check("a wrong key: 401", error.status == 401)
    response = client.raw_client.get_httpx_client().get("/api/v1/nothing")
    check("no such endpoint: 404", response.status_code == 404)
    check("no such endpoint: envelope", response.json()["issues"][0]["code"] != "")
    check("request id: header", response.headers["x-request-id"] == response.json()["requestId"])
    response = client.raw_client.get_httpx_client().get("/api/v1/auth/check")
    check("auth check", response.json()["ok"] is True and response.json()["keyId"] != "")
    response = client.raw_client.get_httpx_client().post(
        "/api/v1/agents", content=b"{not json", headers={"content-type": "application/json"}
    )
    check("a body that is no JSON: 400", response.status_code == 400 and response.json()["issues"])


def rate_limit():
    client = EigenpalClient()
    for _ in range(200):
        try:
            client.source.repository()
        except EigenpalRateLimitError as error:
            check("429: status", error.status == 429)
            check("429: retry after", isinstance(error.retry_after, int) and error.retry_after > 0)
            check("429: envelope", bool(error.envelope["issues"]) and bool(error.request_id))
            return
    check("429 within 200 requests", False)


def main():
    if sys.argv[1:] == ["rate-limit"]:
        return rate_limit()
    client = EigenpalClient()
    source(client)
    secrets(client)
    invoice, triage = automations(client)
    agents(client, invoice)
    workflows(client, triage)
    errors(client)
    print("all as it should be")


main()
