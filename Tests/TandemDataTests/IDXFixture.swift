import Glibc
import Testing

/// Small idx files, made where a test needs them.
enum IDXFixture {
  /// The bytes of an array of bytes.
  static func bytes(_ sizes: [Int], _ values: [UInt8], type: UInt8 = 0x08) -> [UInt8] {
    let header = [0, 0, type, UInt8(sizes.count)] as [UInt8]
    return header + sizes.flatMap { size in (0..<4).map { UInt8(size >> (24 - 8 * $0) & 255) } }
      + values
  }

  /// The bytes as a gzip file of a single stored block, which has at most 65,535.
  static func compressed(_ bytes: [UInt8], checkSum: UInt32) -> [UInt8] {
    func little(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(number >> (8 * $0) & 255) }
    }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(bytes.count, 2)
      + little(~bytes.count & 0xFFFF, 2) + bytes + little(Int(checkSum), 4)
      + little(bytes.count, 4)
  }

  /// `count` images of 2 × 3 pixels, the n-th with the pixels 10n…10n + 5.
  static func images(_ count: Int, from first: Int = 0) -> [UInt8] {
    bytes(
      [count, 2, 3], (first..<first + count).flatMap { row in (0..<6).map { UInt8(10 * row + $0) } }
    )
  }
}

/// A folder of its own for a test, which goes with it.
final class ScratchFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/tandem-test-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let place = "\(path)/\(name)"
    let file = try #require(fopen(place, "w"))
    defer { fclose(file) }
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    return place
  }

  /// Makes a folder in it, and those above.
  func makeFolder(_ name: String) {
    var place = path
    for part in name.split(separator: "/") {
      place += "/" + part
      mkdir(place, 0o700)
    }
  }

  deinit {
    func remove(_ folder: String) {
      guard let entries = opendir(folder) else { return }
      while let entry = readdir(entries) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard name != ".", name != ".." else { continue }
        let place = "\(folder)/\(name)"
        if unlink(place) != 0 { remove(place) }
      }
      closedir(entries)
      rmdir(folder)
    }
    remove(path)
  }
}
