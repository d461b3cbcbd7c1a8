import Eigenpal
import EigenpalAPI
import SourceFormat

/// `lockfile`: what a package reference resolves to, as the server would lock it. Nothing is written anywhere.
public enum PreviewLockfile {
    /// Asks the server for the lockfile of a package reference.
    ///
    /// - Parameter argument: `PACKAGE[@REF]`; nil is the latest release of the package around.
    /// - Throws: ``ToolError``, with the server's word on what does not resolve.
    public static func run(
        _ context: ToolContext, reference argument: String? = nil
    ) async throws(ToolError) -> LockfileReport {
        let reference = try resolve(argument, context)
        let answer = try await context.withClient { client in
            try await client.source.lockfile(packageRef: reference.description)
        }
        return LockfileReport(lockfile: try Lockfile(answer))
    }

    private static func resolve(
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
