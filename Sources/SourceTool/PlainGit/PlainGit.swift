import Git
import Sealing
import SystemPackage

/// `git`: the real git, with this account's key for its server and this account's name where none is set.
public enum PlainGit {
    /// Becomes git; returns only where that failed.
    ///
    /// - Parameter arguments: what git gets after the settings that name the account. None of them holds the key: git
    ///   asks this tool for it.
    /// - Throws: ``ToolError`` where there is no git.
    public static func run(_ context: ToolContext, _ arguments: [String]) async throws(ToolError) {
        guard let git = context.program("git") else {
            throw ToolError("git is not on PATH", details: ["on Debian: apt-get install git"])
        }
        var settings: [(String, String)] = []
        do throws(ToolError) {
            let account = try context.account()
            settings = try GitSettings(context, account: account).connection
            settings += await identity(context, account)
        } catch {
            // Most of git needs no account; what does will say so itself.
            context.terminal.note("\(error.message); git goes on without an API key")
        }
        // Git takes GIT_SSL_CAINFO before any setting: as a setting for all hosts, it gives way to the server's own.
        var environment = context.environment
        if settings.contains(where: { $0.0.hasSuffix(".sslCAInfo") }),
            let file = environment.removeValue(forKey: "GIT_SSL_CAINFO")
        {
            settings.insert(("http.sslCAInfo", file), at: 0)
        }
        let words = settings.flatMap { ["-c", "\($0)=\($1)"] } + arguments
        throw ChildProcess.replaceThisProcess(
            with: git, words, environment: environment, directory: context.workingDirectory)
    }

    /// The account's name and address where the checkout has none; nothing where the server cannot be asked.
    private static func identity(_ context: ToolContext, _ account: Account) async -> [(String, String)] {
        guard let checkout = try? context.openCheckout() else { return [] }
        let missing = ["user.name", "user.email"].filter {
            ((try? checkout.repository.config($0)) ?? nil) == nil
        }
        guard !missing.isEmpty, let identity = try? await AccountIdentity.of(account, context) else {
            return []
        }
        return missing.map { ($0, $0 == "user.name" ? identity.name : identity.email) }
    }
}
