import SystemPackage

/// The credentials file, and the account that the settings lead to.
struct AccountChecks {
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
    }

    var all: [DoctorCheck] { [credentials, account] + [certificateAuthority].compactMap(\.self) }

    private var credentials: DoctorCheck {
        let file = CredentialsFile(home: context.home)
        let name = "credentials"
        guard Files.kind(of: file.path) != nil else { return .skipped(name, "there is no \(file.path)") }
        do throws(ToolError) {
            let credentials = try file.load()
            if file.exposure() != nil {
                return .warning(
                    name, "\(file.path) can be read by other users", fix: "chmod 600 \(file.path)")
            }
            let directory = file.path.removingLastComponent()
            if let mode = Files.permissions(of: directory), mode.rawValue & 0o022 != 0 {
                return .failure(
                    name, "\(directory) can be changed by other users", fix: "chmod 700 \(directory)")
            }
            let count = credentials.profiles.count
            return .good(name, "\(file.path), \(count) \(count == 1 ? "profile" : "profiles")")
        } catch {
            return .failure(name, error)
        }
    }

    private var account: DoctorCheck {
        do throws(ToolError) {
            let account = try context.account()
            return .good(
                "account",
                "key \(account.maskedKey) from \(account.source) for \(account.baseURL) from \(account.baseURLSource)"
            )
        } catch {
            return .failure("account", error)
        }
    }

    private var certificateAuthority: DoctorCheck? {
        let name = "certificate authority"
        do throws(ToolError) {
            let stored = (try? context.account())?.certificateAuthorityFile
            guard let file = try Settings(context).certificateAuthorityFile(stored: stored) else {
                return nil
            }
            if let other = context.variable("GIT_SSL_CAINFO"), other != file {
                return .warning(
                    name, "\(file), but plain git takes \(other), which GIT_SSL_CAINFO names",
                    fix: "unset GIT_SSL_CAINFO")
            }
            return .good(name, file)
        } catch {
            return .failure(name, error)
        }
    }
}
