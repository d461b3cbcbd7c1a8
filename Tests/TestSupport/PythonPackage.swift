import Foundation

/// Packages from PyPI, each in a virtual environment below `.build` that later runs use again.
public actor PythonPackage {
    private static let shared = PythonPackage()
    private var preparations: [String: Task<String, any Error>] = [:]

    /// The path of a Python that can import a package.
    ///
    /// - Parameters:
    ///   - requirement: the package and its version, `eigenpal==0.7.2`.
    ///   - folder: the folder below `.build`.
    /// - Throws: ``Failure`` where it cannot be installed.
    public static func python(with requirement: String, in folder: String) async throws -> String {
        try await shared.prepared(requirement, folder)
    }

    /// A command of the installation that failed, and what it wrote.
    public struct Failure: Error {
        /// The command.
        public let command: String
        /// Its output.
        public let output: String
    }

    private func prepared(_ requirement: String, _ folder: String) async throws -> String {
        if let preparation = preparations[folder] { return try await preparation.value }
        let task = Task { try await Self.prepare(requirement, folder) }
        preparations[folder] = task
        return try await task.value
    }

    private static func prepare(_ requirement: String, _ folder: String) async throws -> String {
        let directory = "\(Products.checkout)/.build/\(folder)"
        let python = "\(directory)/bin/python"
        let marker = "\(directory)/\(requirement)"
        if FileManager.default.fileExists(atPath: marker) { return python }
        try? FileManager.default.removeItem(atPath: directory)
        try await run("python3", ["-m", "venv", directory])
        try await run(
            python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement])
        try Data().write(to: URL(fileURLWithPath: marker))
        return python
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await runCommand(program, arguments, environment: ["PYTHONPATH": nil])
        guard result.exitCode == 0 else {
            throw Failure(
                command: "\(program) \(arguments.joined(separator: " "))",
                output: result.output + result.errorOutput)
        }
    }
}
