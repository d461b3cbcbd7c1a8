import Git
import Sealing
import SourceFormat
import SourceRepository
import SystemPackage

/// `secrets run`: a program with the secrets of packages in its environment, and nowhere else.
public enum RunWithSecrets {
    /// What to run, as typed.
    public struct Options: Sendable {
        /// The program and its arguments.
        public var command: [String]
        /// The packages; empty for the one around.
        public var packages: [String]
        /// Whether the secrets of the packages that these depend on are set too.
        public var withDependencies: Bool
        /// The names to set; empty means all.
        public var only: [String]
        /// `--cache-ttl`.
        public var cacheLifetime: String?

        /// Options as typed.
        public init(
            command: [String], packages: [String] = [], withDependencies: Bool = false, only: [String] = [],
            cacheLifetime: String? = nil
        ) {
            (self.command, self.packages) = (command, packages)
            (self.withDependencies, self.only) = (withDependencies, only)
            self.cacheLifetime = cacheLifetime
        }
    }

    /// Becomes the program; returns only where that failed.
    ///
    /// - Throws: ``ToolError``: with exit code 127 for a program that is not there and 126 for one that cannot be run,
    ///   as shells have it; 1 for a secret that cannot be had or that two packages define differently.
    public static func run(_ context: ToolContext, _ options: Options) async throws(ToolError) {
        guard let word = options.command.first else {
            throw .usage("name the program to run", next: "\(ToolVersion.name) secrets run -- COMMAND")
        }
        let program = try ProgramFile.find(word, context)
        let only = try names(options.only)
        let checkout = try context.openCheckout()
        let packages = try PackageArgument.resolveAll(options.packages, in: checkout, context)
        let vault = try SecretVault(context, checkout, cacheLifetime: options.cacheLifetime)
        var variables = SecretVariablesOfRun(only: only)
        for package in packages {
            let document = try SecretsDocument(of: package, in: checkout)
            try variables.add(
                try await PackageSecrets(of: document, only: only.isEmpty ? nil : only, vault))
        }
        if options.withDependencies {
            for (package, file) in try DependencySecrets.files(of: packages, in: checkout) {
                let wanted = file.entries.filter { only.isEmpty || only.contains($0.name) }
                let values = try await vault.values(of: wanted, in: package)
                try variables.add(values, of: package, in: file)
            }
        }
        try variables.requireAll(of: packages)
        throw ChildProcess.replaceThisProcess(
            with: program, named: word, Array(options.command.dropFirst()), environment: context.environment,
            secrets: try variables.block(), directory: context.workingDirectory)
    }

    /// The names that `--only` lists; none where it is not given.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for a list without a name: it must not mean all secrets.
    private static func names(_ lists: [String]) throws(ToolError) -> [SecretName] {
        var names: [SecretName] = []
        for list in lists {
            let words = list.split { $0 == "," || $0 == " " || $0 == "\t" }
            guard !words.isEmpty else {
                throw .usage("--only names no secret; write --only NAME,NAME, or leave it out for all")
            }
            for word in words { names.append(try SecretArgument.parse(String(word))) }
        }
        return names
    }
}

/// The secrets that a program gets, each from one package.
struct SecretVariablesOfRun {
    private let only: Set<SecretName>
    private var order: [SecretName] = []
    private var values: [SecretName: (value: SecretPart, package: PackagePath)] = [:]

    private let refusesCodeChoosing: Bool

    /// - Parameter refusesCodeChoosing: whether names that make a program run other code have to be asked for by name;
    ///   not where the program is the package's own.
    init(only: [SecretName], refusesCodeChoosing: Bool = true) {
        (self.only, self.refusesCodeChoosing) = (Set(only), refusesCodeChoosing)
    }

    /// Each value by its name, as text.
    ///
    /// - Throws: ``ToolError`` for a value that is no text.
    func texts() throws(ToolError) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, secret) in values {
            guard let text = secret.value.withBytes({ String(validating: $0, as: UTF8.self) }) else {
                throw ToolError(
                    "the secret \(name) of \(secret.package) is no text, so no variable can hold it")
            }
            texts[name.rawValue] = text
        }
        return texts
    }

    /// Adds the secrets of a package.
    ///
    /// - Throws: ``ToolError`` for a name that another package defines with another value, and for one that would
    ///   change which code the program runs.
    mutating func add(_ secrets: PackageSecrets) throws(ToolError) {
        for secret in secrets.secrets { try add(secret.name, secret.value, secrets.package) }
    }

    /// Adds the secrets of a package, in the order of its file.
    ///
    /// - Throws: ``ToolError``, as for one package alone.
    mutating func add(
        _ found: [SecretName: SecretPart], of package: PackagePath, in file: SecretsFile
    ) throws(ToolError) {
        for entry in file.entries {
            if let value = found[entry.name] { try add(entry.name, value, package) }
        }
    }

    /// Refuses a name of `--only` that no package defines.
    func requireAll(of packages: [PackagePath]) throws(ToolError) {
        let missing = only.filter { values[$0] == nil }.sorted()
        guard missing.isEmpty else {
            throw ToolError(
                "no secret \(SecretVault.list(missing.map(\.rawValue))) in "
                    + packages.map(\.description).joined(separator: ", "),
                next: "\(ToolVersion.name) secrets list --package \(packages[0])")
        }
    }

    /// `NAME=value` and a NUL for each, in guarded memory.
    func block() throws(ToolError) -> EnvironmentBlock {
        try EnvironmentBlock(order.compactMap { name in values[name].map { (name.rawValue, $0.value) } })
    }

    private mutating func add(
        _ name: SecretName, _ value: SecretPart, _ package: PackagePath
    ) throws(ToolError) {
        guard only.isEmpty || only.contains(name) else { return }
        if let known = values[name] {
            guard known.value == value else {
                throw ToolError(
                    "\(known.package) and \(package) define \(name) differently",
                    details: ["run with one of them, or leave \(name) out by --only"])
            }
            return
        }
        guard !refusesCodeChoosing || only.contains(name) || !name.choosesCode else {
            throw ToolError(
                "\(package) defines \(name), which would change what code the program runs",
                details: ["where that is meant, name it: --only \(name)"])
        }
        values[name] = (value, package)
        order.append(name)
    }
}
