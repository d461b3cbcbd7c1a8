import Git
import Glibc
import SourceFormat
import SourceRepository

/// A package's files as they lie in a folder, by the same rules as those of a commit; see
/// ``SourceRepository/PackageContents``.
struct WorkingCopy {
    let package: PackagePath
    let files: WorkingFiles
    let folder: String

    private static let leftOut: Set<String> = [".eigenpal", ".git", "eigenpal_modules"]

    /// Copies them into `package/`.
    func add(
        to writer: FolderWriter, isIgnored: (String) -> Bool
    ) throws(SourceRepositoryError) {
        var count = 0
        var open = [""]
        while let directory = open.popLast() {
            let entries = try files.entries(in: directory)
            if !directory.isEmpty, entries.contains(where: { $0.name == PackageFileName.manifest }),
                (try? PackagePath(parsing: "\(package)/\(directory)")) != nil
            {
                continue
            }
            var names: [String: String] = [:]
            for entry in entries {
                if entry.name == ".git" || (directory.isEmpty && Self.leftOut.contains(entry.name)) {
                    continue
                }
                let path = directory.isEmpty ? entry.name : "\(directory)/\(entry.name)"
                if isIgnored(path) { continue }
                if let other = names.updateValue(entry.name, forKey: entry.name.lowercased()) {
                    throw refusal(path, "its name differs from \(TerminalText.quoted(other)) in case only")
                }
                guard PackageContents.isSafe(entry.name) else {
                    throw refusal(path, "its name may lead out of the folder")
                }
                switch entry.kind {
                case .directory: open.append(path)
                case .file: try copy(path, to: writer)
                case .symlink: throw refusal(path, "it is a symbolic link")
                case .other: throw refusal(path, "it is neither a file nor a folder")
                }
                count += 1
                guard count <= PackageContents.maximumFiles else {
                    throw refusal(path, "the package has more than \(PackageContents.maximumFiles) files")
                }
            }
        }
    }

    private func copy(_ path: String, to writer: FolderWriter) throws(SourceRepositoryError) {
        guard let bytes = try files.read(path, limit: FolderWriter.largestFile) else {
            throw refusal(path, "it has gone meanwhile")
        }
        var status = stat()
        let isExecutable = lstat("\(folder)/\(path)", &status) == 0 && status.st_mode & 0o100 != 0
        try writer.write(bytes, to: "package/\(path)", isExecutable: isExecutable)
    }

    private func refusal(_ path: String, _ reason: String) -> SourceRepositoryError {
        .unreadable(path: "\(package)/\(path)", reason: reason)
    }
}
