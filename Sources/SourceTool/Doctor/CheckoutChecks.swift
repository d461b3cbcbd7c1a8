import Git
import Glibc
import SourceFormat
import SystemPackage

/// The checkout worked in: its remote, its credential helper, its author, its hooks.
struct CheckoutChecks {
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
    }

    var all: [DoctorCheck] {
        let checkout: Checkout
        do throws(ToolError) {
            switch try context.place() {
            case .checkout(let found): checkout = found
            case .nowhere: return [.skipped("checkout", "\(context.workingDirectory) is in none")]
            case .elsewhere(let root):
                return [
                    .skipped(
                        "checkout", "\(root) is a Git repository, but not an organization's source repository"
                    )
                ]
            }
        } catch {
            return [.failure("checkout", error)]
        }
        return [
            place(checkout), remote(checkout), helper(checkout), drivers(checkout), author(checkout),
            hooks(checkout), pushes(checkout), packages(checkout), locks(checkout),
        ]
    }

    /// What `validate --all` says, and the guard will of a push.
    private func packages(_ checkout: Checkout) -> DoctorCheck {
        do throws(ToolError) {
            let report = try ValidatePackages.everything(in: checkout)
            let errors = report.findings.count { $0.severity == .error }
            guard errors > 0 else {
                return .good("packages", "\(count(report.packages.count, "package")), valid")
            }
            return .warning(
                "packages", "\(count(errors, "error")) in \(count(report.packages.count, "package"))",
                fix: "\(ToolVersion.name) validate --all")
        } catch {
            return .failure("packages", error)
        }
    }

    /// Whether a lock of git's has been there for longer than any is held, and keeps others waiting.
    private func locks(_ checkout: Checkout) -> DoctorCheck {
        let name = "locks"
        guard let repository = try? checkout.repository else {
            return .skipped(name, "the repository cannot be opened")
        }
        let old = repository.lockFiles().filter { $0.age >= 10 }
        guard let oldest = old.max(by: { $0.age < $1.age }) else { return .good(name, "none") }
        let paths = old.map(\.path)
        return .warning(
            name,
            "\(paths.joined(separator: ", ")), for \(TimeText.duration(milliseconds: Double(oldest.age) * 1000)): "
                + "if no other program is at work here, one that was killed left \(old.count == 1 ? "it" : "them")",
            fix: "rm \(paths.map(CredentialHelper.quoted).joined(separator: " "))")
    }

    private func place(_ checkout: Checkout) -> DoctorCheck {
        do throws(ToolError) {
            switch try attempt({ try checkout.repository.head() }) {
            case .branch(let name, _): return .good("checkout", "\(checkout.root), on \(name)")
            case .detached:
                return .warning(
                    "checkout", "no branch is checked out", fix: "git switch \(checkout.mainBranch)")
            case .unborn(let name):
                return .warning("checkout", "\(name) has no commit yet", fix: "\(ToolVersion.name) pull")
            }
        } catch {
            return .failure("checkout", error)
        }
    }

    private func remote(_ checkout: Checkout) -> DoctorCheck {
        guard let url = checkout.remoteURL else {
            return .failure(
                "remote", "there is no remote \"\(checkout.remoteName)\"", fix: "\(ToolVersion.name) clone")
        }
        let shown = ServerAddress.masked(url)
        guard url.hasPrefix("https:") || url.hasPrefix("http:") else {
            return .warning("remote", "\(shown) is not reached over HTTP, so no API key goes there")
        }
        if let plain = ServerAddress.withoutUserInfo(url) {
            return .failure(
                "remote", "the URL \(shown) holds a user name or a password",
                fix: "git remote set-url \(checkout.remoteName) \(CredentialHelper.quoted(plain))")
        }
        guard let account = try? context.account() else {
            return .skipped("remote", "no account to compare \(url) with")
        }
        guard account.mayAuthenticate(to: url) else {
            return .failure(
                "remote", "\(url) is not on \(account.address.origin), the server of this account",
                fix: "\(ToolVersion.name) auth list")
        }
        return .good("remote", "\(checkout.remoteName) is \(url)")
    }

    private func helper(_ checkout: Checkout) -> DoctorCheck {
        let name = "credential helper"
        guard let url = checkout.remoteURL, let address = try? ServerAddress(parsing: url) else {
            return .skipped(name, "there is no HTTP remote")
        }
        for key in [url, address.origin] {
            guard let command = (try? checkout.repository.config("credential.\(key).helper")) ?? nil else {
                continue
            }
            guard let program = CredentialHelper.executable(in: command) else { continue }
            guard access(program, X_OK) == 0 else {
                return .failure(
                    name, "\(program) is gone, so plain git cannot ask for the key", fix: fix(url))
            }
            return .good(name, command)
        }
        return .warning(name, "none is set for \(url), so plain git asks for a password", fix: fix(url))
    }

    private func fix(_ url: String) -> String {
        let command = (try? context.account()).map { CredentialHelper(context, account: $0).command }
        return "git config --replace-all \(CredentialHelper.quoted("credential.\(url).helper")) "
            + CredentialHelper.quoted(command ?? "!\(ToolVersion.name) auth git-credential")
    }

    private func drivers(_ checkout: Checkout) -> DoctorCheck {
        let name = "secrets drivers"
        let fix = "\(ToolVersion.name) secrets drivers"
        guard let repository = try? checkout.repository else {
            return .skipped(name, "the repository cannot be opened")
        }
        return switch GitDrivers.state(in: repository) {
        case .missing: .warning(name, "git merges and compares secrets files as any text", fix: fix)
        case .gone(let program):
            .warning(
                name, "\(program) is gone, so git merges and compares secrets files as any text", fix: fix)
        case .installed(let program): .good(name, program ?? "settings of your own")
        }
    }

    private func author(_ checkout: Checkout) -> DoctorCheck {
        guard let identity = (try? checkout.repository.identity()) ?? nil else {
            return .failure(
                "author", "no name and address for commits is set",
                fix: "git config user.name NAME && git config user.email ADDRESS")
        }
        return .good("author", "\(identity.name) <\(identity.email)>")
    }

    private func hooks(_ checkout: Checkout) -> DoctorCheck {
        guard let directory = try? HookPlace(of: checkout).directory else {
            return .skipped("hooks", "the repository cannot be opened")
        }
        let names = ((try? Files.names(in: directory)) ?? []).filter { !$0.hasSuffix(".sample") }
        let (runnable, idle) = (
            names.filter { access(directory.appending($0).string, X_OK) == 0 },
            names.filter { access(directory.appending($0).string, X_OK) != 0 }
        )
        if !idle.isEmpty {
            return .warning(
                "hooks", "git does not run \(idle.joined(separator: ", ")) in \(directory): not executable",
                fix:
                    "chmod +x \(idle.map { CredentialHelper.quoted(directory.appending($0).string) }.joined(separator: " "))"
            )
        }
        return .good("hooks", runnable.isEmpty ? "none" : runnable.joined(separator: ", "))
    }

    /// Whether a push is checked first.
    private func pushes(_ checkout: Checkout) -> DoctorCheck {
        let name = "push check"
        do throws(ToolError) {
            let report = HooksReport(try HookState(of: checkout))
            if let problem = report.problem {
                if report.isDeclined { return .skipped(name, problem.message) }
                return .warning(
                    name, "no push is checked: \(problem.message)",
                    fix: report.next ?? "\(ToolVersion.name) hooks status")
            }
            if let tool = report.missingTool {
                return .warning(name, "\(tool) is gone, which \(report.hook) runs", fix: report.next)
            }
            return .good(name, report.isInstalled ? report.hook : report.configuration ?? report.hook)
        } catch {
            return .failure(name, error)
        }
    }
}
