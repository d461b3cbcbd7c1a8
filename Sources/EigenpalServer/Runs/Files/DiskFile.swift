#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Removes a file; whether there was one to remove.
func unlinkFile(_ path: String) -> Bool { unlink(path) == 0 }

/// Moves a file, in place of one that is there.
func renameFile(_ old: String, _ new: String) throws(APIError) {
    guard rename(old, new) == 0 else { throw APIError(writing: new, errno) }
}

/// The size of a file; nil where there is none.
func fileSize(_ path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
}

/// Whether two files hold the same bytes.
func haveEqualBytes(_ first: String, _ second: String) -> Bool {
    guard let size = fileSize(first), size == fileSize(second) else { return false }
    let files = [first, second].map { (path: String) in open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    defer { for file in files where file >= 0 { close(file) } }
    guard files.allSatisfy({ $0 >= 0 }) else { return false }
    let pieceSize = 1 << 18
    var (left, right) = ([UInt8](repeating: 0, count: pieceSize), [UInt8](repeating: 0, count: pieceSize))
    var offset = 0
    while offset < size {
        let wanted = min(pieceSize, size - offset)
        guard pread(files[0], &left, wanted, off_t(offset)) == wanted,
            pread(files[1], &right, wanted, off_t(offset)) == wanted,
            left[..<wanted].elementsEqual(right[..<wanted])
        else { return false }
        offset += wanted
    }
    return true
}
