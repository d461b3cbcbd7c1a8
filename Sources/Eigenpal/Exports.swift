// Whoever imports the SDK reads its answers: the wire types are part of it.
@_exported import EigenpalAPI
