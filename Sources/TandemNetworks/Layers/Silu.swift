public import TandemCatalog
public import TandemTensors

/// `silu`: y = x σ(x), element by element.
public struct SiluMethod: ActivationMethod {
  public static let descriptor = MethodDescriptor(
    "silu", gives: .layer, "a smooth relu: x times the logistic function of x",
    formula: "y = x / (1 + e⁻ˣ)", source: "Elfwing, Uchibe, Doya, Neural Networks 107, 2018",
    paper: "1702.03118", examples: ["dense(64) -> silu"])

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public static func activate(_ input: Tensor) -> Tensor { input.silu() }
}
