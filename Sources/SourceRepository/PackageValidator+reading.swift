import SourceFormat

extension PackageValidator {
    /// A file that may be there.
    enum File {
        case missing
        case bytes([UInt8])
        /// Why it cannot be read.
        case finding(Finding)
    }

    /// Reads a regular file; what is not one counts as missing.
    func file(at path: String, limit: Int) -> File {
        do throws(SourceRepositoryError) {
            return try files.read(path, limit: limit).map(File.bytes) ?? .missing
        } catch {
            return .finding(unreadable(path, error))
        }
    }

    /// What lies at a path; nil where there is nothing or it cannot be told.
    func entry(at path: String) -> FileEntry? {
        (try? files.entry(at: path)) ?? nil
    }

    /// What is wrong with something that must be a regular file where it is there.
    func kindFindings(of path: String) -> [Finding] {
        guard let entry = entry(at: path), !entry.isFile else { return [] }
        return [
            Finding(
                file: path, code: "not_a_file",
                message: entry.isSymlink
                    ? "\(entry.name) is a symbolic link, and links are not followed"
                    : "\(entry.name) is not a regular file",
                remedy: "Put the file itself in its place")
        ]
    }

    /// The finding for a file or directory that could not be read.
    func unreadable(_ path: String, _ error: SourceRepositoryError) -> Finding {
        if case .tooLarge(_, let limit) = error {
            return Finding(
                file: path, code: "file_too_large", message: "the file is larger than \(byteCount(limit))",
                remedy: "Keep large data in files of its own, beside it")
        }
        return Finding(
            file: path, code: "unreadable", message: error.description,
            remedy: "Make it readable, then validate again")
    }
}
