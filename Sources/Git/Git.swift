import CLibgit2

public func probe() -> Int32 {
    var functions = libgit2_functions()
    guard libgit2_load(&functions) == nil else { return -1 }
    return functions.git_libgit2_init()
}
