import ArgumentParser

// Every verb is in one of these lists; help shows them in this order.

extension RootCommand {
    /// Verbs about keys and servers.
    static let accountCommands: [any ParsableCommand.Type] = [
        AuthCommand.self,
        ServeCommand.self,
    ]

    /// Verbs about the working copy.
    static let checkoutCommands: [any ParsableCommand.Type] = [
        CloneCommand.self,
        InitCommand.self,
        StatusCommand.self,
        SaveCommand.self,
        CommitCommand.self,
        PullCommand.self,
        PushCommand.self,
        CleanCommand.self,
        UpgradeCommand.self,
        GitCommand.self,
        HooksCommand.self,
        ScanCommand.self,
    ]

    /// Verbs about packages, their secrets and releases.
    static let packageCommands: [any ParsableCommand.Type] = [
        ValidateCommand.self,
        DepsCommand.self,
        DependentsCommand.self,
        SecretsCommand.self,
        InstallCommand.self,
        LockfileCommand.self,
        ReleaseCommand.self,
        ReleasesCommand.self,
        SyncCommand.self,
        ShowCommand.self,
    ]

    /// Verbs about runs, and what is run.
    static let runCommands: [any ParsableCommand.Type] = [
        RunCommand.self,
        RerunCommand.self,
        RunsCommand.self,
        AgentsCommand.self,
        WorkflowsCommand.self,
    ]

    /// The rest.
    static let otherCommands: [any ParsableCommand.Type] = [
        DoctorCommand.self,
        APICommand.self,
        CompletionsCommand.self,
    ]
}
