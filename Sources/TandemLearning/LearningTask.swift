public import TandemCatalog
public import TandemData

/// What is to be learned: a target, how to score it, and how much it counts.
public struct LearningTask: ValueObject {
  /// The name it was declared with; what results, heads and weights are labelled by.
  public var name: String
  /// Classification, regression, …: how the target is coded and what the output layer is.
  public var method: any TaskMethod
  /// The target columns, all of one data set; several only for `multilabel`.
  public var targets: [Column]
  public var loss: any Loss
  /// The first is the one that Δm and summaries use.
  public var metrics: [any Metric]
  /// The input columns, where they differ from the data's own.
  public var inputs: [Column]?
  /// A fixed factor of its loss, before any weighting.
  public var weight: Double
  public var origin: ValueOrigin?
  public var kind: ValueKind { .task }

  /// Creates a task; nothing is checked that `Tasks.make` has not checked.
  /// - Parameters:
  ///   - name: What results, heads and weights are labelled by.
  ///   - method: How the target is coded.
  ///   - targets: At least one column, all of one data set.
  ///   - loss: What training makes small; `nil` for the method's own.
  ///   - metrics: What is reported; `nil` for the method's own.
  ///   - inputs: The input columns, where they differ from the data's own.
  ///   - weight: A fixed factor of the loss.
  public init(
    name: String, method: any TaskMethod, targets: [Column], loss: (any Loss)? = nil,
    metrics: [any Metric]? = nil, inputs: [Column]? = nil, weight: Double = 1
  ) {
    self.name = name
    self.method = method
    self.targets = targets
    self.loss = loss ?? type(of: method).defaultLoss
    self.metrics = metrics ?? type(of: method).defaultMetrics
    self.inputs = inputs
    self.weight = weight
  }

  /// The data that the target is of.
  public var dataset: Dataset { targets[0].dataset }

  /// The target coded row after row, `[rows, targetSize]`; NaN where it is missing.
  /// - Returns: As many rows as the data has.
  /// - Throws: `TaskError`; never for the columns that the task was made with.
  public func codedTargets() throws -> [Float] { try method.encode(targets) }

  /// Lets the loss look at the targets that it will be trained on: classes by name, how often each is.
  /// - Parameter rows: The rows that it is trained on.
  /// - Throws: `TaskError`, where the loss does not suit the targets.
  mutating func fitLoss(to rows: some Sequence<Int>) throws {
    let coded = try codedTargets()
    let size = method.targetSize
    let targets = rows.flatMap { coded[$0 * size..<($0 + 1) * size] }.filter { !$0.isNaN }
    loss = try loss.fitted(to: method, targets: targets)
  }

  public var sourceText: String {
    let columns = targets.map(\.sourceText)
    let target = targets.count == 1 ? columns[0] : "[" + columns.joined(separator: ", ") + "]"
    let from = inputs.map { "[" + $0.map(\.sourceText).joined(separator: ", ") + "]" }
    return sourceText(target: target, from: from)
  }

  /// The call that makes this task again from columns that are written another way.
  ///
  /// A saved run keeps its own copy of the rows, so there a target has another spelling than the cell's.
  /// Arguments that are the method's default are left out.
  /// - Parameters:
  ///   - target: How the target is written, a list for several columns.
  ///   - from: How the inputs are written, as a list; `nil` leaves them to the data.
  /// - Returns: Source text of the language.
  public func sourceText(target: String, from: String? = nil) -> String {
    let own = type(of: method)
    var parts = [target]
    if loss.sourceText != own.defaultLoss.sourceText { parts.append("loss: \(loss.sourceText)") }
    let texts = metrics.map(\.sourceText)
    if texts != own.defaultMetrics.map(\.sourceText) {
      parts.append("metrics: [" + texts.joined(separator: ", ") + "]")
    }
    if let from { parts.append("from: \(from)") }
    if weight != 1 { parts.append("weight: \(weight.sourceText)") }
    return "\(own.descriptor.name)(" + parts.joined(separator: ", ") + ")"
  }
}

extension LearningTask {
  /// Two tasks are the same if they are named and written alike and learn from the same rows.
  public func isEqual(to other: any ValueObject) -> Bool {
    guard let other = other as? LearningTask else { return false }
    return name == other.name && sourceText == other.sourceText
      && dataset.hasSameRows(as: other.dataset)
  }
}

/// A kind of task: how targets are coded as numbers, and the output that predicts them.
public protocol TaskMethod: Sendable {
  static var descriptor: MethodDescriptor { get }

  /// What the output layer's numbers mean.
  static var form: Predictions.Form { get }

  /// What training makes small where a task names no loss.
  static var defaultLoss: any Loss { get }

  /// What is reported where a task names no metrics; the first is the one that Δm uses.
  static var defaultMetrics: [any Metric] { get }

  /// Looks at the target and finds classes, labels, or that it holds numbers.
  /// - Parameter targets: At least one column, all of one data set.
  /// - Throws: `TaskError`, where the columns do not suit this kind of task.
  init(targets: [Column]) throws

  /// How many numbers the output layer gives for a row: classes, 1, labels.
  var outputSize: Int { get }

  /// How many numbers a row of the coded target has: 1 for a class or a number.
  var targetSize: Int { get }

  /// The classes or labels by name, empty for a number.
  var levels: [String] { get }

  /// The target coded row after row, `[rows, targetSize]`; NaN where it is missing.
  ///
  /// Rows of `columns` may be of other data than the task was declared with (`evaluate(run, on:)`).
  /// - Parameter columns: As many columns as the task has targets.
  /// - Returns: A class's number, a truth value as 0 or 1, or a number.
  /// - Throws: `TaskError`, as for a class that the task does not know.
  func encode(_ columns: [Column]) throws -> [Float]

  /// What a person reads as the prediction: classes or labels by name, or numbers.
  ///
  /// `outputs` is `[rows, outputSize]`, before any softmax or sigmoid.
  func decode(_ outputs: [Float]) -> ColumnValues
}

extension TaskMethod {
  public var form: Predictions.Form { Self.form }
}

extension LearningTask: NamedTask {}
