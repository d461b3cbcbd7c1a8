import Glibc
import SystemPackage

/// `hooks install`, `hooks uninstall` and `hooks status`: the checkout's `pre-push` hook asks this tool before a push.
public enum InstallHooks {
    /// Writes the hook, keeps one that is there, and sets up Git's drivers for secrets files.
    ///
    /// - Parameter isStrict: has the hook stop the push where the tool is gone.
    /// - Throws: ``ToolError`` where `core.hooksPath` gives the directory to another program: what to add there is
    ///   said instead.
    public static func install(
        _ context: ToolContext, isStrict: Bool = false
    ) async throws(ToolError) -> HooksReport {
        let checkout = try context.openCheckout()
        let place = try HookPlace(of: checkout)
        if let configured = place.configured {
            throw ToolError(
                "core.hooksPath is \(configured): its hooks belong to another program",
                details: [
                    "have its pre-push hook run this line, with git's own input:",
                    "eigenpal-src hooks run pre-push \"$@\"",
                ])
        }
        try GitDrivers.install(context, in: try checkout.repository, root: checkout.root)
        try Files.makeDirectory(place.directory)
        if Files.kind(of: place.hook) != nil, try !place.isOurs() {
            guard Files.kind(of: place.kept) == nil else {
                throw ToolError(
                    "\(place.hook) is not ours, and \(place.kept) is in the way of keeping it",
                    next: "mv \(place.kept) \(place.kept).old")
            }
            guard rename(place.hook.string, place.kept.string) == 0 else {
                throw Files.failure("kept", place.hook, errno)
            }
        }
        try AtomicFile.write(
            Array(HookPlace.text(running: context.command.string, isStrict: isStrict).utf8), to: place.hook,
            mode: FilePermissions(rawValue: 0o755))
        return try report(place)
    }

    /// Takes the hook away, and puts back the one that was there before.
    ///
    /// - Throws: ``ToolError`` where the hook is not ours.
    public static func uninstall(_ context: ToolContext) async throws(ToolError) -> HooksReport {
        let place = try HookPlace(of: try context.openCheckout())
        guard try place.isOurs() else {
            throw ToolError("\(place.hook) is not a hook of \(ToolVersion.name)")
        }
        if Files.kind(of: place.kept) != nil {
            guard rename(place.kept.string, place.hook.string) == 0 else {
                throw Files.failure("put back", place.hook, errno)
            }
        } else {
            Files.remove(place.hook)
        }
        return try report(place)
    }

    /// Says what is there.
    ///
    /// - Throws: ``ToolError`` outside a checkout.
    public static func status(_ context: ToolContext) async throws(ToolError) -> HooksReport {
        try report(try HookPlace(of: try context.openCheckout()))
    }

    private static func report(_ place: HookPlace) throws(ToolError) -> HooksReport {
        HooksReport(
            hook: place.hook.string, isInstalled: try place.isOurs(),
            kept: Files.kind(of: place.kept) == nil ? nil : place.kept.string)
    }
}

/// The state of a checkout's hook.
public struct HooksReport: Renderable {
    /// The hook's path.
    public let hook: String
    /// Whether it is ours.
    public let isInstalled: Bool
    /// The hook that was there before and runs first; nil where there was none.
    public let kept: String?

    /// One sentence, and the hook that runs first.
    public func lines(_ style: Style) -> [String] {
        guard isInstalled else {
            return ["No push is checked: \(hook) is not ours", "next: eigenpal-src hooks install"]
        }
        return ["Pushes are checked by \(hook)"] + (kept.map { ["\($0) runs first"] } ?? [])
    }
}
