import Glibc

/// A file of Git's that is never written again once it has its name, mapped into memory and read with every access inside
/// of its bounds.
final class MappedFile {
    /// Its contents.
    let bytes: UnsafeRawBufferPointer

    /// Nil for what is no file, is empty or cannot be read.
    init?(path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            let size = Int(exactly: information.st_size), size > 0,
            let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED
        else { return nil }
        bytes = UnsafeRawBufferPointer(start: memory, count: size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// How many bytes it has.
    var count: Int { bytes.count }

    /// The byte at a place; nil beyond the end.
    func byte(at place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    /// The 32-bit number at a place, most significant byte first; nil beyond the end.
    func number(at place: Int) -> UInt32? {
        guard place >= 0, place <= count - 4 else { return nil }
        return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    /// The object's name of 20 bytes at a place; nil beyond the end.
    func objectID(at place: Int) -> ObjectID? {
        guard place >= 0, place <= count - 20 else { return nil }
        return ObjectID(rawBytes: UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 20)]))
    }
}
