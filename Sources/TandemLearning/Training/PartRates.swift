import TandemCatalog

/// How fast each part of a network is trained: factors of the learning rate by name, and frozen parts.
///
/// A name covers the part that is called so and those that begin with it: `heads` covers
/// `heads.digit`, `experts` covers `experts[2]`. The longest name that covers a part counts, then
/// `else`, then 1. A factor of 0 freezes, as being named among the frozen does.
public struct PartRates: Codable, Sendable, Equatable {
  public var factors: [Factor]
  public var frozen: [String]

  /// What a part's learning rate is multiplied by.
  public struct Factor: Codable, Sendable, Equatable {
    public var part: String
    public var factor: Double

    /// Creates a factor; it is at least 0.
    public init(_ part: String, _ factor: Double) {
      self.part = part
      self.factor = factor
    }
  }

  /// Creates rates; without any, all parts are trained at the optimizer's own.
  public init(factors: [Factor] = [], frozen: [String] = []) {
    self.factors = factors
    self.frozen = frozen
  }

  /// What the learning rate of a part is multiplied by; 0 if it is frozen.
  public func factor(of part: String) -> Double {
    if frozen.contains(where: { Self.covers($0, part) }) { return 0 }
    let named = factors.filter { Self.covers($0.part, part) }.max { $0.part.count < $1.part.count }
    return max((named ?? factors.first { $0.part == Self.others })?.factor ?? 1, 0)
  }

  /// Names that cover no part, each with the argument of `train` that has it.
  func unknownNames(among parts: [String]) -> [(name: String, argument: String)] {
    let named = factors.map { ($0.part, "rates") } + frozen.map { ($0, "freeze") }
    return named.filter { name, argument in
      let isElse = argument == "rates" && name == Self.others
      return !isElse && !parts.contains { Self.covers(name, $0) }
    }
  }

  private static let others = "else"

  private static func covers(_ name: String, _ part: String) -> Bool {
    guard part.hasPrefix(name) else { return false }
    let next = part.dropFirst(name.count).first
    return next == nil || next == "." || next == "["
  }
}

extension PartRates {
  /// The factors as a record of the language; `nil` where there are none.
  var record: Value? {
    factors.isEmpty
      ? nil : .record(Record(factors.map { .init($0.part, .number($0.factor)) }))
  }

  /// The frozen parts as a list of the language; `nil` where there are none.
  var list: Value? { frozen.isEmpty ? nil : .list(frozen.map(Value.text)) }
}
