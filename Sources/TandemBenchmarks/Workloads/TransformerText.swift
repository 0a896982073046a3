import TandemCatalog
import TandemNetworks
import TandemTensors

extension Workload {
  /// A text encoder with a class a text, a class a token, and an answer's place; trained, and only used.
  static let transformer = Workload(name: "transformer_nlp", variants: ["train", "infer"]) {
    variant in
    if variant == "train" { return try TransformerTraining() }
    return try TransformerInference()
  }
}

/// One update of all weights, always from the same batch.
final class TransformerTraining: RepeatableStep {
  private let store: ParameterStore
  private let plan: Plan
  private let optimizer: AdamW
  private let segments: ParameterSegments
  private var state: OptimizerState
  private var context = RunContext()

  init() throws {
    var batch = TransformerBatch()
    let network = TransformerNetwork(using: &batch.generator)
    let store = ParameterStore(network.parameters)
    let outputs = try network(batch.ids, isTraining: true)
    let loss = batch.loss(of: outputs)
    let gradients = try gradients(of: [loss], withRespectTo: store.tensors)
    let destinations = gradients.enumerated().map { index, gradient in
      Plan.Output(gradient, to: store.gradient(at: index))
    }
    self.store = store
    plan = Plan(stages: [[.init(loss)] + destinations])
    optimizer = try Declaration.make(
      "adamw", in: Optimizers.all, [WrittenArgument(label: "rate", .number(1e-4))])
    segments = ParameterSegments(counts: store.parameters.map(\.shape.count))
    state = OptimizerState(slotCount: optimizer.slotCount, parameterCount: store.count)
  }

  func run() {
    plan.run(in: context)
    context.step += 1
    let step = OptimizerStep(
      parameters: UnsafeMutableBufferPointer(start: store.values.pointer, count: store.count),
      gradients: UnsafeBufferPointer(start: store.gradients.pointer, count: store.count),
      rate: optimizer.rate, segments: segments)
    optimizer.update(step, state: &state)
  }

  /// The loss that the last step began with.
  var loss: Float { plan.result(0).values[0] }

  var parameterCount: Int { store.count }
}

/// The scores of one batch, without gradients.
final class TransformerInference: RepeatableStep {
  private let plan: Plan

  init() throws {
    var batch = TransformerBatch()
    let network = TransformerNetwork(using: &batch.generator)
    plan = Plan(stages: [try network(batch.ids, isTraining: false).map { .init($0) }])
  }

  func run() { plan.run() }

  /// What the heads gave last, one after the other.
  var scores: [[Float]] { (0..<3).map { plan.result($0).values } }
}

/// Invented texts with their targets.
private struct TransformerBatch {
  static let textCount = 16
  var generator = Generator(seed: 0, stream: "benchmark")
  let ids: Tensor
  /// Positions among the scores, as `picking` takes them: of the class, of tokens, of start and end.
  private let targets: [Tensor]

  init() {
    let (texts, length) = (Self.textCount, TransformerNetwork.length)
    ids = Self.drawn([texts, length], below: TransformerNetwork.vocabulary, &generator)
    targets = [
      Self.drawn([texts, 1], below: 4, &generator),
      Self.drawn([texts, length, 1], below: 9, &generator),
      Self.drawn([texts, 1], below: length, &generator),
      Self.drawn([texts, 1], below: length, &generator),
    ]
  }

  /// A leaf that a step could fill anew, so that nothing is computed ahead.
  private static func drawn(
    _ shape: Shape, below count: Int, _ generator: inout Generator
  ) -> Tensor {
    let tensor = Tensor.placeholder(shape)
    tensor.storage?.assign(
      (0..<shape.count).map { _ in Float(generator.next() % UInt64(count)) })
    return tensor
  }

  /// The cross-entropies of the three tasks, added up; the answer's is the mean of start and end.
  func loss(of outputs: [Tensor]) -> Tensor {
    let shape: Shape = [Self.textCount, TransformerNetwork.length]
    let places = (0..<2).map {
      outputs[2].slice(along: 2, from: $0, to: $0 + 1).reshaped(to: shape)
    }
    let answer =
      crossEntropy(places[0], targets[2]) * 0.5 + crossEntropy(places[1], targets[3]) * 0.5
    return crossEntropy(outputs[0], targets[0]) + crossEntropy(outputs[1], targets[1]) + answer
  }

  private func crossEntropy(_ scores: Tensor, _ targets: Tensor) -> Tensor {
    scores.crossEntropy(targets).mean()
  }
}
