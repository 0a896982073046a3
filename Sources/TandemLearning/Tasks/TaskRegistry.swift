public import TandemCatalog
import TandemData

/// All kinds of task of the language, one line each.
public enum Tasks {
  public static let all: [CatalogEntry] = [
    .task(Classification.self),
    .task(Regression.self),
    .task(MultilabelClassification.self),
  ]
}

extension CatalogEntry {
  /// The entry of a kind of task.
  static func task<Method: TaskMethod>(_ type: Method.Type) -> Self {
    Self(type.descriptor) { .object(try LearningTask(type, $0)) }
  }
}

extension LearningTask {
  /// Creates a task from the arguments that all kinds of task take, all checks done.
  ///
  /// It is named like its first target until a declaration gives it a name.
  init<Method: TaskMethod>(_ type: Method.Type, _ arguments: Arguments) throws {
    let kind = type.descriptor.name
    let targets = arguments.columns("target") ?? []
    guard let first = targets.first else { throw TaskError.noColumns(kind: kind) }
    let inputs = arguments.columns("from")
    if let inputs, inputs.isEmpty { throw TaskError.noColumns(kind: kind) }
    for other in targets + (inputs ?? []) where !other.dataset.hasSameRows(as: first.dataset) {
      throw TaskError.differentData(first: first.sourceText, second: other.sourceText)
    }
    let loss = arguments.objects("loss")?.first as? any Loss
    let metrics = arguments.objects("metrics")?.compactMap { $0 as? any Metric }
    let method = try type.init(targets: targets)
    try Self.check(loss, metrics: metrics ?? [], for: method)
    self.init(
      name: first.label, method: method, targets: targets, loss: loss,
      metrics: metrics?.isEmpty == true ? nil : metrics, inputs: inputs,
      weight: arguments["weight"])
    try fitLoss(to: 0..<first.dataset.rowCount)
  }

  private static func check(
    _ loss: (any Loss)?, metrics: [any Metric], for method: some TaskMethod
  ) throws {
    let kind = type(of: method).descriptor.name
    if let loss, !type(of: loss).suits(method.form, outputSize: method.outputSize) {
      throw TaskError.unsuitableLoss(
        kind: kind, loss: type(of: loss).descriptor.name, origin: loss.origin,
        suitable: Losses.names(suiting: method.form, outputSize: method.outputSize))
    }
    for metric in metrics where !type(of: metric).forms.contains(method.form) {
      throw TaskError.unsuitableMetric(
        kind: kind, metric: type(of: metric).descriptor.name, origin: metric.origin,
        suitable: Metrics.names(suiting: method.form))
    }
  }
}

extension Arguments {
  /// The objects of an argument that takes one or a list of them; `nil` where it is `none`.
  fileprivate func objects(_ name: String) -> [any ValueObject]? {
    switch self[value: name] {
    case .object(let object): [object]
    case .list(let values):
      values.compactMap { if case .object(let object) = $0 { object } else { nil } }
    default: nil
    }
  }

  fileprivate func columns(_ name: String) -> [Column]? {
    objects(name)?.compactMap { $0 as? Column }
  }
}

extension ArgumentDescriptor {
  /// What every kind of task takes after its target.
  static var taskOptions: [Self] {
    [
      .optional("loss", .object(.loss), "what training makes small; none is the task's own"),
      .optional(
        "metrics", .oneOf([.object(.metric), .list(.object(.metric))]),
        "what is reported, the first for Δm; none is the task's own"),
      .optional(
        "from", .oneOf([.object(.column), .list(.object(.column))]),
        "the input columns, where they differ from the data's own"),
      .number("weight", default: 1, atLeast: 0, "a fixed factor of the loss, before any weighting"),
    ]
  }
}
