import Sealing
import SourceFormat

/// Puts plaintexts into a package's secrets file: what is new or changed is encrypted in one request and written in
/// one step; what is as it was costs neither and changes no byte.
public struct SecretWriter {
    /// A secret to be set.
    struct Item {
        let name: SecretName
        let value: SecretPart
        /// What it is for; nil keeps the description there is, an empty one removes it.
        var description: String?
    }

    /// How plaintexts reach the server.
    public enum Way: Sendable, Hashable {
        /// Now.
        case now
        /// Now, or, where the server cannot be reached, when they are pushed.
        case nowOrQueue
        /// When they are pushed.
        case queue
    }

    /// What became of the secrets, each in the order given.
    struct Outcome {
        var added: [SecretName] = []
        var replaced: [SecretName] = []
        var unchanged: [SecretName] = []
        var queued: [SecretName] = []
        /// The key that the written ones are encrypted with; nil where none was.
        var keyId: String?
    }

    let vault: SecretVault
    let document: SecretsDocument

    private var package: PackagePath { document.package }

    /// Sets secrets, all or none.
    ///
    /// - Parameters:
    ///   - removed: secrets that are taken out in the same step.
    ///   - isPushing: the items are the pending secrets themselves.
    ///   - expected: what the file has to hold still of these secrets; nil does not ask.
    /// - Throws: ``ToolError``, also for a secret in conflict; the file is then as it was.
    func write(
        _ items: [Item], _ way: Way = .now, removing removed: [SecretName] = [], isPushing: Bool = false,
        expecting expected: SecretsFile? = nil
    ) async throws(ToolError) -> Outcome {
        var outcome = Outcome()
        let file = try document.read() ?? .empty
        try document.requireSettled(items.map(\.name) + removed, in: file)
        let pending = isPushing ? [] : PendingSecrets.names(of: package, in: vault.checkout)
        let unchanged = try await unchanged(
            items.filter { !pending.contains($0.name) }, in: file, mayAsk: way != .queue)
        outcome.unchanged = items.filter { unchanged.contains($0.name) }.map(\.name)
        let changed = items.filter { !unchanged.contains($0.name) }
        var sealed: [SecretName: SealedValue] = [:]
        if !changed.isEmpty {
            if way == .queue {
                return try queue(changed, in: file, outcome)
            }
            switch try await SecretEncryption.encrypt(
                changed.map { ($0.name, $0.value) }, for: package, vault.context)
            {
            case .sealed(let answers): sealed = answers
            case .unreachable(let problem):
                guard way == .nowOrQueue else {
                    var problem = problem
                    problem.details.append(
                        isPushing
                            ? "what is pending stays pending"
                            : "--queue keeps the value here, sealed, until it can be pushed")
                    throw problem
                }
                vault.context.terminal.note(problem.message)
                return try queue(changed, in: file, outcome)
            }
        }
        try put(items, sealed, removed, expected, &outcome)
        vault.remember(
            changed.compactMap { item in
                sealed[item.name].map { .init(name: item.name, sealed: $0, value: item.value) }
            }, of: package)
        vault.forgetPending(items.map(\.name) + removed, of: package)
        return outcome
    }

    /// The names whose value and description are already what they should be. One that cannot be told is taken for
    /// changed.
    private func unchanged(
        _ items: [Item], in file: SecretsFile, mayAsk: Bool
    ) async throws(ToolError) -> Set<SecretName> {
        let entries = items.compactMap { file[$0.name] }
        guard !entries.isEmpty else { return [] }
        var values = try await vault.values(of: entries, in: package, reach: .here)
        let missing = entries.filter { values[$0.name] == nil }
        if mayAsk, !missing.isEmpty,
            let answers = try? await vault.values(of: missing, in: package, reach: .server)
        {
            values.merge(answers) { $1 }
        }
        return Set(items.filter { values[$0.name] == $0.value }.map(\.name))
    }

    private func put(
        _ items: [Item], _ sealed: [SecretName: SealedValue], _ removed: [SecretName],
        _ expected: SecretsFile?, _ outcome: inout Outcome
    ) throws(ToolError) {
        var (added, replaced): ([SecretName], [SecretName]) = ([], [])
        var unchanged = outcome.unchanged
        try document.update { file in
            (added, replaced, unchanged) = ([], [], outcome.unchanged)
            try document.requireSettled(items.map(\.name) + removed, in: file)
            let touched = items.map(\.name) + removed
            if let expected, touched.contains(where: { file[$0]?.value != expected[$0]?.value }) {
                throw ToolError("\(package.secretsPath) was changed meanwhile; nothing was changed")
            }
            var changes: [SecretChange] = removed.filter { file[$0] != nil }.map { .remove($0) }
            for item in items {
                let entry = file[item.name]
                if let value = sealed[item.name] {
                    changes.append(.set(item.name, value, description: item.description))
                    if entry == nil { added.append(item.name) } else { replaced.append(item.name) }
                } else if let description = item.description, let entry,
                    description != entry.description ?? ""
                {
                    changes.append(.describe(item.name, description))
                    unchanged.removeAll { $0 == item.name }
                    replaced.append(item.name)
                }
            }
            return try file.applying(changes)
        }
        (outcome.added, outcome.replaced, outcome.unchanged) = (added, replaced, unchanged)
        outcome.keyId = sealed.values.first?.keyId
    }

    private func queue(_ items: [Item], in file: SecretsFile, _ before: Outcome) throws(ToolError) -> Outcome
    {
        var outcome = before
        for item in items {
            try vault.queue(
                item.name, item.value, description: item.description, replacing: file[item.name]?.value,
                of: package)
            outcome.queued.append(item.name)
        }
        return outcome
    }
}
