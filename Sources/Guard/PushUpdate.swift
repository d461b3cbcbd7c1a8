import Git

/// One reference that a push brings, as git tells its `pre-push` hook (`githooks(5)`).
public struct PushUpdate: Sendable, Hashable {
    /// What is pushed, as it was named: `refs/heads/topic`, `HEAD~1`, or `(delete)`.
    public let source: String
    /// The object that it names; ``Git/ObjectID/zero`` to delete the remote's reference.
    public let new: ObjectID
    /// The remote's reference, in full.
    public let name: String
    /// Where the remote has it; ``Git/ObjectID/zero`` where it has none.
    public let old: ObjectID

    /// Describes an update.
    public init(source: String, new: ObjectID, name: String, old: ObjectID) {
        (self.source, self.new, self.name, self.old) = (source, new, name, old)
    }

    /// Whether the remote's reference goes away.
    public var isDeletion: Bool { new == .zero }

    /// The remote's tag of this update; nil for another reference.
    var tag: String? { name.hasPrefix("refs/tags/") ? String(name.dropFirst("refs/tags/".count)) : nil }
}

/// A push in git's words that is not as git writes it.
public struct PushUpdatesError: Error, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int

    /// Which line it is.
    public var description: String {
        "line \(line) is not <local ref> <local object> <remote ref> <remote object>"
    }
}

extension PushUpdate {
    /// Reads what git writes to its `pre-push` hook, a line for each reference.
    ///
    /// - Throws: ``PushUpdatesError`` for a line of another form.
    public static func parse(_ bytes: [UInt8]) throws(PushUpdatesError) -> [PushUpdate] {
        var updates: [PushUpdate] = []
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if line.isEmpty { continue }
            // What is pushed may be named with spaces in it: `main@{1 day ago}`.
            let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
            guard parts.count >= 4,
                let old = ObjectID(hex: String(decoding: parts[parts.count - 1], as: UTF8.self)),
                let new = ObjectID(hex: String(decoding: parts[parts.count - 3], as: UTF8.self)),
                let name = String(validating: parts[parts.count - 2], as: UTF8.self), !name.isEmpty,
                !name.utf8.contains(0)
            else { throw PushUpdatesError(line: number) }
            let source = parts.dropLast(3).joined(separator: [0x20])
            updates.append(
                PushUpdate(
                    source: String(decoding: Array(source), as: UTF8.self), new: new, name: name, old: old))
        }
        return updates
    }
}
