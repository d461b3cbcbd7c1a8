import Foundation
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct MasterKeyTests {
    private let home: TemporaryDirectory
    private let directory: DataDirectory

    init() throws {
        home = try TemporaryDirectory()
        directory = DataDirectory(home.path)
    }

    @Test func makesAFileThatOnlyItsOwnerReads() throws {
        let made = try MasterKey.loadOrCreate(directory, environment: [:])
        #expect(try mode(directory.masterKey) == 0o600)
        let text = try String(contentsOfFile: directory.masterKey, encoding: .utf8)
        #expect(Data(base64Encoded: text.trimmingCharacters(in: .newlines))?.count == 32)
        #expect(try MasterKey.load(directory, environment: [:]).key == made.key)
        #expect(try MasterKey.loadOrCreate(directory, environment: [:]).key == made.key)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path) == ["master.key"])
    }

    @Test func refusesAFileThatOthersRead() throws {
        _ = try MasterKey.loadOrCreate(directory, environment: [:])
        for mode in [0o644, 0o640, 0o604, 0o660] {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: directory.masterKey)
            let error = #expect(throws: ServerError.self) { try MasterKey.load(directory, environment: [:]) }
            #expect(error?.next == "Run: chmod 600 '\(directory.masterKey)'")
        }
    }

    @Test func refusesALink() throws {
        _ = try MasterKey.loadOrCreate(directory, environment: [:])
        let elsewhere = home.appending("elsewhere")
        try FileManager.default.moveItem(atPath: directory.masterKey, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(
            atPath: directory.masterKey, withDestinationPath: elsewhere)
        #expect(throws: ServerError.self) { try MasterKey.load(directory, environment: [:]) }
    }

    @Test(arguments: [
        "", "short", "AAAA", String(repeating: "A", count: 44), String(repeating: "A", count: 5_000),
    ])
    func refusesWhatIsNoKey(_ text: String) throws {
        try PrivateFile.write(directory.masterKey, contents: text)
        #expect(throws: ServerError.self) { try MasterKey.load(directory, environment: [:]) }
        #expect(throws: ServerError.self) {
            try MasterKey.load(directory, environment: ["EIGENPAL_MASTER_KEY": text])
        }
    }

    @Test func theEnvironmentComesFirstAndWritesNoFile() throws {
        let text = Data(repeating: 9, count: 32).base64EncodedString()
        let key = try MasterKey.loadOrCreate(directory, environment: ["EIGENPAL_MASTER_KEY": text])
        #expect(key.key == MasterKey(bytes: Array(repeating: 9, count: 32)).key)
        #expect(!FileManager.default.fileExists(atPath: directory.masterKey))
        #expect(throws: ServerError.self) { try MasterKey.load(directory, environment: [:]) }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
