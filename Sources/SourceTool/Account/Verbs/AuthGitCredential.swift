import Sealing

/// `auth git-credential`: a credential helper of Git's, by the protocol of git-credential(1).
public enum AuthGitCredential {
    /// What Git asks a helper for.
    public enum Operation: String, Sendable, CaseIterable {
        /// A user name and password.
        case get
        /// To remember what worked; there is nothing to do.
        case store
        /// To forget what did not work; the user is told instead.
        case erase
    }

    /// Answers on standard output, and only for the host of the account's own server.
    ///
    /// - Throws: ``ToolError`` without an account, or when the question cannot be read. Git then asks nobody else.
    public static func run(_ context: ToolContext, _ operation: Operation) throws(ToolError) {
        CoreDumps.disable()
        let question = try question(context)
        do throws(ToolError) {
            guard let question, let address = question.address else { return }
            let account = try context.account()
            guard account.address.trusts(address) else { return }
            switch operation {
            case .store: return
            case .erase:
                context.terminal.warn(
                    "\(address.hostAndPort) refused this API key; next: \(ToolVersion.name) auth login"
                        + (account.profileName.map { " --profile \($0)" } ?? ""))
            case .get:
                try Settings(context).requireSafe(address)
                try context.terminal.write(Array("username=eigenpal\npassword=\(account.apiKey)\n".utf8))
            }
        } catch {
            // Without an account there is nothing that Git could ask the user for.
            if operation == .get { try context.terminal.write(Array("quit=1\n".utf8)) }
            throw error
        }
    }

    struct Question: Equatable {
        var scheme = ""
        var host = ""

        var address: ServerAddress? { try? ServerAddress(parsing: "\(scheme)://\(host)") }

        /// Reads `key=value` lines up to an empty one.
        init?(parsing text: String) {
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.isEmpty { break }
                guard let equals = line.firstIndex(of: "=") else { return nil }
                let value = String(line[line.index(after: equals)...])
                switch line[..<equals] {
                case "protocol": scheme = value
                case "host": host = value
                default: break
                }
            }
            guard !scheme.isEmpty, !host.isEmpty, !host.contains("/") else { return nil }
        }
    }

    private static func question(_ context: ToolContext) throws(ToolError) -> Question? {
        let bytes = try context.terminal.readAllInput(limit: 65_536)
        return bytes.text.flatMap { Question(parsing: $0) }
    }
}
