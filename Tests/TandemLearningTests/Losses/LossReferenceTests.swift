import TandemCatalog
import TandemTensors
import TestSupport
import Testing

@testable import TandemLearning

/// Every loss against PyTorch's numbers, and its gradients by central differences.
@Suite struct LossReferenceTests {
  private static let cases = Result { try ReferenceFile.read("losses.json", as: File.self).losses }

  private static let indices: Range<Int> = 0..<((try? cases.get().count) ?? 0)

  @Test func `every loss has reference numbers`() throws {
    let names = try Self.cases.get().map(\.loss)
    #expect(Set(names) == Set(Losses.types.map { $0.descriptor.name }))
  }

  @Test("values, gradients and the mean are PyTorch's", arguments: indices)
  func values(index: Int) throws {
    let reference = try Self.cases.get()[index]
    let loss = try reference.make()
    let outputs = Parameter(reference.outputs.tensor)
    let values = try loss.values(outputs: outputs.value, targets: reference.targets.tensor)
    #expect(values.shape == Shape(reference.values.shape))
    expect(values.values, reference.values.values, "\(loss.sourceText): values")
    let slopes = try gradients(
      of: [values], upstream: [reference.upstream.tensor], withRespectTo: [outputs.value])
    expect(slopes[0].values, reference.gradient.values, "\(loss.sourceText): gradient")
    let isWhole = type(of: loss).isOfWholeRows
    let weights =
      isWhole
      ? values.values.map { _ in 1 }
      : reference.targets.values.map { Double(loss.weight(ofTarget: $0)) }
    let mean = values.values.reduce(0) { $0 + Double($1) } / weights.reduce(0, +)
    #expect(abs(mean - reference.mean) <= 1e-4 * abs(reference.mean), "\(loss.sourceText): mean")
  }

  /// Four digits, small numbers by the size of the largest.
  private func expect(_ ours: [Float], _ theirs: [Float], _ what: String) {
    let scale = theirs.map(abs).max() ?? 0
    let isNear = zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-4 * max(abs($1), 0.1 * scale) }
    #expect(ours.count == theirs.count && isNear, "\(what): \(ours) and \(theirs)")
  }

  @Test("gradients, and gradients of gradients, are those of the values", arguments: indices)
  func differences(index: Int) throws {
    let reference = try Self.cases.get()[index]
    let loss = try reference.make()
    let targets = reference.targets.tensor
    let upstream = reference.upstream.tensor
    func tensor(_ numbers: [Float]) -> Tensor { Tensor(numbers, reference.outputs.tensor.shape) }
    func slopes(_ outputs: Tensor) throws -> Tensor {
      let values = try loss.values(outputs: outputs, targets: targets)
      return try gradients(of: [values], upstream: [upstream], withRespectTo: [outputs])[0]
    }
    let start = reference.outputs.values
    let outputs = Parameter(tensor(start)).value
    let first = try slopes(outputs)
    var generator = Generator(seed: 4, stream: "\(index)")
    for _ in 0..<4 {
      func drawn() -> [Double] { start.map { _ in Double(generator.nextUniform()) - 0.5 } }
      let (direction, weights) = (drawn(), drawn())
      let difference = try centralDifference(at: [start], along: [direction]) { moved in
        let values = try loss.values(outputs: tensor(moved[0]), targets: targets).values
        return zip(values, upstream.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      let slope = slope([first.values], along: [direction])
      #expect(isSlope(slope, near: difference), "\(loss.sourceText): \(slope), \(difference)")
      let second = try gradients(
        of: [first], upstream: [tensor(weights.map { Float($0) })], withRespectTo: [outputs])
      let bend = TestSupport.slope([second[0].values], along: [direction])
      let change = try centralDifference(at: [start], along: [direction]) { moved in
        let slopes = try slopes(Parameter(tensor(moved[0])).value).values
        return zip(slopes, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
      }
      #expect(isSlope(bend, near: change), "\(loss.sourceText): \(bend), \(change), twice")
    }
  }

  private struct File: Decodable {
    var losses: [Case]
  }

  private struct Case: Decodable, Sendable {
    var loss: String
    var arguments: [String: Argument]
    var outputs: Numbers
    var targets: Numbers
    var values: Numbers
    var upstream: Numbers
    var gradient: Numbers
    var mean: Double

    func make() throws -> any Loss {
      let type = try #require(Losses.types.first { $0.descriptor.name == loss })
      let written = arguments.sorted { $0.key < $1.key }
        .map { WrittenArgument(label: $0.key, $0.value.value) }
      return try type.init(try type.descriptor.bind(written))
    }
  }

  private struct Numbers: Decodable, Sendable {
    var shape: [Int]
    var values: [Float]
    var tensor: Tensor { Tensor(values, Shape(shape)) }
  }

  /// A number or a list of numbers.
  private enum Argument: Decodable, Sendable {
    case number(Double)
    case list([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .list(try container.decode([Double].self))
      }
    }

    var value: Value {
      switch self {
      case .number(let number): .number(number)
      case .list(let numbers): .list(numbers.map(Value.number))
      }
    }
  }
}
