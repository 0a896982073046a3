/// What has reached a tensor on the way back: gradients of single outputs, and of several together.
struct Cotangents {
  /// Gradients of some outputs.
  enum Part {
    /// One output's, in the tensor's shape.
    case single(output: Int, gradient: Tensor)
    /// Several outputs', in order: `[K, …]`.
    case stack(outputs: [Int], gradients: Tensor)
  }

  private var parts: [Part] = []

  mutating func add(_ gradient: Tensor, of output: Int) {
    parts.append(.single(output: output, gradient: gradient))
  }

  mutating func add(_ part: Part) { parts.append(part) }

  /// All of it as one part.
  var joined: Part {
    let outputs = Set(parts.flatMap(\.outputs)).sorted()
    if outputs.count == 1 || parts.allSatisfy({ $0.outputs == outputs }) {
      return parts[0].replacing(.summed(parts.map(\.gradients)))
    }
    let gradients = outputs.map { output in
      Tensor.summed(parts.compactMap { $0.gradient(of: output) })
    }
    return .stack(outputs: outputs, gradients: .stackedGradients(gradients))
  }
}

extension Cotangents.Part {
  var outputs: [Int] {
    switch self {
    case .single(let output, _): [output]
    case .stack(let outputs, _): outputs
    }
  }

  fileprivate var gradients: Tensor {
    switch self {
    case .single(_, let gradient): gradient
    case .stack(_, let gradients): gradients
    }
  }

  /// Another gradient of the same outputs.
  func replacing(_ gradient: Tensor) -> Self {
    switch self {
    case .single(let output, _): .single(output: output, gradient: gradient)
    case .stack(let outputs, _): .stack(outputs: outputs, gradients: gradient)
    }
  }

  fileprivate func gradient(of output: Int) -> Tensor? {
    switch self {
    case .single(let index, let gradient): index == output ? gradient : nil
    case .stack(let outputs, let gradients): outputs.firstIndex(of: output).map(gradients.part)
    }
  }

  /// The gradients with respect to the inputs of the tensor that these have reached.
  func pulled(through tensor: Tensor) throws -> [Tensor?] {
    guard let operation = tensor.operation else { return [] }
    switch self {
    case .single(_, let gradient):
      return try operation.pullback(gradient, inputs: tensor.inputs, output: tensor)
    case .stack(_, let gradients):
      return try operation.stackedPullback(gradients, inputs: tensor.inputs, output: tensor)
    }
  }

  var asStack: StackedGradient {
    switch self {
    case .single(let output, let gradient):
      StackedGradient(
        outputs: [output], gradients: gradient.reshaped(to: Shape([1] + gradient.shape.sizes)))
    case .stack(let outputs, let gradients):
      StackedGradient(outputs: outputs, gradients: gradients)
    }
  }
}

extension Tensor {
  /// Tensors of one shape as a stack: products of narrow matrices as one batch of products, whose
  /// sides are smaller to stack than what comes of them.
  fileprivate static func stackedGradients(_ tensors: [Tensor]) -> Tensor {
    let products = tensors.compactMap { $0.operation as? MatrixProduct }
    guard let first = products.first, products.count == tensors.count,
      products.allSatisfy({ $0 == first }),
      tensors.allSatisfy({ $0.inputs.map(\.shape) == tensors[0].inputs.map(\.shape) }),
      tensors[0].inputs.allSatisfy({ $0.shape.rank == 2 }),
      tensors[0].inputs.reduce(0, { $0 + $1.shape.count }) * 4 <= tensors[0].shape.count
    else { return .stacked(tensors) }
    return .applying(
      first, .stacked(tensors.map { $0.inputs[0] }), .stacked(tensors.map { $0.inputs[1] }))
  }
}
