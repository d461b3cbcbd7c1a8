/// What holds for every verb, as it was typed.
public struct GlobalOptions: Sendable, Hashable {
    /// `--profile`.
    public var profile: String?
    /// `--base-url`.
    public var baseURL: String?
    /// `--ca-file`.
    public var caFile: String?
    /// `--insecure`.
    public var isInsecure: Bool
    /// `--quiet`.
    public var isQuiet: Bool
    /// `--verbose`.
    public var isVerbose: Bool

    /// Options as typed; what is not given was not typed.
    public init(
        profile: String? = nil, baseURL: String? = nil, caFile: String? = nil, isInsecure: Bool = false,
        isQuiet: Bool = false, isVerbose: Bool = false
    ) {
        self.profile = profile
        self.baseURL = baseURL
        self.caFile = caFile
        self.isInsecure = isInsecure
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }
}
