/// What is to become of the entries of one secrets file, by their places in it.
struct SecretsPlan {
    /// An entry that is new.
    struct Addition {
        let name: SecretName
        let value: SealedValue
        let description: String?
        /// What is written below the name, without indentation.
        var comments: [String] = []
    }

    /// What changes in an entry that stays.
    struct Revision {
        /// The value; nil keeps it.
        var value: SealedValue?
        /// The description; nil keeps it, an empty one removes it.
        var description: String?
        /// The lines of its conflict; nil keeps those that are there.
        var conflict: [String]?
    }

    private(set) var revisions: [Int: Revision] = [:]
    private(set) var removals: Set<Int> = []
    /// In the order in which they go behind the others where the file is in no order.
    private(set) var additions: [Addition] = []

    var isEmpty: Bool { revisions.isEmpty && removals.isEmpty && additions.isEmpty }

    init() {}

    /// Folds changes, each made to what those before it left; one that is undone again leaves no trace.
    init(_ changes: [SecretChange], to file: SecretsFile) {
        if file.entries.isEmpty, let additions = Self.additions(changes) {
            self.additions = additions
            return
        }
        struct State {
            var value: SealedValue
            var description: String?
            /// When the secret was added; nil where it was there before.
            var added: Int?
        }
        var states: [SecretName: State?] = [:]
        states.reserveCapacity(changes.count)
        for (order, change) in changes.enumerated() {
            let name = change.name
            var state: State?
            if let known = states[name] {
                state = known
            } else {
                state = file[name].map { State(value: $0.value, description: $0.description) }
            }
            switch change {
            case .set(_, let value, let description):
                let text = description ?? state?.description ?? ""
                state = State(
                    value: value, description: text.isEmpty ? nil : text,
                    added: state == nil ? order : state?.added)
            case .describe(_, let description):
                state?.description = description.isEmpty ? nil : description
            case .remove: state = nil
            }
            states.updateValue(state, forKey: name)
        }
        var added: [(order: Int, entry: Addition)] = []
        for (name, state) in states {
            if let index = file.index(of: name) {
                guard let state else {
                    remove(index)
                    continue
                }
                revise(index, of: file, value: state.value, description: state.description)
            } else if let state {
                added.append(
                    (
                        state.added ?? 0,
                        Addition(name: name, value: state.value, description: state.description)
                    ))
            }
        }
        additions = added.sorted { $0.order < $1.order }.map(\.entry)
    }

    /// The additions that changes of an empty file come to, where each sets a secret of its own: nothing is to be folded
    /// then. Nil where something is.
    private static func additions(_ changes: [SecretChange]) -> [Addition]? {
        var names: Set<SecretName> = []
        names.reserveCapacity(changes.count)
        var additions: [Addition] = []
        additions.reserveCapacity(changes.count)
        for change in changes {
            guard case .set(let name, let value, let description) = change, names.insert(name).inserted
            else { return nil }
            additions.append(
                Addition(
                    name: name, value: value,
                    description: description.flatMap { $0.isEmpty ? nil : $0 }))
        }
        return additions
    }

    mutating func add(_ addition: Addition) { additions.append(addition) }

    mutating func remove(_ index: Int) { removals.insert(index) }

    /// Takes down what differs from the entry that is there.
    mutating func revise(
        _ index: Int, of file: SecretsFile, value: SealedValue, description: String?,
        conflict: [String]? = nil
    ) {
        let entry = file.entries[index]
        let revision = Revision(
            value: value == entry.value ? nil : value,
            description: description == entry.description ? nil : description ?? "", conflict: conflict)
        if revision.value != nil || revision.description != nil || conflict != nil {
            revisions[index] = revision
        }
    }
}
