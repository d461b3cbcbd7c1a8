import Foundation

/// `strace`, which shows what a program asks of the kernel, and kills it on the way.
public enum Strace {
    /// The program; nil where it is not installed.
    public static let path = ["/usr/bin/strace", "/usr/local/bin/strace"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
