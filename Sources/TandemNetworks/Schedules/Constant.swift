public import TandemCatalog

/// `constant()`: the learning rate stays as it is.
public struct Constant: Schedule {
  public static let descriptor = MethodDescriptor(
    "constant", gives: .schedule, "the learning rate stays as it is", formula: "factor = 1")

  public let arguments: Arguments
  public var origin: ValueOrigin?

  public init(_ arguments: Arguments) { self.arguments = arguments }

  public func factor(at moment: TrainingMoment) -> Double { 1 }
}
