import Glibc

/// Lines on standard error, where the server that started the kernel shows them.
enum KernelLog {
  static func write(_ line: String) {
    let text = "tandem: \(line)\n"
    _ = text.utf8.withContiguousStorageIfAvailable { bytes in
      Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
