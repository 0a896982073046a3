import FoundationEssentials
import Testing

/// A file of reference numbers under `Tests/Reference`; each says in itself where it comes from.
enum ReferenceFile {
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: here.appending(path: "Reference/\(name)"))
    return try JSONDecoder().decode(type, from: data)
  }
}

/// `|got − wanted| ≤ tolerance · max(|wanted|, scale)`, norms over all numbers: the references' own rule.
func expectClose(
  _ got: [Double], _ wanted: [Double], tolerance: Double, scale: Double = 1e-3,
  _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation
) {
  guard got.count == wanted.count else {
    Issue.record("\(got.count) numbers instead of \(wanted.count)", sourceLocation: place)
    return
  }
  let error = zip(got, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  let size = wanted.reduce(0) { $0 + $1 * $1 }.squareRoot()
  #expect(error <= tolerance * max(size, scale), comment, sourceLocation: place)
}
