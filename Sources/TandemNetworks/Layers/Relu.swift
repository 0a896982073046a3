public import TandemCatalog
public import TandemTensors

/// `relu`: y = max(x, 0), element by element.
public struct ReluMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "relu", gives: .layer, "keeps what is positive, 0 for the rest", formula: "y = max(x, 0)",
    examples: ["dense(64) -> relu"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.relu() }
}
