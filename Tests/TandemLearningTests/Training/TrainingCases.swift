import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors

/// Small data, methods by name, and whole settings for the tests of training.
enum TrainingCases {
  /// A method of a registry, with arguments by label.
  static func make<Method>(
    _ entries: [CatalogEntry], _ name: String, _ arguments: [(String?, Value)] = [],
    as type: Method.Type = Method.self
  ) throws -> Method {
    guard let entry = entries.first(where: { $0.descriptor.name == name }) else {
      throw Missing(name: name)
    }
    let written = arguments.map { WrittenArgument(label: $0.0, $0.1) }
    guard case .object(let object) = try entry.make(entry.descriptor.bind(written)),
      let method = object as? Method
    else { throw Missing(name: name) }
    return method
  }

  struct Missing: Error {
    var name: String
  }

  /// Layers in a row: `layers("dense 16", "relu", "dropout 0.2")`.
  static func layers(_ texts: String...) throws -> Value {
    var methods: [any LayerMethod] = []
    for text in texts {
      let words = text.split(separator: " ")
      let arguments = words.dropFirst().compactMap { Double($0) }.map {
        (String?.none, Value.number($0))
      }
      methods += try make(Layers.all, String(words[0]), arguments, as: LayerTemplate.self).layers
    }
    return .object(LayerTemplate(methods))
  }

  static func hard(_ encoder: Value? = nil, heads: Value = .none) throws -> any Architecture {
    try make(
      Architectures.all, "hard",
      [("encoder", try encoder ?? layers("dense 16", "relu")), ("heads", heads)],
      as: (any Architecture).self)
  }

  static func weighting(_ name: String, _ arguments: [(String?, Value)] = []) throws
    -> WeightingChoice
  { try make(Weightings.all, name, arguments) }

  /// Rows of four inputs, two classes, and two numbers that depend on the inputs.
  ///
  /// `missing` leaves the number `up` out of every third row, and `down` of the others.
  static func table(rows: Int = 120, missing: Bool = false, seed: UInt64 = 3) -> Dataset {
    var generator = Generator(seed: seed)
    var inputs = Array(repeating: [Double](), count: 4)
    var (kind, up, down): ([Double], [Double], [Double]) = ([], [], [])
    for row in 0..<rows {
      let x = (0..<4).map { _ in Double(generator.nextUniform()) * 2 - 1 }
      for column in 0..<4 { inputs[column].append(x[column]) }
      kind.append(x[0] + x[1] * x[2] > 0 ? 1 : 0)
      let isOut = missing && row % 3 == 0
      up.append(isOut ? .nan : 2 * x[0] - x[1] + 0.5 * x[3] * x[3])
      down.append(missing && !isOut ? .nan : -x[0] + x[2])
    }
    let columns = (0..<4).map { ("x\($0)", ColumnValues.numbers(inputs[$0])) }
    let table = Table(
      columns + [("kind", .numbers(kind)), ("up", .numbers(up)), ("down", .numbers(down))],
      rowCount: rows)
    return Dataset(table, sourceText: "table()")
  }

  static func task(
    _ kind: String, _ column: Column?, _ more: [(String?, Value)] = []
  ) throws -> LearningTask {
    guard let column else { throw Missing(name: "column") }
    var task: LearningTask = try make(Tasks.all, kind, [(nil, .object(column))] + more)
    task.name = column.label
    return task
  }

  /// `kind`, `up` and `down` of one table.
  static func tasks(of data: Dataset) throws -> [LearningTask] {
    [
      try task("classify", data.column("kind")), try task("regress", data.column("up")),
      try task("regress", data.column("down")),
    ]
  }

  static func settings(
    tasks: [LearningTask]? = nil, architecture: (any Architecture)? = nil,
    weighting: WeightingChoice = WeightingChoice(), epochs: Int = 4, batch: Int = 16,
    optimizer: (any Optimizer)? = nil, schedule: (any Schedule)? = nil, seed: Int = 1
  ) throws -> TrainingSettings {
    TrainingSettings(
      architecture: try architecture ?? hard(), tasks: try tasks ?? self.tasks(of: table()),
      weighting: weighting, epochs: epochs, batchSize: batch,
      optimizer: try optimizer
        ?? make(Optimizers.all, "adam", [(nil, .number(0.01))], as: (any Optimizer).self),
      schedule: try schedule ?? make(Schedules.all, "constant", as: (any Schedule).self),
      seed: seed)
  }

  static func train(_ settings: TrainingSettings) throws -> Run {
    try Trainer.train(settings, interrupt: InterruptFlag())
  }
}

/// Raises the flag after a number of steps.
final class StopAfter: TrainingObserver {
  private let flag: InterruptFlag
  private var left: Int
  private(set) var reports: [TrainingProgress] = []

  init(_ steps: Int, _ flag: InterruptFlag) {
    left = steps
    self.flag = flag
  }

  func didStep(_ progress: TrainingProgress) {
    reports.append(progress)
    left -= 1
    if left == 0 { flag.raise() }
  }
}

extension TrainingState {
  /// The state with a number in place of each NaN, so that two can be compared whole.
  var comparable: TrainingState {
    func filled(_ numbers: [Double]) -> [Double] { numbers.map { $0.isNaN ? -99 : $0 } }
    var state = self
    state.initialLosses = filled(initialLosses)
    state.history.losses = history.losses.map(filled)
    state.history.validationLosses = history.validationLosses.map(filled)
    state.history.validationMetrics = history.validationMetrics.map(filled)
    state.history.weights = history.weights.map(filled)
    state.history.gradientNorms = history.gradientNorms.map(filled)
    state.history.cosines = history.cosines.map(filled)
    return state
  }
}
