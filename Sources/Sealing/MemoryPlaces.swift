import CLibsodium
import Glibc

/// Places for plaintext that are never on a disk.
public enum MemoryPlaces {
    /// Makes a file without a name, in memory alone, which programs started from here inherit; gone with the last
    /// process that holds it.
    ///
    /// - Returns: its descriptor; nil where the system has no such files, with `errno` set.
    public static func makeFile(named name: String) -> Int32? {
        let descriptor = eigenpal_memory_file(name)
        return descriptor < 0 ? nil : descriptor
    }

    /// Whether a directory's files are in memory, where a reboot removes them. They may still be swapped out.
    public static func holds(directory path: String) -> Bool { eigenpal_lies_in_memory(path) == 1 }
}
