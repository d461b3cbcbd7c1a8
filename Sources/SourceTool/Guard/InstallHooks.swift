import Git
import Glibc
import SystemPackage

/// `hooks install`, `hooks uninstall` and `hooks status`: the checkout's `pre-push` hook asks this tool before a push.
public enum InstallHooks {
    /// Writes the hook, keeps one that is there, and sets up Git's drivers for secrets files.
    ///
    /// - Parameter isStrict: has the hook stop the push where the tool is gone.
    /// - Throws: ``ToolError`` where another program runs the hooks and does not have this tool asked: what to add to its
    ///   configuration is said instead, and nothing is written.
    public static func install(
        _ context: ToolContext, isStrict: Bool = false
    ) async throws(ToolError) -> HooksReport {
        let checkout = try context.openCheckout()
        let repository = try checkout.repository
        var state = try HookState(of: checkout)
        let isOthers = state.manager != nil || state.place.configured != nil
        if isOthers, let problem = HooksReport(state).problem { throw problem }
        try GitDrivers.install(context, in: repository, root: checkout.root)
        if !isOthers, !state.isCalled { try write(state.place, context, isStrict: isStrict) }
        if state.isDeclined { try attempt { try repository.unsetConfig(HookState.setting) } }
        state = try HookState(of: checkout)
        return HooksReport(state)
    }

    /// Writes the hook of a checkout that has none, without being asked: one line says so, and whatever goes wrong is
    /// told and stops nothing.
    ///
    /// - Parameter isNew: the checkout is new, so that it is also told where no push is checked.
    static func installUnasked(_ context: ToolContext, isNew: Bool) {
        do throws(ToolError) {
            let state = try HookState(of: try context.openCheckout())
            guard !state.isDeclined, !state.isChecked else { return }
            if state.isVacant {
                try write(state.place, context, isStrict: false)
                context.terminal.note(
                    "Pushes from here are checked first, by a pre-push hook; \(ToolVersion.name) hooks uninstall takes it away"
                )
            } else if isNew {
                context.terminal.note(
                    "No push from here is checked, for other hooks are there; \(ToolVersion.name) hooks status says more"
                )
            }
        } catch {
            context.terminal.warn("no hook was written: \(error.message)")
        }
    }

    /// Remembers in the checkout's configuration that no hook is wanted.
    static func decline(in repository: Repository) throws(ToolError) {
        try attempt { try repository.setConfig(HookState.setting, "false") }
    }

    /// Takes the hook away, puts back the one that was there before, and remembers that none is wanted.
    ///
    /// - Throws: ``ToolError`` where the hook is not ours.
    public static func uninstall(_ context: ToolContext) async throws(ToolError) -> HooksReport {
        let checkout = try context.openCheckout()
        let state = try HookState(of: checkout)
        guard let hook = state.ours else {
            guard state.isCalled, let file = state.configuration else {
                throw ToolError("\(state.place.hook) is not a hook of \(ToolVersion.name)")
            }
            throw ToolError(
                "no hook of \(ToolVersion.name) is here: \(file) has it run",
                details: ["take out what says \(HookScript.call)"])
        }
        if hook == state.place.hook, Files.kind(of: state.place.kept) != nil {
            guard rename(state.place.kept.string, hook.string) == 0 else {
                throw Files.failure("put back", hook, errno)
            }
        } else {
            Files.remove(hook)
        }
        try decline(in: try checkout.repository)
        return HooksReport(try HookState(of: checkout))
    }

    /// Says what is there; the exit code says whether a push is checked.
    ///
    /// - Throws: ``ToolError`` outside a checkout.
    public static func status(_ context: ToolContext) async throws(ToolError) -> HooksReport {
        HooksReport(try HookState(of: try context.openCheckout()), isQuestion: true)
    }

    private static func write(
        _ place: HookPlace, _ context: ToolContext, isStrict: Bool
    ) throws(ToolError) {
        try Files.makeDirectory(place.directory)
        if Files.kind(of: place.hook) != nil, try !place.isOurs() {
            guard Files.kind(of: place.kept) == nil else {
                throw ToolError(
                    "\(place.hook) is not ours, and \(place.kept) is in the way of keeping it",
                    next: "mv \(CredentialHelper.quoted(place.kept.string)) "
                        + CredentialHelper.quoted("\(place.kept).old"))
            }
            guard rename(place.hook.string, place.kept.string) == 0 else {
                throw Files.failure("kept", place.hook, errno)
            }
        }
        try AtomicFile.write(
            Array(HookScript.text(running: context.command.string, isStrict: isStrict).utf8), to: place.hook,
            mode: FilePermissions(rawValue: 0o755))
    }
}
