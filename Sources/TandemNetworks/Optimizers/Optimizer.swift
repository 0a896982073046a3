public import TandemCatalog
internal import TandemTensors

/// A rule that turns gradients into steps; a plain value, its memory being `OptimizerState`.
public protocol Optimizer: CatalogMethod {
  /// The learning rate before any schedule.
  var rate: Double { get }

  /// How many numbers it keeps for each parameter: 2 for Adam's two moments.
  var slotCount: Int { get }

  /// Changes the parameters by one step, in place.
  ///
  /// What a segment with factor 0 covers is frozen: neither its parameters nor what is kept for them
  /// change, and its gradients are not read.
  /// - Parameters:
  ///   - step: The parameters, their gradients, and how far to go.
  ///   - state: The numbers kept since the last step; the step is counted here.
  func update(_ step: OptimizerStep, state: inout OptimizerState)
}

/// What one step of an optimizer works on; the memory is the caller's.
public struct OptimizerStep {
  /// All parameters, flat.
  public let parameters: UnsafeMutableBufferPointer<Float>
  /// The gradient of each.
  public let gradients: UnsafeBufferPointer<Float>
  /// The learning rate of this step, before the segments' factors.
  public let rate: Double
  /// Which stretch of the flat memory is which tensor's, and how fast it is trained.
  public let segments: ParameterSegments

  /// Creates a step; the segments cover the parameters.
  public init(
    parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    rate: Double, segments: ParameterSegments
  ) {
    precondition(
      parameters.count == gradients.count && parameters.count == segments.count,
      "a step needs one gradient for each parameter")
    self.parameters = parameters
    self.gradients = gradients
    self.rate = rate
    self.segments = segments
  }

  /// Calls `body` with each stretch that is trained at one rate, and that rate.
  ///
  /// For rules that treat each number alone; neighboring tensors of one rate come together.
  func forEachStretch(_ body: (Range<Int>, Double) -> Void) {
    for stretch in segments.stretches { body(stretch.range, rate * stretch.factor) }
  }

  /// Calls `body` with each tensor that is trained, and its rate: for layerwise rules.
  func forEachTensor(_ body: (Range<Int>, Double) -> Void) {
    for tensor in segments.tensors where tensor.factor > 0 {
      body(tensor.range, rate * tensor.factor)
    }
  }
}

extension OptimizerStep {
  /// A stretch of the flat memory with what the optimizer keeps for it.
  func stretch(_ range: Range<Int>, _ slots: OptimizerState.Slots) -> FlatStretch {
    FlatStretch(
      range, of: parameters, gradients: gradients, first: slots.first, second: slots.second,
      third: slots.third)
  }
}
