import Git
import SourceFormat
import SourceRepository

/// The commit that releases are tagged at: the base, or one on top of it in which manifests name the new versions.
struct ReleaseCommit {
    let scene: ReleaseScene
    let base: ReleaseBase

    /// Makes the commit where one is needed, orders the releases, each after what it depends on, and checks them all.
    /// No reference is moved.
    ///
    /// - Throws: ``ToolError`` for a manifest that cannot be edited, and with all findings where a package is not valid.
    func batch(_ releases: [PlannedRelease], author: Signature) throws(ToolError) -> ReleaseBatch {
        let raised = releases.filter { !$0.pins.isEmpty }
        var batch = ReleaseBatch(releases: releases, commit: base.commit, main: nil)
        if !raised.isEmpty { batch.commit = try commit(raised, author) }
        if batch.commit != base.commit || base.merged != nil {
            batch.main = ReleaseBatch.MainMove(
                from: base.serverMain.hex, to: batch.commit.hex, merged: base.merged,
                raised: raised.map(\.package))
        }
        let repository = try scene.checkout.repository
        let files = try attempt { try CommitFiles(repository: repository, commit: batch.commit) }
        batch.releases = try check(ordered(releases, files), files, batch.commit)
        return batch
    }

    private func commit(_ raised: [PlannedRelease], _ author: Signature) throws(ToolError) -> ObjectID {
        let repository = try scene.checkout.repository
        let files = try attempt { try CommitFiles(repository: repository, commit: base.commit) }
        var changes: [String: TreeChange] = [:]
        var body: [String] = []
        for release in raised {
            let path = release.package.manifestPath
            guard let bytes = try attempt({ try files.read(path, limit: FileLimit.manifest) }) else {
                throw ToolError("\(path) is not a file at \(base.commit.short)")
            }
            let versions = Dictionary(release.pins.map { ($0.package, $0.to) }) { first, _ in first }
            let text = try attempt {
                try PackageManifest.pinning(
                    String(decoding: bytes, as: UTF8.self), path: release.package, to: versions)
            }
            let blob = try attempt { try repository.createBlob(Array(text.utf8)) }
            let mode = try attempt { try repository.entry(atPath: path, inTree: files.tree) }?.kind
            changes[path] = .blob(blob, executable: mode == .executable)
            for pin in release.pins {
                body.append(
                    "- \(release.package.dottedName): \(pin.package.dottedName) \(pin.from) -> \(pin.to)")
            }
        }
        let message =
            "chore(release): raise the dependencies of \(count(raised.count, "package"))\n\n"
            + body.joined(separator: "\n") + "\n"
        return try attempt {
            try repository.createCommit(
                tree: try repository.writeTree(basedOn: files.tree, changes: changes),
                parents: [base.commit], author: author, committer: author, message: message)
        }
    }

    /// The releases, each after what it depends on; those that do not depend on each other by path.
    private func ordered(
        _ releases: [PlannedRelease], _ files: CommitFiles
    ) throws(ToolError) -> [PlannedRelease] {
        let byPath = Dictionary(releases.map { ($0.package, $0) }) { first, _ in first }
        var ordered: [PlannedRelease] = []
        var seen: Set<PackagePath> = []
        var open = releases.map(\.package).sorted().reversed().map { (path: $0, isLeft: false) }
        while let (path, isLeft) = open.popLast() {
            if isLeft {
                if let release = byPath[path] { ordered.append(release) }
                continue
            }
            guard seen.insert(path).inserted else { continue }
            open.append((path, true))
            let bytes = try attempt { try files.read(path.manifestPath, limit: FileLimit.manifest) } ?? []
            let manifest = PackageManifest.parse(bytes: bytes, path: path).0
            for dependency in (manifest?.dependencies ?? []).sorted(by: { $0.path > $1.path })
            where byPath[dependency.path] != nil && !seen.contains(dependency.path) {
                open.append((dependency.path, false))
            }
        }
        return ordered
    }

    private func check(
        _ releases: [PlannedRelease], _ files: CommitFiles, _ commit: ObjectID
    ) throws(ToolError) -> [PlannedRelease] {
        let planned = Dictionary(releases.map { ($0.tag, commit) }) { first, _ in first }
        let validator = PackageValidator(files: files, releases: scene.server.index(with: planned))
        var checked: [PlannedRelease] = []
        var invalid: [PackagePath] = []
        var errors: [String] = []
        for release in releases {
            let findings = validator.validate(release.package)
            if findings.containsErrors {
                invalid.append(release.package)
                errors += findings.map(\.description)
            }
            var release = release
            release.warnings = findings.map(\.description) + release.warnings
            checked.append(release)
        }
        guard let first = invalid.first else { return checked }
        throw ToolError(
            invalid.count == 1 ? "\(first) is not valid" : "\(invalid.count) packages are not valid",
            details: errors,
            next: "eigenpal-src validate \(invalid.map(\.description).joined(separator: " "))")
    }
}
