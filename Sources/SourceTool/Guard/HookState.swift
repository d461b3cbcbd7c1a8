import Git
import Glibc
import SystemPackage

/// Whether pushes from a checkout are checked, and by what.
struct HookState {
    /// Where git looks for the hook.
    let place: HookPlace
    /// Our hook where git, or the program that runs git's hooks here, runs it.
    let ours: FilePath?
    /// The program that runs git's hooks here.
    let manager: HookManager?
    /// The file of that program's that has this tool asked, or where the lines for it go.
    let configuration: FilePath?
    /// Whether something else than a hook of ours has this tool asked.
    let isCalled: Bool
    /// A program whose configuration in the checkout has this tool asked, but that runs no hook here.
    let idle: HookManager?
    /// Whether hooks were declined for this checkout.
    let isDeclined: Bool

    /// The setting that declines hooks where it is `false`.
    static let setting = "eigenpal.hooks"

    /// - Throws: ``ToolError`` for a hook or a configuration that cannot be read.
    init(of checkout: Checkout) throws(ToolError) {
        place = try HookPlace(of: checkout)
        let repository = try checkout.repository
        isDeclined = try attempt { try repository.config(Self.setting) } == "false"
        manager = try HookManager.owner(of: place)
        guard let manager else {
            let text = try HookPlace.text(of: place.hook) ?? ""
            ours = HookScript.isOurs(text) ? place.hook : nil
            isCalled = ours == nil && Self.isRun(place.hook) && HookScript.calls(text)
            configuration = nil
            idle = try Self.idleManager(in: checkout.root)
            return
        }
        // pre-commit runs the hook that it found.
        let legacy = place.directory.appending("pre-push.legacy")
        let found = manager == .preCommit ? try HookPlace.text(of: legacy) ?? "" : ""
        ours = HookScript.isOurs(found) ? legacy : nil
        var files = manager.configurations.map { checkout.root.pushing(FilePath($0)) }
        // husky's directory need not have its usual name.
        if manager == .husky, place.directory.lastComponent?.string == "_" {
            files = [place.directory.removingLastComponent().appending("pre-push")]
        }
        let calling = try Self.first(of: files, where: HookScript.calls)
        let isRun = Self.isRun(place.hook)
        (isCalled, idle) = (calling != nil && isRun, calling != nil && !isRun ? manager : nil)
        let present = try Self.first(of: files) { _ in true }
        configuration = calling ?? present ?? files.first
    }

    /// Whether pushes are checked: something has this tool asked, and git runs it.
    var isChecked: Bool {
        isCalled || (ours.map(Self.isRun) ?? false)
    }

    /// The program that our hook runs, where that is gone.
    var missingTool: String? {
        guard let ours, let text = try? HookPlace.text(of: ours), let tool = HookScript.tool(in: text),
            access(tool, X_OK) != 0
        else { return nil }
        return tool
    }

    /// Whether a hook of ours can be written with nothing in the way.
    var isVacant: Bool {
        place.configured == nil && manager == nil && Files.kind(of: place.hook) == nil
    }

    private static func isRun(_ hook: FilePath) -> Bool { access(hook.string, X_OK) == 0 }

    private static func idleManager(in root: FilePath) throws(ToolError) -> HookManager? {
        for manager in HookManager.allCases {
            let files = manager.configurations.map { root.pushing(FilePath($0)) }
            if try first(of: files, where: HookScript.calls) != nil { return manager }
        }
        return nil
    }

    private static func first(
        of files: [FilePath], where fits: (String) -> Bool
    ) throws(ToolError) -> FilePath? {
        for file in files {
            if let text = try HookPlace.text(of: file), fits(text) { return file }
        }
        return nil
    }
}
