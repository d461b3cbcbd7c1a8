/// A secret that a merge could not settle: the file holds one side of it, and the other in a comment.
public struct SecretConflict: Sendable, Hashable {
    /// What one side made of the secret.
    public struct Side: Sendable, Hashable {
        /// The secret, encrypted.
        public let value: SealedValue
        /// What it is for.
        public let description: String?

        /// Describes a side.
        public init(value: SealedValue, description: String?) {
            self.value = value
            self.description = description
        }
    }

    /// What a conflict is settled with.
    public enum Resolution: Sendable, Hashable {
        /// What the branch that was merged into made of it.
        case ours
        /// What the branch that was merged made of it.
        case theirs
        /// Another value; the description that the file holds stays.
        case value(SealedValue)
    }

    /// What the secret is called.
    public let name: SecretName
    /// The line of its name, from 1.
    public let line: Int
    /// What the branch that was merged into made of it; nil where it removed the secret.
    public let ours: Side?
    /// What the branch that was merged made of it; nil where it removed the secret.
    public let theirs: Side?
}

extension SecretsFile {
    /// The conflicts that a merge left in the file, in its order. Those whose comments are damaged are only
    /// among the ``conflictFindings(file:)``.
    public var conflicts: [SecretConflict] {
        conflictComments().compactMap { entry, comment in comment.conflict(of: entry) }
    }

    /// The secrets that a merge left in conflict, also those whose comments are damaged.
    public var conflictedNames: [SecretName] {
        // Nearly always there is none to look for.
        var text = text
        guard text.withUTF8({ ConflictComment.mayBegin(in: $0) }) else { return [] }
        return conflictComments().map(\.entry.name)
    }

    /// Whether a file's bytes may hold a conflict; one that does not need not be parsed for it.
    public static func mayHoldConflict(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { ConflictComment.mayBegin(in: $0) }
    }

    /// An error for each conflict that is left: `secret_conflict`, or `damaged_secret_conflict` where the
    /// comment that keeps the other side cannot be read.
    ///
    /// - Parameter file: the file's path, for the findings.
    public func conflictFindings(file: String) -> [Finding] {
        conflictComments().map { entry, comment in
            guard comment.conflict(of: entry) != nil else {
                return Finding(Self.damage(entry.name), file: file, line: entry.line)
            }
            return Finding(
                file: file, line: entry.line, code: "secret_conflict",
                message: "\(entry.name) is in conflict: both sides of a merge changed it",
                remedy: "Run: eigenpal-src secrets resolve \(entry.name) --ours|--theirs")
        }
    }

    /// The file with a conflict settled: its comments are gone, and what was chosen is there.
    ///
    /// - Throws: ``FormatError`` with the code `no_conflict`, `damaged_secret_conflict` (a new value settles
    ///   that one all the same), or as ``applying(_:)``.
    public func resolving(
        _ name: SecretName, _ resolution: SecretConflict.Resolution
    ) throws(FormatError) -> SecretsFile {
        let found = conflictComments(of: name).first
        guard let index = index(of: name), let (entry, comment) = found else {
            throw FormatError(code: "no_conflict", message: "\(name) is not in conflict")
        }
        var plan = SecretsPlan()
        let side: SecretConflict.Side?
        switch resolution {
        case .value(let value):
            try SecretChange.set(name, value).check()
            side = SecretConflict.Side(value: value, description: entry.description)
        case .ours, .theirs:
            guard let conflict = comment.conflict(of: entry) else { throw Self.damage(name) }
            side = resolution == .ours ? conflict.ours : conflict.theirs
        }
        if let side {
            plan.revise(
                index, of: self, value: side.value, description: side.description, conflict: [])
        } else {
            plan.remove(index)
        }
        return try carryingOut(plan)
    }

    static func damage(_ name: SecretName) -> FormatError {
        FormatError(
            code: "damaged_secret_conflict",
            message: "the comment that keeps the other side of \(name)'s conflict cannot be read",
            remedy: "Restore the file from Git, or run: eigenpal-src secrets resolve \(name) --value-stdin")
    }

    /// The entries that have a conflict's comments below their names.
    func conflictComments(of name: SecretName? = nil) -> [(entry: Entry, comment: ConflictComment)] {
        guard !entries.isEmpty else { return [] }
        let source = LineText(text)
        var found: [(entry: Entry, comment: ConflictComment)] = []
        var (place, line) = (source.start, 1)
        for entry in entries.sorted(by: { $0.line < $1.line }) {
            while line <= entry.line, place < source.bytes.count {
                place = source.nextLine(place)
                line += 1
            }
            guard name == nil || name == entry.name, line > entry.line,
                let comment = ConflictComment(in: source, below: place, of: entry.name)
            else { continue }
            found.append((entry, comment))
        }
        return found
    }
}
