/// One reader that is fed with damaged input, and what has to be so of whatever it makes of that.
enum FuzzTarget: String, CaseIterable {
    case config
    case delta
    case dotenv
    case loose
    case manifest
    case pack
    case push
    case refs
    case scanner
    case secrets
    case settings
    case tags

    func run(_ bytes: [UInt8]) {
        switch self {
        case .config: Self.config(bytes)
        case .delta: Self.delta(bytes)
        case .dotenv: Self.dotenv(bytes)
        case .loose: Self.loose(bytes)
        case .manifest: Self.manifest(bytes)
        case .pack: Self.pack(bytes)
        case .push: Self.push(bytes)
        case .refs: Self.refs(bytes)
        case .scanner: Self.scanner(bytes)
        case .secrets: Self.secrets(bytes)
        case .settings: Self.settings(bytes)
        case .tags: Self.tags(bytes)
        }
    }
}

/// Ends the program where something is not so; libFuzzer then keeps the input.
func require(_ isSo: Bool, _ what: @autoclosure () -> String) {
    if !isSo { fatalError(what()) }
}

/// The value of what must not fail.
func must<Value>(_ what: String, _ body: () throws -> Value) -> Value {
    do { return try body() } catch { fatalError("\(what): \(error)") }
}
