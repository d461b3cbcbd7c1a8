#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Waiting for the lock files of other processes, which hold them for moments only.
enum Lock {
    /// How long to try, in milliseconds.
    static let patience = 1_000

    /// Runs `body`, and again while it finds something locked.
    static func waiting<Result>(_ body: () throws(GitError) -> Result) throws(GitError) -> Result {
        var waited = 0
        var pause = 5
        while true {
            do throws(GitError) {
                return try body()
            } catch {
                guard case .locked = error, waited < patience else { throw error }
            }
            usleep(UInt32(pause) * 1_000)
            waited += pause
            pause = min(pause * 2, 50)
        }
    }
}
