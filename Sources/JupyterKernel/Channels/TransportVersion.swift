import CZeroMQ

extension Kernel {
  /// The version of the library under the channels.
  package static var transportVersion: String {
    var (major, minor, patch): (CInt, CInt, CInt) = (0, 0, 0)
    zmq_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
