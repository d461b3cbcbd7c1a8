import Git
import Sealing
import SystemPackage

/// The tool itself, git, and the libraries.
struct ProgramChecks {
    private let context: ToolContext

    init(_ context: ToolContext) {
        self.context = context
    }

    var all: [DoctorCheck] { [tool, git, gitLibrary, sodiumLibrary] }

    private var tool: DoctorCheck {
        .good("tool", "\(ToolVersion.name) \(ToolVersion.current) at \(context.executable)")
    }

    private var git: DoctorCheck {
        guard let git = context.program("git") else {
            return .warning(
                "git", "git is not on PATH; only \"\(ToolVersion.name) git\" needs it",
                fix: "apt-get install git")
        }
        let answer = try? ChildProcess.capture(git, ["--version"], environment: context.environment)
        guard let answer, answer.exitCode == 0 else { return .failure("git", "\(git) does not run") }
        let text =
            String(decoding: answer.output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        let words = text.split(separator: " ")
        let version = words.count > 2 ? String(words[2]) : text
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        // From 2.26 on, a credential helper may be set for a URL of any form.
        guard numbers.count >= 2, (numbers[0], numbers[1]) >= (2, 26) else {
            return .warning("git", "git \(version) at \(git) is old; the credential helper may not be asked")
        }
        return .good("git", "git \(version) at \(git)")
    }

    private var gitLibrary: DoctorCheck {
        do throws(GitError) {
            return .good("libgit2", "libgit2 \(try libgit2Version())")
        } catch {
            return .failure("libgit2", ToolError(error))
        }
    }

    private var sodiumLibrary: DoctorCheck {
        do throws(SealingError) {
            return .good("libsodium", "libsodium \(try SodiumLibrary.version())")
        } catch {
            return .failure("libsodium", error.description)
        }
    }
}
