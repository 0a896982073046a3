import TandemCatalog
import TandemTensors

@testable import TandemLearning

/// A gradient method that sums, and keeps what it was given in its memory.
struct SpyMethod: GradientMethod {
  static let descriptor = MethodDescriptor(
    "spy", gives: .weighting, needs: [.gramian, .jacobian], "the sum, and what it saw",
    [
      .word(
        "gives", ["weights", "vector", "whole_vector", "nan"], default: "weights", "its answer"),
      .word("probes", ["nothing", "batch", "sample", "validation"], default: "nothing", "rows"),
      .truth("own", default: false, "whether it probes the own parts too"),
      .number("factor", default: 1, "of the own parts"), .gradientSite,
    ])
  let arguments: Arguments
  var origin: ValueOrigin?
  var memory = MethodMemory()

  init(_ arguments: Arguments) { self.arguments = arguments }

  static func choice(_ arguments: [(String?, Value)] = []) throws -> WeightingChoice {
    WeightingChoice(
      gradientMethod: Self(
        try descriptor.bind(arguments.map { WrittenArgument(label: $0.0, $0.1) })))
  }

  var needs: SignalNeeds {
    let rows: String = arguments["probes"]
    switch rows {
    case "nothing": return [.gramian, .jacobian]
    case "validation": return [.jacobian, .probe, .validation]
    default: return [.jacobian, .probe]
    }
  }

  mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext) throws
    -> Combination
  {
    memory.vectors["gramian"] = gradients.gramian
    memory.vectors["jacobian"] = gradients.jacobian
    memory.vectors["losses"] = gradients.losses
    memory.vectors["segments"] = gradients.segments.flatMap {
      [Double($0.lowerBound), Double($0.upperBound)]
    }
    memory.vectors["layers"] = gradients.layers.map { Double($0.count) }
    try look(in: context)
    let factor: Double = arguments["factor"]
    let factors = factor == 1 ? nil : gradients.signals.tasks.map { _ in factor }
    let answer: String = arguments["gives"]
    switch answer {
    case "weights": return .weights(gradients.signals.ones, ownFactors: factors)
    case "nan": return .weights(gradients.signals.ones.map { _ in .nan })
    default:
      let size = gradients.columnCount
      var sum = (0..<size).map { i in
        (0..<gradients.taskCount).reduce(0) { $0 + gradients.jacobian[$1 * size + i] }
      }
      if answer == "whole_vector", let probe = context.probe {
        sum += Array(repeating: 0, count: probe.trainedCount - probe.sharedCount)
      }
      return .vector(sum, ownFactors: factors)
    }
  }

  private mutating func look(in context: MethodContext) throws {
    let rows: String = arguments["probes"]
    guard rows != "nothing", let probe = context.probe else { return }
    let request: ProbeRequest.Rows =
      switch rows {
      case "batch": .batch
      case "sample": .sample(0)
      default: .validation
      }
    let includesOwn: Bool = arguments["own"]
    let found = try probe.gradients(ProbeRequest(request, includesOwn: includesOwn))
    memory.vectors["probed losses"] = found.losses
    memory.vectors["probed"] = found.jacobian
    memory.vectors["trace", default: []] += found.losses
    // Slopes along a direction, from both sides.
    let direction = (0..<probe.trainedCount).map { Double(($0 * 37) % 11) / 11 - 0.5 }
    let size = 1e-2
    let sides = try [size, -size].map { size in
      try probe.gradients(
        ProbeRequest(
          request, displacement: direction.map { $0 * size }, includesOwn: includesOwn))
    }
    memory.vectors["slopes"] = zip(sides[0].losses, sides[1].losses).map { ($0 - $1) / (2 * size) }
    if rows == "sample" {
      memory.vectors["other losses"] = try probe.gradients(ProbeRequest(.sample(1))).losses
    }
  }
}

/// A weighting that weighs alike, and keeps what it was given in its memory.
struct SpyWeighting: Weighting {
  static let descriptor = MethodDescriptor(
    "spy_weights", gives: .weighting, needs: [.gradientNorms], "ones, and what it saw",
    [
      .word("at", ["shared", "representation", "last_layer"], default: "shared", "its site"),
      .word("sees", ["norms", "rows", "updates", "nothing"], default: "norms", "what it looks at"),
      .truth("nan", default: false, "whether it gives no numbers"),
    ])
  let arguments: Arguments
  var origin: ValueOrigin?
  var memory = MethodMemory()

  init(_ arguments: Arguments) { self.arguments = arguments }

  static func choice(_ arguments: [(String?, Value)] = []) throws -> WeightingChoice {
    WeightingChoice(
      weighting: Self(
        try descriptor.bind(arguments.map { WrittenArgument(label: $0.0, $0.1) })))
  }

  var needs: SignalNeeds {
    let sees: String = arguments["sees"]
    return switch sees {
    case "norms": [.gradientNorms]
    case "rows": [.gradientNorms, .jacobian]
    case "updates": [.updatedLosses]
    default: []
    }
  }

  mutating func weights(for step: StepSignals, in context: inout MethodContext) -> LossWeights {
    memory.vectors["norms"] = step.gradientNorms
    memory.vectors["jacobian"] = step.jacobian
    memory.vectors["losses", default: []] += step.losses
    return LossWeights(arguments["nan"] == true ? step.ones.map { _ in .nan } : step.ones)
  }

  mutating func learn(from losses: [Double], after step: StepSignals) {
    memory.vectors["updated", default: []] += losses
  }
}

/// A weighting that draws and remembers, and that makes one step fail by a weight that is far too large.
struct FailingWeighting: Weighting {
  static let descriptor = MethodDescriptor(
    "failing_weights", gives: .weighting, "ones, but for one step",
    [
      .number("step", default: 5, "the step that fails"),
      .number("weight", default: 1, "the weights in that step"),
      .truth("learns", default: false, "whether it looks at the losses after the update"),
    ])
  let arguments: Arguments
  var origin: ValueOrigin?
  var memory = MethodMemory()

  init(_ arguments: Arguments) { self.arguments = arguments }

  static func choice(_ arguments: [(String?, Value)]) throws -> WeightingChoice {
    WeightingChoice(
      weighting: Self(
        try descriptor.bind(arguments.map { WrittenArgument(label: $0.0, $0.1) })))
  }

  var needs: SignalNeeds { arguments["learns"] == true ? [.updatedLosses] : [] }

  mutating func weights(for step: StepSignals, in context: inout MethodContext) -> LossWeights {
    memory.vectors["draws", default: []].append(Double(context.generator.nextUniform()))
    context.note(.nonpositiveLoss(task: "step \(step.step)"), .tookNearest)
    let (number, weight): (Int, Double) = (arguments["step"], arguments["weight"])
    return LossWeights(step.ones.map { $0 * (step.step == number ? weight : 1) })
  }

  mutating func learn(from losses: [Double], after step: StepSignals) {
    memory.vectors["updated", default: []] += losses
  }
}
