import FoundationEssentials

/// The Swift files of a folder, for tests that compare the sources with what is registered.
package enum SourceFolder {
  /// The texts of the files, in the order of their names.
  package static func texts(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
  }
}
