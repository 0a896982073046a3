public import TandemCatalog
public import TandemTensors

/// Cross-entropy of the right class, from scores before the softmax, in nats.
///
/// `L = −w_y (1 − ε) log p_y − (ε / C) Σ_c w_c log p_c`, `p = softmax(z)` over C classes; ε is
/// `label_smoothing`, w are the classes' weights, 1 if there are none. A task's loss is the mean by
/// weight, `Σ L / Σ w_y` over the rows. Computed from `log p = z − log Σ exp z`, so that no score
/// overflows. As PyTorch's `CrossEntropyLoss`: there too the sum is divided by the weights', and ε/C
/// goes to the right class as well.
/// Source: label smoothing: Szegedy et al., CVPR 2016.
public struct CrossEntropy: Loss {
  public static let descriptor = MethodDescriptor(
    "cross_entropy", gives: .loss, "the negative logarithm of the right class's probability",
    formula: "L = −w_y (1 − ε) log p_y − (ε / C) Σ_c w_c log p_c,  p = softmax(z)",
    source: "label smoothing: Szegedy et al., CVPR 2016", paper: "1512.00567",
    details: [
      "For classify. In nats: log C for a guess. ε is label_smoothing.",
      "Weights are listed in the order of the classes, or by name, as in [cat: 1, else: 0.5]; a name that "
        + "is no word stands in quotes, as \"3\": 2. With 'balanced' a class of n_c among n training rows weighs n / (C n_c). A task's loss is the "
        + "mean by weight: Σ L / Σ w_y. The missing rows of a batch count in neither sum.",
      "Rows of the class that 'ignore' names are as good as missing, for the loss and for metrics.",
    ],
    examples: [
      "cross_entropy()", "cross_entropy(label_smoothing: 0.1)", "cross_entropy(weights: balanced)",
    ],
    [
      .number(
        "label_smoothing", default: 0, atLeast: 0, below: 1,
        "how much of the target is spread evenly over all classes"),
      .optional(
        "weights", .oneOf([.word(["balanced"])] + LevelWeights.each),
        "what each class counts; none is the same for all"),
      .optional(
        "ignore", .oneOf([.number(NumberRange()), .text, .truth]),
        "a class whose rows are as good as missing"),
    ])
  public static var forms: [Predictions.Form] { [.classes] }

  public var labelSmoothing: Double
  public let arguments: Arguments
  public var origin: ValueOrigin?
  private var weights: LevelWeights
  private var ignored: Float?

  public init(_ arguments: Arguments) {
    labelSmoothing = arguments["label_smoothing"]
    weights = LevelWeights(arguments, "weights", of: Self.descriptor.name)
    if case .number(let code) = arguments[value: "ignore"] { ignored = Float(code) }
    self.arguments = arguments
  }

  /// Creates the loss.
  /// - Parameters:
  ///   - labelSmoothing: How much of the target is spread evenly, from 0 to below 1.
  ///   - weights: What each class counts, at least 0; `nil` is the same for all.
  ///   - ignored: The number of a class whose rows are as good as missing.
  public init(labelSmoothing: Double = 0, weights: [Double]? = nil, ignoring ignored: Int? = nil) {
    self.init(
      Arguments([
        "label_smoothing": .number(labelSmoothing),
        "weights": weights.map { .list($0.map(Value.number)) } ?? .none,
        "ignore": ignored.map { .number(Double($0)) } ?? .none,
      ]))
  }

  public func fitted(to method: any TaskMethod, targets: [Float]) throws -> Self {
    var fitted = self
    fitted.ignored = try arguments[value: "ignore"].className.map { name in
      guard let place = method.levels.firstIndex(of: name) else {
        throw TaskError.unsuitableWeights(
          .unknown(name: name), argument: "ignore", levels: method.levels, form: method.form,
          origin: arguments.origins["ignore"])
      }
      return Float(place)
    }
    let counted = targets.filter { $0 != fitted.ignored }
    fitted.weights = try weights.fitted(to: method, targets: counted)
    return fitted
  }

  public func weight(ofTarget target: Float) -> Float {
    isIgnored(target) ? 0 : weights.weight(ofClass: target)
  }

  public func isIgnored(_ target: Float) -> Bool { target == ignored }

  public func values(outputs: Tensor, targets: Tensor) throws -> Tensor {
    try outputs.requireRank(2, for: "cross_entropy")
    try targets.requireLastDimension(1, for: "cross_entropy")
    let row = try weights.row(count: outputs.shape[1])
    var loss = outputs.crossEntropy(targets)
    if let row { loss = loss * row.broadcast(to: outputs.shape).picking(targets) }
    if labelSmoothing > 0 {
      let logarithms = outputs.logSoftmax()
      let weighted = row.map { logarithms * $0 } ?? logarithms
      let even = weighted.mean(over: [1], keepingDimensions: true)
      loss = loss * Float(1 - labelSmoothing) - even * Float(labelSmoothing)
    }
    guard let ignored else { return loss }
    return loss.stopped(where: targets.equal(to: Tensor(ignored)))
  }
}

extension Value {
  /// How a class of this value is called; `nil` for `none`.
  fileprivate var className: String? {
    switch self {
    case .text(let text): text
    case .none: nil
    default: sourceText
    }
  }
}
