import CLibgit2
import Glibc

/// What a path of the working tree is, as Git would store it.
enum WorkingFile {
    /// The mode of a file or link; nil where there is neither.
    static func mode(of path: String) -> git_filemode_t? {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG:
            return information.st_mode & S_IXUSR != 0 ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB
        case S_IFLNK: return GIT_FILEMODE_LINK
        default: return nil
        }
    }
}
