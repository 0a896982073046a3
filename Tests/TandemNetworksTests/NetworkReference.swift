import FoundationEssentials
import TandemCatalog
import TandemTensors
import TestSupport
import Testing

/// Reference numbers from PyTorch; the file says how they were made.
struct NetworkReference: Decodable {
  var layers: [LayerCase]
  var optimizers: [OptimizerCase]

  static let shared = Result {
    let path = TestFolders.root + "/Tests/Reference/networks.json"
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
  }

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

  struct OptimizerCase: Decodable, Sendable {
    var optimizer: String
    var arguments: [String: Argument]
    var start: [Float]
    var gradients: [[Float]]
    var trajectory: [[Float]]
  }

  /// A number or a truth value.
  enum Argument: Decodable, Sendable {
    case number(Double)
    case truth(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }

    var value: Value {
      switch self {
      case .number(let number): .number(number)
      case .truth(let truth): .truth(truth)
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
