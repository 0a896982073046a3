import TandemCatalog
import TandemLearning
import TandemTensors

/// Times one call of each weighting and gradient method, given what it looks at.
///
/// Eight tasks; sixteen sets of random gradients of 64 numbers, once of about one size, once of sizes spread
/// over four orders. The Gramian is there beforehand; methods that look at the gradients themselves get
/// these, and their time grows with the numbers.
package struct MethodTimes {
  private let entries: [CatalogEntry]
  private let time: Duration

  static let taskCount = 8
  static let columnCount = 64
  private static let setCount = 16

  /// Looks up the methods.
  /// - Parameters:
  ///   - names: Names of methods; empty for all that can be called without arguments.
  ///   - seconds: How long each is timed.
  /// - Throws: An error that lists the methods, for a name that is none.
  package init(names: [String], seconds: Double) throws {
    let all = Weightings.all.filter(\.descriptor.hasOnlyDefaults)
    if let unknown = names.first(where: { name in !all.contains { $0.descriptor.name == name } }) {
      throw UnknownMethod(name: unknown, known: all.map(\.descriptor.name))
    }
    entries = names.isEmpty ? all : all.filter { names.contains($0.descriptor.name) }
    time = .seconds(seconds)
  }

  /// Measures and prints a line of JSON a method.
  /// - Throws: What a method throws.
  package func run() throws {
    for entry in entries { printAtOnce(try line(of: entry)) }
  }

  /// Measures one method.
  func line(of entry: CatalogEntry) throws -> String {
    guard case .object(let object) = try entry.make(try entry.descriptor.bind([])),
      let choice = object as? WeightingChoice
    else { preconditionFailure("'\(entry.descriptor.name)' is no weighting") }
    let even = MethodCalls(choice, inputs: Self.inputs(spread: 0))
    let uneven = MethodCalls(choice, inputs: Self.inputs(spread: 4))
    let (times, others) = (try even.times(for: time / 2), try uneven.times(for: time / 2))
    var line = JSONLine()
    line.add("method", entry.descriptor.name)
    line.add("combines", choice.gradientMethod == nil ? "losses" : "gradients")
    line.add("looks_at", looks(choice.needs))
    line.add("tasks", Self.taskCount)
    line.add("us_median", times.median * 1000, digits: 3)
    line.add("us_min", times.least * 1000, digits: 3)
    line.add("us_median_uneven", others.median * 1000, digits: 3)
    return line.text
  }

  private func looks(_ needs: SignalNeeds) -> String {
    if needs.contains(.jacobian) || needs.contains(.probe) {
      return "\(Self.columnCount) numbers a task"
    }
    return needs.contains(.gramian) ? "the Gramian" : "losses"
  }

  /// Gradients and losses; the sizes of the gradients lie within so many orders of ten.
  static func inputs(spread: Double) -> [MethodInput] {
    var generator = Generator(seed: 8)
    func uniform() -> Double { Double(generator.nextUniform()) * 2 - 1 }
    return (0..<setCount).map { _ in
      let rows = (0..<taskCount).map { task -> [Double] in
        let order = spread * (Double(task) / Double(taskCount - 1) - 0.5)
        var size = 1.0
        for _ in 0..<Int(order.magnitude * 4) { size *= order < 0 ? 0.5623413251903491 : 1.7782794 }
        return (0..<columnCount).map { _ in size * uniform() }
      }
      let losses = (0..<taskCount).map { _ in 1.1 + uniform() }
      return MethodInput(losses: losses, rows: rows)
    }
  }
}

/// A name that is no method's.
struct UnknownMethod: Error, CustomStringConvertible {
  let name: String
  let known: [String]

  var description: String {
    "'\(name)' is not a method: there are \(known.joined(separator: ", "))"
  }
}
