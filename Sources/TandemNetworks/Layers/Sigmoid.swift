public import TandemCatalog
public import TandemTensors

/// `sigmoid`: y = 1 / (1 + e⁻ˣ), element by element.
public struct SigmoidMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "sigmoid", gives: .layer, "the logistic function, between 0 and 1",
    formula: "y = 1 / (1 + e⁻ˣ)",
    examples: ["dense(8) -> sigmoid"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.sigmoid() }
}
