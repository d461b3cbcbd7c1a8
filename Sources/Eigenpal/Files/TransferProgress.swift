/// Told how far a file has come: the bytes that have moved, and how many there are in all, nil where nobody knows.
///
/// It is called after every piece, from any thread and never from two at once; what it does holds the transfer up.
public typealias TransferProgress = @Sendable (_ bytes: Int64, _ total: Int64?) -> Void
