/// A method of the field as the language sees it: a value that its own arguments make.
///
/// A conforming type is a plain struct of its settings; what it learns while it trains is kept apart.
public protocol CatalogMethod: ValueObject {
  static var descriptor: MethodDescriptor { get }

  /// The arguments that made the method, defaults included.
  var arguments: Arguments { get }

  /// Creates the method from arguments that its descriptor has bound.
  /// - Parameter arguments: A value for each argument of the descriptor.
  /// - Throws: A typed error where arguments that fit one by one do not fit together.
  init(_ arguments: Arguments) throws
}

extension CatalogMethod {
  public var kind: ValueKind { Self.descriptor.result ?? .method }

  /// The call that makes the method again, without arguments that are their default.
  public var sourceText: String {
    "\(Self.descriptor.name)(\(arguments.text(for: Self.descriptor)))"
  }
}

/// A function of the language: its description and what makes its value.
public struct CatalogEntry: Sendable {
  public var descriptor: MethodDescriptor
  /// Makes the value from bound arguments.
  public var make: @Sendable (Arguments) throws -> Value

  /// Creates an entry from its parts.
  public init(
    _ descriptor: MethodDescriptor, make: @escaping @Sendable (Arguments) throws -> Value
  ) {
    self.descriptor = descriptor
    self.make = make
  }

  /// The entry of a method that is a value made from its arguments: one line in a registry.
  /// - Parameter type: The method's type.
  /// - Returns: Its entry.
  public static func method<Method: CatalogMethod>(_ type: Method.Type) -> Self {
    Self(type.descriptor) { .object(try Method($0)) }
  }
}

/// A method of a kind of value, as `take` of data: its description and what it does.
public struct ReceiverEntry: Sendable {
  /// `descriptor.receiver` says which kind of value has the method.
  public var descriptor: MethodDescriptor
  /// Gives the value from the receiver and the bound arguments.
  public var call: @Sendable (Value, Arguments) throws -> Value

  /// Creates an entry from its parts.
  public init(
    _ descriptor: MethodDescriptor, call: @escaping @Sendable (Value, Arguments) throws -> Value
  ) {
    self.descriptor = descriptor
    self.call = call
  }
}

/// A part of a kind of value, as `loss` of a run: its description and how to get it.
public struct MemberEntry: Sendable {
  public var descriptor: MemberDescriptor
  /// Gives the part of a value of the kind that has it.
  public var value: @Sendable (Value) throws -> Value

  /// Creates an entry from its parts.
  public init(
    _ descriptor: MemberDescriptor, value: @escaping @Sendable (Value) throws -> Value
  ) {
    self.descriptor = descriptor
    self.value = value
  }
}
