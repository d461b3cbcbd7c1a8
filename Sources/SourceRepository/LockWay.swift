import SourceFormat

/// The way through a lock graph, from the package that was asked for to the one that is looked at.
struct LockWay {
    /// One package of the way.
    struct Step {
        let path: PackagePath
        /// The dotted name and the version, as people read it.
        let label: String
    }

    /// At least one.
    let steps: [Step]

    init(_ path: PackagePath, at version: String?) {
        steps = [Step(path: path, label: version.map { "\(path.dottedName)@\($0)" } ?? path.dottedName)]
    }

    private init(steps: [Step]) { self.steps = steps }

    /// The way with one package more.
    func adding(_ dependency: Dependency) -> LockWay {
        let label = "\(dependency.path.dottedName)@\(dependency.version)"
        return LockWay(steps: steps + [Step(path: dependency.path, label: label)])
    }

    /// The way with one package more, whose version is of no account.
    func adding(_ path: PackagePath) -> LockWay {
        LockWay(steps: steps + [Step(path: path, label: path.dottedName)])
    }

    /// Whether a package is on the way, at whatever version.
    func contains(_ path: PackagePath) -> Bool { steps.contains { $0.path == path } }

    /// The manifest that asks for the last package; nil for the first.
    var dependent: String? { steps.count > 1 ? steps[steps.count - 2].path.manifestPath : nil }

    /// Why the last package stops the resolution.
    func refusal(
        _ code: ResolutionError.Code, _ reason: String, remedy: String?, findings: [Finding] = []
    ) -> SourceRepositoryError {
        let path = steps.map(\.label)
        // A way that grew without end is not worth reading whole.
        let shown = path.count > 16 ? path.prefix(12) + ["…"] + path.suffix(3) : path[...]
        return .resolution(
            ResolutionError(
                code: code, message: "\(shown.joined(separator: " → ")): \(reason)", remedy: remedy,
                path: path,
                findings: findings))
    }
}
