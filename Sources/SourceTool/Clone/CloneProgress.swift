import Git
import Synchronization

/// The one line that says how far a transfer is; written only when it changes.
final class CloneProgress: Sendable {
    private let terminal: any Terminal
    private let shown = Mutex("")

    init(_ terminal: any Terminal) {
        self.terminal = terminal
    }

    func show(_ progress: TransferProgress) {
        guard terminal.errorIsTerminal else { return }
        let line = Self.line(progress)
        let isNew = shown.withLock { shown in
            defer { shown = line }
            return shown != line
        }
        if isNew { terminal.progress(line) }
    }

    func end() { terminal.progress(nil) }

    /// The stage, its share in percent, and the size of what has come in steps of a tenth of a megabyte.
    static func line(_ progress: TransferProgress) -> String {
        let stage =
            switch progress.stage {
            case .receiving: "Receiving objects"
            case .indexing: "Indexing objects"
            case .checkingOut: "Checking out files"
            case .sending: "Sending objects"
            }
        guard progress.total > 0 else { return "\(stage)…" }
        let percent = progress.done * 100 / progress.total
        let tenths = progress.bytes / 100_000
        return "\(stage) \(percent)%" + (tenths > 0 ? ", \(tenths / 10).\(tenths % 10) MB" : "")
    }
}
