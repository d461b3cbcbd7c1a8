import Eigenpal
import EigenpalAPI
import Git
import SourceFormat
import SourceRepository

/// `lockfile`: what a package reference resolves to. Nothing is written anywhere.
public enum PreviewLockfile {
    /// Resolves a package reference from the checkout's own references, or asks the server to.
    ///
    /// - Parameters:
    ///   - argument: `PACKAGE[@REF]`; nil is the latest release of the package around.
    ///   - asksServer: has the server resolve it; nothing of it needs a checkout then.
    /// - Throws: ``ToolError``, with what does not resolve.
    public static func run(
        _ context: ToolContext, reference argument: String? = nil, asksServer: Bool = false
    ) async throws(ToolError) -> LockfileReport {
        let reference = try resolve(argument, context)
        let lockfile =
            asksServer
            ? try await onServer(reference, context) : try here(reference, in: try context.openCheckout())
        return LockfileReport(lockfile: lockfile)
    }

    /// What the server resolves a reference to.
    static func onServer(
        _ reference: PackageReference, _ context: ToolContext
    ) async throws(ToolError) -> Lockfile {
        let answer = try await context.withClient { client in
            try await client.source.lockfile(packageRef: reference.description)
        }
        return try Lockfile(answer)
    }

    /// What a reference resolves to by the tags of a checkout and the server's `main` as it was last fetched.
    static func here(
        _ reference: PackageReference, in checkout: Checkout
    ) throws(ToolError) -> Lockfile {
        let resolver = checkout.lockResolver(
            mainReference: "refs/remotes/\(checkout.remoteName)/\(checkout.mainBranch)")
        do throws(SourceRepositoryError) {
            return try resolver.resolve(reference)
        } catch {
            guard case .resolution(let refusal) = error else { throw ToolError(error) }
            // In the words in which the server refuses the same.
            let findings = refusal.findings.filter { $0.severity == .error }.map {
                "\($0.file): \($0.message)"
            }
            throw ToolError(refusal.message, details: findings + (refusal.remedy.map { [$0] } ?? []))
        }
    }

    static func resolve(
        _ argument: String?, _ context: ToolContext
    ) throws(ToolError) -> PackageReference {
        guard let argument else {
            return PackageReference(
                path: try PackageArgument.resolve(nil, in: try context.openCheckout(), context))
        }
        // A path and a reference need no checkout.
        if let reference = try? PackageReference(parsing: argument) { return reference }
        let parts = argument.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let version = try attempt(exitCode: 2) {
            parts.count == 2 ? try VersionReference(parsing: parts[1]) : .latest
        }
        do throws(ToolError) {
            let checkout = try context.openCheckout()
            let path = try PackageArgument.resolve(parts.first.map(String.init), in: checkout, context)
            return PackageReference(path: path, version: version)
        } catch {
            return try attempt(exitCode: 2) { try PackageReference(parsing: argument) }
        }
    }
}

/// A lockfile, as a tree for people and as itself for programs.
public struct LockfileReport: Renderable {
    /// The lockfile.
    public let lockfile: Lockfile

    /// Writes the lockfile itself.
    public func encode(to encoder: any Encoder) throws { try lockfile.encode(to: encoder) }

    /// The file's own text, byte for byte.
    public var text: String { lockfile.text }

    /// The packages as a tree, each with its commit.
    public func lines(_ style: Style) -> [String] { Self.tree(lockfile.root, style).lines }

    private static func tree(_ node: LockNode, _ style: Style) -> TextTree {
        let version = node.resolvedRef == node.commit ? String(node.commit.prefix(7)) : node.resolvedRef
        let asked = node.requestedRef == node.resolvedRef ? "" : " (\(node.requestedRef))"
        return TextTree(
            "\(style.name("\(node.packagePath)@\(version)"))\(asked)  \(style.dim(String(node.commit.prefix(7))))",
            node.dependencies.map { tree($0, style) })
    }
}

extension Lockfile {
    /// What the server answered.
    ///
    /// - Throws: ``ToolError`` for an answer that names no package path.
    init(_ answer: SourceLockfileResponse) throws(ToolError) {
        self.init(
            lockfileVersion: answer.lockfileVersion, eigenpalVersion: answer.eigenpalVersion,
            inputHash: answer.inputHash, root: try LockNode(answer.root))
    }
}

extension LockNode {
    fileprivate init(_ answer: SourceLockPackage) throws(ToolError) {
        var dependencies: [LockNode] = []
        for dependency in answer.dependencies { dependencies.append(try LockNode(dependency)) }
        self.init(
            packagePath: try attempt { try PackagePath(parsing: answer.packagePath) },
            requestedRef: answer.requestedRef, resolvedRef: answer.resolvedRef,
            resolvedTag: answer.resolvedTag,
            commit: answer.commit, dependencies: dependencies)
    }
}
