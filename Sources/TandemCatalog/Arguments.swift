/// The arguments of a call, bound to a descriptor: every argument has a value, its default if need be.
public struct Arguments: Sendable, Equatable {
  public private(set) var values: [String: Value]
  /// Where each argument that was written stands; those left to their defaults are absent.
  public var origins: [String: ValueOrigin] = [:]

  /// Creates bound arguments; `MethodDescriptor.bind` is what makes them from a call.
  public init(_ values: [String: Value] = [:]) {
    self.values = values
  }

  /// The value of an argument that the descriptor names.
  public subscript(value name: String) -> Value {
    get {
      guard let value = values[name] else {
        preconditionFailure("the descriptor has no argument '\(name)'")
      }
      return value
    }
    set { values[name] = newValue }
  }

  /// An argument as the Swift type that its descriptor promises.
  public subscript<Wanted: ArgumentConvertible>(name: String) -> Wanted {
    guard let wanted = Wanted(argument: self[value: name]) else {
      let kind = self[value: name].kind
      preconditionFailure("argument '\(name)' is \(kind.phrase), not \(Wanted.self)")
    }
    return wanted
  }

  /// An argument that may be `none`.
  public subscript<Wanted: ArgumentConvertible>(name: String) -> Wanted? {
    if case .none = self[value: name] { return nil }
    let wanted: Wanted = self[name]
    return wanted
  }

  /// An object argument; `nil` where it is `none` or an object of another Swift type.
  public func object<Object: ValueObject>(_ name: String, as type: Object.Type = Object.self)
    -> Object?
  {
    guard case .object(let object) = self[value: name] else { return nil }
    return object as? Object
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.values == right.values
  }

  /// The arguments as they would be written, leaving out those that are their default.
  ///
  /// The first one stands without its label where people write it so, as in `dense(64)`, `sgd(0.1)`.
  public func text(for descriptor: MethodDescriptor) -> String {
    let written = descriptor.arguments.enumerated().flatMap { index, argument -> [String] in
      guard let value = values[argument.name], value != argument.defaultValue else { return [] }
      switch (argument.presence, value) {
      case (.labels, .record(let record)): return [record.argumentText]
      case (.variadic, .list(let list)): return list.map(\.sourceText)
      case (_, .text(let word)) where argument.accepts.isWord: return ["\(argument.name): \(word)"]
      case _ where index == 0 && descriptor.namesFirstArgumentBare: return [value.sourceText]
      default: return ["\(argument.name): \(value.sourceText)"]
      }
    }
    return written.joined(separator: ", ")
  }
}

extension MethodDescriptor {
  fileprivate var namesFirstArgumentBare: Bool {
    switch (result, arguments[0].presence) {
    case (.architecture, _): false
    case (_, .required), (.layer, _), (.loss, _), (.optimizer, _): true
    default: false
    }
  }
}

extension ArgumentKind {
  /// Whether a text is written bare, as a word.
  fileprivate var isWord: Bool {
    switch self {
    case .word: true
    case .oneOf(let kinds): !kinds.contains(.text) && kinds.contains { $0.isWord }
    default: false
    }
  }
}

/// A Swift type that an argument can be read as.
public protocol ArgumentConvertible {
  /// The value as this type, or `nil` if it is another kind of value.
  init?(argument: Value)
}

extension Double: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .number(let number) = argument else { return nil }
    self = number
  }
}

extension Int: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .number(let number) = argument, let whole = Int(exactly: number) else { return nil }
    self = whole
  }
}

extension Bool: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .truth(let truth) = argument else { return nil }
    self = truth
  }
}

extension String: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .text(let text) = argument else { return nil }
    self = text
  }
}

extension Record: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .record(let record) = argument else { return nil }
    self = record
  }
}

extension Array: ArgumentConvertible where Element: ArgumentConvertible {
  public init?(argument: Value) {
    guard case .list(let values) = argument else { return nil }
    self = values.compactMap { Element(argument: $0) }
    if count != values.count { return nil }
  }
}
