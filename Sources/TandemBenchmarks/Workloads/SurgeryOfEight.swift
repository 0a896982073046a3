import TandemCatalog
import TandemLearning

extension Workload {
  /// Eight regressions on one encoder, whose gradients a gradient method combines.
  static let surgery = Workload(
    name: "surgery_k8", variants: ["equal", "pcgrad", "mgda"]
  ) { weighting in
    var batch = SyntheticBatch(rowCount: 128, inputSizes: [64])
    let names = (1...8).map { "target\($0)" }
    for name in names { batch.addNumbers(name) }
    let data = batch.dataset
    let architecture: any Architecture = try Declaration.make(
      "hard", in: Architectures.all,
      [WrittenArgument(label: "encoder", try Declaration.perceptron(256, 128))])
    let tasks = try names.map { try Declaration.task("regress", $0, of: data) }
    return try TrainingStep(
      architecture, tasks: tasks, weighting: weighting, optimizer: try Declaration.adam())
  }
}
