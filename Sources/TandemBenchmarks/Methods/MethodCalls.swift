import TandemCatalog
import TandemLearning
import TandemTensors

/// What a method is given in a timed call.
struct MethodInput {
  let signals: StepSignals
  let gradients: TaskGradients
  let probe: ConstantProbe

  init(losses: [Double], rows: [[Double]]) {
    var signals = StepSignals(tasks: rows.indices.map { "t\($0)" }, losses: losses)
    signals.gradientNorms = rows.map { row in
      row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    signals.jacobian = Array(rows.joined())
    signals.stepCount = 1_000
    for task in losses.indices {
      signals.epochLosses[task] = [losses[task] * 1.2, losses[task] * 1.1]
    }
    self.signals = signals
    gradients = TaskGradients(
      signals: signals,
      gramian: rows.flatMap { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } },
      jacobian: signals.jacobian)
    probe = ConstantProbe(losses, signals.jacobian)
  }
}

/// Calls of one method, again and again.
final class MethodCalls {
  private var weighting: (any Weighting)?
  private var gradientMethod: (any GradientMethod)?
  private let inputs: [MethodInput]
  private let needsProbe: Bool
  private var generator = Generator(seed: 1)

  init(_ choice: WeightingChoice, inputs: [MethodInput]) {
    weighting = choice.weighting
    gradientMethod = choice.gradientMethod
    self.inputs = inputs
    needsProbe = choice.needs.contains(.probe)
  }

  /// Times rounds of one call with each input.
  /// - Parameter time: How long to go on at least.
  /// - Returns: Times a call.
  /// - Throws: What the method throws.
  func times(for time: Duration) throws -> StepTimes {
    let rounds = try BenchmarkLength(time: time, stepCount: nil).run { try round() }
    return StepTimes(rounds.map { $0 / inputs.count })
  }

  private func round() throws {
    for input in inputs {
      var context = MethodContext(generator: generator, probe: needsProbe ? input.probe : nil)
      // `imtl` is both at once.
      _ = try weighting?.weights(for: input.signals, in: &context)
      _ = try gradientMethod?.combine(input.gradients, in: &context)
      generator = context.generator
    }
  }
}
