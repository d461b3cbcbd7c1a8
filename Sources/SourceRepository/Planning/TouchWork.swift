import Git
import Glibc
import SourceFormat

/// Finds out what many commits touch, on as many threads as the machine has processors, four at most.
enum TouchWork {
    /// A commit's tree and those of its parents.
    struct Item: Sendable {
        let tree: ObjectID
        let parents: [ObjectID]
    }

    /// So few commits are not worth a thread of their own.
    private static let smallest = 500

    /// What each commit touches, in the order of `items`. Items that follow each other in history are quickest.
    ///
    /// - Parameter scope: the packages that are asked about; nil for all.
    static func touches(
        of items: [Item], scope: [PackagePath]?, in repository: Repository
    ) throws(GitError) -> [[PackagePath]] {
        let processors = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let count = min(processors, max(1, items.count / smallest))
        let size = (items.count + count - 1) / max(1, count)
        guard count > 1 else { return try touches(of: items[...], scope: scope, in: repository) }
        // A handle belongs to one thread, so each of the others opens the repository itself.
        let directory = repository.gitDirectory
        var others: [WorkThread] = []
        for start in stride(from: size, to: items.count, by: size) {
            let part = Array(items[start..<min(start + size, items.count)])
            others.append(
                WorkThread { () throws(GitError) in
                    let repository = try Repository(open: directory)
                    return try touches(of: part[...], scope: scope, in: repository)
                })
        }
        for task in others { task.start() }
        var results: [Result<[[PackagePath]], GitError>] = []
        results.append(
            Result { () throws(GitError) in
                try touches(of: items[..<size], scope: scope, in: repository)
            })
        for task in others { results.append(task.wait()) }
        var found: [[PackagePath]] = []
        found.reserveCapacity(items.count)
        for result in results { found += try result.get() }
        return found
    }

    private static func touches(
        of items: ArraySlice<Item>, scope: [PackagePath]?, in repository: Repository
    ) throws(GitError) -> [[PackagePath]] {
        var touches = PackageTouches(objects: ObjectStore(of: repository), scope: scope)
        var found: [[PackagePath]] = []
        found.reserveCapacity(items.count)
        for item in items { found.append(try touches.touched(by: item.tree, parents: item.parents)) }
        return found
    }
}

/// A part of the work on a thread of its own.
///
/// Unchecked: `result` is written by the thread alone and read only after the thread was waited for.
private final class WorkThread: @unchecked Sendable {
    private let body: @Sendable () throws(GitError) -> [[PackagePath]]
    private var result: Result<[[PackagePath]], GitError>?
    private var thread: pthread_t?

    init(_ body: @escaping @Sendable () throws(GitError) -> [[PackagePath]]) { self.body = body }

    private func run() { result = Result { () throws(GitError) in try body() } }

    func start() {
        var thread = pthread_t()
        let task = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<WorkThread>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, task.toOpaque())
        if code == 0 { self.thread = thread } else { task.release() }
    }

    /// What came of it; where no thread could be had, it is done now.
    func wait() -> Result<[[PackagePath]], GitError> {
        if let thread { pthread_join(thread, nil) }
        if result == nil { run() }
        return result ?? .success([])
    }
}
