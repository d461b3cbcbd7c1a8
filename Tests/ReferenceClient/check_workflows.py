"""Automations as they are registered, and workflows with their versions."""

import os

from checking import check, is_timestamp, raises
from eigenpal import EigenpalNotFoundError, EigenpalValidationError


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
