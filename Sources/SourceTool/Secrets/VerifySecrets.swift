import Eigenpal
import EigenpalAPI
import Scanning
import Sealing
import SourceFormat

/// `secrets verify`: whether every secret decrypts under its own name, by asking the server for each.
public enum VerifySecrets {
    /// Has the secrets of packages decrypted, and says which are not what they should be.
    ///
    /// - Parameters:
    ///   - argument: the package; nil for the one around.
    ///   - all: every package of the checkout instead.
    /// - Throws: ``ToolError`` where the server cannot be asked.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, all: Bool = false,
        cacheLifetime: String? = nil
    ) async throws(ToolError) -> VerifySecretsReport {
        let checkout = try context.openCheckout()
        let vault = try SecretVault(context, checkout, cacheLifetime: cacheLifetime)
        var reports: [VerifySecretsReport.Package] = []
        for package in try SecretPackages.chosen(argument, all: all, in: checkout, context) {
            reports.append(try await verify(package, in: checkout, vault))
        }
        return VerifySecretsReport(packages: reports)
    }

    private static func verify(
        _ package: PackagePath, in checkout: Checkout, _ vault: SecretVault
    ) async throws(ToolError) -> VerifySecretsReport.Package {
        let document = try SecretsDocument(of: package, in: checkout)
        var problems: [VerifySecretsReport.Problem] = []
        let (file, findings) = try document.inspect()
        for finding in findings where finding.severity == .error {
            problems.append(.init(name: nil, message: finding.description))
        }
        let entries = file?.entries ?? []
        let wanted = entries.map { (name: $0.name, sealed: $0.value) }
        let (values, refused) = try await SecretEncryption.decryptEach(wanted, of: package, vault.context)
        for entry in entries {
            if let reason = refused[entry.name] {
                problems.append(.init(name: entry.name, message: reason))
            }
        }
        vault.remember(
            wanted.compactMap { secret in
                values[secret.name].map { .init(name: secret.name, sealed: secret.sealed, value: $0) }
            }, of: package)
        let unguarded = entries.map(\.name).filter { name in
            values[name]?.withBytes(OwnValues.isTooWeak) ?? false
        }
        return VerifySecretsReport.Package(
            package: package, secrets: entries.count, problems: problems, unguarded: unguarded)
    }
}

/// Whether secrets are what they should be.
public struct VerifySecretsReport: Renderable {
    /// Something that is wrong.
    public struct Problem: Sendable, Encodable {
        /// The secret; nil where it is the file.
        public let name: SecretName?
        /// What is wrong with it.
        public let message: String
    }

    /// One package.
    public struct Package: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// How many secrets it has.
        public let secrets: Int
        /// What is wrong with them; empty where nothing is.
        public let problems: [Problem]
        /// Those whose values are so short or common that the guard cannot look for them: they would turn up by chance.
        public let unguarded: [SecretName]
    }

    /// The packages, in order.
    public let packages: [Package]

    /// 1 where anything is wrong.
    public var exitCode: Int32 { packages.allSatisfy(\.problems.isEmpty) ? 0 : 1 }

    /// A line for each package, and below it one for each problem.
    public func lines(_ style: Style) -> [String] {
        guard !packages.isEmpty else { return ["There are no secrets"] }
        return packages.flatMap { package in
            let verdict =
                package.problems.isEmpty
                ? style.good("\(count(package.secrets, "secret")), all well")
                : style.bad(
                    "\(count(package.problems.count, "problem")) in \(count(package.secrets, "secret"))")
            let unguarded = package.unguarded.map(\.rawValue).joined(separator: ", ")
            let note =
                unguarded.isEmpty
                ? []
                : ["  \(style.caution("not looked for in pushes")), too short or too common: \(unguarded)"]
            return ["\(package.package)  \(verdict)"] + note
                + package.problems.map { problem in
                    let name = problem.name?.rawValue ?? ""
                    // A server names the secret itself, as a rule.
                    return problem.message.hasPrefix(name)
                        ? "  \(problem.message)" : "  \(name): \(problem.message)"
                }
        }
    }
}
