public import TandemCatalog

/// Named series over the epochs of a run, as `run.loss`.
public struct Curves: ValueObject {
  /// What the numbers are: "loss", "weight", "cosine".
  public var quantity: String
  public var series: [Series]
  public var sourceText: String
  public var origin: ValueOrigin?
  public var kind: ValueKind { .curves }

  /// One curve: the value of epoch `i + 1` is `values[i]`, NaN where there is none.
  public struct Series: Sendable, Equatable {
    public var name: String
    /// The task, or the pair of tasks, that the curve is of; colours follow the task.
    public var tasks: [String]
    public var values: [Double]

    /// Creates a curve.
    public init(name: String, tasks: [String], values: [Double]) {
      self.name = name
      self.tasks = tasks
      self.values = values
    }
  }

  /// Creates curves.
  public init(quantity: String, series: [Series], sourceText: String) {
    self.quantity = quantity
    self.series = series
    self.sourceText = sourceText
  }

  /// The curve of this name, or `nil`.
  public subscript(name: String) -> Series? { series.first { $0.name == name } }
}

extension Run {
  /// The mean training loss of each epoch, one curve a task.
  public var lossCurves: Curves { curves("loss", "loss", history.losses) }
  /// The loss on the validation split after each epoch, one curve a task.
  public var validationCurves: Curves {
    curves("validation loss", "validation", history.validationLosses)
  }
  /// The mean loss weight in each epoch, one curve a task.
  public var weightCurves: Curves { curves("weight", "weights", history.weights) }
  /// The mean norm of each task's gradient in the shared part; no curves where nothing is shared.
  public var normCurves: Curves { curves("gradient norm", "norms", history.gradientNorms) }

  /// The mean cosine of each two tasks' gradients in the shared part; no curves where nothing is.
  public var conflictCurves: Curves {
    let names = settings.tasks.map(\.name)
    let series = zip(history.pairs, history.cosines).compactMap { pair, values in
      let tasks = pair.map { names[$0] }
      return values.isEmpty
        ? nil : Curves.Series(name: tasks.joined(separator: " · "), tasks: tasks, values: values)
    }
    return Curves(quantity: "cosine", series: series, sourceText: "\(sourceText).conflict")
  }

  private func curves(_ quantity: String, _ member: String, _ values: [[Double]]) -> Curves {
    let series = zip(settings.tasks, values).compactMap { task, values in
      values.isEmpty ? nil : Curves.Series(name: task.name, tasks: [task.name], values: values)
    }
    return Curves(quantity: quantity, series: series, sourceText: "\(sourceText).\(member)")
  }
}
