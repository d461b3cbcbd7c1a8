import Git
import SourceRepository

extension Checkout {
    /// The repository's objects, read from its own files as far as they answer.
    var objects: ObjectStore {
        ObjectStore(place: place) { () throws(GitError) in
            do throws(ToolError) {
                return try repository
            } catch {
                throw .other(code: 0, message: error.message)
            }
        }
    }

    /// A resolver that mostly does without libgit2.
    ///
    /// - Parameter mainReference: the full name of the reference that is `main`.
    func lockResolver(mainReference: String) -> LockResolver {
        LockResolver(objects: objects, place: place, mainReference: mainReference)
    }
}
