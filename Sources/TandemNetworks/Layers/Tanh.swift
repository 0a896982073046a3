public import TandemCatalog
public import TandemTensors

/// `tanh`: y = tanh(x), element by element.
public struct TanhMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "tanh", gives: .layer, "the hyperbolic tangent, between −1 and 1", formula: "y = tanh(x)",
    examples: ["dense(64) -> tanh"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.tanh() }
}
