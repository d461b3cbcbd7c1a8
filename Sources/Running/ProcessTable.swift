import Glibc

/// What `/proc` tells of processes. All of it is old the moment it is read.
enum ProcessTable {
    /// The children of a process, of all its threads.
    static func children(of process: pid_t) -> [pid_t] {
        guard hasChildrenFiles else { return everyProcess.filter { record(of: $0)?.parent == process } }
        return names(in: "/proc/\(process)/task").flatMap { thread in
            read("/proc/\(process)/task/\(thread)/children", limit: 4 << 20)
                .split(separator: UInt8(ascii: " "))
                .compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// A process's parent, group and state; nil where there is none.
    static func record(of process: pid_t) -> (parent: pid_t, group: pid_t, isZombie: Bool)? {
        let text = read("/proc/\(process)/stat", limit: 4096)
        // The program's name, in parentheses, may hold anything, parentheses too.
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " ")).prefix(3).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard fields.count == 3, let parent = pid_t(fields[1]), let group = pid_t(fields[2]) else {
            return nil
        }
        return (parent, group, fields[0] == "Z" || fields[0] == "X")
    }

    /// Every process of the machine that this user may see.
    static var everyProcess: [pid_t] { names(in: "/proc").compactMap { pid_t($0) } }

    /// The variables that a process was started with, each as `NAME=value`; empty for another user's.
    static func environment(of process: pid_t) -> [ArraySlice<UInt8>] {
        read("/proc/\(process)/environ", limit: 4 << 20).split(separator: 0)
    }

    /// A kernel can be built without these files.
    private static let hasChildrenFiles = access("/proc/self/task/\(getpid())/children", R_OK) == 0

    private static func names(in directory: String) -> [String] {
        guard let folder = Folder(path: directory) else { return [] }
        return folder.names().compactMap {
            String(validating: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    private static func read(_ path: String, limit: Int) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < limit {
            let count = part.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return bytes
    }
}
