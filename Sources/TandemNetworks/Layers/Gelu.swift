public import TandemCatalog
public import TandemTensors

/// `gelu`: y = x Φ(x), element by element.
public struct GeluMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "gelu", gives: .layer, "a smooth relu: x times the normal distribution at x",
    formula: "y = x Φ(x)",
    source: "Hendrycks and Gimpel, 2016", paper: "1606.08415",
    examples: ["dense(64) -> gelu"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.gelu() }
}
