public import TandemCatalog
import TandemTensors

/// GradDrop, gradient sign dropout: at each place either what rises or what falls is kept, by chance.
///
/// For each parameter, with `P = ½ (1 + Σₖ gₖ / Σₖ |gₖ|)` and U drawn from (0, 1): the positive numbers are kept where
/// `P > U`, the negative ones where `P < U`. `d = Σₖ (ℓₖ + (1 − ℓₖ) keptₖ) gₖ`, with a leak ℓ for tasks that are to
/// get through whatever the others say. Where all agree, P is 0 or 1 and nothing is dropped.
/// Source: Chen, Ngiam, Huang, Luong, Kretzschmar, Chai, Anguelov, NeurIPS 2020. Differs: by default on the
/// gradients of the shared parameters, as TorchJD and nash-mtl have it; the paper's place is a layer's
/// activations, and LibMTL's too, which multiplies them with the activations' signs and sums over the batch.
public struct GradientSignDropout: GradientMethod {
  public static let descriptor = MethodDescriptor(
    "graddrop", gives: .weighting, needs: .jacobian, guarantees: .permutationEquivariance,
    "keeps at each place the gradients of one sign, drawn by their share",
    formula:
      "P = ½ (1 + Σ gₖ / Σ |gₖ|),  U ~ (0, 1);  keep gₖ > 0 where P > U, gₖ < 0 where P < U,  d = Σ kept",
    source: "Chen, Ngiam, Huang, Luong, Kretzschmar, Chai, Anguelov, NeurIPS 2020",
    paper: "2010.06808",
    differs: "on the shared parameters' gradients; the paper drops in a layer's activations",
    cost: "K P, and P random numbers",
    details: [
      "On average the sum of what is kept has the sign of the sum at each place, but a single step may "
        + "raise any loss."
    ],
    examples: ["graddrop()", "graddrop(leak: 0.2)"],
    [
      ArgumentDescriptor(
        "leak", .oneOf([.number(leaks), .record(.number(leaks))]),
        .optional(default: .number(0)),
        "how much of a gradient is kept in any case: one number, or one a task; 0 if not named"),
      .gradientSite,
    ])

  private static let leaks = NumberRange(lower: 0, upper: 1)

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public var namedTasks: [String] {
    guard case .record(let record) = arguments[value: "leak"] else { return [] }
    return record.entries.map(\.label)
  }

  public mutating func combine(_ gradients: TaskGradients, in context: inout MethodContext)
    -> Combination
  {
    guard gradients.taskCount > 1 else { return .weights(gradients.signals.ones) }
    let draws = (0..<gradients.columnCount).map { _ in
      Double(context.generator.next() >> 11) * 0x1p-53
    }
    let leaks = gradients.signals.tasks.map(leak)
    return .vector(Self.direction(gradients, draws: draws, leaks: leaks))
  }

  private func leak(of task: String) -> Double {
    guard case .record(let record) = arguments[value: "leak"] else { return arguments["leak"] }
    return record[task].flatMap(Double.init(argument:)) ?? 0
  }

  /// The direction for given draws.
  /// - Parameters:
  ///   - gradients: The tasks' gradients.
  ///   - draws: U of each parameter.
  ///   - leaks: ℓ of each task.
  /// - Returns: One number a parameter; 0 where all gradients are.
  static func direction(
    _ gradients: TaskGradients, draws: [Double], leaks: [Double]
  ) -> [Double] {
    let (jacobian, width) = (gradients.jacobian, gradients.columnCount)
    // Row after row: column after column would leap through memory.
    var sums = Array(repeating: 0.0, count: width)
    var sizes = sums
    for task in leaks.indices {
      for column in 0..<width {
        let number = jacobian[task * width + column]
        sums[column] += number
        sizes[column] += number.magnitude
      }
    }
    // Where all numbers are 0, whatever is kept is 0.
    for column in 0..<width where sizes[column] > 0 {
      sums[column] = (1 + sums[column] / sizes[column]) / 2 - draws[column]
    }
    var direction = Array(repeating: 0.0, count: width)
    for (task, leak) in leaks.enumerated() {
      for column in 0..<width {
        let number = jacobian[task * width + column]
        let isKept = (number > 0) == (sums[column] > 0)
        direction[column] += isKept ? number : leak * number
      }
    }
    return direction
  }
}
