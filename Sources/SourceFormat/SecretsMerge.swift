/// Merges secrets files by secret: what only one side changed is taken, whatever stands on neighbouring lines.
///
/// Value and description merge apart. What both sides changed, each in its own way, is a conflict: the file then
/// holds one side as the secret and the other in a comment, as ``SecretsFile/conflicts`` reads it back.
public enum SecretsMerge {
    /// Merges two files that come from a common one.
    ///
    /// - Parameters:
    ///   - base: the file both come from; ``SecretsFile/empty`` where there was none.
    ///   - ours: the file that is merged into. Its comments and its order stay.
    ///   - theirs: the file that is merged.
    /// - Returns: the merged file, and the secrets that are in conflict in it, in the order of their names.
    /// - Throws: ``FormatError`` with the code `secrets_merge_unresolved` where a side still has a conflict of
    ///   the secret that both changed, `damaged_secret_conflict`, `secrets_merge_without_lines` where a
    ///   conflict cannot be written because the file is in brackets, or as ``SecretsFile/applying(_:)``.
    public static func merge(
        base: SecretsFile, ours: SecretsFile, theirs: SecretsFile
    ) throws(FormatError) -> (file: SecretsFile, conflicts: [SecretName]) {
        let baseStates = states(of: base, ignoresDamage: true).states
        let (ourStates, ourDamage) = states(of: ours)
        let (theirStates, theirDamage) = states(of: theirs)
        if let damage = ourDamage ?? theirDamage { throw damage }
        var plan = SecretsPlan()
        var conflicts: [SecretName] = []
        let names = ours.entries.map(\.name) + theirs.entries.map(\.name).filter { ours[$0] == nil }
        for name in names {
            let settled = try outcome(
                name, base: baseStates[name], ours: ourStates[name], theirs: theirStates[name])
            guard let settled else { continue }
            if case .present(let state) = settled, state.other != nil { conflicts.append(name) }
            take(settled, of: name, into: &plan, ours)
        }
        let file = ours == base ? theirs : try ours.carryingOut(plan)
        return (file, conflicts.sorted())
    }

    /// What a file says of a secret.
    private struct State: Equatable {
        /// What is written as the secret.
        var side: SecretConflict.Side
        /// What its conflict's comment keeps; nil where there is no conflict.
        var other: Other?
    }

    private enum Other: Equatable {
        case theirs(SecretConflict.Side?)
        case oursIsRemoved
        case unreadable
    }

    private enum Outcome {
        case absent
        case present(State)
    }

    private static func states(
        of file: SecretsFile, ignoresDamage: Bool = false
    ) -> (states: [SecretName: State], damage: FormatError?) {
        var states: [SecretName: State] = [:]
        states.reserveCapacity(file.entries.count)
        for entry in file.entries {
            states[entry.name] = State(
                side: SecretConflict.Side(value: entry.value, description: entry.description))
        }
        var damage: FormatError?
        for (entry, comment) in file.conflictComments() {
            if let conflict = comment.conflict(of: entry) {
                states[entry.name]?.other =
                    conflict.ours == nil ? .oursIsRemoved : .theirs(conflict.theirs)
            } else {
                states[entry.name]?.other = .unreadable
                damage = damage ?? SecretsFile.damage(entry.name)
            }
        }
        return (states, damage)
    }

    /// What becomes of a secret; nil where ours stays as it is.
    private static func outcome(
        _ name: SecretName, base: State?, ours: State?, theirs: State?
    ) throws(FormatError) -> Outcome? {
        if ours == theirs || theirs == base { return nil }
        if ours == base { return theirs.map { .present($0) } ?? .absent }
        guard ours?.other == nil, theirs?.other == nil else {
            throw FormatError(
                code: "secrets_merge_unresolved",
                message: "\(name) was in conflict before this merge, and both sides have changed it since",
                remedy: "Settle it on one side first: eigenpal-src secrets resolve \(name) --ours|--theirs")
        }
        guard let ours else {
            return theirs.map { .present(State(side: $0.side, other: .oursIsRemoved)) }
        }
        guard let theirs else { return .present(State(side: ours.side, other: .theirs(nil))) }
        // A base in conflict is none: which side of it either of them kept says nothing.
        let base = base?.other == nil ? base : nil
        let value = merged(base?.side.value, ours.side.value, theirs.side.value)
        let description = merged(
            base?.side.description, ours.side.description, theirs.side.description)
        let below = SecretConflict.Side(
            value: value ?? ours.side.value, description: description ?? ours.side.description)
        if value != nil, description != nil { return .present(State(side: below)) }
        let other = SecretConflict.Side(
            value: value ?? theirs.side.value, description: description ?? theirs.side.description)
        return .present(State(side: below, other: .theirs(other)))
    }

    /// A part of a secret after the merge; nil where both sides changed it, each in its own way.
    private static func merged<Part: Equatable>(_ base: Part?, _ ours: Part, _ theirs: Part) -> Part? {
        if ours == theirs || theirs == base { return ours }
        return ours == base ? theirs : nil
    }

    private static func take(
        _ outcome: Outcome, of name: SecretName, into plan: inout SecretsPlan, _ ours: SecretsFile
    ) {
        let index = ours.index(of: name)
        switch outcome {
        case .absent:
            if let index { plan.remove(index) }
        case .present(let state):
            var lines: [String] = []
            switch state.other {
            case .theirs(let side):
                lines = ConflictComment.lines(for: name, ours: state.side, theirs: side)
            case .oursIsRemoved: lines = ConflictComment.lines(for: name, ours: nil, theirs: state.side)
            case .unreadable, nil: break
            }
            if let index {
                plan.revise(
                    index, of: ours, value: state.side.value, description: state.side.description,
                    conflict: lines)
            } else {
                plan.add(
                    SecretsPlan.Addition(
                        name: name, value: state.side.value, description: state.side.description,
                        comments: lines))
            }
        }
    }
}
