#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many files this process may have open.
enum OpenFiles {
    /// Raises the limit to what the system allows at most.
    ///
    /// - Returns: the limit now.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(Self.resource, &limit) == 0 else { return 256 }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        let now = setrlimit(Self.resource, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur
        return Int(min(now, 1 << 20))
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
