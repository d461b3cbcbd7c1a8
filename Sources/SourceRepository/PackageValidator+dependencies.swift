import SourceFormat

extension PackageValidator {
    /// Whether each dependency has the release that is asked for.
    func dependencyFindings(_ path: PackagePath, _ manifest: PackageManifest) -> [Finding] {
        manifest.dependencies.compactMap { dependency in
            do throws(SourceRepositoryError) {
                return try releases(of: dependency.path).map { releaseFinding(path, dependency, in: $0) }
                    ?? presenceFinding(path, dependency)
            } catch {
                return unreadable(path.manifestPath, error)
            }
        }
    }

    private func releaseFinding(
        _ path: PackagePath, _ dependency: Dependency, in releases: ReleaseIndex
    ) -> Finding? {
        if releases.release(of: dependency.path, version: dependency.version) != nil { return nil }
        let name = dependency.path.dottedName
        let message: String
        let remedy: String
        if releases.lightweight(of: dependency.path).contains(where: { $0.version == dependency.version }) {
            message = "the tag \(name)@\(dependency.version) is not annotated, so it is no release"
            remedy = "Release another version of \(name) and depend on that"
        } else if let latest = releases.latest(of: dependency.path) {
            message = "\(name) has no release \(dependency.version)"
            remedy = "Depend on one that is there; the highest is \(latest.version)"
        } else if manifest(of: dependency.path).exists {
            message = "\(name) has no release yet"
            remedy = "Release it first: eigenpal-src release \(dependency.version) \(dependency.path)"
        } else {
            message = "there is no package \(name)"
            remedy = "Correct the name, or take the dependency out"
        }
        return Finding(
            file: path.manifestPath, line: dependency.line, code: "unknown_dependency", message: message,
            remedy: remedy)
    }

    // Without releases to look in, a package that is not here may still have been released and removed since.
    private func presenceFinding(_ path: PackagePath, _ dependency: Dependency) -> Finding? {
        if manifest(of: dependency.path).exists { return nil }
        return Finding(
            severity: .warning, file: path.manifestPath, line: dependency.line, code: "unknown_dependency",
            message: "there is no package \(dependency.path.dottedName)",
            remedy: "Correct the name, unless it was released and removed since")
    }
}
