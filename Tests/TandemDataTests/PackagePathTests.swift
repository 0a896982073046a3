import TestSupport
import Testing

@testable import TandemData

@Suite("Files of Python packages") struct PackagePathTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Where a path leads when the variables are these and no others.
  private func resolved(_ path: String, _ variables: [String: String]) throws -> String {
    try #require(PackagePath(path)).resolved { variables[$0] }
  }

  @Test("a package is found in the environment in use, on the search path, or in the home")
  func places() throws {
    let place = "lib/python3.11/site-packages/hearts"
    for name in ["venv", "conda", "tools", "home/.local"] { folder.makeFolder("\(name)/\(place)") }
    let variables = [
      ("VIRTUAL_ENV", "venv", "venv"), ("CONDA_PREFIX", "conda", "conda"),
      ("PATH", "none/bin:\(folder.path)/tools/bin", "tools"), ("HOME", "home", "home/.local"),
    ]
    for (name, value, expected) in variables {
      #expect(
        try resolved("pip:hearts/data/a.csv", [name: "\(folder.path)/\(value)"])
          == "\(folder.path)/\(expected)/\(place)/data/a.csv")
    }
    // The environment in use comes first, whatever else there is.
    let all = variables.map { ($0.0, "\(folder.path)/\($0.1)") }
    #expect(
      try resolved("pip:hearts/a.csv", Dictionary(uniqueKeysWithValues: all))
        == "\(folder.path)/venv/\(place)/a.csv")
  }

  @Test("the newest Python comes first, Debian's folder counts too")
  func versions() throws {
    for version in ["3.9", "3.13", "3.12"] {
      folder.makeFolder("venv/lib/python\(version)/site-packages/hearts")
    }
    folder.makeFolder("venv/lib/python3/dist-packages/lungs")
    let variables = ["VIRTUAL_ENV": folder.path + "/venv"]
    #expect(
      try resolved("pip:hearts/a.csv", variables)
        == "\(folder.path)/venv/lib/python3.13/site-packages/hearts/a.csv")
    #expect(try resolved("pip:lungs", variables).hasSuffix("/python3/dist-packages/lungs"))
  }

  @Test(
    "a package that is nowhere",
    arguments: ["pip:no_such_package/a.csv", "pip:", "pip:/etc/passwd"])
  func missing(path: String) {
    let name = path == "pip:no_such_package/a.csv" ? "no_such_package" : ""
    #expect(throws: DataError.unreadable(path: path, .noPackage(name))) {
      try FileContents.read(path) { false }
    }
  }

  @Test("other paths are no package's") func others() {
    for path in ["pip", "/pip:a", "data/pip:a", ""] { #expect(PackagePath(path) == nil) }
  }
}
