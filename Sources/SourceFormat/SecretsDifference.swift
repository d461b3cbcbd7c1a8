/// What became of each secret between two secrets files.
public struct SecretsDifference: Sendable, Hashable {
    /// What became of a secret.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// It is new.
        case added
        /// It is gone.
        case removed
        /// It has another value, under the same key.
        case changed
        /// It is encrypted with another key.
        case rekeyed
        /// Only its description is another.
        case described

        /// The sign of it in a list: `+`, `-` or `~`.
        public var symbol: String {
            switch self {
            case .added: "+"
            case .removed: "-"
            case .changed, .rekeyed, .described: "~"
            }
        }
    }

    /// One secret that differs.
    public struct Entry: Sendable, Hashable, Codable {
        /// What the secret is called.
        public let name: SecretName
        /// What became of it.
        public let kind: Kind
        /// Whether its description is another as well; false where it was added or removed.
        public let isDescribed: Bool
    }

    /// The secrets that differ, in the order of their names.
    public let entries: [Entry]

    /// Compares two files; nil is a file that is not there.
    public init(from old: SecretsFile?, to new: SecretsFile?) {
        var entries: [Entry] = []
        for before in old?.entries ?? [] where new?[before.name] == nil {
            entries.append(Entry(name: before.name, kind: .removed, isDescribed: false))
        }
        for after in new?.entries ?? [] {
            guard let before = old?[after.name] else {
                entries.append(Entry(name: after.name, kind: .added, isDescribed: false))
                continue
            }
            let isDescribed = before.description != after.description
            if before.value != after.value {
                let kind: Kind = before.value.keyId == after.value.keyId ? .changed : .rekeyed
                entries.append(Entry(name: after.name, kind: kind, isDescribed: isDescribed))
            } else if isDescribed {
                entries.append(Entry(name: after.name, kind: .described, isDescribed: true))
            }
        }
        self.entries = entries.sorted { $0.name < $1.name }
    }
}
