import SystemPackage

/// How Git is told to ask this tool for the password of a remote.
struct CredentialHelper {
    private let context: ToolContext
    private let account: Account

    init(_ context: ToolContext, account: Account) {
        self.context = context
        self.account = account
    }

    /// The value of `credential.<URL>.helper`: a shell command that names this executable and the account, never the
    /// key.
    var command: String {
        var words = [context.command.string]
        if let name = account.profileName { words += ["--profile", name] }
        switch account.baseURLSource {
        case .flag, .environment: words += ["--base-url", account.baseURL]
        case .profile, .standard: break
        }
        if context.options.isInsecure { words.append("--insecure") }
        words += ["auth", "git-credential"]
        return "!" + words.map(Self.quoted).joined(separator: " ")
    }

    /// A word as the shell reads it unchanged.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B...0x2F, 0x3A, 0x40, 0x5F: true
            default: false
            }
        }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}

extension CredentialHelper {
    /// The program that a helper's command begins with: an absolute path, as ``command`` writes it; nil for a helper
    /// of another form.
    static func executable(in command: String) -> String? {
        guard command.hasPrefix("!"), command.hasSuffix("auth git-credential") else { return nil }
        let words = command.dropFirst()
        var path = ""
        if words.hasPrefix("'") {
            // A quote within is written as '\'' by ``quoted(_:)``.
            var rest = words.dropFirst()
            while let quote = rest.firstIndex(of: "'") {
                path += rest[..<quote]
                rest = rest[quote...].dropFirst()
                guard rest.hasPrefix("\\''") else { break }
                path += "'"
                rest = rest.dropFirst(3)
            }
        } else {
            path = String(words.prefix { $0 != " " })
        }
        return path.hasPrefix("/") ? path : nil
    }
}
