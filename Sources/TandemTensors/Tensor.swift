/// Numbers in a shape, and how they came about.
///
/// A tensor is a node of a computation. Made from tensors with known numbers it is computed at once;
/// made from a placeholder it is a promise, which a `Plan` computes, as often as it is run. Both ways
/// run the same operations and give the same numbers.
public final class Tensor {
  public let shape: Shape
  /// What computed it; `nil` for a leaf.
  package let operation: (any Operation)?
  package private(set) var inputs: [Tensor]
  /// Where its numbers lie; `nil` for a promise.
  package let storage: BufferSlice?
  package let role: Role
  /// Whether its numbers are the same in every run of a plan: nothing variable is behind them.
  package let isConstant: Bool

  /// What a leaf is to a plan.
  package enum Role {
    /// Numbers that never change.
    case constant
    /// Numbers that the caller, or an optimizer, may change between two runs of a plan.
    case variable
    /// Numbers that the caller fills in before a plan runs.
    case placeholder
    /// The result of an operation.
    case result
  }

  package init(leaf storage: BufferSlice, shape: Shape, role: Role) {
    self.shape = shape
    self.storage = storage
    self.role = role
    isConstant = role == .constant
    operation = nil
    inputs = []
  }

  /// The result of an operation: computed now if all inputs are known, else promised.
  /// - Parameters:
  ///   - operation: What computes it.
  ///   - inputs: What it is computed from.
  /// - Throws: `ShapeError` where the inputs do not fit.
  public init(_ operation: any Operation, _ inputs: [Tensor]) throws {
    shape = try operation.outputShape(for: inputs.map(\.shape))
    self.operation = operation
    self.inputs = inputs
    role = .result
    isConstant = !operation.dependsOnStep && inputs.allSatisfy(\.isConstant)
    if let source = inputs.first, source.isConstant, let numbers = source.storage,
      let offset = operation.viewOffset(in: inputs.map(\.shape))
    {
      storage = BufferSlice(
        numbers.buffer, offset: numbers.offset + offset, count: shape.count)
      return
    }
    let operands = inputs.compactMap { input in
      input.isKnown ? input.storage.map { Operand($0.pointer, input.shape) } : nil
    }
    if operands.count == inputs.count {
      storage = Self.computing(operation, operands, shape)
    } else {
      storage = nil
    }
  }

  private static func computing(
    _ operation: any Operation, _ inputs: [Operand], _ shape: Shape
  ) -> BufferSlice {
    let result = FloatBuffer(count: shape.count)
    let scratchCount = operation.scratchCount(for: inputs.map(\.shape))
    let scratch = scratchCount > 0 ? FloatBuffer(count: scratchCount) : nil
    withExtendedLifetime(scratch) {
      operation.run(
        inputs, into: Operand(result.pointer, shape),
        in: RunContext().with(scratch: scratch?.pointer))
    }
    return result.whole
  }

  // A long computation, as one over the steps of a sequence, is let go of step by step: releasing each
  // tensor's inputs from within its own release would take a stack as deep as the computation.
  deinit {
    var pending = inputs
    inputs = []
    while var last = pending.popLast() {
      guard isKnownUniquelyReferenced(&last) else { continue }
      pending += last.inputs
      last.inputs = []
    }
  }

  /// A tensor of given numbers, row-major; there must be as many as the shape holds.
  public convenience init(_ values: [Float], _ shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) numbers for a tensor of \(shape)")
    let buffer = FloatBuffer(count: values.count)
    buffer.whole.assign(values)
    self.init(leaf: buffer.whole, shape: shape, role: .constant)
  }

  /// A single number.
  public convenience init(_ value: Float) {
    self.init([value], [])
  }

  /// A leaf whose numbers the caller fills in, by `storage`, before a plan runs.
  public static func placeholder(_ shape: Shape) -> Tensor {
    Tensor(leaf: FloatBuffer(count: shape.count).whole, shape: shape, role: .placeholder)
  }

  /// A leaf that the caller fills in, of a shape whose size comes from outside.
  /// - Parameter shape: The shape.
  /// - Returns: The leaf.
  /// - Throws: `MemoryShortage`, where there is not so much memory.
  package static func placeholder(checking shape: Shape) throws -> Tensor {
    Tensor(leaf: try FloatBuffer(checking: shape.count).whole, shape: shape, role: .placeholder)
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor {
    Tensor(leaf: FloatBuffer(count: shape.count).whole, shape: shape, role: .constant)
  }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor {
    Tensor([Float](repeating: 1, count: shape.count), shape)
  }

  /// Whether its numbers are known outside a plan.
  public var isKnown: Bool { storage != nil && role != .placeholder }

  /// A copy of the numbers, row-major; the tensor must be known, or a placeholder.
  public var values: [Float] {
    guard let storage else { preconditionFailure("a promise has no numbers outside a plan") }
    return storage.values
  }
}

extension Tensor {
  /// The result of an operation whose inputs the caller has made sure of.
  ///
  /// The operations on tensors do not throw, so that formulas read as formulas: what comes from
  /// outside is checked before, by `requireRank` and its like.
  static func applying(_ operation: any Operation, _ inputs: Tensor...) -> Tensor {
    do {
      return try Tensor(operation, inputs)
    } catch {
      preconditionFailure("\(operation.name): \(error)")
    }
  }
}
