import Git
import Sealing
import SourceFormat

/// `secrets resolve`: ends the conflict that a merge left about one secret.
public enum ResolveSecret {
    /// Which value it is to have.
    public enum Choice: Sendable {
        /// The one of the branch that is merged into.
        case ours
        /// The one of the branch that is merged.
        case theirs
        /// A new one, from standard input.
        case standardInput
    }

    /// Puts the chosen side in the place of the conflict; the last conflict of a file marks the file as resolved.
    ///
    /// - Throws: ``ToolError`` where there is no conflict about this secret; the file is then as it was.
    public static func run(
        _ context: ToolContext, name: String, choice: Choice, package argument: String? = nil,
        cacheLifetime: String? = nil
    ) async throws(ToolError) -> ResolveSecretReport {
        let name = try SecretArgument.parse(name)
        let checkout = try context.openCheckout()
        let document = try SecretsDocument(
            of: try PackageArgument.resolve(argument, in: checkout, context), in: checkout)
        func requireConflict(in file: SecretsFile?) throws(ToolError) {
            guard file?.conflicts.contains(where: { $0.name == name }) == true else {
                let others = file?.conflicts.map(\.name.rawValue) ?? []
                throw ToolError(
                    "\(document.package) has no conflict about \(name)",
                    details: others.isEmpty ? [] : ["there is one about \(SecretVault.list(others))"],
                    next: "\(ToolVersion.name) secrets list --package \(document.package)")
            }
        }
        try requireConflict(in: try document.read())
        let side: SecretConflict.Resolution
        switch choice {
        case .ours: side = .ours
        case .theirs: side = .theirs
        case .standardInput:
            let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
            let value = try SecretValue.read(.standardInput, for: name.rawValue, context)
            let sealed = try await SecretEncryption.encryptOne(
                name, value.whole, for: document.package, context)
            vault.remember([.init(name: name, sealed: sealed, value: value.whole)], of: document.package)
            side = .value(sealed)
        }
        var left: [SecretName] = []
        try document.update { file in
            try requireConflict(in: file)
            let resolved = try file.resolving(name, side)
            left = resolved.conflicts.map(\.name)
            return resolved
        }
        var isStaged = false
        if left.isEmpty {
            let repository = try checkout.repository
            isStaged = try attempt {
                guard try repository.isConflicted(path: document.package.secretsPath) else { return false }
                try repository.stage(path: document.package.secretsPath)
                return true
            }
        }
        return ResolveSecretReport(
            name: name, package: document.package, file: document.package.secretsPath, left: left,
            isStaged: isStaged)
    }
}

/// What became of a conflict.
public struct ResolveSecretReport: Renderable {
    /// The secret.
    public let name: SecretName
    /// The package it belongs to.
    public let package: PackagePath
    /// The file it is in, below the checkout's root.
    public let file: String
    /// The secrets of the package that are still in conflict.
    public let left: [SecretName]
    /// Whether the file was marked as resolved in Git's index.
    public let isStaged: Bool

    /// What is resolved, and what is left to do.
    public func lines(_ style: Style) -> [String] {
        var lines = ["Resolved \(style.name(name.rawValue)) in \(file)"]
        if left.isEmpty {
            if isStaged { lines.append("\(file) is marked as resolved; go on with the merge or rebase") }
        } else {
            lines.append("Still in conflict: \(left.map(\.rawValue).joined(separator: ", "))")
            lines.append(style.dim("next: eigenpal-src secrets resolve \(left[0]) --ours or --theirs"))
        }
        return lines
    }
}
