import TandemCatalog
import TandemLearning

extension Workload {
  /// A small shared encoder for three tasks, as on the bundled digits.
  static let digits = Workload(name: "digits_hps", variants: ["equal"]) { weighting in
    var batch = SyntheticBatch(rowCount: 64, inputSizes: [64])
    batch.addClasses("digit", count: 10)
    batch.addClasses("parity", count: 2)
    batch.addNumbers("ink")
    let data = batch.dataset
    let architecture: any Architecture = try Declaration.make(
      "hard", in: Architectures.all,
      [WrittenArgument(label: "encoder", try Declaration.perceptron(128, 64))])
    let tasks = [
      try Declaration.task("classify", "digit", of: data),
      try Declaration.task("classify", "parity", of: data),
      try Declaration.task("regress", "ink", of: data),
    ]
    return try TrainingStep(
      architecture, tasks: tasks, weighting: weighting, optimizer: try Declaration.adam())
  }
}
