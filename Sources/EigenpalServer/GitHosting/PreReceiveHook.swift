import Git
import Guard
import SourceFormat
import SourceRepository

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `git receive-pack` asks before it takes a push: whether it may (`githooks(5)`, pre-receive).
///
/// It runs as a process of its own, started by git in the repository's directory, with the pushed objects readable
/// through the environment and no reference moved yet. What it writes to standard error reaches the pushing user.
public enum PreReceiveHook {
    /// What the hook tells git and the user.
    public struct Verdict: Sendable, Hashable {
        /// Whether the push may proceed; the hook exits with 0 then, otherwise with 1.
        public let isAccepted: Bool
        /// What the user is told, without a newline at its end; empty for nothing.
        public let message: String
    }

    /// How long a push waits for the ones before it: longer than one whose client does not read can last.
    static let patience = Duration.seconds(120)

    /// Takes the push lock, which then stays with the `receive-pack` that started this process, and judges the push.
    ///
    /// - Parameters:
    ///   - input: what git wrote to standard input, one `<old> <new> <reference>` a line.
    ///   - scans: whether the push is searched for secrets, too.
    public static func run(input: [UInt8], scans: Bool = false) -> Verdict {
        do throws(Failure) {
            let updates = try updates(in: input)
            // What a push brings is the same whatever comes before it, and looking at much of it takes time.
            let secrets = scans ? try secrets(in: updates) : nil
            if let secrets { return secrets }
            try lock()
            return try judge(updates)
        } catch {
            return Verdict(isAccepted: false, message: "push refused: \(error.reason)")
        }
    }

    /// Why there is no judgement. The push is refused.
    struct Failure: Error {
        let reason: String
    }

    /// Refuses a push that brings secrets; nil for one that does not.
    private static func secrets(in updates: [ReferenceUpdate]) throws(Failure) -> Verdict? {
        let secrets: PushedSecrets
        do {
            secrets = try PushedSecrets(of: updates, to: try Repository(openFromEnvironment: ()))
        } catch {
            throw Failure(reason: "the server cannot look into it: \(TerminalText.cleaned("\(error)"))")
        }
        guard !secrets.findings.isEmpty else { return nil }
        var lines = ["push refused, and nothing of it was taken:"]
        for finding in secrets.findings.prefix(shownSecrets) {
            lines += finding.lines(tips: secrets.tips).map { TerminalText.cleaned($0) }
        }
        if secrets.findings.count > shownSecrets {
            lines.append("and \(secrets.findings.count - shownSecrets) more")
        }
        return Verdict(isAccepted: false, message: lines.joined(separator: "\n"))
    }

    private static let shownSecrets = 20

    private static func judge(_ updates: [ReferenceUpdate]) throws(Failure) -> Verdict {
        let refusals: [PushRefusal]
        do {
            let repository = try Repository(openFromEnvironment: ())
            refusals = try PushPolicy(repository: repository).refusals(for: updates)
        } catch {
            throw Failure(reason: "the server cannot judge it: \(TerminalText.cleaned("\(error)"))")
        }
        guard !refusals.isEmpty else { return Verdict(isAccepted: true, message: "") }
        var lines = ["push refused, and nothing of it was taken:"]
        for refusal in refusals {
            let name = TerminalText.cleaned(refusal.reference)
            lines.append("\(name): \(refusal.reason) [\(refusal.code.rawValue)]")
            lines += refusal.details.map { "    \($0)" }
        }
        return Verdict(isAccepted: false, message: lines.joined(separator: "\n"))
    }

    static func updates(in input: [UInt8]) throws(Failure) -> [ReferenceUpdate] {
        var updates: [ReferenceUpdate] = []
        for line in input.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, let old = objectID(fields[0]), let new = objectID(fields[1]) else {
                throw Failure(reason: "git described it in a way that this server does not know")
            }
            guard let name = String(validating: fields[2], as: UTF8.self) else {
                let shown = TerminalText.quoted(String(decoding: fields[2], as: UTF8.self))
                throw Failure(reason: "the name \(shown) is not in UTF-8. Rename the branch or tag")
            }
            updates.append(ReferenceUpdate(name: name, old: old, new: new))
        }
        return updates
    }

    private static func objectID(_ field: ArraySlice<UInt8>) -> ObjectID? {
        ObjectID(hex: String(decoding: field, as: UTF8.self))
    }

    /// Takes the lock on the inherited descriptor, and leaves it there: see ``GitHooks``.
    private static func lock() throws(Failure) {
        let deadline = ContinuousClock.now + patience
        while flock(GitHooks.lockDescriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK:
                guard ContinuousClock.now < deadline else {
                    throw Failure(
                        reason: "another push has been under way for too long. Push again in a moment")
                }
                usleep(5_000)
            default:
                // Without the lock the judgement could be out of date before it is used.
                throw Failure(
                    reason: "the server's push lock cannot be taken (\(String(cString: strerror(errno))))")
            }
        }
    }
}
