/// The names of the files that have a meaning in a repository.
public enum PackageFileName {
    /// The manifest of a package, and of the repository itself at its root.
    public static let manifest = "eigenpal.yaml"
    /// A manifest's name that is refused, because it is overlooked everywhere else.
    public static let misspelledManifest = "eigenpal.yml"
    /// The secrets of a package, encrypted.
    public static let secrets = "secrets.enc.yaml"
    /// What an agent is told.
    public static let agent = "AGENT.md"
    /// The steps of a workflow.
    public static let workflow = "workflow.yaml"
    /// What an evaluator checks.
    public static let evaluator = "evaluator.yaml"
    /// What a skill teaches.
    public static let skill = "SKILL.md"
    /// The JSON Schema of an agent's input.
    public static let inputSchema = "input-schema.json"
    /// The JSON Schema of an agent's output.
    public static let outputSchema = "output-schema.json"
    /// The lockfile of a checkout, from the package's folder; not in Git.
    public static let lockfile = ".eigenpal/eigenpal.lock"
    /// The folder of installed dependencies, in the package's folder; not in Git.
    public static let modules = "eigenpal_modules"
    /// The branch that packages are released from.
    public static let mainBranch = "main"
}
