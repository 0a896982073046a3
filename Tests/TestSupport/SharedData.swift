import Glibc
package import Testing

/// The folders that tests find beside their own sources.
package enum TestFolders {
  /// The package's root, links resolved.
  package static let root: String = {
    let sources = String(#filePath).withCString { path -> String in
      guard let real = realpath(path, nil) else { return String(cString: path) }
      defer { free(real) }
      return String(cString: real)
    }
    // …/Tests/TestSupport/SharedData.swift
    return sources.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/")
  }()

  /// A file of the data that lies beside the package, whether or not it is there.
  package static func shared(_ path: String) -> String { root + "/../shared/" + path }

  /// Whether a file or folder is there and can be read.
  package static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, in one line, where files beside the package are absent.
  package static func needsShared(_ paths: String...) -> Self {
    .enabled(
      if: paths.allSatisfy { TestFolders.exists(TestFolders.shared($0)) },
      "needs ../shared/\(paths.joined(separator: ", ../shared/"))")
  }
}
