import SourceFormat

/// The most bytes that are read of each sort of file. Nothing a person or a tool writes comes near them; what does is
/// refused before it is read.
public enum FileLimit {
    /// `eigenpal.yaml`, of a package or the root, and `secrets.enc.yaml`.
    public static let manifest = SourceText.maximumSize
    /// `workflow.yaml` and `evaluator.yaml`.
    public static let definition = SourceText.maximumSize
    /// `input-schema.json` and `output-schema.json`.
    public static let schema = 4 << 20
    /// `.gitignore`.
    public static let ignore = 1 << 20
}
