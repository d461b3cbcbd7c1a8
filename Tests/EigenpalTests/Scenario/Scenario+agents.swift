import Eigenpal

/// The calls about agents, the mail that starts them, and workflows.
extension Scenario {
    func makeAgentCalls() async throws {
        let calls = client.agents
        let automations = client.automations
        let invoice = "finance.invoice"
        try await step("agents.list before") { try await calls.list() }
        try await step("automations.sync") { try await automations.sync("agents.finance.invoice") }
        try await step("automations.sync of nobody") { try await automations.sync("agents.none") }
        try await step("agents.list") { try await calls.list(limit: 1, offset: 1) }
        try await step("agents.list by a search") { try await calls.list(search: "nvoic") }
        try await step("agents.get") { try await calls.get(invoice) }
        try await step("agents.get with files") {
            try await calls.get(invoice, include: ["files", "dataset"])
        }
        try await step("agents.get of nobody") { try await calls.get("none") }
        let made = try await step("agents.create") {
            try await calls.create(
                name: "Expense", slug: "finance.expense", description: "Reads expenses.",
                config: ["deep": ["list": [1, nil, 2.5, "x"]]])
        }
        try await step("agents.create of one that is there") {
            try await calls.create(name: "Archive", slug: "archive")
        }
        try await step("agents.create of one that is made") {
            try await calls.create(name: "Expense", slug: "finance.expense")
        }
        try await step("agents.create of no slug") {
            try await calls.create(name: "X", slug: "Not A Slug")
        }
        try await step("agents.update") {
            try await calls.update(made?.agent.id ?? "", name: "Receipts", config: ["model": nil])
        }
        try await step("agents.update of nobody") { try await calls.update("none", name: "x") }
        try await step("agents.list_files") { try await calls.listFiles("finance.expense") }
        try await step("agents.list_files by a prefix") { try await calls.listFiles(invoice, prefix: "AG") }
        try await step("agents.list_files, one") { try await calls.file(invoice, path: "AGENT.md") }
        try await step("agents.list_files, none") { try await calls.file(invoice, path: "none.md") }
        let writing = calls as any WritingFiles
        try await step("agents.put_file") {
            try await writing.putFile(invoice, path: "x.md", contentBase64: "eA==")
        }
        try await step("agents.upload_files") {
            try await writing.uploadFiles(invoice, files: [["path": "x.md", "contentBase64": "eA=="]])
        }
        try await step("agents.versions") { try await calls.versions(invoice) }
        try await step("agents.versions of a new one") { try await calls.versions("finance.expense") }
    }

    func makeMailCalls() async throws {
        let calls = client.agents.emailTriggers
        let invoice = "finance.invoice"
        try await step("email_triggers.list") { try await calls.list() }
        try await step("email_triggers.update") { try await calls.update(invoice, enabled: true) }
        let made = try await step("email_triggers.create_alias") {
            try await calls.createAlias(
                invoice,
                EmailAliasCreateBody(
                    alias: "invoices", label: "All", allowlist: ["@acme.example"],
                    replyConfig: ["cc": ["x@acme.example"]]))
        }
        try await step("email_triggers.create_alias twice") {
            try await calls.createAlias(invoice, EmailAliasCreateBody(alias: "invoices"))
        }
        try await step("email_triggers.create_alias of no address") {
            try await calls.createAlias(invoice, EmailAliasCreateBody(alias: "a b"))
        }
        try await step("email_triggers.get") { try await calls.get(invoice) }
        let id = made?.email["id"]?.string ?? ""
        try await step("email_triggers.update_alias") {
            try await calls.updateAlias(
                invoice, id: id,
                EmailAliasUpdateBody(label: .null, status: "disabled", requireSenderAuth: true))
        }
        try await step("email_triggers.list of one") { try await calls.list() }
        try await step("email_triggers.delete_alias") { try await calls.deleteAlias(invoice, id: id) }
        try await step("email_triggers.delete_alias twice") { try await calls.deleteAlias(invoice, id: id) }
    }

    func makeWorkflowCalls() async throws {
        let calls = client.workflows
        let automations = client.automations
        try await step("automations.sync of a workflow") { try await automations.sync("workflows.triage") }
        try await step("workflows.list") { try await calls.list() }
        try await step("workflows.list by kind") {
            try await calls.list(search: "riag", kind: .workflow, limit: 1)
        }
        try await step("workflows.list of blocks") { try await calls.list(kind: .block) }
        try await step("workflows.list beyond") { try await calls.list(limit: -1) }
        try await step("workflows.get") { try await calls.get("triage") }
        try await step("workflows.get of nobody") { try await calls.get("none") }
        try await step("workflows.versions") { try await calls.versions("triage") }
        try await step("workflows.versions, a page") {
            try await calls.versions("triage", limit: 5, offset: 1)
        }
    }
}
