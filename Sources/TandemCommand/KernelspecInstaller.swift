import FoundationEssentials

/// Writes the files that `kernelspec/` keeps, and that the program carries with it.
struct KernelspecInstaller {
  /// A data folder of Jupyter.
  let folder: String
  let name: String

  var kernelFolder: String { "\(folder)/kernels/\(name)" }
  var extensionFolder: String { "\(folder)/labextensions/tandem-syntax" }

  func install() throws {
    try write(kernelDescription(), to: "\(kernelFolder)/kernel.json")
    try write(PackageResources.logo_32x32_png, to: "\(kernelFolder)/logo-32x32.png")
    try write(PackageResources.logo_64x64_png, to: "\(kernelFolder)/logo-64x64.png")
    try write(PackageResources.logo_svg_svg, to: "\(kernelFolder)/logo-svg.svg")
    try write(PackageResources.package_json, to: "\(extensionFolder)/package.json")
    try write(PackageResources.remoteEntry_js, to: "\(extensionFolder)/static/remoteEntry.js")
  }

  /// The template with the place of this program in it: the path as JSON writes it.
  private func kernelDescription() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let path = String(decoding: try encoder.encode(Executable.path), as: UTF8.self)
    let template = String(decoding: PackageResources.kernel_json, as: UTF8.self)
    return Array(template.replacing("\"@TANDEM@\"", with: path).utf8)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Not half a file where Jupyter looks.
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw InstallFailure(path: path)
    }
  }
}

/// A file that cannot be written.
struct InstallFailure: Error, CustomStringConvertible {
  var path: String
  var description: String {
    "cannot write '\(path)': '--user' or '--prefix' choose another place"
  }
}
