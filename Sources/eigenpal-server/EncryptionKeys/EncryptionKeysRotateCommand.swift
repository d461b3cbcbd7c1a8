import ArgumentParser
import CProcess
import EigenpalServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `eigenpal-server encryption-keys rotate`.
struct EncryptionKeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new key that seals from now on; the old ones still open what they sealed.",
        discussion: """
            Example:
              eigenpal-server encryption-keys rotate --data ./data
            """)

    @OptionGroup var data: DataArguments

    func run() async throws {
        eigenpal_forbid_core_dumps()
        let key = try await KeyAdministration(dataDirectory: data.directory)
            .rotateEncryptionKey(environment: ProcessInfo.processInfo.environment)
        if data.json {
            try Output.json(ListedEncryptionKey(key))
        } else {
            Output.note("Made the encryption key \(key.id); new secrets use it.")
            try Output.answer(key.id)
        }
    }
}
