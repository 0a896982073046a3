import TandemCatalog
import TandemTensors

/// What each class or label counts in a loss: a number for all, one each, by name, or balanced.
struct LevelWeights: Sendable, Equatable {
  private let choice: Value
  private let loss: String
  private let argument: String
  private let origin: ValueOrigin?
  /// One number a level; `nil` where all count alike, or before the levels are known.
  private(set) var weights: [Float]?

  /// Reads an argument: a number, a list, a record or 'balanced'; `none` is the same for all.
  init(_ arguments: Arguments, _ argument: String, of loss: String) {
    choice = arguments[value: argument]
    (self.loss, self.argument) = (loss, argument)
    origin = arguments.origins[argument]
    if case .list = choice { weights = [Double](argument: choice)?.map(Float.init) }
  }

  /// The one number for all levels, where it is one.
  var number: Float? {
    if case .number(let number) = choice { Float(number) } else { nil }
  }

  /// The weights for a task's levels by their names.
  /// - Parameters:
  ///   - method: The kind of task.
  ///   - targets: The classes that occur, which `balanced` counts.
  /// - Returns: The same choice, with its weights.
  /// - Throws: `TaskError.unsuitableWeights`.
  func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self {
    var fitted = self
    let levels = method.levels
    switch choice {
    case .list(let list):
      if list.count != levels.count { throw error(.count(given: list.count), for: method) }
    case .record(let record): fitted.weights = try weights(record, for: method)
    case .text: fitted.weights = Self.balanced(targets, count: levels.count)
    default: fitted.weights = nil
    }
    return fitted
  }

  private func weights(_ record: Record, for method: any TaskMethod) throws -> [Float] {
    for entry in record.entries where entry.label != "else" && !method.levels.contains(entry.label)
    {
      throw error(.unknown(name: entry.label), for: method)
    }
    return try method.levels.map { level in
      guard case .number(let weight)? = record.value(for: level) else {
        throw error(.missing(level: level), for: method)
      }
      return Float(weight)
    }
  }

  /// The error that says what is wrong with the argument.
  func error(_ problem: WeightProblem, for method: any TaskMethod) -> TaskError {
    .unsuitableWeights(
      problem, argument: argument, levels: method.levels, form: method.form, origin: origin)
  }

  /// `n / (C n_c)`: every class counts the same in all; one that never occurs counts 0.
  private static func balanced(_ targets: [Float], count: Int) -> [Float] {
    var occurrences = [Int](repeating: 0, count: count)
    for target in targets where occurrences.indices.contains(Int(target)) {
      occurrences[Int(target)] += 1
    }
    let total = Float(occurrences.reduce(0, +))
    return occurrences.map { $0 == 0 ? 0 : total / (Float(count) * Float($0)) }
  }

  /// The weights as a row `[1, levels]`.
  /// - Parameter count: How many levels the outputs have.
  /// - Returns: The row; `nil` where all count alike.
  /// - Throws: `ShapeError`, where there are not as many weights.
  func row(count: Int) throws -> Tensor? {
    guard let weights else { return nil }
    guard weights.count == count else {
      throw ShapeError(
        operation: loss, expected: "\(weights.count) outputs, one for each weight",
        actual: [[1, count]])
    }
    return Tensor(weights, [1, count])
  }

  /// The weight of a class.
  func weight(ofClass target: Float) -> Float {
    guard let weights, target >= 0, target < Float(weights.count) else { return 1 }
    return weights[Int(target)]
  }

  /// What a list, a record and 'balanced' may hold: weights of at least 0.
  static let each: [ArgumentKind] = [
    .list(.number(NumberRange(lower: 0))), .record(.number(NumberRange(lower: 0))),
  ]
}
