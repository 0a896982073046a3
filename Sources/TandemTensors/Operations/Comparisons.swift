/// 1 where a > b and 0 elsewhere.
struct Greater: BinaryOperation {
  let name = "greater"

  var instruction: ElementwiseInstruction { .init(opcode: .greater) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (nil, nil)
  }
}

/// 1 where a = b and 0 elsewhere.
struct Equal: BinaryOperation {
  let name = "equal"

  var instruction: ElementwiseInstruction { .init(opcode: .equal) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (nil, nil)
  }
}

/// a where b > 0, and 0 elsewhere: what a relu lets through.
struct Gate: BinaryOperation {
  let name = "gate"

  var instruction: ElementwiseInstruction { .init(opcode: .gate) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream.passed(where: b), nil)
  }
}

/// 0 where b > 0, and a elsewhere: what a choice takes from its second side.
struct GateClosed: BinaryOperation {
  let name = "gate closed"

  var instruction: ElementwiseInstruction { .init(opcode: .gateClosed) }

  func pullback(_ upstream: Tensor, a: Tensor, b: Tensor, y: Tensor) -> (Tensor?, Tensor?) {
    (upstream.stopped(where: b), nil)
  }
}

extension Tensor {
  /// A mask: 1 where the number is greater than the other's, 0 elsewhere.
  public func greater(than other: Tensor) -> Tensor { .applying(Greater(), self, other) }

  /// A mask: 1 where the number is greater than a threshold, 0 elsewhere.
  public func greater(than threshold: Float) -> Tensor { greater(than: Tensor(threshold)) }

  /// A mask: 1 where the numbers are equal, 0 elsewhere.
  public func equal(to other: Tensor) -> Tensor { .applying(Equal(), self, other) }

  /// Its numbers where the mask is above 0, and 0 elsewhere, even where they are not finite.
  public func passed(where mask: Tensor) -> Tensor { .applying(Gate(), self, mask) }

  /// Its numbers where the mask is not above 0, and 0 elsewhere, even where they are not finite.
  public func stopped(where mask: Tensor) -> Tensor { .applying(GateClosed(), self, mask) }

  /// Its numbers where the mask is above 0, those of the other tensor elsewhere.
  ///
  /// What is not chosen does not matter: a NaN there is neither seen nor passed to the gradient.
  public func `where`(mask: Tensor, otherwise other: Tensor) -> Tensor {
    passed(where: mask) + other.stopped(where: mask)
  }

  /// Its numbers where the mask is above 0, a fixed number elsewhere.
  public func `where`(mask: Tensor, otherwise other: Float) -> Tensor {
    `where`(mask: mask, otherwise: Tensor(other))
  }
}
