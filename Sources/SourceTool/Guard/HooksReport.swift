import SystemPackage

/// Whether pushes from a checkout are checked, by what, and what to do where they are not.
public struct HooksReport: Renderable {
    /// The path where git looks for the hook, or where the program that manages hooks found ours.
    public let hook: String
    /// Whether the hook there is ours.
    public let isInstalled: Bool
    /// Whether a push is checked, by our hook or by another that runs this tool.
    public let isChecked: Bool
    /// Whether `--no-hooks` or `hooks uninstall` declined the hook in this checkout.
    public let isDeclined: Bool
    /// The hook that was there before and runs first; nil where there was none.
    public let kept: String?
    /// The program that runs the hooks here: `lefthook`, `husky`, `pre-commit`; nil where that is git alone.
    public let manager: String?
    /// The file by which another program has this tool asked, or into which ``add`` goes.
    public let configuration: String?
    /// The lines for ``configuration`` that have pushes checked, where they are not.
    public let add: [String]?
    /// `core.hooksPath`, where that leads elsewhere than to the repository's own hooks.
    public let hooksPath: String?
    /// The program that our hook runs, where it is gone.
    public let missingTool: String?
    /// The command to type next.
    public let next: String?
    /// Why no push is checked.
    private let reason: String?
    /// Whether the verb asked, so that the answer "no" is told by the exit code too.
    private let isQuestion: Bool

    private enum CodingKeys: String, CodingKey {
        case hook, isInstalled, isChecked, isDeclined, kept, manager, configuration, add, hooksPath,
            missingTool,
            next
    }

    init(_ state: HookState, isQuestion: Bool = false) {
        let place = state.place
        hook = (state.ours ?? place.hook).string
        isInstalled = state.ours != nil
        (isChecked, isDeclined) = (state.isChecked, state.isDeclined)
        kept =
            state.ours == place.hook && Files.permissions(of: place.kept) != nil ? place.kept.string : nil
        manager = state.manager?.rawValue
        hooksPath = place.configured
        missingTool = state.missingTool
        self.isQuestion = isQuestion
        let file = state.configuration?.string
        configuration = file
        guard !state.isChecked else {
            (add, reason) = (nil, nil)
            next = missingTool == nil ? nil : Self.install
            return
        }
        if state.ours != nil {
            (add, reason) = (nil, "\(hook) is not executable")
            next = "chmod +x \(CredentialHelper.quoted(hook))"
        } else if let idle = state.idle {
            (add, next) = (nil, idle.installing)
            reason = "\(idle.rawValue) would run \(ToolVersion.name), and has no pre-push hook here"
        } else if let manager = state.manager, let file {
            (add, next) = (manager.lines(for: file), nil)
            reason = "\(manager.rawValue) runs the hooks here, and \(file) does not run \(ToolVersion.name)"
        } else if let path = place.configured {
            let isThere = Files.permissions(of: place.hook) != nil
            (add, next) = ((isThere ? [] : ["#!/bin/sh"]) + ["\(HookScript.call) \"$@\""], nil)
            reason = "core.hooksPath is \(path), and \(hook) does not run \(ToolVersion.name)"
        } else {
            (add, next) = (nil, Self.install)
            reason =
                Files.kind(of: place.hook) == nil
                ? "there is no pre-push hook" + (state.isDeclined ? ", as was asked for" : "")
                : "\(hook) does not run \(ToolVersion.name)"
        }
    }

    private static let install = "\(ToolVersion.name) hooks install"

    /// What is wrong, for an error that says it.
    var problem: ToolError? {
        reason.map { ToolError($0, details: addition, next: next) }
    }

    /// 1 where the question was whether pushes are checked, and they are not.
    public var exitCode: Int32 { isQuestion && !isChecked ? 1 : 0 }

    /// One sentence, and the hook that runs first or the lines to add.
    public func lines(_ style: Style) -> [String] {
        if let reason {
            return ["No push is checked: \(reason)"] + addition + (next.map { ["next: \($0)"] } ?? [])
        }
        var lines: [String]
        if isInstalled {
            lines = ["Pushes are checked by \(hook)" + (manager.map { ", which \($0) runs" } ?? "")]
        } else {
            lines = [
                "Pushes are checked by \(manager ?? hook)" + (configuration.map { ", as \($0) says" } ?? "")
            ]
        }
        if let kept { lines.append("\(kept) runs first") }
        if let missingTool {
            lines.append("\(missingTool) is gone: the hook takes what PATH has, else it checks nothing")
        }
        return lines + (next.map { ["next: \($0)"] } ?? [])
    }

    private var addition: [String] {
        guard let add else { return [] }
        return ["add to \(configuration ?? hook):"] + add.map { "  \($0)" }
    }
}
