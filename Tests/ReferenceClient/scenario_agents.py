"""The scenario's calls about agents, the mail that starts them, and workflows."""

AGENT = "agents.finance.invoice"


def agents(scenario):
    client, calls, step = scenario.client, scenario.client.agents, scenario.step
    step("agents.list before", lambda: calls.list())
    step("automations.sync", lambda: client.automations.sync(AGENT))
    step("automations.sync of nobody", lambda: client.automations.sync("agents.none"))
    step("agents.list", lambda: calls.list(limit=1, offset=1))
    step("agents.list by a search", lambda: calls.list(search="nvoic"))
    step("agents.get", lambda: calls.get("finance.invoice"))
    step("agents.get with files", lambda: calls.get("finance.invoice", include="files,dataset"))
    step("agents.get of nobody", lambda: calls.get("none"))
    made = step("agents.create", lambda: calls.create(
        name="Expense", slug="finance.expense", description="Reads expenses.", config={"deep": {"list": [1, None, 2.5, "x"]}}))
    step("agents.create of one that is there", lambda: calls.create(name="Archive", slug="archive"))
    step("agents.create of one that is made", lambda: calls.create(name="Expense", slug="finance.expense"))
    step("agents.create of no slug", lambda: calls.create(name="X", slug="Not A Slug"))
    step("agents.update", lambda: calls.update(made.agent.id, name="Receipts", config={"model": None}))
    step("agents.update of nobody", lambda: calls.update("none", name="x"))
    step("agents.list_files", lambda: calls.list_files("finance.expense"))
    step("agents.list_files by a prefix", lambda: calls.list_files("finance.invoice", prefix="AG"))
    step("agents.list_files, one", lambda: calls.list_files("finance.invoice", path="AGENT.md"))
    step("agents.list_files, none", lambda: calls.list_files("finance.invoice", path="none.md"))
    step("agents.put_file", lambda: calls.put_file("finance.invoice", "x.md", content_base64="eA=="))
    step("agents.upload_files", lambda: calls.upload_files("finance.invoice", [{"path": "x.md", "contentBase64": "eA=="}]))
    step("agents.versions", lambda: calls.versions("finance.invoice"))
    step("agents.versions of a new one", lambda: calls.versions("finance.expense"))


def mail(scenario):
    calls, step = scenario.client.agents.email_triggers, scenario.step
    step("email_triggers.list", lambda: calls.list())
    step("email_triggers.update", lambda: calls.update("finance.invoice", {"enabled": True}))
    made = step("email_triggers.create_alias", lambda: calls.create_alias("finance.invoice", {
        "alias": "invoices", "label": "All", "allowlist": ["@acme.example"], "replyConfig": {"cc": ["x@acme.example"]}}))
    step("email_triggers.create_alias twice", lambda: calls.create_alias("finance.invoice", {"alias": "invoices"}))
    step("email_triggers.create_alias of no address", lambda: calls.create_alias("finance.invoice", {"alias": "a b"}))
    step("email_triggers.get", lambda: calls.get("finance.invoice"))
    step("email_triggers.update_alias", lambda: calls.update_alias(
        "finance.invoice", made.email["id"], {"label": None, "status": "disabled", "requireSenderAuth": True}))
    step("email_triggers.list of one", lambda: calls.list())
    step("email_triggers.delete_alias", lambda: calls.delete_alias("finance.invoice", made.email["id"]))
    step("email_triggers.delete_alias twice", lambda: calls.delete_alias("finance.invoice", made.email["id"]))


def workflows(scenario):
    calls, step = scenario.client.workflows, scenario.step
    step("automations.sync of a workflow", lambda: scenario.client.automations.sync("workflows.triage"))
    step("workflows.list", lambda: calls.list())
    step("workflows.list by kind", lambda: calls.list(kind="workflow", search="riag", limit=1))
    step("workflows.list of blocks", lambda: calls.list(kind="block"))
    step("workflows.list beyond", lambda: calls.list(limit=-1))
    step("workflows.get", lambda: calls.get("triage"))
    step("workflows.get of nobody", lambda: calls.get("none"))
    step("workflows.versions", lambda: calls.versions("triage"))
    step("workflows.versions, a page", lambda: calls.versions("triage", limit=5, offset=1))
