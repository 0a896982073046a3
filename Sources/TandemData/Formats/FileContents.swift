import Glibc

/// The bytes of a file, unpacked if they are compressed.
package struct FileContents {
  var bytes: [UInt8]
  /// The most bytes that a file has, unpacked: a quarter of the machine's memory, for its rows take as
  /// much again, and a kernel that runs out of memory is ended.
  static let sizeLimit = max(
    sysconf(Int32(_SC_PHYS_PAGES)) / 4 * sysconf(Int32(_SC_PAGESIZE)), 1 << 26)

  /// Reads a file, and unpacks it if it is compressed.
  /// - Parameters:
  ///   - path: A path, as `read` takes it.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Throws: `DataError.unreadable` or `.interrupted`.
  init(path: String, isInterrupted: @escaping () -> Bool) throws(DataError) {
    bytes = try Self.read(path, isInterrupted: isInterrupted)
    guard GZip.isCompressed(bytes) else { return }
    do throws(InflateError) {
      bytes = try GZip.unpack(bytes, limit: Self.sizeLimit, isInterrupted: isInterrupted)
    } catch {
      switch error {
      case .interrupted: throw .interrupted
      case .tooLarge: throw .unreadable(path: path, .tooLarge(limit: Self.sizeLimit))
      case .cutOff: throw .unreadable(path: path, .damagedArchive("it ends too early"))
      case .damaged(let reason): throw .unreadable(path: path, .damagedArchive(reason))
      }
    }
  }

  /// Reads a regular file as it is, up to `sizeLimit`; a device or a pipe would never end.
  /// - Parameters:
  ///   - path: A path, relative to where the kernel runs; `~/` is the person's home, and `pip:` stands
  ///     for the folder of Python's packages.
  ///   - isInterrupted: Asked now and then; `true` ends the work.
  /// - Returns: Its bytes.
  /// - Throws: `DataError.unreadable` or `.interrupted`.
  package static func read(_ path: String, isInterrupted: () -> Bool) throws(DataError) -> [UInt8] {
    do throws(FileFailure) {
      return try bytes(at: location(of: path), isInterrupted)
    } catch {
      switch error {
      case .interrupted: throw .interrupted
      case .problem(let problem): throw .unreadable(path: path, problem)
      }
    }
  }

  private enum FileFailure: Error {
    case interrupted
    case problem(FileProblem)
  }

  /// The path with the person's home in place of a leading `~/`.
  package static func expand(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  private static func location(of path: String) throws(FileFailure) -> String {
    guard let package = PackagePath(path) else { return expand(path) }
    do throws(FileProblem) { return try package.resolved() } catch { throw .problem(error) }
  }

  private static func bytes(at path: String, _ isInterrupted: () -> Bool) throws(FileFailure)
    -> [UInt8]
  {
    // A text with a NUL would name another file than it shows.
    guard !path.utf8.contains(0) else { throw .problem(.notFound) }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .problem(problem(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .problem(problem(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .problem(.isDirectory)
    default: throw .problem(.failed("it is no regular file"))
    }
    guard status.st_size <= sizeLimit else { throw .problem(.tooLarge(limit: sizeLimit)) }
    var bytes: [UInt8] = []
    // One byte more, so that the end is seen without growing.
    bytes.reserveCapacity(Int(status.st_size) + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      if isInterrupted() { throw .interrupted }
      let count = chunk.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .problem(problem(errno))
      }
      guard bytes.count + count <= sizeLimit else { throw .problem(.tooLarge(limit: sizeLimit)) }
      bytes += chunk[..<count]
    }
  }

  private static func problem(_ code: Int32) -> FileProblem {
    switch code {
    case ENOENT, ENOTDIR, ENAMETOOLONG: .notFound
    case EISDIR: .isDirectory
    case EACCES, EPERM: .notPermitted
    default: .failed(String(cString: strerror(code)))
    }
  }
}
