"""Agents, their files and versions, and the mail that starts them."""

import os

from checking import check, is_timestamp, raises
from eigenpal import EigenpalError, EigenpalNotFoundError, EigenpalValidationError

AGENT = "agents.finance.invoice"


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
    check("versions: package", versions.package_path == "agents/finance/invoice")
    check("versions: order", [version.version for version in versions.versions] == ["1.10.0", "1.2.0", "1.0.0"])
    check("versions: latest", [version.latest for version in versions.versions] == [True, False, False])
    newest = versions.versions[0]
    check("versions: notes", newest.notes.strip() == "Second thoughts")
    check("versions: created", is_timestamp(newest.created_at))
    check("versions: tag, commit", (newest.tag, newest.commit) == ("agents.finance.invoice@1.10.0", os.environ["COMMIT"]))


def mail(client):
    client.automations.sync(AGENT)
    triggers = client.agents.email_triggers
    check("mail: on", triggers.update("finance.invoice", {"enabled": True}).trigger["enabled"] is True)
    alias = triggers.create_alias("finance.invoice", {"alias": "invoices", "allowlist": ["@acme.example"]}).email
    check("mail: alias", alias["email"].startswith("invoices@") and alias["allowlist"] == ["@acme.example"])
    check("mail: get", len(triggers.get("finance.invoice").emails) == 1)
    changed = triggers.update_alias("finance.invoice", alias["id"], {"label": None, "status": "disabled"}).email
    check("mail: disabled", changed["status"] == "disabled")
    check("mail: list", [one["id"] for one in triggers.list().emails] == [alias["id"]])
    check("mail: removed", triggers.delete_alias("finance.invoice", alias["id"]).removed)
    raises(EigenpalValidationError, "mail: no address", lambda: triggers.create_alias("finance.invoice", {"alias": "a b"}))
