public import TandemTensors

/// What a method has in a step beside the figures that it looks at.
public struct MethodContext {
  /// The run's random source for weightings.
  public var generator: Generator
  /// What a person should know of this step, in the order in which it was found.
  public private(set) var notes: [MethodNote] = []
  /// Gradients on other rows or at other parameters; `nil` unless the method needs `.probe`.
  public let probe: (any GradientProbe)?

  /// Creates the context of a step.
  public init(generator: Generator, probe: (any GradientProbe)? = nil) {
    self.generator = generator
    self.probe = probe
  }

  /// Says something that a person should know; the cell shows each note once.
  public mutating func note(_ finding: MethodNote.Finding, _ response: MethodNote.Response) {
    let note = MethodNote(finding: finding, response: response)
    if !notes.contains(note) { notes.append(note) }
  }
}

extension MethodContext {
  /// Says that the shared part rests, where a direction is all but nothing of what it is a sum of.
  mutating func noteRest(_ length: Double, of reach: Double) {
    if notes.isEmpty, length <= 1e-7 * reach { note(.stationary, .rested) }
  }

  /// Says that the shared part rests, where a method's answer is no direction and it has not said why.
  ///
  /// That is so where the weighted gradients cancel, to 1e-7 of what they would be without, where those
  /// that are weighed are 0, and where all weights are. A direction that is no weighted sum is none where
  /// it is rounding error beside the longest gradient.
  /// - Parameters:
  ///   - combination: The answer.
  ///   - gradients: What it was found for.
  mutating func noteRest(_ combination: Combination, of gradients: TaskGradients) {
    guard notes.isEmpty else { return }
    let weights: [Double]
    switch combination.direction {
    case .weights(let numbers): weights = numbers
    case .vector(let direction):
      let longest = (0..<gradients.taskCount).reduce(0) { max($0, gradients[$1, $1]) }
      if vectorLength(direction) <= 1e-14 * longest.squareRoot() { note(.stationary, .rested) }
      return
    }
    var (square, reach) = (0.0, 0.0)
    for (a, left) in weights.enumerated() {
      reach += left.magnitude * max(gradients[a, a], 0).squareRoot()
      for (b, right) in weights.enumerated() { square += left * right * gradients[a, b] }
    }
    guard square <= 1e-14 * reach * reach else { return }
    let zeros = weights.indices.filter { gradients[$0, $0] == 0 }
    guard reach == 0, !zeros.isEmpty else { return note(.stationary, .rested) }
    for task in zeros { note(.zeroGradient(task: gradients.signals.tasks[task]), .rested) }
  }
}
