import TandemCatalog

/// A function that does something with the session beside making a value: it shows, trains, asks.
protocol Builtin: SendableMetatype {
  static var descriptor: MethodDescriptor { get }

  /// Runs the call.
  /// - Parameter call: The bound arguments, and the session that they act on.
  /// - Returns: The call's value; `none`, which is never shown, where there is nothing to give.
  /// - Throws: A `Diagnostic`, or a typed error that the interpreter turns into one.
  static func run(_ call: Invocation) throws -> Value
}
