/// What computes numbers from numbers, and can be a step of a plan.
public protocol Runnable: Sendable {
  /// The name in errors and profiles.
  var name: String { get }

  /// Computes the result's numbers.
  /// - Parameters:
  ///   - inputs: The inputs' numbers and shapes.
  ///   - output: Where all the result's numbers are written; never the memory of an input unless
  ///     `canRunInPlace`.
  ///   - context: The step that is run: what random numbers depend on.
  func run(_ inputs: [Operand], into output: Operand, in context: RunContext)

  /// Whether the result may be written over the first input, number by number.
  var canRunInPlace: Bool { get }

  /// How many numbers of further memory `run` needs, which it finds at `context.scratch`.
  /// - Parameter inputs: The shapes of the inputs.
  /// - Returns: The count, 0 unless the operation says otherwise.
  func scratchCount(for inputs: [Shape]) -> Int

  /// How many sums and products of numbers `run` computes, for profiles.
  /// - Parameters:
  ///   - inputs: The shapes of the inputs.
  ///   - output: The shape of the result.
  /// - Returns: The count; `nil` where the work is in memory, not in arithmetic.
  func arithmeticCount(for inputs: [Shape], output: Shape) -> Double?
}

extension Runnable {
  public var canRunInPlace: Bool { false }
  public func scratchCount(for inputs: [Shape]) -> Int { 0 }
  public func arithmeticCount(for inputs: [Shape], output: Shape) -> Double? { nil }
}

/// A step of a computation, from tensors to one tensor.
///
/// An operation is a plain value. `run` computes numbers into memory that is given to it and allocates
/// nothing, so that a plan can replay it; `pullback` is written in operations again, so that it can be
/// planned, and derived once more, too. Two equal operations on the same inputs give the same result,
/// and a plan computes it once.
public protocol Operation: Runnable, Hashable {
  /// The shape of the result.
  /// - Parameter inputs: The shapes of the inputs.
  /// - Returns: The result's shape.
  /// - Throws: `ShapeError` where the inputs do not fit.
  func outputShape(for inputs: [Shape]) throws -> Shape

  /// The gradients with respect to the inputs; `nil` for an input that has none.
  /// - Parameters:
  ///   - upstream: The gradient with respect to the result, in its shape.
  ///   - inputs: The inputs.
  ///   - output: The result.
  /// - Returns: One gradient for each input, in its shape.
  /// - Throws: `ShapeError`, where an upstream gradient has another shape than the result.
  func pullback(_ upstream: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?]

  /// The gradients with respect to the inputs for several upstream gradients at once, as the K tasks of
  /// one trunk have: one sweep with products of stacked blocks instead of K sweeps.
  ///
  /// The default takes the upstream gradients one by one and stacks what comes of them: right for every
  /// operation. One that can carry them together says how.
  /// - Parameters:
  ///   - upstreams: `[K, …]`: K gradients in the result's shape.
  ///   - inputs: The inputs; they are the same for all K.
  ///   - output: The result.
  /// - Returns: For each input `[K, …]`: K gradients in its shape; `nil` for an input that has none.
  /// - Throws: `ShapeError`, as `pullback`.
  func stackedPullback(_ upstreams: Tensor, inputs: [Tensor], output: Tensor) throws -> [Tensor?]

  /// Where the result's numbers begin among the first input's, if they lie there together and in order,
  /// so that the result needs no memory.
  /// - Parameter inputs: The shapes of the inputs.
  /// - Returns: The place of the first, 0 for a reshape; `nil` if the result needs memory of its own.
  func viewOffset(in inputs: [Shape]) -> Int?

  /// Whether the result changes from step to step though the inputs do not, as random masks do.
  var dependsOnStep: Bool { get }
}

extension Operation {
  public func viewOffset(in inputs: [Shape]) -> Int? { nil }
  public var dependsOnStep: Bool { false }
}

/// The numbers of one tensor while an operation runs.
public struct Operand {
  public let pointer: UnsafeMutablePointer<Float>
  public let shape: Shape
  public let count: Int

  package init(_ pointer: UnsafeMutablePointer<Float>, _ shape: Shape) {
    self.pointer = pointer
    self.shape = shape
    count = shape.count
  }

  /// The numbers, for reading and writing.
  public var numbers: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }
}

/// The step that a plan is run for, which all that is random depends on, and memory for an operation.
public struct RunContext {
  public var seed: UInt64
  public var step: UInt64
  var scratchStart: UnsafeMutablePointer<Float>?

  /// Creates the context of a step.
  public init(seed: UInt64 = 0, step: UInt64 = 0) {
    self.seed = seed
    self.step = step
  }

  /// Memory for the operation that runs: as many numbers as its `scratchCount` says, with any values.
  ///
  /// Parts of an operation that run at the same time share it.
  public var scratch: UnsafeMutablePointer<Float> {
    guard let scratchStart else { preconditionFailure("an operation without 'scratchCount'") }
    return scratchStart
  }

  /// The same step with memory for an operation.
  func with(scratch: UnsafeMutablePointer<Float>?) -> RunContext {
    var context = self
    context.scratchStart = scratch
    return context
  }
}
