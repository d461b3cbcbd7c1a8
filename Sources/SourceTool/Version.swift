/// What this tool calls itself.
public enum ToolVersion {
    /// The command's name.
    public static let name = "eigenpal-src"
    /// The version of the tool, `X.Y.Z`: the one place that states it.
    public static let current = "0.1.0"
}
