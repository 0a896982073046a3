import Foundation
import TandemCatalog
import TandemTensors
import TestSupport
import Testing

/// Reference numbers from PyTorch; each file says how they were made.
struct NetworkReference: Decodable {
  var layers: [LayerCase]?

  /// The cases of all files in `Tests/Reference` that have some.
  static let shared = Result {
    let folder = URL(filePath: TestFolders.root + "/Tests/Reference")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    return try files.compactMap { file in
      let data = try Data(contentsOf: file)
      return data.isEmpty ? nil : try JSONDecoder().decode(Self.self, from: data)
    }
  }

  static func layers() throws -> [LayerCase] { try shared.get().flatMap { $0.layers ?? [] } }

  struct Numbers: Decodable, Sendable {
    var shape: [Int]
    var values: [Float]
    var tensor: Tensor { Tensor(values, Shape(shape)) }
  }

  struct LayerCase: Decodable, Sendable {
    var layer: String
    var arguments: [String: Argument]
    var isTraining: Bool
    var input: Numbers
    var parameters: [String: Numbers]
    var statistics: [String: Numbers]
    var output: Numbers
    var upstream: Numbers
    var inputGradient: Numbers
    var parameterGradients: [String: Numbers]
    var newStatistics: [String: Numbers]
  }

  /// An argument as JSON has it; layers in a row are `{"row": [["dense", {"size": 3}], …]}`.
  indirect enum Argument: Decodable, Sendable {
    case number(Double)
    case truth(Bool)
    case text(String)
    case list([Argument])
    case layers([(name: String, arguments: [String: Argument])])

    private enum Key: String, CodingKey { case row }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Key.self) {
        var row = try container.nestedUnkeyedContainer(forKey: .row)
        var layers: [(name: String, arguments: [String: Argument])] = []
        while !row.isAtEnd {
          var layer = try row.nestedUnkeyedContainer()
          layers.append((try layer.decode(String.self), try layer.decode([String: Self].self)))
        }
        self = .layers(layers)
        return
      }
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([Self].self))
      }
    }

    func value() throws -> Value {
      switch self {
      case .number(let number): .number(number)
      case .truth(let truth): .truth(truth)
      case .text(let text): .text(text)
      case .list(let items): .list(try items.map { try $0.value() })
      case .layers(let layers):
        .object(
          Methods.row(
            try layers.map {
              try Methods.layer($0.name, try $0.arguments.mapValues { try $0.value() })
            }
          ))
      }
    }
  }
}

/// Whether numbers agree at four digits, small ones by the size of the largest.
func expectFourDigits(
  _ ours: [Float], _ theirs: [Float], _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let scale = theirs.map(abs).max() ?? 0
  let isNear = zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-4 * max(abs($1), 0.1 * scale) }
  #expect(
    ours.count == theirs.count && isNear, "\(what): \(ours) and \(theirs)",
    sourceLocation: sourceLocation)
}
