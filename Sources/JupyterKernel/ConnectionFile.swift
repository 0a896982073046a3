import FoundationEssentials
import Glibc
import JupyterProtocol

/// The file through which a client and a kernel find each other.
struct ConnectionFile {
  let path: String
  private let fields: [String: JSONValue]
  var info: ConnectionInfo

  init(readingFrom path: String) throws(ConnectionFileFailure) {
    self.path = path
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw .unreadable(path: path)
    }
    guard let fields = try? JSONCoding.decode([String: JSONValue].self, from: Array(data)),
      let info = try? JSONCoding.decode(ConnectionInfo.self, from: Array(data)),
      Channel.allCases.allSatisfy({ (0...Int(UInt16.max)).contains(info[$0]) })
    else { throw .invalid(path: path) }
    self.fields = fields
    self.info = info
  }

  /// Writes the ports that the system chose into the file, and keeps what else is in it.
  func rewrite() throws {
    var fields = fields
    let ports = try JSONCoding.decode(
      [String: JSONValue].self, from: try JSONCoding.encode(info))
    fields.merge(ports) { _, new in new }
    let text = Data(try JSONCoding.encode(fields))
    // Never half a file under its name, and never readable for others: the key is in it.
    let draft = "\(path).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw SystemFailure(call: "open \(draft)", code: errno) }
    let count = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard count == text.count, rename(draft, path) == 0 else {
      throw SystemFailure(call: "write \(path)", code: errno)
    }
  }
}

/// What is wrong with a connection file.
package enum ConnectionFileFailure: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String)
  case invalid(path: String)

  package var description: String {
    switch self {
    case .unreadable(let path): "cannot read the connection file '\(path)'"
    case .invalid(let path):
      "'\(path)' is not a connection file: it needs transport, ip, five ports and a key, as JSON"
    }
  }
}

/// Whether there is anything at a path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }
