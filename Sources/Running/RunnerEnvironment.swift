import SourceFormat

/// The environment of a runner: what the contract names, the package's secrets, and nothing else.
public enum RunnerEnvironment {
    /// Where programs are looked for unless the operator says otherwise.
    public static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// The variable that holds the run's id.
    public static let runID = "EIGENPAL_RUN_ID"

    /// Builds the environment.
    ///
    /// - Parameters:
    ///   - runID: the run's id.
    ///   - target: what is run, `agents.invoice@1.2.0`.
    ///   - secrets: the package's secrets by their names.
    ///   - path: the `PATH`.
    /// - Throws: ``RunningError`` for a secret whose name is no variable's or one of the contract's own, or whose value
    ///   holds a NUL.
    public static func make(
        runID: String, target: String, workspace: Workspace, secrets: [String: String] = [:],
        path: String = standardPath
    ) throws(RunningError) -> [String: String] {
        var variables = [
            Self.runID: runID,
            "EIGENPAL_RUN_TARGET": target,
            "EIGENPAL_PACKAGE_DIR": workspace.package,
            "PATH": path,
            "HOME": workspace.home,
            "TMPDIR": workspace.temporary,
            "LANG": "C.UTF-8",
        ]
        for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
            guard variables[name] == nil, !name.hasPrefix("EIGENPAL_") else {
                throw RunningError(
                    "the secret \(name) has the name of a variable that every run has",
                    next: "Rename it: eigenpal-src secrets rename \(name) OTHER_NAME")
            }
            // An operator's command gets them before any container does.
            guard !SecretName.choosesCode(name) else {
                throw RunningError(
                    "the secret \(name) would change what code the runner runs",
                    next: "Rename it: eigenpal-src secrets rename \(name) OTHER_NAME")
            }
            guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0x3D || $0 == 0 }) else {
                throw RunningError("a secret's name cannot be that of a variable")
            }
            guard !value.utf8.contains(0) else {
                throw RunningError("the secret \(name) holds a NUL, which no variable can")
            }
            variables[name] = value
        }
        return variables
    }
}
