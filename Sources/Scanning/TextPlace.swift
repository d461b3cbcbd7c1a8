/// What a path tells about a text.
enum TextPlace {
    /// A program: what stands without quotes is an expression.
    case code
    /// Digests, ciphertext and published test vectors: what looks random there is no secret of a name's.
    case published
    case other

    private static let codeEndings: Set<String> = [
        "swift", "c", "h", "cc", "cpp", "hpp", "inc", "m", "mm", "go", "rs", "js", "jsx", "ts", "tsx", "mjs",
        "cjs", "py",
        "rb", "java", "kt", "scala", "cs", "php", "lua", "dart", "ex", "exs", "s", "S", "asm", "vue",
        "svelte",
    ]
    private static let locks: Set<String> = [
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "Package.resolved",
        "packages.lock.json", "secrets.enc.yaml",
    ]

    init(path: String) {
        let parts = path.split(separator: "/")
        let name = parts.last.map(String.init) ?? path
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        let isVector = parts.contains { part in
            ["vectors", "test-vectors", "testvectors", "wycheproof"].contains {
                part.lowercased().contains($0)
            }
        }
        if Self.locks.contains(name) || ending == "lock" || ending == "lockb" || isVector {
            self = .published
        } else {
            self = Self.codeEndings.contains(ending) ? .code : .other
        }
    }
}
