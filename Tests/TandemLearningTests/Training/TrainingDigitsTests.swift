import TandemCatalog
import TandemData
import TandemLearning
import TandemNetworks
import TandemTensors
import Testing

@Suite(.serialized) struct TrainingDigitsTests {
  /// The programme at the top of the language's page.
  private func settings(weighting: WeightingChoice, seed: Int) throws -> TrainingSettings {
    let digits: Dataset = try TrainingCases.make(Datasets.all(), "digits")
    let label = try digits.requireColumn("label")
    guard
      case .column(let pixels) = try digits.requireColumn("pixels").figure(.mean)
    else { throw TrainingCases.Missing(name: "pixels.mean") }
    let huber = Value.object(
      try TrainingCases.make(Losses.all, "huber", [(nil, .number(0.1))], as: (any Loss).self))
    var tasks = try [
      TrainingCases.task("classify", label),
      TrainingCases.task("classify", Column.apply(.remainder, .column(label), .number(2))),
      TrainingCases.task("regress", pixels, [("loss", huber)]),
    ]
    for (index, name) in ["digit", "parity", "ink"].enumerated() { tasks[index].name = name }
    let heads = Value.record(
      Record([
        .init("ink", try TrainingCases.layers("dense 16", "tanh")),
        .init("else", try TrainingCases.layers("dense 32", "relu")),
      ]))
    return try TrainingCases.settings(
      tasks: tasks,
      architecture: TrainingCases.hard(
        TrainingCases.layers("dense 128", "relu", "dropout 0.2", "dense 64", "relu"), heads: heads),
      weighting: weighting, epochs: 30, batch: 64,
      optimizer: TrainingCases.make(Optimizers.all, "adam", as: (any Optimizer).self), seed: seed)
  }

  @Test("digits: digit and parity reach 96 % on the test split, in seconds")
  func digits() throws {
    var accuracies: [[Double]] = [[], []]
    for seed in 1...5 {
      let run = try TrainingCases.train(
        settings(weighting: TrainingCases.weighting("uncertainty"), seed: seed))
      for task in 0..<2 { accuracies[task].append(run.test[task]["accuracy"] ?? 0) }
      print("digits, seed \(seed): \(run.time), test \(run.test.map { $0.metrics[0].value })")
      #expect(run.time < .seconds(10))
      #expect(run.inputColumns(ofTask: 0) == ["pixels"])
    }
    for values in accuracies { #expect(values.reduce(0, +) / 5 >= 0.96, "\(values)") }
  }

  @Test("digits: gradient methods too", arguments: ["pcgrad", "mgda"])
  func gradientMethods(name: String) throws {
    let run = try TrainingCases.train(
      settings(weighting: TrainingCases.weighting(name), seed: 1))
    print("digits, \(name): \(run.time), test \(run.test.map { $0.metrics[0].value })")
    #expect(run.time < .seconds(10))
    #expect(run.test[0]["accuracy"] ?? 0 > 0.85)
  }
}
